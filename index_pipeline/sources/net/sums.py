"""Sums: what a file states as the sum of its own lines (合计, 东部地区 …) against these lines.

No series is taken for additive: rates and incomes have a national figure and figures of zones as well. That a figure is
a sum is seen from the file: it is near the sum of many regions, which no mean of them is, or other figures of its kind
equal their sums to the last digit.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence, Set
from decimal import Decimal
from typing import Any, NamedTuple

import numpy as np

from index_pipeline.framework.codes import CodeLists
from index_pipeline.kernel.arrays import Flags
from index_pipeline.rounding import ROUNDING
from index_pipeline.sources.figures import Figure
from index_pipeline.sources.labels.sum_lines import is_of_no_region, is_part_sum, is_sum, is_whole_sum
from index_pipeline.sources.net.finding import Doubt, finding
from index_pipeline.sources.net.panel import SeriesPanel
from index_pipeline.sources.store.by_series import number
from index_pipeline.sources.workbooks.sheets import column_of

REGIONS = 5
"""With at least so many regions, a figure near their sum cannot be their mean."""

NEAR = 0.5
"""Relative difference within which a figure is near a sum."""

PROVED = 2
"""Groups that have to equal the sums of their regions before another one is asked about."""

WIDER = 1e-4
"""Relative difference of a stored national figure from the sum of its regions that rounding does not explain."""

ROUNDED = Decimal("0.001")
"""Part of a sum up to which zeros at its end are taken for rounding: 1260500 of 1260523."""

MANY = 20
"""Regions from which a national figure that is a mean or a rate is far below a fifth of their sum."""

NO_SUM = (0.2, 0.8), (2.0, 5.0)
"""Relations of a national figure to the sum of all regions that neither a sum has nor a mean.

Of 55 series of the store, national figures are 1.00 to 1.28 of it, and one rate's 0.04.
"""

_CELL = re.compile(r"([A-Z]+)(\d+)")


class Stated(NamedTuple):
    """A sum that the file states, the regions that it sums, and their own sum.

    `holds` says that the two are the same, as far as the digits that the file shows can say.
    """

    figure: Figure
    regions: Flags
    sum: float
    holds: bool


def sums(panel: SeriesPanel, beside: Sequence[Figure], codes: CodeLists) -> Iterator[Doubt]:
    """Find sums that the file's regions do not add up to, if one of these is fresh and none has a finding already.

    Args:
        panel: The figures of a series.
        beside: Sums, groups, and areas that are not assessed, of the same file.
        codes: Gives the zone of each region.
    """
    every = [f for f in beside if f.series_id == panel.series.series_id and f.value is not None]
    every = [f for f in every if panel.years[0] <= f.time_period <= panel.years[-1]]
    own = _without_doubles(every)
    parts = [*_like_most(_groups(panel, own, codes)), *_like_most(_runs(panel, every, codes))]
    proved = np.zeros(panel.read.shape, bool)
    for part in parts:
        proved |= part.regions & (abs(part.sum - number(part.figure)) <= WIDER * part.sum)
    wholes = [stated for stated in _unlike_wholes(panel, own, codes) if (stated.regions & ~proved).any()]
    for stated in (*wholes, *(part for part in parts if not part.holds)):
        fresh = stated.regions & panel.fresh
        if fresh.any() and not (stated.regions & panel.explained).any():
            total = number(stated.figure)
            values = {"sum": stated.sum, "total": total, "difference": abs(stated.sum - total)}
            details: dict[str, Any] = {name: f"{value:,.12g}" for name, value in values.items()}
            details["stated"] = codes.area_title(stated.figure.ref_area)
            yield finding("sum_of_lines", panel, fresh, codes, at=stated.figure, **details)


def _without_doubles(own: Sequence[Figure]) -> list[Figure]:
    """Return sums, groups … without those of which the file gives two figures."""
    values: dict[tuple[str, str, int], set[float]] = {}
    for figure in own:
        values.setdefault(figure.key, set()).add(number(figure))
    return [figure for figure in {f.key: f for f in own}.values() if len(values[figure.key]) == 1]


def _unlike_wholes(panel: SeriesPanel, own: Sequence[Figure], codes: CodeLists) -> list[Stated]:
    """Return the sums of all regions that differ from theirs, by the line that states them.

    Not those of a line that differs in half of several years: it is of more than the regions. A national figure
    often is, as that of patents; it is compared where the groups of regions add up to it, or where it is too far from
    the sum for such a figure. So is a line 合计 where the store's national figures differ from the sums of their
    regions: it may be the national figure.
    """
    assessed = {code for code, region in codes.regions.items() if region.role == "assessed"}
    groups = [f for f in own if _is_group(f, codes)]
    nation = [f for f in (panel.figures[panel.total] if panel.total is not None else ()) if f is not None and f.value]
    lines = [f for f in own if is_whole_sum(f.ref_area) and (not _is_wider(panel) or _adds_up(f, groups))]
    lines += [f for f in nation if _adds_up(f, groups)]
    aside = [f for f in own if _is_aside(f, codes)]
    found = [_compared(panel, f, assessed, [g for g in aside if g.time_period == f.time_period]) for f in lines]
    found = [
        s for s in found if s.regions.sum() >= REGIONS and s.figure.value and abs(s.sum / number(s.figure) - 1) < NEAR
    ]
    found += [s for f in nation if f not in lines and _is_far(s := _compared(panel, f, assessed, ()), len(assessed))]
    number_of, unlike = Counter(s.figure.ref_area for s in found), [s for s in found if not s.holds]
    often = Counter(s.figure.ref_area for s in unlike)
    return [s for s in unlike if number_of[a := s.figure.ref_area] == 1 or 2 * often[a] < number_of[a]]


def _is_far(stated: Stated, regions: int) -> bool:
    """Return whether a national figure, beside all of many regions, can be neither their sum nor their mean."""
    if stated.regions.sum() < max(MANY, regions) or stated.sum <= 0:
        return False
    return any(low < number(stated.figure) / stated.sum < high for low, high in NO_SUM)


def _like_most(found: Sequence[Stated]) -> Sequence[Stated]:
    """Return the sums of parts if most of them, several, are those of their regions; none if not."""
    holding = sum(stated.holds for stated in found)
    return found if holding >= max(PROVED, len(found) - holding) else ()


def _groups(panel: SeriesPanel, own: Sequence[Figure], codes: CodeLists) -> list[Stated]:
    """Return the sums of groups of regions."""
    zones = {code: region.attributes.get("zone") for code, region in codes.regions.items()}
    members = {
        group: {code for code, zone in zones.items() if zone == zones[group] and codes.regions[code].role == "assessed"}
        for group in {f.ref_area for f in own if _is_group(f, codes)}
    }
    return [_compared(panel, f, members[f.ref_area], ()) for f in own if members.get(f.ref_area)]


def _runs(panel: SeriesPanel, every: Sequence[Figure], codes: CodeLists) -> list[Stated]:
    """Return the sums of a part (小计), of the lines up to the sum before it or after it, whichever fits more of them.

    A line without a figure may be one of a region.
    """
    above, below = list[Stated](), list[Stated]()
    for column, year in enumerate(panel.years.tolist()):
        regions = [f for f in panel.figures[:, column] if f is not None]
        lines = _in_order([*regions, *(f for f in every if f.time_period == year)])
        ends = [n for n, (_, f) in enumerate(lines) if is_sum(f.ref_area) or _role(f, codes) in {"group", "total"}]
        for before, at, after in zip([-1, *ends], ends, [*ends[1:], len(lines)], strict=False):
            figure = lines[at][1]
            if not is_part_sum(figure.ref_area):
                continue
            for found, run in (above, lines[before + 1 : at + 1]), (below, lines[at:after]):
                members = {f.ref_area for _, f in run if _role(f, codes) == "assessed"}
                aside = [f for _, f in run if _is_aside(f, codes)]
                is_open = run[-1][0] - run[0][0] >= len(run)
                found += [_compared(panel, figure, members, aside, is_open=is_open)] if len(members) > 1 else []
    return max(above, below, key=lambda found: sum(stated.holds for stated in found))


def _in_order(figures: Sequence[Figure]) -> list[tuple[int, Figure]]:
    """Return figures of one column, or of one line, with their places in it; none if they are of several."""
    cells = [found.groups() for f in figures if (found := _CELL.fullmatch(f.cell))]
    sheets, columns, rows = ({f.sheet for f in figures}, {c for c, _ in cells}, {r for _, r in cells})
    if len(cells) < len(figures) or len(sheets) > 1 or min(len(columns), len(rows)) > 1:
        return []
    places = [int(row) if len(rows) > 1 else column_of(name) for name, row in cells]
    return sorted(zip(places, figures, strict=True), key=lambda each: each[0])


def _compared(
    panel: SeriesPanel, figure: Figure, members: Set[str], aside: Sequence[Figure], *, is_open: bool = False
) -> Stated:
    """Compare a sum with its regions in the file, and with figures of other areas that it may have as well.

    Where regions lack a figure, or one is negative, a sum below the stated one says nothing (`is_open`).
    """
    regions = np.zeros(panel.read.shape, bool)
    column = figure.time_period - int(panel.years[0])
    regions[:, column] = [area in members for area in panel.areas]
    regions &= np.isfinite(panel.read)
    values, total = panel.read[regions], number(figure)
    slack = (panel.step[regions].sum() + float(_step(figure))) / 2 + ROUNDING * abs(total)
    wholes = [float(values.sum()), float(values.sum()) + sum(map(number, aside))]
    is_open = is_open or len(values) < len(members) or bool((values < 0).any())
    holds = any(abs(whole - total) <= slack or (is_open and whole < total) for whole in wholes)
    return Stated(figure, regions, wholes[0], holds or not total)


def _step(figure: Figure) -> Decimal:
    """Return the step to which a sum may be rounded: of its last digit, or of the last before two or more zeros."""
    value, step = abs(figure.value or Decimal(0)), figure.step
    while value and value % (step * 10) == 0 and step * 10 <= value * ROUNDED:
        step *= 10
    return step if step > 10 * figure.step else figure.step


def _is_wider(panel: SeriesPanel) -> bool:
    """Return whether a national figure of the store is not the sum of its regions."""
    if panel.total is None:
        return False
    regions = panel.stored[panel.assessed].sum(axis=0)
    with np.errstate(invalid="ignore"):
        return bool((np.abs(regions - panel.stored[panel.total]) > WIDER * regions).any())


def _adds_up(figure: Figure, groups: Sequence[Figure]) -> bool:
    """Return whether the groups of a year, several, add up to a figure."""
    parts = [group for group in groups if group.time_period == figure.time_period]
    slack = (sum(float(part.step) for part in parts) + float(figure.step)) / 2
    return len(parts) > 1 and abs(sum(map(number, parts)) - number(figure)) <= slack * (1 + ROUNDING)


def _is_group(figure: Figure, codes: CodeLists) -> bool:
    return _role(figure, codes) == "group"


def _is_aside(figure: Figure, codes: CodeLists) -> bool:
    return is_of_no_region(figure.ref_area) or _role(figure, codes) == "separate"


def _role(figure: Figure, codes: CodeLists) -> str:
    region = codes.regions.get(figure.ref_area)
    return region.role if region else ""
