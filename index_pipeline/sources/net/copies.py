"""Copies: figures that are those of another series, another year or another region.

Equal digits are weighed by how rarely they agree by chance: a series that hardly changes from year to year repeats
many of its figures legitimately, and figures of one or two digits agree with anything.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import NamedTuple

import numpy as np

from index_pipeline.framework.codes import CodeLists
from index_pipeline.kernel.arrays import Flags, Floats, Integers
from index_pipeline.sources.net.chance import RARE, UNKNOWN, by_digits, unlikely, usual, usual_between_regions
from index_pipeline.sources.net.finding import Doubt, finding, span
from index_pipeline.sources.net.panel import SeriesPanel, of_other, same
from index_pipeline.sources.store.by_series import Store

FEWEST = 3
"""Figures that have to agree."""

THROUGHOUT = 8
"""Regions from which a year that equals another one throughout is a copy, however seldom the series changes."""


class Repeated(NamedTuple):
    """Figures that equal those of their region `lag` years later (earlier if negative), and how unlikely that is."""

    unlikely: float
    lag: int
    agree: Flags


def of_series(panel: SeriesPanel, store: Store, codes: CodeLists) -> Iterator[Doubt]:
    """Find the other series whose stored figures, of the same regions and years, fresh figures are."""
    fresh, names = asked(panel), list(store.series_names)
    counts = _equal_figures(panel, store, fresh)
    counts.pop(store.series_names.get(panel.series.series_id, -1), None)
    digits, best = by_digits(panel), (RARE, -1, fresh, 0)
    for code in sorted(code for code, count in counts.items() if count >= FEWEST):
        row, column, value = of_other(panel, store, names[code])
        equal = same(value, panel.read[row, column], panel.step[row, column]) & fresh[row, column]
        agree, beside = np.zeros(fresh.shape, bool), np.full(fresh.shape, np.nan)
        agree[row[equal], column[equal]] = True
        beside[row, column] = value
        compared = fresh & np.isfinite(beside)
        often = usual(panel.stored == beside, np.isfinite(panel.stored) & np.isfinite(beside) & ~fresh)
        found = unlikely(agree, compared, often, digits)
        if found < best[0]:
            best = found, code, agree, int(compared.sum())
    if best[1] >= 0:
        yield finding("other_series", panel, best[2], codes, other=names[best[1]], compared=best[3])


def _equal_figures(panel: SeriesPanel, store: Store, fresh: Flags) -> Counter[int]:
    """Count by series the stored vintages that equal fresh figures of their region and year."""
    counts: Counter[int] = Counter()
    for row, column in np.argwhere(fresh).tolist():
        value, step = panel.read[row, column], panel.step[row, column]
        room = (step + 1e-9 * abs(value)) * (1 + 1e-6)
        for found in store.near(panel.areas[row], int(panel.years[column]), value - room, value + room):
            counts.update(found.series[same(found.value, value, step)].tolist())
    return counts


def of_years(panel: SeriesPanel, codes: CodeLists) -> Iterator[Doubt]:
    """Find the other years that fresh figures repeat, by the distance: a shifted table repeats all at one distance."""
    found = []
    for repeated in _repeated_years(panel):
        whole = repeated.agree.sum(axis=0) >= THROUGHOUT
        whole &= (repeated.agree | ~asked(panel)).all(axis=0)
        if repeated.agree.sum() >= FEWEST and repeated.unlikely < RARE:
            found.append(repeated)
        elif whole.any():
            found.append(Repeated(0.0, repeated.lag, repeated.agree & whole))
    taken = np.zeros(panel.fresh.shape, bool)
    for repeated in sorted(found, key=lambda one: (one.unlikely, abs(one.lag))):
        left = repeated.agree & ~taken
        if left.sum() >= FEWEST:
            taken |= left
            yield _of_year(panel, left, repeated.lag, codes)


def of_years_across(panels: Sequence[SeriesPanel], codes: CodeLists) -> Iterator[Doubt]:
    """Find years repeated in several series at one distance, of which each has too few figures: one region's table."""
    every = [(panel, repeated) for panel in panels for repeated in _repeated_years(panel)]
    for lag in sorted({repeated.lag for _, repeated in every}, key=abs):
        group = [(panel, repeated) for panel, repeated in every if repeated.lag == lag]
        few = all(repeated.agree.sum() < FEWEST for _, repeated in group)
        if few and len(group) >= FEWEST and sum(repeated.unlikely for _, repeated in group) < RARE:
            for panel, repeated in group:
                yield _of_year(panel, repeated.agree, lag, codes)
            return


def of_regions(panel: SeriesPanel, codes: CodeLists) -> Iterator[Doubt]:
    """Find other regions whose figures, of the same years, fresh ones repeat: complete lines, then single figures."""
    fresh, digits, agree = asked(panel), by_digits(panel), _agreement_of_regions(panel)
    often = usual_between_regions(panel.stored if np.isfinite(panel.stored).any() else panel.read)
    taken = np.zeros(fresh.shape, bool)
    for area, other in np.argwhere(agree.sum(axis=2) >= FEWEST):
        line, compared = np.zeros(fresh.shape, bool), np.zeros(fresh.shape, bool)
        line[area], compared[area] = agree[area, other], fresh[area]
        is_said = taken[area].any() or (taken[other] & line[area]).any()
        if not is_said and unlikely(line, compared, often, digits) < RARE:
            taken |= line
            name, number = codes.area_title(panel.areas[other]), int(compared.sum())
            yield finding("other_region", panel, line, codes, other=name, compared=number)
    single, compared = agree.any(axis=1) & ~taken, fresh & ~taken
    size = len(panel.areas)
    if single.sum() >= FEWEST and unlikely(single, compared, min(often * size, 1.0), digits * size) < RARE:
        area, year = np.argwhere(single)[0]
        other = int(np.flatnonzero(agree[area, :, year])[0])
        name, number = codes.area_title(panel.areas[other]), int(compared.sum())
        yield finding("other_regions", panel, single, codes, other=name, compared=number)


def asked(panel: SeriesPanel) -> Flags:
    """Mark the figures that may be copies; a zero never is."""
    return np.asarray(panel.fresh & (panel.read != 0))


def those_of_year(panel: SeriesPanel, fresh: Flags, lag: int) -> Flags:
    """Mark fresh figures that equal a figure of their region `lag` years later, of the store or of the file."""
    row, column, value = panel.vintages
    return _of_vintages(panel, fresh, row, column - lag, value) | _within(panel, fresh, lag)


def _of_year(panel: SeriesPanel, agree: Flags, lag: int, codes: CodeLists) -> Doubt:
    years = agree.any(axis=0)
    compared = int(asked(panel)[:, years].sum())
    return finding("other_year", panel, agree, codes, other=span(panel.years[years] + lag), compared=compared)


def _repeated_years(panel: SeriesPanel) -> Iterator[Repeated]:
    """Compare fresh figures with every vintage of their region at each distance, and with each other.

    How often that happens legitimately is estimated from the settled figures at the same distance; if there are none,
    from neighbouring years in the rest of the file.
    """
    fresh, digits, width = asked(panel), by_digits(panel), len(panel.years)
    together = panel.together
    settled = np.where(fresh, np.nan, together)
    for lag in chain.from_iterable((-lag, lag) for lag in range(1, width)):
        agree = those_of_year(panel, fresh, lag)
        if not agree.any():
            continue
        moved = _moved(settled, lag)
        often = usual(settled == moved, np.isfinite(settled) & np.isfinite(moved))
        if np.isnan(often):
            rest = together.copy()
            rest[:, agree.any(axis=0)] = np.nan
            often = usual(rest == _moved(rest, 1), np.isfinite(rest) & np.isfinite(_moved(rest, 1)))
        compared = fresh & np.isfinite(_moved(together, lag))
        yield Repeated(unlikely(agree, compared, UNKNOWN if np.isnan(often) else often, digits), lag, agree)


def _of_vintages(panel: SeriesPanel, fresh: Flags, row: Integers, column: Integers, value: Floats) -> Flags:
    """Mark fresh figures that equal a stored vintage, at `column` of its region."""
    inside = (column >= 0) & (column < len(panel.years))
    row, column, value = row[inside], column[inside], value[inside]
    equal = same(value, panel.read[row, column], panel.step[row, column]) & fresh[row, column]
    agree = np.zeros(fresh.shape, bool)
    agree[row[equal], column[equal]] = True
    return agree


def _within(panel: SeriesPanel, fresh: Flags, lag: int) -> Flags:
    """Mark fresh figures that equal another fresh one of the file; of the two the later year, which is the copy."""
    if lag > 0:
        return np.zeros(fresh.shape, bool)
    earlier = np.where(panel.fresh, panel.read, np.nan)
    return same(_moved(earlier, lag), panel.read, panel.step) & fresh


def _moved(values: Floats, lag: int) -> Floats:
    """Return for each year the values of the year that is `lag` later."""
    moved = np.full(values.shape, np.nan)
    if lag > 0:
        moved[:, :-lag] = values[:, lag:]
    else:
        moved[:, -lag:] = values[:, :lag]
    return moved


def _agreement_of_regions(panel: SeriesPanel) -> Flags:
    """Mark, by region of the file, other region and year, the fresh figures that are the other's."""
    fresh, size = asked(panel), len(panel.areas)
    row, column, value = panel.vintages
    inside = np.asarray(fresh.any(axis=0))[column]
    row, column, value = row[inside], column[inside], value[inside]
    agree = np.zeros((size, size, len(panel.years)), bool)
    for area in np.flatnonzero(fresh.any(axis=1)):
        equal = same(value, panel.read[area, column], panel.step[area, column]) & fresh[area, column]
        agree[area, row[equal], column[equal]] = True
        agree[area] |= same(panel.read, panel.read[area], panel.step[area]) & fresh[area] & panel.fresh
        agree[area, area] = False
    return agree
