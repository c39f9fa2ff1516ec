"""Plausibility: figures against the bounds of their series, the store, and the years beside them."""

import math
import statistics
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from index_pipeline.framework.codes import CodeLists, Series
from index_pipeline.sources.figures import Figure
from index_pipeline.sources.numbers import plain
from index_pipeline.sources.problems import Problem

Known = dict[tuple[str, str, int], float]
"""Newest stored value of each (series, region, year)."""

REACH = 3
"""Years by which an earlier figure may precede the one that is compared with it."""

SCALE = 0.7
"""Decimal logarithm from which the median ratio to earlier figures is a matter of units (5 times), not of growth."""

FEWEST = 3
"""Comparisons that a median needs."""

SLIP = 100.0
"""A single figure that is this many times its neighbour, and three times its series' `jump`, is a slip of digits."""


@dataclass(frozen=True)
class Ratio:
    """A figure over an earlier one of the same series and region, of the year `before`."""

    figure: Figure
    before: int
    earlier: float

    @property
    def factor(self) -> float:
        """The figure over the earlier one."""
        return float(self.figure.value or 0) / self.earlier

    @property
    def power(self) -> float:
        """Decimal logarithm of the factor."""
        return math.log10(self.factor)


def implausible(
    figures: Iterable[Figure], known: Known, observations: pa.Table, codes: CodeLists
) -> tuple[list[Problem], list[str]]:
    """Compare figures with bounds and neighbours.

    - A series, or one year of it, whose ratios to the store's figures (of the year, else the nearest year up to three
      back, else of the file itself) have a median beyond 5 or 1/5: its unit is wrong.
    - A figure outside of `minimum` and `maximum`; or beyond 100 times its neighbour and three times `jump`; or just
      10, 100, 1000 … times the stored figure of the same year: a slip.
    - More than `jump` times the year before: a warning, a problem where most regions do so at once.
    - Figures that are those of another series: the file was taken for what it is not.

    Args:
        figures: In the unit of their series.
        known: The store's newest figures.
        observations: `tables.OBSERVATIONS`, every vintage of every series in the store.
        codes: Gives the bounds.

    Returns:
        The problems, and the warnings in sentences.
    """
    by_series: dict[str, list[Figure]] = defaultdict(list)
    for figure in figures:
        if figure.value is not None:
            by_series[figure.series_id].append(figure)
    problems: list[Problem] = []
    warnings: list[str] = []
    for series_id, own in by_series.items():
        series = codes.series.get(series_id)
        if series is None:
            continue
        mistaken = list(_other_series(own, observations))
        ratios = list(_ratios(own, known))
        scales = [] if mistaken else list(_wrong_scales(series, ratios, codes))
        problems += mistaken or scales
        if mistaken or scales:
            continue
        found = list(_out_of_bounds(series, own, codes))
        problems += found or _slips(series, ratios, codes)
        jump_problems, jump_warnings = _jumps(series, own, known, codes)
        problems += jump_problems
        warnings += jump_warnings
    return problems, warnings


def _ratios(figures: list[Figure], known: Known) -> Iterator[Ratio]:
    own = {figure.key: float(figure.value or 0) for figure in figures}
    for figure in figures:
        series, area, year = figure.key
        stored = [(y, known[series, area, y]) for y in range(year, year - REACH - 1, -1) if (series, area, y) in known]
        beside = [(y, own[series, area, y]) for y in range(year - 1, year - REACH - 1, -1) if (series, area, y) in own]
        for before, earlier in (stored or beside)[:1]:
            if earlier * own[figure.key] > 0:
                yield Ratio(figure, before, earlier)


def _wrong_scales(series: Series, ratios: list[Ratio], codes: CodeLists) -> Iterator[Problem]:
    by_year: dict[int, list[Ratio]] = defaultdict(list)
    for ratio in ratios:
        by_year[ratio.figure.time_period].append(ratio)
    whole = [ratios] if _is_off(ratios) else [group for _, group in sorted(by_year.items()) if _is_off(group)]
    for group in whole:
        middle = statistics.median_low(ratio.power for ratio in group)
        example = min(group, key=lambda ratio: (abs(ratio.power - middle), ratio.figure.ref_area))
        years = sorted({ratio.figure.time_period for ratio in group})
        details = _details(series, example, codes) | {
            "year": f"{years[0]}–{years[-1]}" if len(years) > 1 else years[0],
            "factor": _factor(10**middle),
            "value": plain(example.figure.value) if example.figure.value is not None else "",
        }
        yield Problem("wrong_scale", example.figure.sheet, example.figure.cell, example.figure.text, details)


def _is_off(ratios: list[Ratio]) -> bool:
    return len(ratios) >= FEWEST and abs(statistics.median(ratio.power for ratio in ratios)) >= SCALE


def _out_of_bounds(series: Series, figures: list[Figure], codes: CodeLists) -> Iterator[Problem]:
    lower = -math.inf if series.minimum is None else series.minimum
    upper = math.inf if series.maximum is None else series.maximum
    for figure in figures:
        if not lower <= float(figure.value or 0) <= upper:
            details: dict[str, object] = {
                "series": series.series_id,
                "area": _area(figure, codes),
                "year": figure.time_period,
                "minimum": f"{lower:,.15g}",
                "maximum": f"{upper:,.15g}",
                "unit": _unit(series, codes),
            }
            yield Problem("out_of_bounds", figure.sheet, figure.cell, figure.text, details)


def _slips(series: Series, ratios: list[Ratio], codes: CodeLists) -> Iterator[Problem]:
    largest = max(SLIP, 3 * (series.jump or 1))
    for ratio in ratios:
        size = abs(ratio.power)
        tenfold = ratio.before == ratio.figure.time_period and round(size) >= 1 and abs(size - round(size)) < 1e-6
        if size > math.log10(largest) or tenfold:
            details = _details(series, ratio, codes) | {"factor": _factor(ratio.factor)}
            yield Problem("slip", ratio.figure.sheet, ratio.figure.cell, ratio.figure.text, details)


def _jumps(series: Series, figures: list[Figure], known: Known, codes: CodeLists) -> tuple[list[Problem], list[str]]:
    own = {figure.key: float(figure.value or 0) for figure in figures}
    jumps: dict[int, list[Ratio]] = defaultdict(list)
    compared: Counter[int] = Counter()
    for figure in figures:
        code, area, year = figure.key
        earlier = own.get((code, area, year - 1), known.get((code, area, year - 1)))
        if series.jump is None or year in series.breaks or not earlier or earlier * own[figure.key] <= 0:
            continue
        compared[year] += 1
        ratio = Ratio(figure, year - 1, earlier)
        if abs(ratio.power) > math.log10(series.jump):
            jumps[year].append(ratio)
    problems, warnings = [], []
    for year, found in sorted(jumps.items()):
        details = _details(series, found[0], codes) | {
            "count": len(found),
            "compared": compared[year],
            "jump": f"{series.jump:g}",
        }
        if len(found) * 2 > compared[year] >= 10:
            problems.append(Problem("many_jumps", found[0].figure.sheet, details=details))
            continue
        for ratio in found:
            warnings.append(
                f"{series.series_id} of {_area(ratio.figure, codes)} in {year} is {ratio.figure.text}, "
                f"{_factor(ratio.factor)} times the {ratio.earlier:.15g} of {year - 1}"
            )
    return problems, warnings


def _other_series(figures: list[Figure], observations: pa.Table) -> Iterator[Problem]:
    """Find the series whose stored figures, of any vintage, are those that the file gives for another one."""
    series_id = figures[0].series_id
    areas = pa.array(sorted({figure.ref_area for figure in figures}), pa.string())
    years = pa.array(sorted({figure.time_period for figure in figures}), pa.int32())
    near = pc.and_(pc.is_in(observations["ref_area"], areas), pc.is_in(observations["time_period"], years))
    wanted = {(figure.ref_area, figure.time_period): figure for figure in figures if figure.value}
    equal: dict[str, set[tuple[str, int]]] = defaultdict(set)
    columns = ["series_id", "ref_area", "time_period", "obs_value"]
    for row in observations.filter(near).select(columns).to_pylist():
        place = row["ref_area"], row["time_period"]
        if place in wanted and row["obs_value"] is not None and wanted[place].equals(row["obs_value"]):
            equal[row["series_id"]].add(place)
    own = len(equal.pop(series_id, ()))
    other = max(equal, key=lambda code: (len(equal[code]), code), default=None)
    if len(wanted) >= 10 and other and own * 5 <= len(wanted) and len(equal[other]) * 5 >= len(wanted) * 4:
        details: dict[str, object] = {
            "series": series_id,
            "other": other,
            "count": len(equal[other]),
            "compared": len(wanted),
        }
        yield Problem("other_series", figures[0].sheet, figures[0].cell, figures[0].text, details)


def _details(series: Series, ratio: Ratio, codes: CodeLists) -> dict[str, object]:
    return {
        "series": series.series_id,
        "area": _area(ratio.figure, codes),
        "year": ratio.figure.time_period,
        "before": ratio.before,
        "earlier": f"{ratio.earlier:.15g}",
        "unit": _unit(series, codes),
    }


def _area(figure: Figure, codes: CodeLists) -> str:
    region = codes.regions.get(figure.ref_area)
    return (region.title_zh if region else "") or figure.ref_area


def _unit(series: Series, codes: CodeLists) -> str:
    unit = codes.units.get(series.unit)
    return (unit.title_zh if unit else "") or series.unit


def _factor(factor: float) -> str:
    return f"{factor:,.0f}" if factor >= 10 else f"{factor:.2g}"
