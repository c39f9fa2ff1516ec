"""What can go wrong while asking a site: each a problem with a reason and what to do, in both languages."""

from index_pipeline.errors import UserError
from index_pipeline.language import Bilingual
from index_pipeline.sources.problems import Problem


class TroubleError(UserError):
    """A request failed; `problem` says why and what to do."""

    def __init__(self, problem: Problem | str, **details: object):
        self.problem = Problem(problem, details=details) if isinstance(problem, str) else problem
        super().__init__(said(self.problem))


class FailedError(TroubleError):
    """This request failed; another may be tried."""


class StoppedError(TroubleError):
    """The site, or the rules of this program, accept no further request now."""


def said(problem: Problem) -> Bilingual:
    """Say a problem in one sentence of each language: place, reason, what to do."""
    place = " ".join(part for part in (problem.cell, f"“{problem.value}”" if problem.value else "") if part)
    place += " " if place else ""
    zh, en = f"{problem.reason('zh')}；{problem.remedy('zh')}", f"{problem.reason()}; {problem.remedy()}"
    return Bilingual(f"{place}{en}", f"{place}{zh}", f"{place}{zh} · {en}")
