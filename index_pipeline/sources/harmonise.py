"""Harmonise: from cells with labels to figures with codes, in the unit of their series."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pyarrow as pa

from index_pipeline.clock import EARLIEST_YEAR
from index_pipeline.framework.framework import Framework
from index_pipeline.language import Bilingual, counted, english_first
from index_pipeline.sources.comments import comment_problems
from index_pipeline.sources.derived_columns import DerivedColumn, columns_of, not_imported
from index_pipeline.sources.doubles import not_included, without_repeats
from index_pipeline.sources.figures import Figure
from index_pipeline.sources.labels import Vocabulary
from index_pipeline.sources.measures import Label, Measure, measures_of
from index_pipeline.sources.notes import note_problems, part_left_out
from index_pipeline.sources.numbers import read_figure
from index_pipeline.sources.options import Options
from index_pipeline.sources.problems import MOST_PROBLEMS, Problem, Refusal, near
from index_pipeline.sources.readers import FaultyCell, Reading, ReadTable
from index_pipeline.sources.sum_lines import is_of_no_region
from index_pipeline.sources.torn import incomplete, lacking

ROOTS = {"part_of_year", "parts_of_regions"}
"""Kinds of problems that make a table another than it is read as: what else is wrong with it follows from them."""

PARTS = re.compile("[市县区州盟旗]$")
"""How the names of cities and counties end."""

PARTS_TITLED = re.compile(
    "省会|地级|地市|各市(?!县)|主要城市|大中城市|市辖区|县域|县级|各县|分县|分市|capital cities|prefecture|count(y|ies)"
)
"""What a title says of tables of cities or counties, beside names of regions."""

MANY = 5
"""Names of parts of regions from which a table is one of cities or counties, not one with a misspelt region."""


@dataclass(frozen=True)
class Harmonised:
    """The figures of a file; in sentences, what was left out of it, and what a reader of the figures should know.

    `beside` are figures that are not imported and add up with them: sums (合计), groups, areas not assessed or merged;
    `derived` are columns that restate them: growth, ranks, sums of years.
    """

    figures: tuple[Figure, ...]
    left_out: tuple[str, ...]
    notes: tuple[str, ...]
    beside: tuple[Figure, ...] = ()
    derived: tuple[DerivedColumn, ...] = ()


def harmonise(reading: Reading, framework: Framework, options: Options) -> Harmonised:
    """Map the labels of a file to codes and its values to the units of their series, exactly.

    Left out with a note: groups of regions (东部地区 …), regions that are not assessed, areas whose figures are part
    of another's (新疆生产建设兵团, 计划单列市), indicators beyond `series.csv` beside one that is in it. National
    figures are kept under the code of the national total. Blank cells and characters such as … are not figures.

    Args:
        reading: A file after reading.
        framework: Gives the code lists.
        options: What the file does not say.

    Raises:
        Refusal: with every problem found: a label is not known, a cell is not a number, a unit does not fit, the series
            or the year is not said or contradicts the options, or a figure appears twice with two values.
    """
    words = Vocabulary(framework.codes)
    regions = framework.codes.regions
    found = measures_of(reading, words, options)
    problems = [problem for table in reading.tables for problem in table.problems]
    problems += found.problems
    problems += comment_problems(reading, words, found.measures)
    more = 0
    for number, table in enumerate(reading.tables):
        unknown = list(_region_problems(table, words))
        problems += unknown
        problems += _year_problems(table, options)
        problems += note_problems(table, words)
        faults = _faults(table, number, words, found.measures)
        problems += (_not_a_number(table, fault) for fault in faults[:MOST_PROBLEMS])
        more += len(faults[MOST_PROBLEMS:])
        absent = incomplete(table, words, framework.ref_areas, reading)
        problems += [problem for problem in absent if problem.kind != "lacking_regions" or not unknown]
    if problems:
        root = [problem for problem in problems if problem.kind in ROOTS]
        raise Refusal(reading.file, root or _without_consequences(problems), 0 if root else more)
    numbered = list(enumerate(reading.tables))
    every = [f for n, t in numbered for f in _figures(t, t.cells, n, words, found.measures, options)]
    summed = [f for n, t in numbered for f in _figures(t, t.sum_cells, n, words, found.measures, options)]
    figures = [f for f in every if f.ref_area not in regions or regions[f.ref_area].role not in {"group", "separate"}]
    problems = [*_year_faults(figures, options), *_vintage_faults(figures, options)]
    figures, doubled, repeats = without_repeats(figures, framework)
    problems += doubled or not_included([*figures, *summed], framework)
    kept = tuple(f for f in figures if f.ref_area not in regions or regions[f.ref_area].role in {"assessed", "total"})
    if not kept and not problems:
        problems = [Problem("no_figures")]
    if problems:
        raise Refusal(reading.file, problems)
    left_out = [*found.left_out, *(text for table in reading.tables for text in _left_out(table, words))]
    derived = [c for n, table in numbered for c in columns_of(table, [m for t, m in found.measures if t == n], words)]
    left_out += [*not_imported(derived), *reading.hidden]
    marks = sum(table.marks for table in reading.tables)
    notes = [*found.notes, *repeats, *lacking(reading, words, framework.ref_areas)]
    last = max(figure.time_period for figure in kept)
    blank = sorted({year for table in reading.tables for year in table.blank_years if year > last})
    notes += [Bilingual(f"{year} has a heading, but no figure yet", f"{year}年只有表头，尚无数值") for year in blank]
    if marks:
        said = f"{counted(marks, 'cell holds', 'cells hold')} a sign for a missing figure, such as … or -"
        notes.append(english_first(said, f"{marks}个单元格为缺失符号，如 … 或 -"))
    keys = {figure.key for figure in kept}
    beside = tuple(figure for figure in (*summed, *every) if figure.key not in keys)
    return Harmonised(kept, tuple(dict.fromkeys(left_out)), tuple(dict.fromkeys(notes)), beside, tuple(derived))


def _without_consequences(problems: list[Problem]) -> list[Problem]:
    """Leave out what follows from a heading that is not understood, or from lines that do not name their series."""
    kinds = {problem.kind for problem in problems}
    follow = {"several_measures", "missing_year"} if kinds & {"unclear_heading", "unknown_column"} else set()
    follow |= {"missing_series"} if "no_series" in kinds else set()
    return [problem for problem in problems if problem.kind not in follow]


def _region_problems(table: ReadTable, words: Vocabulary) -> Iterator[Problem]:
    cells = table.cells.select(["area_label", "cell"]).to_pylist()
    labels: dict[str, str] = {}
    for cell in (*cells, *({"area_label": fault.area_label, "cell": fault.cell} for fault in table.faults)):
        labels.setdefault(cell["area_label"], cell["cell"])
    held = {region.ref_area for label in labels if (region := words.region(label))}
    unknown = [label for label in labels if words.codes.regions and words.region(label) is None]
    titled = next((title for title in table.facts.titles if PARTS_TITLED.search(title)), None)
    if titled:
        yield Problem("parts_of_regions", table.sheet, value=titled)
        return
    parts = [label for label in unknown if PARTS.search(label)]
    if len(parts) >= MANY and len(parts) * 2 > len(labels):
        yield Problem("parts_of_regions", table.sheet, table.places.get(parts[0], labels[parts[0]]), parts[0])
        return
    for label in unknown:
        place = table.places.get(label, labels[label])
        if part := words.part_left_out(label):
            yield part_left_out(table.sheet, place, label, part, words)
        elif said := words.region_and_more(label):
            details: dict[str, object] = {"area": words.codes.area_title(said[0].ref_area), "more": said[1]}
            yield Problem("region_and_more", table.sheet, place, label, details)
        else:
            yield Problem("unknown_region", table.sheet, place, label, dict(near(words.near_regions(label, held))))


def _year_problems(table: ReadTable, options: Options) -> Iterator[Problem]:
    headed = set(table.cells["time_period"].to_pylist())
    undated, headed = None in headed, headed - {None}
    stated, cell = table.facts.years, table.facts.years_cell
    if table.facts.part_of_year:
        text, place = table.facts.part_of_year
        yield Problem("part_of_year", table.sheet, place, text)
    single = _single(table)
    if options.year is not None and headed and headed != {options.year}:
        said = f"{min(headed)}–{max(headed)}" if len(headed) > 1 else min(headed)
        yield Problem("year_conflict", table.sheet, details={"stated": said, "given": options.year})
    elif options.year is not None and single and single != options.year:
        yield Problem("year_conflict", table.sheet, cell, details={"stated": single, "given": options.year})
    elif undated and not single and options.year is None:
        yield _several_years(table) or Problem("missing_year", table.sheet)
    if stated and cell:
        said = single or f"{stated[0]}–{stated[1]}"
        for year in sorted(y for y in headed if not stated[0] <= y <= stated[1]):
            yield Problem("stated_years", table.sheet, cell, details={"year": year, "stated": said})
    elif stated and table.facts.titled and not any(stated[0] <= y <= stated[1] for y in headed) and headed:
        other, place = table.facts.titled[0]
        details = {"headed": f"{min(headed)}–{max(headed)}" if len(headed) > 1 else min(headed), "titled": other}
        yield Problem("titled_year", table.sheet, place, details=details)


def _several_years(table: ReadTable) -> Problem | None:
    """Say that titles name different years, for example because an English one is left from the last edition."""
    titled = dict(reversed(table.facts.titled))
    if len(titled) < 2:
        return None
    named = ", ".join(f"{year} ({place})" for year, place in sorted(titled.items()))
    return Problem("several_years", table.sheet, details={"years": named})


def _single(table: ReadTable) -> int | None:
    """Return the year that the file says its table is for, if it says one."""
    stated = table.facts.years
    return stated[0] if stated and stated[0] == stated[1] else None


def _faults(table: ReadTable, number: int, words: Vocabulary, measures: dict[Label, Measure]) -> list[FaultyCell]:
    """Return the cells that are not numbers, of the regions and measures that are imported."""
    areas = {fault.area_label: words.region(fault.area_label) for fault in table.faults}
    taken = {label for label, region in areas.items() if region is None or region.role in {"assessed", "total"}}
    return [
        fault
        for fault in table.faults
        if fault.area_label in taken and (not measures or (number, fault.measure_label) in measures)
    ]


def _not_a_number(table: ReadTable, fault: FaultyCell) -> Problem:
    return Problem("not_a_number", table.sheet, fault.cell, fault.text, {"why": fault.why})


def _figures(
    table: ReadTable, cells: pa.Table, number: int, words: Vocabulary, measures: dict[Label, Measure], options: Options
) -> Iterator[Figure]:
    year = options.year or _single(table)
    for cell in cells.to_pylist():
        measure = measures.get((number, cell["measure_label"]))
        region = words.region(cell["area_label"])
        if measure is None:
            continue
        value, _ = read_figure(cell["text"], lambda unit: words.unit(unit) is not None)
        factor = measure.factor(cell["unit_label"])
        exponent = int(value.value.as_tuple().exponent) if value else 0
        yield Figure(
            series_id=measure.series_id,
            ref_area=region.ref_area if region else cell["area_label"],
            time_period=cell["time_period"] or year or 0,
            value=value.value * factor if value else None,
            status=cell["obs_status"],
            step=Decimal(1).scaleb(min(exponent, 0)) * factor,
            sheet=cell["sheet"],
            cell=cell["cell"],
            text=cell["text"],
            vintage=date.fromisoformat(cell["vintage"]) if cell["vintage"] else None,
        )


def _year_faults(figures: list[Figure], options: Options) -> Iterator[Problem]:
    first = {figure.time_period: figure for figure in reversed(figures)}
    for year, figure in sorted(first.items()):
        if year >= options.today.year:
            details: dict[str, object] = {"year": year, "released": options.today.isoformat()}
            yield Problem("future_year", figure.sheet, figure.cell, figure.text, details)
        elif year < EARLIEST_YEAR:
            yield Problem("early_year", figure.sheet, figure.cell, figure.text, {"year": year})


def _vintage_faults(figures: list[Figure], options: Options) -> Iterator[Problem]:
    """Refuse a figure's own day of release before the end of its year, or after today, as `--released` is."""
    for figure in figures:
        if figure.vintage and not date(figure.time_period, 12, 31) <= figure.vintage <= options.today:
            details = {"vintage": figure.vintage, "today": options.today, "year": figure.time_period}
            kind = "vintage_future" if figure.vintage > options.today else "vintage_early"
            yield Problem(kind, figure.sheet, figure.cell, figure.text, dict(details))


def _left_out(table: ReadTable, words: Vocabulary) -> Iterator[str]:
    for label in dict.fromkeys(table.cells["area_label"].to_pylist()):
        region = words.region(label)
        if region and region.role == "group":
            yield english_first(f"{label}: a group of regions", f"{label}：地区合计")
        elif region and region.role == "separate":
            yield english_first(f"{label}: not assessed", f"{label}：不参评")
        elif region and region.role == "merged":
            whole = words.codes.area_title(region.parent)
            yield english_first(f"{label}: its figures are part of {whole.en}", f"{label}：数据已计入{whole.zh}")
    for label in table.sums:
        if is_of_no_region(label):
            yield english_first(f"{label}: of no region", f"{label}：不属于任何地区")
        else:
            yield english_first(f"{label}: a sum or mean", f"{label}：合计或平均")
