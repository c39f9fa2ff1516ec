"""Findings: what the checks find, each with a stable key, and which of them are acknowledged."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Self

from index_pipeline.framework.acknowledgements import Acknowledgement, Place, entry
from index_pipeline.framework.checks import CHECKS
from index_pipeline.language import Bilingual

MOST_SENTENCES = 50
"""Findings that a command, a check or an alert lists one by one; the quality report has all."""

ByPlace = Mapping[Place, Sequence[Acknowledgement]]
"""The acknowledgements of each place."""


@dataclass(frozen=True)
class Finding:
    """One row, or one whole table, that failed a check.

    Attributes:
        place: What it is about; the same in every run.
        table: The table that was checked; a source's own table has the source's name.
        critical: Whether it stops the run, unless it is known.
        value: Value of the row, in the unit of its series or indicator; None if it has none.
        zh: The finding in a sentence, in Chinese.
        en: The same in English.
        known: Whether an acknowledgement in force applies to it.
        acknowledgement: The one for this place, in force or not.
    """

    place: Place
    table: str
    critical: bool
    value: float | None
    zh: str
    en: str
    known: bool = False
    acknowledgement: Acknowledgement | None = None

    @property
    def key(self) -> str:
        """Return its stable key as text: check, series (indicator, component …), region, year."""
        return str(self.place)

    def sentence(self) -> Bilingual:
        """Return the finding in both languages, with its key."""
        key = f"[{self.key}]"
        return Bilingual(f"{self.en} {key}", f"{self.zh} {key}", f"{self.zh} · {self.en} {key}")

    def entry(self, today: date) -> str | None:
        """Return the lines of `acknowledgements.yaml` that would acknowledge it; None if it cannot be."""
        check = CHECKS.get(self.place.check)
        if check is None or check.where is None or len([part for part in self.place[1:] if part]) != len(check.where):
            return None
        return entry(self.place, check.where, self.value, f"{self.zh}\n{self.en}", today)

    def as_dict(self) -> dict[str, Any]:
        """Return the finding as plain data."""
        acknowledged = self.acknowledgement.model_dump(mode="json", exclude_none=True) if self.acknowledgement else None
        return {
            "key": self.key,
            **self.place._asdict(),
            "table": self.table,
            "critical": self.critical,
            "value": self.value,
            "zh": self.zh,
            "en": self.en,
            "known": self.known,
            "acknowledgement": acknowledged,
        }

    @classmethod
    def from_dict(cls, given: Mapping[str, Any]) -> Self:
        """Return the finding that `as_dict` made plain."""
        acknowledged = given["acknowledgement"]
        return cls(
            place=Place(*(given[name] for name in Place._fields)),
            acknowledgement=Acknowledgement.model_validate(acknowledged) if acknowledged else None,
            **{name: given[name] for name in ("table", "critical", "value", "zh", "en", "known")},
        )


def by_place(acknowledgements: Iterable[Acknowledgement]) -> ByPlace:
    """Return the acknowledgements of each place."""
    found: dict[Place, list[Acknowledgement]] = defaultdict(list)
    for acknowledgement in acknowledgements:
        for place in acknowledgement.places():
            found[place].append(acknowledgement)
    return found


def is_known(place: Place, value: float | None, acknowledged: ByPlace, today: date) -> bool:
    """Return whether an acknowledgement in force applies to this value of this place."""
    return any(each.means(value) and each.counts(today) for each in acknowledged.get(place, ()))


def judged(finding: Finding, acknowledged: ByPlace, today: date) -> Finding:
    """Return the finding, known if an acknowledgement in force applies to it.

    One that has expired, or applies to another value, has no effect: the sentence says so.
    """
    meant = acknowledged.get(finding.place, ())
    if not meant:
        return finding
    best = max(meant, key=lambda each: (each.means(finding.value), each.counts(today)))
    if best.means(finding.value) and best.counts(today):
        return replace(finding, known=True, acknowledgement=best)
    zh, en = _why_not(best, finding.value, today)
    return replace(finding, zh=f"{finding.zh}（{zh}）", en=f"{finding.en} ({en})", acknowledgement=best)


def _why_not(each: Acknowledgement, value: float | None, today: date) -> tuple[str, str]:
    if not each.means(value):
        return f"已确认的数值为{each.value:.6g}，与此不同", f"the value acknowledged is {each.value:.6g}, not this one"
    if today > each.until:
        return f"{each.by}曾确认至{each.until}，现已过期", f"acknowledged by {each.by} until {each.until}: expired"
    return f"{each.by}的确认自{each.since}起有效", f"acknowledged by {each.by} from {each.since} on only"


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """Return each finding once: new before known, those that stop the run first, then the newest year.

    A finding in both the table of a source and the table of all sources is listed once.
    """
    once = {(finding.place, finding.value): finding for finding in findings}
    return sorted(once.values(), key=_rank)


def _rank(finding: Finding) -> tuple[bool, bool, int, str]:
    return finding.known, not finding.critical, -(finding.place.year or 0), finding.key


def unmatched(
    acknowledgements: Iterable[Acknowledgement], findings: Iterable[Finding], checked: set[str]
) -> Iterator[tuple[Acknowledgement, Place]]:
    """Yield each acknowledgement, with the place, that no longer matches a finding of the tables `checked`."""
    found = {finding.place for finding in findings}
    for each in acknowledgements:
        if CHECKS[each.check].table in checked:
            yield from ((each, place) for place in each.places() if place not in found)


def known_and_new(known: int, new: int) -> Bilingual:
    """Say how many findings are known and how many are new."""
    return Bilingual(f"{known} known, {new} new", f"已知{known}项，新增{new}项")


def first(sentences: Sequence[str]) -> list[str]:
    """Return the first `MOST_SENTENCES`, and one that says how many more there are."""
    more = len(sentences) - MOST_SENTENCES
    said = [Bilingual(f"{more} more are in the quality report", f"另有{more}项，见质量报告")] if more > 0 else []
    return [*sentences[:MOST_SENTENCES], *said]
