"""The unit that a column is measured in: of its heading, of the lines and titles around the table, or of its cells."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from index_pipeline.characters import shortened
from index_pipeline.framework.codes import Series, Unit
from index_pipeline.sources.labels.numbers import MAGNITUDES
from index_pipeline.sources.labels.unlisted import command
from index_pipeline.sources.labels.vocabulary import Vocabulary
from index_pipeline.sources.meaning.matched import MatchedHeading
from index_pipeline.sources.meaning.stated_units import LISTED, converts, other_units, statements_of, titled_units
from index_pipeline.sources.problems import Problem, near


@dataclass(frozen=True)
class Measure:
    """A series, the unit in which a column states it and the units that single cells may name."""

    series_id: str
    unit: Unit | None
    own: Unit | None
    words: Vocabulary
    is_stated: bool

    def unit_of(self, label: str | None) -> Unit | None:
        """Return the unit of a cell: the column's, unless `label` names one, or multiplies the column's (万, of 元)."""
        if label not in MAGNITUDES:
            return (self.words.unit(label) if label else None) or self.unit
        name = self.unit.title_zh if self.unit else ""
        power = MAGNITUDES[label]
        return self.unit if name.startswith(power) else self.words.unit(f"{power}{name}") if name else None

    def factor(self, label: str | None) -> Decimal:
        """Return the exact factor from the unit of a cell, as in `unit_of`, to the series'."""
        unit = self.unit_of(label)
        if unit is None or self.own is None:
            return Decimal(1)
        return Decimal(str(unit.factor)) / Decimal(str(self.own.factor))


def measure_of(
    heading: MatchedHeading, cells: set[str | None], series: Series, words: Vocabulary
) -> tuple[Measure, list[Problem]]:
    """Find the unit of a column, and what is wrong with the units that are stated for it.

    Args:
        heading: The heading of the column.
        cells: The units that its cells name; None is among them if one names none.
        series: The series that it has.
        words: Gives the units.
    """
    own = words.codes.units.get(series.unit)
    unit, said, statements = _stated(heading, own, series, words)
    measure = Measure(series.series_id, unit, own, words, is_stated=unit is not None or None not in cells)
    named = sorted(text for text in cells if text is not None)
    problems = [_unknown_unit(heading, said[0], words)] if said and unit is None else []
    if heading.match.unit and own:
        in_cells = [found for text in named if text not in {"", *MAGNITUDES} and (found := words.unit(text))]
        statements.append([found for found in in_cells if converts(found, own, series, words.codes)])
    others = other_units(unit, statements, is_final=bool(heading.match.unit)) if unit and own else []
    if unit and own and others:
        units = ", ".join(found.title_zh or found.unit for found in (unit, *others))
        details: dict[str, object] = {"series": series.series_id, "units": units, "expected": own.title_zh or own.unit}
        problems.append(Problem("ambiguous_unit", heading.sheet, heading.place, details=details))
    problems += _in_cells(heading, named, measure, none=None in cells)
    return measure, problems or list(_of_another_kind(heading, named, measure, series, words))[:1]


def _stated(
    heading: MatchedHeading, own: Unit | None, series: Series, words: Vocabulary
) -> tuple[Unit | None, Sequence[str], list[list[Unit]]]:
    """Return the unit stated for a column, the texts that were read for it, and what each place states."""
    table, match = heading.table, heading.match
    lines = table.facts.units if match.unit else [part for text in table.facts.units for part in LISTED.split(text)]
    said: Sequence[str] = [match.unit] if match.unit else lines
    known = [found for text in said if (found := words.unit(text))]
    fitting = [found for found in known if own and converts(found, own, series, words.codes)]
    unit = next(iter([*fitting, *known]), None)
    statements = statements_of(table, lines, own, series, words) if own else []
    if unit is None and not said:
        unit = next((group[0] for group in statements if group), None)
        said = titled_units(table, words) if unit is None else []
    return unit, said, statements


def _in_cells(heading: MatchedHeading, named: Sequence[str], measure: Measure, *, none: bool) -> Iterator[Problem]:
    """Give problems of units that cells name: some alone where the column has none, or unknown ones."""
    units = [text for text in named if text and text not in MAGNITUDES]
    if measure.unit is None and none and "%" in named:
        yield Problem("mixed_percent", heading.sheet, heading.place)
    elif measure.unit is None and none and units:
        details: dict[str, object] = {"series": measure.series_id, "unit": units[0]}
        yield Problem("mixed_units", heading.sheet, heading.table.place_of(heading.label, units[0]), details=details)
    for text in named:
        if (measure.unit is None and text in MAGNITUDES) or measure.unit_of(text) is None:
            yield Problem("unknown_unit", heading.sheet, heading.table.place_of(heading.label, text), text)


def _of_another_kind(
    heading: MatchedHeading, named: Sequence[str], measure: Measure, series: Series, words: Vocabulary
) -> Iterator[Problem]:
    """Give a problem for each unit of the column or its cells that cannot be converted to that of the series."""
    own = measure.own
    for found in (measure.unit, *(measure.unit_of(text) for text in named if text)):
        if found and own and not converts(found, own, series, words.codes):
            units = {"expected": own.title_zh or own.unit, "unit": found.title_zh or found.unit}
            yield Problem("unit_conflict", heading.sheet, heading.place, details={"series": series.series_id, **units})


def _unknown_unit(heading: MatchedHeading, said: str, words: Vocabulary) -> Problem:
    """Say that a unit is not known; of a word in brackets that is none, (工业), that it limits the figures."""
    if not (heading.match.unit and heading.label) or words.looks_like_unit(said):
        return Problem("unknown_unit", heading.sheet, heading.place, said)
    details: dict[str, object] = {"limit": shortened(said), "command": command(heading.label, words), **near(())}
    return Problem("narrower_series", heading.sheet, heading.place, heading.label, details)
