"""Why a file is refused: each problem with its place, value, reason and remedy, in English and Chinese."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from index_pipeline.errors import UserError
from index_pipeline.sources.messages import MESSAGES

Language = Literal["en", "zh"]


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
        message = MESSAGES[self.kind]
        return (message.reason if language == "en" else message.reason_zh).format(**self.details)

    def remedy(self, language: Language = "en") -> str:
        """Say what to do about it."""
        message = MESSAGES[self.kind]
        return (message.remedy if language == "en" else message.remedy_zh).format(**self.details)

    def place(self) -> str:
        """Name sheet and cell, as far as there are any."""
        return " ".join(
            part
            for part in (f"sheet {self.sheet}" if self.sheet else "", f"cell {self.cell}" if self.cell else "")
            if part
        )

    def __str__(self) -> str:
        """Return one sentence: place, value, reason, remedy."""
        value = f"“{shortened(self.value)}”" if self.value is not None else ""
        where = " ".join(part for part in (self.place(), value) if part)
        return f"{where}{': ' if where else ''}{self.reason()}; {self.remedy()}"


class Refusal(UserError):  # noqa: N818
    """A file is refused whole: nothing of it was taken. `problems` says why; the message is one sentence."""

    def __init__(self, file: str, problems: Iterable[Problem]):
        self.file = file
        self.problems = tuple(problems)
        more = f" (and {len(self.problems) - 1} more)" if len(self.problems) > 1 else ""
        super().__init__(f"{file}: {self.problems[0]}{more}")


def near(names: Iterable[str]) -> dict[str, str]:
    """Return the details that suggest `names`, empty where there are none."""
    listed = ", ".join(names)
    return {"near": f"; did you mean {listed}?" if listed else "", "near_zh": f"；是否为 {listed}？" if listed else ""}


def printable(name: str) -> str:
    """Return a file's name as text on one line, whatever bytes it is made of."""
    return " ".join(name.encode("utf-8", "replace").decode("utf-8").split()) or "?"


def shortened(text: str, length: int = 60) -> str:
    """Return `text` on one line, at most `length` characters."""
    line = " ".join(text.split())
    return line if len(line) <= length else f"{line[: length - 1]}…"
