"""Reasons: the exact split of a change of score in words, with the figures behind each part.

The words say what the arithmetic says and no more: which figures moved, and how many points that gave or took.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from index_pipeline.framework.codes import Unit
from index_pipeline.framework.indicator import Indicator
from index_pipeline.framework.quantities import LocationQuotient, Quantity, RegisterQuantity
from index_pipeline.framework.ratio_units import ENTRIES
from index_pipeline.publication.amounts import pair
from index_pipeline.publication.lookups.panel import Panel
from index_pipeline.publication.lookups.quantities import quantity_title
from index_pipeline.publication.lookups.rows import Row
from index_pipeline.publication.text import Words, number

LEAST = 0.05
"""Points below which a part reads as 0.0 and is not named."""
OWN = ("A", "Z")
"""Statuses of figures that are the region's own, of the year."""


@dataclass(frozen=True)
class Reason:
    """One part of a change: an indicator, or a component that could not be split.

    `figures` says how the value moved, and the figures behind it; '' if none is known.
    """

    part: str
    title: str
    contribution: float
    figures: str


@dataclass(frozen=True)
class Reasons:
    """The change of a score, in points: its named parts, the largest first, and the sum and number of the others.

    `registers` is the sum of all parts that count entries of registers.
    """

    change: float
    named: list[Reason]
    others: float
    others_count: int
    registers: float


def reasons(panel: Panel, area: str, year: int, words: Words, most: int) -> Reasons | None:
    """Split a region's change of score against the year before; None if it has none.

    At most `most` parts of at least 0.05 points are named, the largest first, equal ones by identifier.
    """
    rows = panel.changes.get((area, year), [])
    if not rows:
        return None
    found = sorted(rows, key=lambda row: (-abs(row["contribution"]), row["part_id"], row["kind"]))
    named = [row for row in found[:most] if abs(row["contribution"]) >= LEAST]
    rest = found[len(named) :]
    return Reasons(
        change=sum(row["contribution"] for row in rows),
        named=[_reason(panel, area, year, row, words) for row in named],
        others=sum(row["contribution"] for row in rest),
        others_count=sum(row["contribution"] != 0 for row in rest),
        registers=sum(row["contribution"] for row in rows if _of_register(panel, row)),
    )


def sentence(reason: Reason, words: Words) -> str:
    """Say one part in a sentence without its stop: what moved, and the points that this gave or took."""
    way = "up" if reason.contribution > 0 else "down"
    points = words(f"reason.points.{way}", size=number(abs(reason.contribution)))
    return words("reason", what=reason.figures or reason.title, points=points)


def significance(panel: Panel, area: str, year: int, words: Words) -> str:
    """Say in how many of the simulations the rank rises and falls; '' if it did not move or that is not computed."""
    row = panel.rank_changes.get((area, year, panel.root), {})
    moved = row.get("rank_change")
    if not moved or row.get("significant") is None:
        return ""
    way = "up" if moved > 0 else "down"
    said = f"significant.{way}" if row["significant"] else "insignificant"
    return words(f"reason.{said}", up=f"{row['p_up']:.0%}", down=f"{row['p_down']:.0%}")


def _of_register(panel: Panel, row: Row) -> bool:
    indicators = panel.contents.framework.indicators
    return row["kind"] == "indicator" and indicators[row["part_id"]].uses_register


def _reason(panel: Panel, area: str, year: int, row: Row, words: Words) -> Reason:
    title = panel.title(row["part_id"], words)
    if row["kind"] == "indicator":
        figures = moved(panel, area, year, row["part_id"], words)
    else:
        figures = words(f"reason.{row['kind']}", title=title)
    return Reason(row["part_id"], title, row["contribution"], figures)


def moved(panel: Panel, area: str, year: int, indicator: str, words: Words) -> str:
    """Say how an indicator moved since the year before, with the figures behind it; '' if a value is missing.

    The figures are the numerator, and, if it did not move the way the value did, the denominator or the nation's
    numerator. A value that is not the region's own of the year is called by its status.
    """
    values = [_value(panel, area, at, indicator) for at in (year - 1, year)]
    if values[0] is None or values[1] is None:
        return ""
    definition = panel.contents.framework.indicators[indicator]
    unit = panel.contents.framework.codes.units.get(panel.indicators[indicator]["unit"] or "")
    if isinstance(definition.formula, LocationQuotient):
        unit = None
    text = _way("indicator", panel.title(indicator, words), values[0], values[1], unit, words)
    behind = [*_behind(panel, area, year, definition, values[1] - values[0], words)]
    behind += _filled(panel, area, year, indicator, words)
    return text + (words("aside", text=words("comma").join(behind)) if behind else "")


def _value(panel: Panel, area: str, year: int, indicator: str) -> float | None:
    value = panel.figure(area, year, indicator)
    return panel.values.get((area, year, indicator), {}).get("obs_value") if value is None else value


def _way(kind: str, title: str, before: float, now: float, unit: Unit | None, words: Words) -> str:
    """Write that a quantity rose, fell or remained."""
    written = pair(before, now, unit, words)
    way = "still" if written.same else "up" if now > before else "down"
    return words(f"reason.{kind}.{way}", title=title, before=written.before, now=written.now)


def _behind(panel: Panel, area: str, year: int, definition: Indicator, moved_by: float, words: Words) -> Iterable[str]:
    rows = [_operands(panel, area, at, definition.id) for at in (year - 1, year)]
    if definition.denominator is None and definition.is_ratio:
        return
    candidates: list[tuple[str, Quantity, bool]] = [("numerator", definition.numerator, True)]
    if definition.is_of_nation:
        candidates.append(("numerator_total", definition.numerator, False))
    elif definition.denominator:
        candidates.append(("denominator", definition.denominator, False))
    for column, quantity, with_value in candidates:
        before, now = (row.get(column) for row in rows)
        if before is None or now is None or not _is_comparable(panel, quantity):
            return
        title = quantity_title(panel, quantity, words)
        if column == "numerator_total":
            title = words("reason.nation", title=title)
        if definition.over:
            title = words("reason.over", text=title, years=definition.over)
        yield _way("figure", title, before, now, _unit(panel, quantity), words)
        if ((now - before) * moved_by > 0) == with_value:
            return


def _is_comparable(panel: Panel, quantity: Quantity) -> bool:
    """Return whether amounts of a quantity in two years say something: neither a variety nor a sample's size does."""
    if isinstance(quantity, RegisterQuantity) and quantity.measure == "variety":
        return False
    series = panel.contents.framework.codes.series
    return not any(name in series and series[name].sampled for name in quantity.all_series)


def _operands(panel: Panel, area: str, year: int, indicator: str) -> Row:
    return panel.operands.get((area, year, indicator)) or panel.raw.get((area, year, indicator), {})


def _unit(panel: Panel, quantity: Quantity) -> Unit | None:
    """Return the unit that the amounts of a quantity are in; None if it is not known."""
    if isinstance(quantity, RegisterQuantity):
        return ENTRIES
    codes = panel.contents.framework.codes
    series = codes.series.get(quantity.all_series[0]) if quantity.all_series else None
    return codes.units.get(series.unit) if series and series.unit else None


def _filled(panel: Panel, area: str, year: int, indicator: str, words: Words) -> Iterable[str]:
    for at in (year - 1, year):
        row = panel.values.get((area, at, indicator), {})
        if row.get("obs_status") not in OWN:
            yield words("reason.status", year=at, status=words.statuses.get(row.get("obs_status", ""), ""))
