"""Figures that appear twice, and regions that are counted twice or left out of their province."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Set
from decimal import Decimal

from index_pipeline.framework.framework import Framework
from index_pipeline.language import Both, counted, english_first
from index_pipeline.sources.figures import Figure
from index_pipeline.sources.labels.sum_lines import is_whole_sum
from index_pipeline.sources.problems import Problem, place

MOST_LACKING = 3
"""Regions without a line that are named where another region has two."""


def without_repeats(figures: Iterable[Figure], framework: Framework) -> tuple[list[Figure], list[Problem], list[str]]:
    """Keep one of equal figures of the same thing; give a problem, naming both cells, if two values differ."""
    figures = list(figures)
    first: dict[tuple[object, ...], Figure] = {}
    named: dict[tuple[str, int], set[str]] = defaultdict(set)
    for figure in figures:
        named[figure.series_id, figure.time_period].add(figure.ref_area)
    problems, repeats = [], 0
    for figure in figures:
        earlier = first.setdefault((*figure.key, figure.vintage), figure)
        if earlier is figure:
            continue
        if (earlier.value, earlier.status) == (figure.value, figure.status):
            repeats += 1
            continue
        details: dict[str, object] = {
            "series": figure.series_id,
            "area": framework.codes.area_title(figure.ref_area),
            "year": figure.time_period,
            "value": figure.text,
            "other": earlier.text,
            "other_cell": place(earlier.sheet, earlier.cell),
            "lacking": _lacking(named[figure.series_id, figure.time_period], framework),
        }
        problems.append(Problem("doubled", figure.sheet, figure.cell, figure.text, details))
    said: list[str] = []
    if repeats:
        twice = f"{counted(repeats, 'figure is', 'figures are')} there twice with the same value; each was taken once"
        said.append(english_first(twice, f"{repeats}个数据重复且数值相同，各取一次"))
    return list(first.values()), problems, said


def _lacking(named: Set[str], framework: Framework) -> Both:
    """Say which regions have no line, where a figure of another one appears twice: one of its lines may be theirs."""
    absent = [framework.codes.regions[code] for code in framework.ref_areas if code not in named]
    if not 0 < len(absent) <= MOST_LACKING:
        return Both("", "")
    names = ", ".join(f"{region.title_zh} {region.title_en}" for region in absent)
    return Both(
        f", and there is no line for {names}: one of the two may be of it", f"，而缺少{names}：其中一行可能属于该地区"
    )


def not_included(figures: Iterable[Figure], framework: Framework) -> Iterator[Problem]:
    """Give a problem if the provinces reach the national figure only with the areas that should be part of them.

    Areas such as 新疆生产建设兵团 and 计划单列市 are left out because their province includes them. If the sum of
    all provinces falls short of the national figure, or of the line 合计, by just their figures, it does not.
    """
    regions, tables = framework.codes.regions, dict[tuple[str, int], dict[str, Figure]]()
    for figure in figures:
        if figure.value is not None and (figure.ref_area in regions or is_whole_sum(figure.ref_area)):
            tables.setdefault((figure.series_id, figure.time_period), {})[figure.ref_area] = figure
    assessed = set(framework.ref_areas)
    for (series, year), areas in tables.items():
        merged = [f for code, f in areas.items() if code in regions and regions[code].role == "merged"]
        wholes = (f for code, f in areas.items() if is_whole_sum(code) or regions[code].role == "total")
        total = next(wholes, None)
        if not merged or total is None or not assessed <= areas.keys():
            continue
        provinces = _sum(f for code, f in areas.items() if code in assessed)
        national, slack = total.value or Decimal(0), total.step * len(areas)
        if abs(provinces - national) > slack and abs(provinces + _sum(merged) - national) <= slack:
            named = [framework.codes.area_title(figure.ref_area) for figure in merged]
            names = Both(", ".join(name.en for name in named), "、".join(name.zh for name in named))
            details: dict[str, object] = {"series": series, "year": year, "merged": names}
            yield Problem("not_included", merged[0].sheet, merged[0].cell, merged[0].text, details)


def _sum(figures: Iterable[Figure]) -> Decimal:
    return sum((figure.value or Decimal(0) for figure in figures), Decimal(0))
