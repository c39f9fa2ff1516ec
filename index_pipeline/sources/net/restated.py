"""Restated: figures against the columns beside them that state them once more, as growth, share, rank or sum.

Whether growth is nominal, of which years a sum is and what a share is of, a heading often leaves open. So a column
is compared in every way that its kind allows, and says something only where most regions agree in one of them.
"""

import math
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from index_pipeline.framework.codes import CodeLists
from index_pipeline.kernel.arrays import Flags, Floats, Integers
from index_pipeline.sources.layouts.derived import CHANGE, RANK, SHARE, SUM
from index_pipeline.sources.meaning.derived_columns import DerivedColumn
from index_pipeline.sources.net.finding import Doubt, finding
from index_pipeline.sources.net.growth import most_shared
from index_pipeline.sources.net.outliers import REACH
from index_pipeline.sources.net.panel import SeriesPanel

REGIONS = 10
"""Regions with which a column is compared, at least."""

MOST = 0.9
"""Share of these regions that have to agree before the others are asked about."""

BEYOND = 3.0
"""How many times the difference that rounding explains a figure has to be off to be asked about."""

POSSIBLE = {RANK: (1, 500), SHARE: (-100, 100.5), CHANGE: (-300, 300)}
"""Values that the middle half of a column of its kind has; of changes, those in percent."""

_IN_PERCENT = re.compile("[%速率幅]|rate", re.IGNORECASE)


class Compared(NamedTuple):
    """A column against the figures of `years`, and of `base` if it states a change: which regions agree or differ.

    `made` is what the figures make, where it can be said.
    """

    panel: SeriesPanel
    years: Sequence[int]
    base: int | None
    agree: Flags
    differ: Flags
    made: Floats

    @property
    def agreement(self) -> float:
        """Share of the compared regions that agree."""
        return float(self.agree.sum()) / max(int(np.isfinite(self.made).sum()), 1)


def restated(arranged: Sequence[SeriesPanel], columns: Sequence[DerivedColumn], codes: CodeLists) -> Iterator[Doubt]:
    """Find fresh figures that a column does not restate although it does those of most regions.

    Of a change that is right for most regions only if its two years are exchanged, both years are asked about. If a
    column has values that nothing of its kind has, as ranks with fractions, figures that may be of its kind are.

    Args:
        arranged: Every series of the file.
        columns: The file's columns that restate figures.
        codes: Gives the names of regions.
    """
    for column in columns:
        own = [panel for panel in arranged if column.series_id in {None, panel.series.series_id}]
        if _is_impossible(column):
            for panel in own:
                if panel.fresh.any() and _fits(panel.read[panel.fresh], column.kind):
                    yield finding("not_derived", panel, panel.fresh, codes, label=column.label)
            continue
        every = [found for panel in own for found in _comparisons(panel, column)]
        best = max((found for found in every if _is_told(found)), key=lambda found: found.agreement, default=None)
        if best is None:
            if every and column.kind == SUM:
                yield from _unlike_sums(column, every[0], codes)
            if every and {other.kind for other in columns} == {RANK} and not column.has_others:
                yield from _unlike_ranks(column, every, codes)
        elif best.base is not None and best.base > min(best.years):
            yield from _exchanged(column, best, best.base, codes)
        else:
            yield from _otherwise(column, best, codes)


def _exchanged(column: DerivedColumn, best: Compared, base: int, codes: CodeLists) -> Iterator[Doubt]:
    """Find the figures of a year and of the later one from which a column states its change."""
    panel, year = best.panel, best.years[0]
    asked = panel.fresh_of(year, base)
    if asked.any():
        agree, before, after = int(best.agree.sum()), int(panel.years[year]), int(panel.years[base])
        yield finding(
            "years_exchanged", panel, asked, codes, label=column.label, agree=agree, before=before, after=after
        )


def _otherwise(column: DerivedColumn, best: Compared, codes: CodeLists) -> Iterator[Doubt]:
    """Find the figures that a column does not restate, region by region."""
    panel, agree = best.panel, int(best.agree.sum())
    asked = best.differ[:, None] & panel.fresh_of(*best.years)
    for row in np.flatnonzero(asked.any(axis=1)).tolist():
        stated, made = f"{column.stated[panel.areas[row]][0]:f}", f"{best.made[row]:.6g}"
        own = asked & (np.arange(len(asked)) == row)[:, None]
        yield finding(
            "restated_otherwise", panel, own, codes, label=column.label, agree=agree, stated=stated, made=made
        )


def _unlike_ranks(column: DerivedColumn, every: Sequence[Compared], codes: CodeLists) -> Iterator[Doubt]:
    """Find the figures whose order is that of the ranks in too few regions, though nothing else could be ranked."""
    best = max(every, key=lambda found: found.agreement)
    asked = best.panel.fresh_of(best.years[0])
    compared = int(np.isfinite(best.made).sum())
    if asked.any() and compared >= REGIONS:
        agree = int(best.agree.sum())
        yield finding("unlike_ranks", best.panel, asked, codes, label=column.label, agree=agree, compared=compared)


def _unlike_sums(column: DerivedColumn, found: Compared, codes: CodeLists) -> Iterator[Doubt]:
    """Find years near whose sum a column is in most regions, without being it: of more years it would be far above."""
    panel, years = found.panel, list(found.years)
    sums = panel.read[:, years].sum(axis=1)
    stated = np.array([float(column.stated[area][0]) if area in column.stated else np.nan for area in panel.areas])
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.where(panel.assessed, stated / sums, np.nan)
    ratio, asked = ratio[np.isfinite(ratio)], panel.fresh_of(*years)
    is_near = len(ratio) >= REGIONS and abs(float(np.median(ratio)) - 1) < 1 / (2 * len(years))
    if is_near and asked.any():
        yield finding("sum_of_years", panel, asked, codes, label=column.label, number=len(ratio))


def _is_impossible(column: DerivedColumn) -> bool:
    """Return whether a column cannot be what its heading says, as where two headings are exchanged."""
    stated = np.array([float(value) for value, _ in column.stated.values()])
    is_known = column.kind in POSSIBLE and (column.kind != CHANGE or _IN_PERCENT.search(column.label))
    return bool(is_known and len(stated) >= REGIONS and not _fits(stated, column.kind))


def _fits(values: Floats, kind: str) -> bool:
    """Return whether values may be those of a column of a kind."""
    (low, high), (least, most) = np.nanquantile(values, [0.25, 0.75]), POSSIBLE[kind]
    is_whole = (values % 1 == 0).sum() * 2 >= len(values)
    return bool(least <= low and high <= most and (kind != RANK or is_whole))


def _is_told(found: Compared) -> bool:
    return bool(np.isfinite(found.made).sum() >= REGIONS and found.agreement >= MOST)


def _comparisons(panel: SeriesPanel, column: DerivedColumn) -> Iterator[Compared]:
    """Compare a column with the figures of a series in every way that its kind allows."""
    stated, step = np.full(len(panel.areas), np.nan), np.full(len(panel.areas), np.nan)
    for row, area in enumerate(panel.areas):
        if area in column.stated:
            stated[row], step[row] = map(float, column.stated[area])
    have = np.isfinite(panel.read) & np.isfinite(stated)[:, None] & panel.assessed[:, None]
    years = np.flatnonzero(have.sum(axis=0) >= REGIONS)
    own = [y for y in years.tolist() if column.year in {None, int(panel.years[y])}]
    if column.kind == SUM and len(years) > 1:
        yield from _summed(panel, years, stated, step)
    if column.kind == SHARE:
        for y in own:
            yield _in_proportion(panel, [y], None, (stated, step), panel.read[:, y], panel.step[:, y] / 2)
    if column.kind == RANK:
        yield from (_in_order(panel, y, stated) for y in own)
    if column.kind == CHANGE:
        for y in years.tolist():
            for base in _bases(panel, y):
                if column.year in {None, int(panel.years[max(y, base)])}:
                    yield from _changed(panel, y, base, stated, step, is_multiple="倍" in column.label)


def _summed(panel: SeriesPanel, years: Integers, stated: Floats, step: Floats) -> Iterator[Compared]:
    """Compare a column with the sum and the mean of years, in the unit of the series or a power of ten of it."""
    sums, slack = panel.read[:, years].sum(axis=1), panel.step[:, years].sum(axis=1) / 2
    for part in (1.0, 1 / len(years)):
        with np.errstate(divide="ignore", invalid="ignore"):
            ratio = stated / (part * sums)
        ratio = ratio[np.isfinite(ratio) & (ratio > 0)]
        if len(ratio):
            factor = part * 10.0 ** round(math.log10(float(np.median(ratio))))
            yield _compared(panel, years.tolist(), None, stated, step, factor * sums, factor * slack)


def _bases(panel: SeriesPanel, year: int) -> Iterator[int]:
    """Yield the years that a change to `year` may be from: near ones before, and any that the file has."""
    for base in range(len(panel.years)):
        values = panel.together if 0 < year - base <= REACH else panel.read
        if base != year and (np.isfinite(values[:, base]) & panel.assessed).sum() >= REGIONS:
            yield base


def _changed(
    panel: SeriesPanel, year: int, base: int, stated: Floats, step: Floats, *, is_multiple: bool
) -> Iterator[Compared]:
    """Compare a change as growth, also per year, as a percentage or multiple of the base year, and as a difference."""
    value, before, apart = panel.read[:, year], panel.together[:, base], abs(year - base)
    half = panel.step[:, year] / 2
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.where((value > 0) & (before > 0), value / before, np.nan)
        width = 100 * ratio * half * (1 / value + 1 / before)
    for made in (100 * (ratio - 1), 100 * ratio, *([100 * (ratio ** (1 / apart) - 1)] if apart > 1 else [])):
        yield _compared(panel, [year], base, stated, step, made, width)
    for made in (ratio - 1, ratio) if is_multiple else ():
        yield _compared(panel, [year], base, stated, step, made, width / 100)
    yield _in_proportion(panel, [year], base, (stated, step), value - before, 2 * half)


def _in_proportion(
    panel: SeriesPanel,
    years: Sequence[int],
    base: int | None,
    column: tuple[Floats, Floats],
    basis: Floats,
    slack: Floats,
) -> Compared:
    """Compare a column with a multiple of `basis`, the one that the digits of most regions allow.

    The multiple is the unit of a difference, the whole of a share.
    """
    stated, step = column
    sign = np.sign(stated)
    size, of = np.abs(stated), np.where(panel.assessed, sign * basis, np.nan)
    known = np.isfinite(of) & np.isfinite(slack) & (size > step / 2) & (of > slack)
    factor = math.nan
    if known.any():
        low, high = (size - step / 2)[known] / (of + slack)[known], (size + step / 2)[known] / (of - slack)[known]
        factor = most_shared(low, high)
    return _compared(panel, years, base, stated, step, factor * np.where(panel.assessed, basis, np.nan), factor * slack)


def _compared(
    panel: SeriesPanel,
    years: Sequence[int],
    base: int | None,
    stated: Floats,
    step: Floats,
    made: Floats,
    width: Floats,
) -> Compared:
    made = np.where(panel.assessed & np.isfinite(stated), made, np.nan)
    with np.errstate(invalid="ignore"):
        off, room = np.abs(stated - made), np.nan_to_num(width) + step / 2 * (1 + 1e-6)
        return Compared(panel, years, base, off <= room, off > BEYOND * (room + step / 2), made)


def _in_order(panel: SeriesPanel, year: int, stated: Floats) -> Compared:
    """Compare ranks: the regions agree that are in the order of the ranks, as many as can be."""
    value = panel.read[:, year]
    rows = np.flatnonzero(np.isfinite(value) & np.isfinite(stated) & panel.assessed)
    rows = rows[np.argsort(stated[rows], kind="stable")]
    kept = max((_longest_fall(sign * value[rows]) for sign in (1, -1)), key=len)
    falls = bool(len(kept) < 2 or value[rows[kept[0]]] >= value[rows[kept[-1]]])
    agree, made = np.zeros(len(value), bool), np.full(len(value), np.nan)
    agree[rows[kept]] = True
    ordered = np.sort(-value[rows] if falls else value[rows])
    made[rows] = np.searchsorted(ordered, -value[rows] if falls else value[rows]) + 1
    return Compared(panel, [year], None, agree, np.isfinite(made) & ~agree, made)


def _longest_fall(values: Floats) -> Integers:
    """Return the places of the longest sequence of values of which none is above the one before it."""
    length, before = np.ones(len(values), np.int64), np.full(len(values), -1)
    for place in range(len(values)):
        earlier = np.flatnonzero(values[:place] >= values[place])
        if len(earlier):
            before[place] = earlier[np.argmax(length[earlier])]
            length[place] = length[before[place]] + 1
    found = [int(np.argmax(length))] if len(values) else []
    while found and before[found[-1]] >= 0:
        found.append(int(before[found[-1]]))
    return np.array(found[::-1], np.int64)
