"""Why a file is refused: each problem with its place, value, reason and remedy, in English and Chinese."""

import errno
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from index_pipeline.characters import shortened, visible
from index_pipeline.errors import UserError
from index_pipeline.sources.messages import MESSAGES

Language = Literal["en", "zh"]

MOST_PROBLEMS = 200
"""Problems of a file that are kept; the others are counted."""


@dataclass(frozen=True)
class Both:
    """A detail of a problem that is said in words of each language."""

    en: str
    zh: str


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
        return (message.reason if language == "en" else message.reason_zh).format(**self._said(language))

    def remedy(self, language: Language = "en") -> str:
        """Say what to do about it."""
        message = MESSAGES[self.kind]
        return (message.remedy if language == "en" else message.remedy_zh).format(**self._said(language))

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

    def _said(self, language: Language) -> dict[str, str]:
        said = {
            name: getattr(text, language) if isinstance(text, Both) else text for name, text in self.details.items()
        }
        return {name: visible(str(text)) for name, text in said.items()}


class Refusal(UserError):  # noqa: N818
    """A file is refused whole: nothing of it was taken. The message is one sentence.

    `problems` says why: the first `MOST_PROBLEMS` of them; `more` is the number of the others.
    """

    def __init__(self, file: str, problems: Iterable[Problem], more: int = 0):
        self.file = file
        found = tuple(problems)
        self.problems = found[:MOST_PROBLEMS]
        self.more = more + len(found) - len(self.problems)
        others = len(self.problems) - 1 + self.more
        super().__init__(f"{file}: {self.problems[0]}" + (f" (and {others:,} more)" if others else ""))


def near(names: Iterable[str]) -> dict[str, str]:
    """Return the details that suggest `names`, empty where there are none."""
    listed = ", ".join(names)
    return {"near": f"; did you mean {listed}?" if listed else "", "near_zh": f"；是否为 {listed}？" if listed else ""}


SYSTEM = {
    errno.ENOENT: "文件不存在",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EROFS: "只读文件系统",
    errno.ENOSPC: "磁盘已满",
    errno.EFBIG: "文件超过允许的大小",
    errno.ENAMETOOLONG: "文件名过长",
}
"""What the system's reasons for not reading or writing a file mean."""


def said_by_system(error: OSError | ValueError) -> Both:
    """Return the reason that the system gave, in both languages."""
    why = getattr(error, "strerror", None) or str(error)
    return Both(why, SYSTEM.get(getattr(error, "errno", None) or 0, "系统错误"))


def printable(name: str) -> str:
    """Return a file's name as text on one line, whatever bytes it is made of."""
    return " ".join(visible(name).split()) or "?"
