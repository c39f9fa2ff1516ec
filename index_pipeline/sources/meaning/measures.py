"""What each column of a file measures: its series, and the factor from its unit to the unit of the series."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from index_pipeline.characters import shortened
from index_pipeline.language import Bilingual, english_first
from index_pipeline.sources.labels.unlisted import is_name, named_in
from index_pipeline.sources.labels.vocabulary import Vocabulary
from index_pipeline.sources.meaning.matched import MatchedHeading, headings_of, labels_of, name_of
from index_pipeline.sources.meaning.measured_in import Measure, measure_of
from index_pipeline.sources.meaning.unknown import another_kind, left_out, questions
from index_pipeline.sources.options import Options
from index_pipeline.sources.problems import Problem, near
from index_pipeline.sources.readers import Reading, ReadTable
from index_pipeline.sources.workbooks.grids import clean

Label = tuple[int, str | None]
"""Number of a table and heading of a measure in it; None where the table has a single measure without heading."""


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
    if options.series is not None and options.series not in words.codes.series:
        details: dict[str, object] = {"given": options.series, **near(words.near_series(options.series))}
        return Measures({}, (Problem("no_such_series", details=details),))
    headings = headings_of(reading, words)
    chosen = list(zip(headings, _chosen(headings, words, options), strict=True))
    units = [_units(table) for table in reading.tables]
    measures: dict[Label, Measure] = {}
    problems: list[Problem] = []
    for heading, series in chosen:
        number, table, label, _ = heading
        if series is not None:
            measure, wrong = measure_of(heading, units[number][label], words.codes.series[series], words)
            problems += [*_other_titles(heading, series, words), *wrong]
            measures[number, label] = measure
        elif table.coded and not options.series:
            problems += questions([heading], words, options, reading)
    unknown = [heading for heading, series in chosen if series is None]
    problems += _contradicted(unknown, measures, reading, options)
    if unknown and not measures and not problems:
        problems = list(questions(unknown, words, options, reading))
    given = [heading for heading, series in chosen if series and not heading.match.series]
    return Measures(
        measures,
        tuple(problems),
        tuple(left_out(heading, words) for heading in unknown),
        (*_assumed(measures), *_given(given, words, options)),
    )


def _chosen(headings: Sequence[MatchedHeading], words: Vocabulary, options: Options) -> Iterator[str | None]:
    """Yield the series of each heading, None if it has none; `--series` decides where there is one heading alone."""
    alone = len({heading.label for heading in headings}) == 1
    named = {heading.sheet for heading in headings if options.series in heading.match.series}
    for heading in headings:
        series = heading.match.series
        beside = heading.sheet in named and not series and name_of(heading.table) != heading.sheet
        if options.series is None:
            yield series[0] if len(series) == 1 else None
        elif options.series in series:
            yield options.series
        else:
            is_open = alone and not beside and not series and options.series not in heading.match.unlimited
            yield options.series if is_open and not another_kind(heading, words, options) else None


def _other_titles(heading: MatchedHeading, series: str, words: Vocabulary) -> Iterator[Problem]:
    """Give a problem for each title that names another series than the heading's."""
    for title in heading.table.facts.retitled:
        if series not in words.named_by(title).series:
            yield Problem("continued_title", heading.sheet, None, title, {"series": series})
    if other := _named_otherwise(heading.table, heading.label, series, words):
        details: dict[str, object] = {"stated": shortened(other), "series": series}
        yield Problem("other_title", heading.sheet, heading.place, heading.label, details)


def _named_otherwise(table: ReadTable, label: str | None, series: str, words: Vocabulary) -> str | None:
    """Return the line 指标, title or sheet's name by which a table of one measure is of another series.

    One that a heading completes, or that names what the series is a part of, is none.
    """
    if len(labels_of(table)) > 1 or (label and series not in words.match(label).series):
        return None
    for text in (table.facts.measure, *table.facts.titles, clean(table.sheet or "")):
        named = words.named_by(text).series if text else ()
        if named and not any(words.includes(one, series, label or "") for one in named):
            return text
    return None


def _contradicted(
    unknown: Sequence[MatchedHeading], measures: Mapping[Label, Measure], reading: Reading, options: Options
) -> Iterator[Problem]:
    """Refuse `--series` if a column of indicators gives some regions another series and not that one."""
    for number, table in enumerate(reading.tables):
        taken = {label for n, label in measures if n == number}
        others = {each.label: each.match for each in unknown if each.number == number and each.match.series}
        if not (options.series and table.coded and taken and others):
            continue
        cells = table.cells.select(["measure_label", "area_label"]).to_pylist()
        held = {cell["area_label"] for cell in cells if cell["measure_label"] in taken}
        label = next(
            (c["measure_label"] for c in cells if c["measure_label"] in others and c["area_label"] not in held), None
        )
        if label is not None:
            details: dict[str, object] = {"stated": ", ".join(others[label].series), "given": options.series}
            yield Problem("series_conflict", table.sheet, table.place_of(label), label, details)


def _units(table: ReadTable) -> dict[str | None, set[str | None]]:
    """Return the units that cells name, None if one names none, by heading."""
    found: dict[str | None, set[str | None]] = defaultdict(set)
    for row in table.cells.group_by(["measure_label", "unit_label"], use_threads=False).aggregate([]).to_pylist():
        found[row["measure_label"]].add(row["unit_label"])
    return found


def _assumed(measures: Mapping[Label, Measure]) -> Iterator[str]:
    """Say which series were read in their own unit, as the file states none."""
    for series, own in {each.series_id: each.own for each in measures.values() if not each.is_stated}.items():
        if own is not None:
            yield english_first(
                f"no unit is stated for {series}: it was read as {own.title_zh}",
                f"{series} 未注明单位，按{own.title_zh}读取",
            )


def _given(headings: Sequence[MatchedHeading], words: Vocabulary, options: Options) -> Iterator[str]:
    """Say which headings are a series because `--series` says so."""
    for heading in headings:
        titles = (title for title in heading.table.facts.titles if is_name(named_in(title), words))
        if stated := heading.stated or next(titles, None):
            yield Bilingual(
                f"{shortened(stated)} is not a known name of {options.series}: it was read as such by --series",
                f"表头“{shortened(stated)}”不是 {options.series} 的已知名称，按 --series 读取",
            )
