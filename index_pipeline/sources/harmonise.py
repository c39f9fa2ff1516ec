"""Harmonise: from cells with labels to figures with codes, in the unit of their series."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pyarrow as pa

from index_pipeline.framework.framework import Framework
from index_pipeline.language import Bilingual, counted, english_first
from index_pipeline.sources.figures import Figure
from index_pipeline.sources.labels.numbers import read_figure
from index_pipeline.sources.labels.sum_lines import is_of_no_region
from index_pipeline.sources.labels.vocabulary import Vocabulary
from index_pipeline.sources.layouts.preliminary import NOTE, PRELIMINARY
from index_pipeline.sources.meaning.area_labels import area_problems
from index_pipeline.sources.meaning.comments import comment_problems
from index_pipeline.sources.meaning.derived_columns import DerivedColumn, columns_of, not_imported
from index_pipeline.sources.meaning.doubles import not_included, without_repeats
from index_pipeline.sources.meaning.measured_in import Measure
from index_pipeline.sources.meaning.measures import Label, Measures, measures_of
from index_pipeline.sources.meaning.notes import note_problems
from index_pipeline.sources.meaning.stated_years import (
    impossible_vintages,
    impossible_years,
    single_year,
    year_problems,
)
from index_pipeline.sources.meaning.torn import incomplete, lacking
from index_pipeline.sources.options import Options
from index_pipeline.sources.problems import MOST_PROBLEMS, Problem, Refusal
from index_pipeline.sources.readers import FaultyCell, Reading, ReadTable

ROOTS = {"part_of_year", "parts_of_regions"}
"""Kinds of problems that make a table another than it is read as: what else is wrong with it follows from them."""


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
    found = measures_of(reading, words, options)
    _refuse_misread(reading, framework, words, found, options)
    numbered = list(enumerate(reading.tables))
    every = [f for n, t in numbered for f in _figures(t, t.cells, n, words, found.measures, options)]
    summed = [f for n, t in numbered for f in _figures(t, t.sum_cells, n, words, found.measures, options)]
    kept, repeats = _imported(every, summed, reading.file, framework, options)
    derived = [c for n, table in numbered for c in columns_of(table, _series(found.measures, n), words)]
    left_out = [*found.left_out, *(text for table in reading.tables for text in _left_out(table, words))]
    left_out += [*not_imported(derived), *reading.hidden]
    notes = [*found.notes, *repeats, *lacking(reading, words, framework.ref_areas), *_blanks(reading.tables, kept)]
    notes += _preliminary(kept)
    keys = {figure.key for figure in kept}
    beside = tuple(figure for figure in (*summed, *every) if figure.key not in keys)
    return Harmonised(kept, tuple(dict.fromkeys(left_out)), tuple(dict.fromkeys(notes)), beside, tuple(derived))


def _refuse_misread(
    reading: Reading, framework: Framework, words: Vocabulary, found: Measures, options: Options
) -> None:
    """Refuse a file with labels, notes or cells that are not understood, before any figure is looked at."""
    problems = [problem for table in reading.tables for problem in table.problems]
    problems += found.problems
    problems += comment_problems(reading, words, found.measures)
    more = 0
    for number, table in enumerate(reading.tables):
        unknown = list(area_problems(table, words))
        faults = _faults(table, number, words, found.measures)
        absent = incomplete(table, words, framework.ref_areas, reading)
        more += len(faults[MOST_PROBLEMS:])
        problems += [
            *unknown,
            *year_problems(table, options),
            *note_problems(table, words),
            *(_not_a_number(table, fault) for fault in faults[:MOST_PROBLEMS]),
            *(problem for problem in absent if problem.kind != "lacking_regions" or not unknown),
        ]
    if root := [problem for problem in problems if problem.kind in ROOTS]:
        raise Refusal(reading.file, root)
    if problems:
        raise Refusal(reading.file, _without_consequences(problems), more)


def _imported(
    every: list[Figure], summed: list[Figure], file: str, framework: Framework, options: Options
) -> tuple[tuple[Figure, ...], list[str]]:
    """Return the figures of assessed regions and of the nation, each once, and in sentences which of them repeat.

    Raises:
        Refusal: a figure is of no known year, appears twice with two values, or is part of another one of the file; or
            none is left.
    """
    roles = {code: region.role for code, region in framework.codes.regions.items()}
    own = [figure for figure in every if roles.get(figure.ref_area) not in {"group", "separate"}]
    problems = [*impossible_years(own, options), *impossible_vintages(own, options)]
    once, doubled, repeats = without_repeats(own, framework)
    problems += doubled or not_included([*once, *summed], framework)
    kept = tuple(figure for figure in once if roles.get(figure.ref_area, "assessed") in {"assessed", "total"})
    if problems or not kept:
        raise Refusal(file, problems or [Problem("no_figures")])
    return kept, repeats


def _blanks(tables: Sequence[ReadTable], kept: Sequence[Figure]) -> Iterator[str]:
    """Say which years have no figure yet, and how many cells hold a sign for a missing one."""
    last = max(figure.time_period for figure in kept)
    for year in sorted({year for table in tables for year in table.blank_years if year > last}):
        yield Bilingual(f"{year} has a heading, but no figure yet", f"{year}年只有表头，尚无数值")
    if marks := sum(table.marks for table in tables):
        said = f"{counted(marks, 'cell holds', 'cells hold')} a sign for a missing figure, such as … or -"
        yield english_first(said, f"{marks}个单元格为缺失符号，如 … 或 -")


def _preliminary(kept: Sequence[Figure]) -> Iterator[str]:
    """Say of how many figures the file says that they are preliminary."""
    if count := sum(figure.note == NOTE for figure in kept):
        said = f"{counted(count, 'figure is', 'figures are')} preliminary by the file, which their notes say"
        yield english_first(said, f"{count}个数据在文件中注明为初步数，已在备注中写明")


def _series(measures: dict[Label, Measure], number: int) -> dict[str | None, str]:
    """Return the series of each label of a table whose figures are imported."""
    return {label: measure.series_id for (table, label), measure in measures.items() if table == number}


def _without_consequences(problems: list[Problem]) -> list[Problem]:
    """Leave out what follows from a heading that is not understood, or from lines that do not name their series."""
    kinds = {problem.kind for problem in problems}
    follow = {"several_measures", "missing_year"} if kinds & {"unclear_heading", "unknown_column"} else set()
    follow |= {"missing_series"} if "no_series" in kinds else set()
    return [problem for problem in problems if problem.kind not in follow]


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
    year = options.year or single_year(table)
    for cell in cells.to_pylist():
        measure = measures.get((number, cell["measure_label"]))
        region = words.region(cell["area_label"])
        if measure is None:
            continue
        value, _ = read_figure(cell["text"], lambda unit: words.unit(unit) is not None)
        factor = measure.factor(cell["unit_label"])
        is_preliminary = cell["obs_status"] == PRELIMINARY
        exponent = int(value.value.as_tuple().exponent) if value else 0
        yield Figure(
            series_id=measure.series_id,
            ref_area=region.ref_area if region else cell["area_label"],
            time_period=cell["time_period"] or year or 0,
            value=value.value * factor if value else None,
            status="A" if is_preliminary else cell["obs_status"],
            step=Decimal(1).scaleb(min(exponent, 0)) * factor,
            sheet=cell["sheet"],
            cell=cell["cell"],
            text=cell["text"],
            vintage=date.fromisoformat(cell["vintage"]) if cell["vintage"] else None,
            note=NOTE if is_preliminary else "",
        )


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
