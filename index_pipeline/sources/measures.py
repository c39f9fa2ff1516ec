"""What each column of a file measures: its series, and the factor from its unit to the unit of the series."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from index_pipeline.framework.codes import Series, Unit
from index_pipeline.sources.labels import Match, Vocabulary, chinese
from index_pipeline.sources.options import Options
from index_pipeline.sources.problems import Problem, near, shortened
from index_pipeline.sources.readers import Reading, ReadTable

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

    def factor(self, label: str | None) -> Decimal:
        """Return the exact factor from the unit of a cell, the column's unless `label` names one, to the series'."""
        unit = (self.words.unit(label) if label else None) or self.unit
        if unit is None or self.own is None:
            return Decimal(1)
        return Decimal(str(unit.factor)) / Decimal(str(self.own.factor))


@dataclass(frozen=True)
class Measures:
    """The measures of a file that are in `series.csv`, by table and heading, and the problems.

    `left_out` says, in sentences, which measures are not in `series.csv`, beside one that is; `notes`, which unit was
    taken where none is stated.
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
    if options.series is not None and options.series not in words.codes.series:
        details: dict[str, object] = {"given": options.series, **near(words.near_series(options.series))}
        return Measures({}, (Problem("no_such_series", details=details),))
    labels = [(n, t, label) for n, t in enumerate(reading.tables) for label in _labels(t, words)]
    alone = len({label for _, _, label in labels}) == 1
    units = [_units(table) for table in reading.tables]
    for number, table, label in labels:
        match = _matched(table, label, words)
        chosen = _chosen(match, options, alone=alone)
        if chosen is None:
            unknown.append((table, label, match))
            problems += _unknown([unknown[-1]], words, options, reading) if table.coded and not options.series else []
            continue
        problem, measure = _measure(table, label, units[number][label], match, words.codes.series[chosen], words)
        problems += problem
        measures[number, label] = measure
    if unknown and not measures and not problems:
        problems = list(_unknown(unknown, words, options, reading))
    unstated = {m.series_id: m.own for m in measures.values() if not m.is_stated and m.own is not None}
    return Measures(
        measures,
        tuple(problems),
        (
            *(_sentence(label, match, words) for _, label, match in unknown if label),
            *_names(reading, {(number, label) for number, _, label in labels}),
        ),
        tuple(f"no unit is stated for {code}: it was read as {unit.title_zh}" for code, unit in unstated.items()),
    )


def _labels(table: ReadTable, words: Vocabulary) -> list[str | None]:
    """Return the headings of measures: those above a number and, of those above text alone, the names of series.

    A table without any number keeps them all.
    """
    numbers = dict.fromkeys(table.cells["measure_label"].to_pylist())
    texts = dict.fromkeys(fault.measure_label for fault in table.faults if fault.measure_label not in numbers)
    return [*numbers, *(label for label in texts if not numbers or _matched(table, label, words).series)]


def _names(reading: Reading, measured: set[Label]) -> Iterator[str]:
    """Yield a sentence for each column of text beside the measures."""
    headings = {
        f.measure_label for n, t in enumerate(reading.tables) for f in t.faults if (n, f.measure_label) not in measured
    }
    yield from (f"{shortened(heading)}: a column of text" for heading in sorted(filter(None, headings)))


def _units(table: ReadTable) -> dict[str | None, set[str | None]]:
    """Return the units that cells name, None where one names none, by heading."""
    found: dict[str | None, set[str | None]] = defaultdict(set)
    for row in table.cells.group_by(["measure_label", "unit_label"], use_threads=False).aggregate([]).to_pylist():
        found[row["measure_label"]].add(row["unit_label"])
    return found


def _matched(table: ReadTable, label: str | None, words: Vocabulary) -> Match:
    """Match a heading; without one, what the file says it holds: its line 指标, its titles, the sheet's name."""
    titles = [title for title in table.facts.titles if title != label]
    if label is not None:
        return words.match(label, titles)
    if table.facts.measure:
        return words.match(table.facts.measure)
    named = [words.named_by(text) for text in (*titles, table.sheet or "")]
    return next((match for match in named if match.series), Match(unit=next((m.unit for m in named if m.unit), None)))


def _chosen(match: Match, options: Options, *, alone: bool) -> str | None:
    """Return the series of a heading; `--series` decides where the heading does not and is the only one."""
    if options.series is None:
        return match.series[0] if len(match.series) == 1 else None
    if options.series in match.series or (alone and not match.series):
        return options.series
    return None


def _measure(
    table: ReadTable, label: str | None, cells: set[str | None], match: Match, series: Series, words: Vocabulary
) -> tuple[list[Problem], Measure]:
    own = words.codes.units.get(series.unit)
    said = [match.unit] if match.unit else list(table.facts.units)
    unit = next((found for text in (*said, *table.facts.asides) if (found := words.unit(text))), None)
    is_stated = None not in cells
    named = sorted(text for text in cells if text is not None)
    problems = []
    if said and unit is None:
        problems.append(Problem("unknown_unit", table.sheet, _first(table, label), said[0]))
    for text in named:
        if words.unit(text) is None:
            problems.append(Problem("unknown_unit", table.sheet, _first(table, label), text))
    for found in (unit, *(words.unit(text) for text in named)):
        if found and own and found.dimension != own.dimension and not problems:
            details: dict[str, object] = {
                "series": series.series_id,
                "expected": own.title_zh or own.unit,
                "unit": found.title_zh or found.unit,
            }
            problems.append(Problem("unit_conflict", table.sheet, _first(table, label), details=details))
    return problems, Measure(series.series_id, unit, own, words, is_stated=unit is not None or is_stated)


def _first(table: ReadTable, label: str | None) -> str | None:
    """Return the cell of a heading, or of the first figure below it."""
    if label in table.places:
        return table.places[label]
    cells = table.cells.select(["measure_label", "cell"]).to_pylist()
    return next((cell["cell"] for cell in cells if cell["measure_label"] == label), None)


def _unknown(
    unknown: list[tuple[ReadTable, str | None, Match]], words: Vocabulary, options: Options, reading: Reading
) -> Iterator[Problem]:
    table, label, match = unknown[0]
    stated = label or table.facts.measure
    found = [code for _, _, match in unknown for code in match.series]
    if options.series is not None and found:
        details: dict[str, object] = {"stated": ", ".join(dict.fromkeys(found)), "given": options.series}
        yield Problem("series_conflict", table.sheet, _first(table, label), stated, details)
    elif options.series is not None:
        yield Problem("several_measures", table.sheet, details={"count": len(unknown)})
    elif len(match.series) > 1:
        yield Problem(
            "ambiguous_series", table.sheet, _first(table, label), stated, {"choices": ", ".join(match.series)}
        )
    elif match.sector:
        suggested = words.near_series(f"{match.sector}{stated}")
        details = {"sector": match.sector, **near(suggested)}
        yield Problem("narrower_series", table.sheet, _first(table, label), stated, details)
    elif stated is None:
        suggested = words.near_series(reading.file) if reading.file else []
        yield Problem("missing_series", table.sheet, details=dict(near(suggested)))
    else:
        for table, label, _ in unknown[:20]:
            text = label or table.facts.measure or ""
            suggested = words.near_series(text)
            yield Problem("unknown_series", table.sheet, _first(table, label), text, dict(near(suggested)))


def _sentence(label: str | None, match: Match, words: Vocabulary) -> str:
    name = shortened(chinese(label or "") or label or "")
    if match.series:
        return f"{name}: not the series of --series"
    if match.sector:
        return f"{name}: no series has this label for {match.sector}"
    suggested = words.near_series(label or "")
    return f"{name}: not in series.csv" + (f" (nearest: {', '.join(suggested)})" if suggested else "")
