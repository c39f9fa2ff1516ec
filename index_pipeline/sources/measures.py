"""What each column of a file measures: its series, and the factor from its unit to the unit of the series."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from index_pipeline.characters import shortened
from index_pipeline.framework.codes import Series, Unit
from index_pipeline.language import Bilingual, english_first
from index_pipeline.sources.grids import clean
from index_pipeline.sources.labels import Match, Vocabulary
from index_pipeline.sources.numbers import MAGNITUDES
from index_pipeline.sources.options import Options
from index_pipeline.sources.problems import Problem, near
from index_pipeline.sources.readers import Reading, ReadTable
from index_pipeline.sources.stated_units import LISTED, converts, other_units, statements_of, titled_units
from index_pipeline.sources.unknown import another_kind, left_out, questions, surroundings
from index_pipeline.sources.unlisted import command, is_name, named_in

Label = tuple[int, str | None]
"""Number of a table and heading of a measure in it; None where the table has a single measure without heading."""


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


@dataclass(frozen=True)
class Measures:
    """The measures of a file that are in `series.csv`, by table and heading, and the problems.

    `left_out` says, in sentences, which measures are not in `series.csv`, beside one that is; `notes`, which unit was
    assumed if none is stated.
    """

    measures: dict[Label, Measure]
    problems: tuple[Problem, ...] = ()
    left_out: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def measures_of(reading: Reading, words: Vocabulary, options: Options) -> Measures:
    """Find the series and unit of every measure of a file."""
    measures: dict[Label, Measure] = {}
    problems: list[Problem] = []
    unknown: list[tuple[ReadTable, str | None, Match]] = []
    given: list[str] = []  # headings that are a series because `--series` says so
    if options.series is not None and options.series not in words.codes.series:
        details: dict[str, object] = {"given": options.series, **near(words.near_series(options.series))}
        return Measures({}, (Problem("no_such_series", details=details),))
    labels = [(n, t, label) for n, t in enumerate(reading.tables) for label in _labels(t)]
    alone = len({label for _, _, label in labels}) == 1
    units = [_units(table) for table in reading.tables]
    matches = [_matched(table, label, words) for _, table, label in labels]
    named = {
        table.sheet for (_, table, _), match in zip(labels, matches, strict=True) if options.series in match.series
    }
    for (number, table, label), match in zip(labels, matches, strict=True):
        beside = table.sheet in named and not match.series and _name(table) != table.sheet
        chosen = _chosen(match, table, label, words, options, alone=alone and not beside)
        if chosen is None:
            unknown.append((table, label, match))
            problems += questions([unknown[-1]], words, options, reading) if table.coded and not options.series else []
            continue
        for title in table.facts.retitled:
            if chosen not in words.named_by(title).series:
                problems.append(Problem("continued_title", table.sheet, None, title, {"series": chosen}))
        if other := _named_otherwise(table, label, chosen, words):
            details = {"stated": shortened(other), "series": chosen}
            problems.append(Problem("other_title", table.sheet, table.place_of(label), label, details))
        problem, measure = _measure(table, label, units[number][label], match, words.codes.series[chosen], words)
        problems += problem
        measures[number, label] = measure
        stated = (
            label or table.facts.measure or next((t for t in table.facts.titles if is_name(named_in(t), words)), None)
        )
        given += [stated] if stated and not match.series else []
    problems += _contradicted(unknown, measures, reading, options)
    if unknown and not measures and not problems:
        problems = list(questions(unknown, words, options, reading))
    unstated = {m.series_id: m.own for m in measures.values() if not m.is_stated and m.own is not None}
    return Measures(
        measures,
        tuple(problems),
        tuple(left_out(label or _name(table), match, words) for table, label, match in unknown),
        (
            *(
                english_first(
                    f"no unit is stated for {code}: it was read as {unit.title_zh}",
                    f"{code} 未注明单位，按{unit.title_zh}读取",
                )
                for code, unit in unstated.items()
            ),
            *(
                Bilingual(
                    f"{shortened(label)} is not a known name of {options.series}: it was read as such by --series",
                    f"表头“{shortened(label)}”不是 {options.series} 的已知名称，按 --series 读取",
                )
                for label in dict.fromkeys(given)
            ),
        ),
    )


def _named_otherwise(table: ReadTable, label: str | None, series: str, words: Vocabulary) -> str | None:
    """Return the line 指标, title or sheet's name by which a table of one measure is of another series.

    One that a heading completes, or that names what the series is a part of, is none.
    """
    if len(_labels(table)) > 1 or (label and series not in words.match(label).series):
        return None
    for text in (table.facts.measure, *table.facts.titles, clean(table.sheet or "")):
        named = words.named_by(text).series if text else ()
        if named and not any(words.includes(one, series, label or "") for one in named):
            return text
    return None


def _name(table: ReadTable) -> str:
    """Return what a table without a heading of its measure is called: its line 指标, its first title or its sheet."""
    said = (table.facts.measure, *(named_in(title) for title in table.facts.titles), table.sheet)
    return next((text for text in said if text), "?")


def _contradicted(
    unknown: list[tuple[ReadTable, str | None, Match]],
    measures: dict[Label, Measure],
    reading: Reading,
    options: Options,
) -> Iterator[Problem]:
    """Refuse `--series` if a column of indicators gives some regions another series and not that one."""
    for number, table in enumerate(reading.tables):
        taken = {label for n, label in measures if n == number}
        others = {label: match for other, label, match in unknown if other is table and match.series}
        if not (options.series and table.coded and taken and others):
            continue
        cells = table.cells.select(["measure_label", "area_label"]).to_pylist()
        held = {cell["area_label"] for cell in cells if cell["measure_label"] in taken}
        label = next(
            (c["measure_label"] for c in cells if c["measure_label"] in others and c["area_label"] not in held), None
        )
        if label is not None:
            stated = ", ".join(others[label].series)
            details: dict[str, object] = {"stated": stated, "given": options.series}
            yield Problem("series_conflict", table.sheet, table.place_of(label), label, details)


def _labels(table: ReadTable) -> list[str | None]:
    found = [*table.cells["measure_label"].to_pylist(), *(fault.measure_label for fault in table.faults)]
    return list(dict.fromkeys(found))


def _units(table: ReadTable) -> dict[str | None, set[str | None]]:
    """Return the units that cells name, None if one names none, by heading."""
    found: dict[str | None, set[str | None]] = defaultdict(set)
    for row in table.cells.group_by(["measure_label", "unit_label"], use_threads=False).aggregate([]).to_pylist():
        found[row["measure_label"]].add(row["unit_label"])
    return found


def _matched(table: ReadTable, label: str | None, words: Vocabulary) -> Match:
    """Match a heading; without one, what the file says it holds: its line 指标, its titles, the sheet's name."""
    titles = [title for title in table.facts.titles if title != label]
    if label is not None:
        match = words.match(label, titles)
    elif table.facts.measure:
        match = words.match(table.facts.measure)
    else:
        named = [words.named_by(text) for text in (*titles, clean(table.sheet or ""))]
        unit = next((match.unit for match in named if match.unit), None)
        match = next((match for match in named if match.series), Match(unit=unit))
    return words.limited(match, surroundings(table))


def _chosen(
    match: Match, table: ReadTable, label: str | None, words: Vocabulary, options: Options, *, alone: bool
) -> str | None:
    """Return the series of a heading; `--series` decides if the heading does not, is the only one and not limited.

    `alone` says that it is the only one, and that no other table of its sheet is titled as that series.
    """
    if options.series is None:
        return match.series[0] if len(match.series) == 1 else None
    is_open = alone and not match.series and options.series not in match.unlimited
    if options.series in match.series or (is_open and not another_kind(table, label, words, options)):
        return options.series
    return None


def _measure(
    table: ReadTable, label: str | None, cells: set[str | None], match: Match, series: Series, words: Vocabulary
) -> tuple[list[Problem], Measure]:
    own = words.codes.units.get(series.unit)
    lines = table.facts.units if match.unit else [part for text in table.facts.units for part in LISTED.split(text)]
    said = [match.unit] if match.unit else lines
    known = [found for text in said if (found := words.unit(text))]
    unit = next(
        (found for found in known if own and converts(found, own, series, words.codes)), next(iter(known), None)
    )
    statements = statements_of(table, lines, own, series, words) if own else []
    if unit is None and not said:
        unit = next((group[0] for group in statements if group), None)
        said = titled_units(table, words) if unit is None else []
    measure = Measure(series.series_id, unit, own, words, is_stated=unit is not None or None not in cells)
    problems = []
    if said and unit is None:
        problems.append(_unknown_unit(table, label, said[0], words, in_heading=bool(match.unit)))
    if match.unit and own:
        in_cells = [found for text in sorted(filter(None, cells - set(MAGNITUDES))) if (found := words.unit(text))]
        statements.append([found for found in in_cells if converts(found, own, series, words.codes)])
    others = other_units(unit, statements, is_final=bool(match.unit)) if unit and own else []
    if unit and own and others:
        units = ", ".join(found.title_zh or found.unit for found in (unit, *others))
        details: dict[str, object] = {"series": series.series_id, "units": units, "expected": own.title_zh or own.unit}
        problems.append(Problem("ambiguous_unit", table.sheet, table.place_of(label), details=details))
    if unit is None and {"%", None} <= cells:
        problems.append(Problem("mixed_percent", table.sheet, table.place_of(label)))
    elif (
        unit is None and None in cells and (named := sorted(text for text in cells if text and text not in MAGNITUDES))
    ):
        details = {"series": series.series_id, "unit": named[0]}
        problems.append(Problem("mixed_units", table.sheet, table.place_of(label, named[0]), details=details))
    for text in sorted(text for text in cells if text is not None):
        if (unit is None and text in MAGNITUDES) or measure.unit_of(text) is None:
            problems.append(Problem("unknown_unit", table.sheet, table.place_of(label, text), text))
    for found in (unit, *(measure.unit_of(text) for text in sorted(text for text in cells if text))):
        if found and own and not converts(found, own, series, words.codes) and not problems:
            details = {
                "series": series.series_id,
                "expected": own.title_zh or own.unit,
                "unit": found.title_zh or found.unit,
            }
            problems.append(Problem("unit_conflict", table.sheet, table.place_of(label), details=details))
    return problems, measure


def _unknown_unit(table: ReadTable, label: str | None, said: str, words: Vocabulary, *, in_heading: bool) -> Problem:
    """Say that a unit is not known; of a word in brackets that is none, (工业), that it limits the figures."""
    if not (in_heading and label) or words.looks_like_unit(said):
        return Problem("unknown_unit", table.sheet, table.place_of(label), said)
    details: dict[str, object] = {"limit": shortened(said), "command": command(label, words), **near(())}
    return Problem("narrower_series", table.sheet, table.place_of(label), label, details)
