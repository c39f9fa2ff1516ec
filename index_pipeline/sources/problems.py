"""Why a file is refused: each problem with its place, value, reason and remedy, in English and Chinese."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from index_pipeline.characters import shortened, visible
from index_pipeline.errors import UserError
from index_pipeline.language import Both, Language
from index_pipeline.sources.messages import MESSAGES

MOST_PROBLEMS = 200
"""Problems of a file that are kept; the others are counted."""


@dataclass(frozen=True)
class Problem:
    """One reason to refuse a file; `kind` names its message, `details` fill it."""

    kind: str
    sheet: str | None = None
    cell: str | None = None
    value: str | None = None
    details: dict[str, object] = field(default_factory=dict, hash=False)

    def reason(self, language: Language = "en") -> str:
        """Say what is wrong."""
        return MESSAGES[self.kind].reason.filled(language, self._visible(language))

    def remedy(self, language: Language = "en") -> str:
        """Say what to do about it."""
        return MESSAGES[self.kind].remedy.filled(language, self._visible(language))

    def place(self, language: Language = "en") -> str:
        """Name sheet and cell, as far as there are any."""
        return place(self.sheet, self.cell).get(language)

    def sentence(self, language: Language = "en") -> str:
        """Return one sentence: place, value, reason, remedy."""
        value = f"“{shortened(self.value)}”" if self.value is not None else ""
        where = " ".join(part for part in (self.place(language), value) if part)
        return _sentence(where, self.reason(language), self.remedy(language), language)

    def __str__(self) -> str:
        """Return the sentence in English."""
        return self.sentence()

    def _visible(self, language: Language) -> dict[str, str]:
        said = {name: text.get(language) if isinstance(text, Both) else text for name, text in self.details.items()}
        return {name: visible(str(text)) for name, text in said.items()}


AND_MORE = Both(" and {count} more", "等另外 {count} 处")
PLACES = Both("{count} places{where}", "{count} 处{where}")
OTHERS = Both(" (and {count} more)", "（另有 {count} 处）")


def place(sheet: str | None, cell: str | None) -> Both:
    """Return sheet and cell as they are named in a sentence, as far as there are any."""
    named = ((sheet, "sheet", "工作表"), (cell, "cell", "单元格"))
    return Both(
        en=" ".join(f"{en} {name}" for name, en, _ in named if name),
        zh=" ".join(f"{zh} {name}" for name, _, zh in named if name),
    )


def _sentence(where: str, reason: str, remedy: str, language: Language) -> str:
    colon, semicolon = (": ", "; ") if language == "en" else ("：", "；")
    return f"{where}{colon if where else ''}{reason}{semicolon}{remedy}"


VARYING = {
    *("area", "year", "value", "other", "other_cell", "before", "earlier", "factor", "stored", "vintage", "near"),
    *("accept", "after", "areas", "change", "later", "others", "years"),
}
"""Details in which problems of one cause may differ."""

SHOWN_PLACES = 3
"""Places that the sentence of a cause names; reports list the others."""


@dataclass(frozen=True)
class Cause:
    """Problems of one kind that differ by their places alone: they are said in one sentence."""

    problems: tuple[Problem, ...]

    @property
    def count(self) -> int:
        """Number of places."""
        return len(self.problems)

    def places(self, most: int = SHOWN_PLACES, language: Language = "en") -> str:
        """Name the first places, each with its value and the names that are suggested for it; a sheet only once."""
        said, sheet = [], None
        for problem in self.problems[:most]:
            where = replace(problem, sheet=None if problem.sheet == sheet else problem.sheet).place(language)
            value = f"“{shortened(problem.value)}”" if problem.value is not None else ""
            suggested = f"({problem.details['suggested']}?)" if problem.details.get("suggested") else ""
            said.append(" ".join(part for part in (where, value, suggested) if part))
            sheet = problem.sheet
        return ", ".join(dict.fromkeys(text for text in said if text))

    def reason(self, language: Language = "en") -> str:
        """Say what is wrong: at the first place, if it differs between them."""
        return self._first().reason(language)

    def remedy(self, language: Language = "en") -> str:
        """Say what to do about it."""
        return self._first().remedy(language)

    def _first(self) -> Problem:
        first = self.problems[0]
        if self.count == 1:
            return first
        details = dict(first.details)
        if "suggested" in details:
            details |= near(())
        if "accept" in details:
            cells = [str(problem.details["accept"]) for problem in self.problems]
            more = " …" if len(cells) > SHOWN_PLACES else ""
            details["accept"] = " --accept ".join(cells[:SHOWN_PLACES]) + more
        return replace(first, details=details)

    def sentence(self, language: Language = "en") -> str:
        """Return one sentence: how many places and the first of them, reason, remedy."""
        if self.count == 1:
            return self.problems[0].sentence(language)
        others = self.count - SHOWN_PLACES
        more = AND_MORE.filled(language, {"count": f"{others:,}"}) if others > 0 else ""
        first = self.places(language=language)
        brackets = (" (", ")") if language == "en" else ("（", "）")
        where = more.join((brackets[0] + first, brackets[1])) if first else ""
        counted = PLACES.filled(language, {"count": f"{self.count:,}", "where": where})
        return _sentence(counted, self.reason(language), self.remedy(language), language)

    def __str__(self) -> str:
        """Return the sentence in English."""
        return self.sentence()


def causes(problems: Iterable[Problem]) -> tuple[Cause, ...]:
    """Group problems by their cause: kind and reason, except for what differs from place to place."""
    found: dict[object, list[Problem]] = {}
    for problem in problems:
        same = {name: said for name, said in problem.details.items() if name not in VARYING}
        same.pop("suggested", None)
        found.setdefault((problem.kind, repr(sorted(same.items(), key=lambda item: item[0]))), []).append(problem)
    return tuple(Cause(tuple(group)) for group in found.values())


class Refusal(UserError):  # noqa: N818
    """A file is refused completely: nothing of it was imported. The message is one sentence.

    `problems` says why: `MOST_PROBLEMS` of them at most, the first ones of each cause; `more` is the number of the
    others.
    """

    def __init__(self, file: str, problems: Iterable[Problem], more: int = 0):
        self.file = file
        self.problems, left = _fewer(tuple(problems))
        self.more = more + left
        self.causes = causes(self.problems)
        super().__init__(Both(self.sentence("en"), self.sentence("zh")))

    def sentence(self, language: Language = "en") -> str:
        """Return one sentence: the file, its first cause, and how many more there are."""
        others = len(self.causes) - 1 + self.more
        more = OTHERS.filled(language, {"count": f"{others:,}"}) if others else ""
        return f"{self.file}{': ' if language == 'en' else '：'}{self.causes[0].sentence(language)}{more}"

    def sentences(self, language: Language) -> list[str]:
        """Return the sentence."""
        return [self.sentence(language)]


def _fewer(problems: tuple[Problem, ...]) -> tuple[tuple[Problem, ...], int]:
    """Return at most `MOST_PROBLEMS` problems, the first of each cause among them, and the number of the others."""
    if len(problems) <= MOST_PROBLEMS:
        return problems, 0
    first = [id(problem) for cause in causes(problems) for problem in cause.problems[:SHOWN_PLACES]][:MOST_PROBLEMS]
    kept, room = set(first), MOST_PROBLEMS - len(first)
    for problem in problems:
        if room and id(problem) not in kept:
            kept.add(id(problem))
            room -= 1
    return tuple(problem for problem in problems if id(problem) in kept), len(problems) - MOST_PROBLEMS


def near(names: Iterable[str]) -> dict[str, object]:
    """Return the details that suggest `names`, empty if there are none."""
    listed = ", ".join(names)
    said = Both(f"; did you mean {listed}?", f"（是否为 {listed}？）") if listed else Both("", "")
    return {"near": said, "suggested": listed}


def printable(name: str) -> str:
    """Return a file's name as text on one line, whatever bytes it is made of."""
    return " ".join(visible(name).split()) or "?"
