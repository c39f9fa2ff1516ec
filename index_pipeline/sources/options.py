"""What the user adds to a file: facts that it does not state itself."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from index_pipeline.errors import UserError
from index_pipeline.language import Bilingual, Both

KEYS = ("series", "year", "released", "source", "accept", "why", "revision")

LONGEST = 300
"""Characters of the longest reason or document that is kept."""


@dataclass(frozen=True)
class Acceptance:
    """A cell that a person has checked: as a refusal names it (`B5`, `Sheet1!B5`), and why its figure is right."""

    cell: str
    why: str


def acceptances(cells: Sequence[str], whys: Sequence[str]) -> tuple[Acceptance, ...]:
    """Pair cells with reasons: one reason for all of them, or one each, in their order.

    Raises:
        ValueError: a cell has no reason, or a reason no cell; the message says so.
    """
    if bool(cells) != bool(whys) or (len(whys) not in {1, len(cells)} and cells):
        raise UserError(
            Bilingual(
                f"{len(cells)} accepted cells with {len(whys)} reasons: give one reason for all, or one each",
                f"核实的单元格 {len(cells)} 个，理由 {len(whys)} 条：理由写一条或逐格写",
            )
        )
    reasons = [_one_line(why, "why") for why in whys]
    return tuple(
        Acceptance(_one_line(cell, "accept"), reasons[number if len(reasons) > 1 else 0])
        for number, cell in enumerate(cells)
    )


def document(text: str | None) -> str | None:
    """Return the document that announces a revision, as it is stored.

    Raises:
        ValueError: it is not text on one line.
    """
    return None if text is None else _one_line(text, "revision")


@dataclass(frozen=True)
class Options:
    """Facts that a file leaves out. What the file does say is never overruled: a contradiction is refused.

    Attributes:
        today: The current day; no later date is accepted as date of release.
        series: Identifier of the one series that the file holds (`--series`).
        year: The year of all its figures (`--year`).
        released: The day on which its figures were published (`--released`); `today` if it is None and the file
            names no yearbook.
        source: Identifier of the source (`--source`).
        accept: Cells that were checked although a check objects to their figures (`--accept`, `--why`).
        revision: The document that announces a revision beyond what is usual (`--revision`).
    """

    today: date
    series: str | None = None
    year: int | None = None
    released: date | None = None
    source: str | None = None
    accept: tuple[Acceptance, ...] = ()
    revision: str | None = None


def parse_options(text: str, today: date) -> Options:
    """Read options from JSON: an object with any of `KEYS`.

    Raises:
        ValueError: it is something else, or a value is not of its kind; the message says which.
        RecursionError: it is nested too deeply.
    """
    given = json.loads(text)
    if not _has_options(given):
        raise ValueError(f"they are not a JSON object with {', '.join(KEYS)}")
    released = _text(given, "released")
    return Options(
        today=today,
        series=_text(given, "series"),
        year=_year(given.get("year")),
        released=None if released is None else date.fromisoformat(released),
        source=_text(given, "source"),
        accept=acceptances(_texts(given, "accept"), _texts(given, "why")),
        revision=document(_text(given, "revision", LONGEST)),
    )


def are_options(text: str) -> bool:
    """Return whether a text is that of options: JSON, an object with some of `KEYS` and nothing else."""
    try:
        given = json.loads(text)
    except (ValueError, RecursionError):
        return False
    return _has_options(given) and bool(given)


def _has_options(given: Any) -> bool:
    return isinstance(given, dict) and given.keys() <= set(KEYS)


def _text(given: dict[str, object], key: str, longest: int = 100) -> str | None:
    text = given.get(key)
    if text is None:
        return None
    if not isinstance(text, str) or not text.isprintable() or len(text) > longest:
        raise ValueError(f"{key} is not a text on one line")
    return text


def _texts(given: dict[str, object], key: str) -> list[str]:
    value = given.get(key)
    texts = [] if value is None else value if isinstance(value, list) else [value]
    if any(not isinstance(text, str) for text in texts):
        raise ValueError(f"{key} is not text, or a list of texts")
    return [str(text) for text in texts]


def _one_line(text: str, key: str) -> str:
    text = text.strip()
    if not text or not text.isprintable() or len(text) > LONGEST:
        raise UserError(
            Both(
                f"--{key} is empty, or is not text on one line of at most {LONGEST} characters",
                f"--{key} 为空，或不是一行文字（最多 {LONGEST} 字）",
            )
        )
    return text


def _year(year: object) -> int | None:
    if year is None:
        return None
    if type(year) is not int or not 1000 <= year <= 9999:
        raise ValueError("year is not a year such as 2024")
    return year
