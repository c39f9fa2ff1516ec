"""Repeats: a few regions whose figure of a new year is that of the year before, as where their lines were not updated.

Copies of many figures are for `copies`. A few are told from chance by what the series does: how often its figures stay
as they were, and how often they change so little that they may round to the same digits.
"""

import math
from collections.abc import Iterator

import numpy as np

from index_pipeline.framework.codes import CodeLists
from index_pipeline.kernel.arrays import Flags, Floats
from index_pipeline.sources.net.chance import by_digits, unlikely
from index_pipeline.sources.net.copies import FEWEST, asked, those_of_year
from index_pipeline.sources.net.finding import Doubt, finding
from index_pipeline.sources.net.panel import SeriesPanel, lagged

SELDOM = math.log(1e-3)
"""Natural logarithm of the probability below which so many repeated figures are not chance.

Of 1,281 years of the shipped store, each compared with the years before it, none would be asked about, nor would any be
if a single figure sufficed. Of three figures replaced by those of the year before, in 543 of them, 456 would be.
"""

UNSEEN = 0.1
"""Figures that stay, added to those of the known years: what a short history does not show happens nevertheless."""

EXACT = 1e-3
"""Chance by digits of a figure of four digits; one of fewer digits is not compared."""

LITTLE = 0.02
"""Relative change up to which changes are counted, to learn how many are too small to show."""


def repeats(panel: SeriesPanel, codes: CodeLists) -> Iterator[Doubt]:
    """Find years in which three or more fresh figures, not most, are those of the year before to the last digit."""
    compared = asked(panel) & panel.assessed[:, None] & (by_digits(panel) <= EXACT)
    compared &= np.isfinite(lagged(panel.together, 1))
    agree = those_of_year(panel, compared, -1)
    for year in np.flatnonzero(agree.sum(axis=0) >= FEWEST).tolist():
        own, others = np.zeros(agree.shape, bool), np.zeros(agree.shape, bool)
        own[:, year], others[:, year] = agree[:, year], compared[:, year]
        stays, chance = _usual(panel, own, year)
        if unlikely(own, others, stays, chance) < SELDOM:
            before, number = int(panel.years[year]) - 1, int(others.sum())
            yield finding("not_updated", panel, own, codes, other=before, compared=number)


def _usual(panel: SeriesPanel, repeated: Flags, year: int) -> tuple[float, Floats]:
    """Return how often the figures of the other years stay, and how likely each changes too little to show.

    The second is the density of small changes, in the other years or in this one if that is higher, times the relative
    size of a figure's last digit.
    """
    known = np.where(panel.assessed[:, None] & (panel.together > 0), panel.together, np.nan)
    with np.errstate(divide="ignore", invalid="ignore"):
        change = np.abs(np.log(known / lagged(known, 1)))
        chance = panel.step / np.abs(panel.read)
    change[repeated] = np.nan
    history = np.delete(change, year, axis=1)
    history = history[np.isfinite(history)]
    stays = (int((history == 0).sum()) + UNSEEN) / (len(history) + 1)
    return stays, np.clip(chance * max(_density(history), _density(change[:, year])), 1e-6, 0.9)


def _density(changes: Floats) -> float:
    """Return the share of changes per unit of relative change, up or down, among the smallest ones."""
    moved = changes[np.isfinite(changes) & (changes > 0)]
    if not len(moved):
        return 0.0
    width = min(LITTLE, float(np.median(moved)))
    return float((moved <= width).mean()) / (2 * width)
