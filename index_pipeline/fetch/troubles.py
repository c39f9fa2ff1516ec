"""What can go wrong while asking a site: each a problem with a reason and what to do, in both languages."""

from index_pipeline.errors import UserError
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


def said(problem: Problem) -> str:
    """Say a problem in one sentence of each language: place, reason, what to do."""
    place = " ".join(part for part in (problem.cell, f"“{problem.value}”" if problem.value else "") if part)
    zh = f"{problem.reason('zh')}；{problem.remedy('zh')}"
    return f"{place + ' ' if place else ''}{zh} · {problem.reason()}; {problem.remedy()}"
