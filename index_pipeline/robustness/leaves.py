"""Indicator scores under every draw; each distinct version is computed once."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from index_pipeline.kernel.arrays import Flags, Floats, Integers
from index_pipeline.kernel.column import OneValue
from index_pipeline.robustness.counts import count_noise, rates
from index_pipeline.robustness.draws import NOISE, Draws
from index_pipeline.robustness.fills import disturbed
from index_pipeline.robustness.indicators import indicator_scores
from index_pipeline.robustness.model import Model

NUMBERS_AT_ONCE = 2_000_000
"""Figures that a step holds at a time: bounds memory, whatever the number of draws."""

NOISE_AT_ONCE = 256
"""Realisations of count noise that share a random stream."""


@dataclass(frozen=True)
class Leaves:
    """Scores of each indicator (version, year, region), and which version each draw takes.

    `own` marks where scores are based on the region's own figures; None if they are everywhere. `noisy` are the scores
    of indicators whose counts or filled values carry noise, by indicator; they have their own versions.
    """

    scores: tuple[Floats, ...]
    own: tuple[Flags | None, ...]
    version: Integers
    noisy: dict[int, Floats]
    noisy_version: Integers

    def repeated(self, times: int) -> "Leaves":
        """Return the scores of the same draws several times over, one after the other."""
        return replace(self, version=np.tile(self.version, times), noisy_version=np.tile(self.noisy_version, times))

    def of(self, rows: Integers) -> tuple[list[Floats], list[Flags | None]]:
        """Return the scores of some draws, with a draw axis of 1 if they all take one version."""
        version = self.version[rows]
        if (version == version[0]).all():
            version = version[:1]
        noisy = self.noisy_version[rows] if self.noisy else version
        return (
            [self.noisy[j][noisy] if j in self.noisy else scores[version] for j, scores in enumerate(self.scores)],
            [None if own is None else own[version] for own in self.own],
        )


def leaves(
    model: Model, draws: Draws, years: Sequence[int], pool: ThreadPoolExecutor, one_value: OneValue = "middle"
) -> Leaves:
    """Score the indicators of `model` under `draws`, for `years`.

    Draws that agree on figures, reference period, treatment and normalisation share scores, except those of indicators
    that carry noise.
    """
    chosen = draws.choices
    figures = chosen["vintage"]
    for name in ("denominators", "averaging", "imputation"):
        figures = figures * model.space.sizes[name] + chosen[name]
    steps = [figures, chosen["reference_period"], chosen["treatment"], chosen["normalisation"]]
    scored = model.figures.axes.at(years)
    columns = list(range(len(model.tree.indicator_ids)))

    keys, version = np.unique(np.stack(steps, axis=1), axis=0, return_inverse=True)
    found = _score(model, columns, keys, None, pool, one_value)[:, :, scored]
    own = model.figures.own[:, keys[:, 0]][:, :, scored] & ~np.isnan(found)
    resting = tuple(None if flags.all() else flags for flags in own)
    noise = [draws.noise[name] for name in NOISE]
    if max(each[0] for each in noise) < 0:
        return Leaves(tuple(found), resting, version, {}, version)
    noisy = sorted({c.indicator for c in model.figures.counts} | {fill.indicator for fill in model.figures.fills})
    rows, row = np.unique(np.stack([*noise, *steps], axis=1), axis=0, return_inverse=True)
    with_noise = _score(model, noisy, rows[:, len(NOISE) :], rows[:, : len(NOISE)], pool, one_value)[:, :, scored]
    return Leaves(tuple(found), resting, version, dict(zip(noisy, with_noise, strict=True)), row)


def _score(
    model: Model,
    columns: list[int],
    keys: Integers,
    noise: Integers | None,
    pool: ThreadPoolExecutor,
    one_value: OneValue,
) -> Floats:
    """Score `columns` for each of `keys`, with a realisation of each of `noise` (key, `draws.NOISE`).

    A key is the version of the figures, and the choices of reference period, treatment and normalisation.

    Returns:
        (indicator, key, year, region).
    """
    axes, options = model.figures.axes.of(columns), model.choices.of(columns)
    size = max(1, min(NUMBERS_AT_ONCE // int(np.prod(axes.shape)), NOISE_AT_ONCE))

    def run(start: int) -> Floats:
        figures, periods, treatments, normalisations = keys[start : start + size].T
        if noise is None:
            values = model.figures.values[columns][:, figures]
        else:
            values = _noisy_values(model, columns, figures, noise[start : start + size].T)
        return indicator_scores(values, periods, treatments, normalisations, options, axes, model.framework, one_value)

    return np.concatenate(list(pool.map(run, range(0, len(keys), size))), axis=1)


def _noisy_values(model: Model, columns: list[int], versions: Integers, noise: Integers) -> Floats:
    """Return the indicators (indicator, draw, year, region) that noisy counts and noisy gaps give."""
    figures, seed = model.figures, model.robustness.seed
    counts = {counted.indicator: counted for counted in figures.counts}
    fills = {fill.indicator: fill for fill in figures.fills}
    of_counts, of_fills = noise
    values = []
    for j in columns:
        x, observed = figures.values[j][versions], figures.observed[j][versions]
        if counted := counts.get(j):
            drawn = _realised(partial(count_noise, counted.counts), of_counts, (seed, 1, j))
            x = np.where(observed, rates(counted, drawn, versions), x)
        if fill := fills.get(j):
            steps = _realised(partial(_steps, x.shape[1:]), of_fills, (seed, 4, j))
            x = disturbed(x, observed, fill, steps.cumsum(1))
        values.append(x)
    return np.stack(values)


def _steps(shape: tuple[int, ...], draws: int, rng: np.random.Generator) -> Floats:
    return rng.standard_normal((draws, *shape))


def _realised(draw: Callable[[int, np.random.Generator], Floats], noise: Integers, seed: tuple[int, ...]) -> Floats:
    """Return the realisations `noise` of what `draw` draws, a stream of random numbers for `NOISE_AT_ONCE` of them."""
    streams = np.unique(noise // NOISE_AT_ONCE)
    drawn = np.stack([draw(NOISE_AT_ONCE, np.random.default_rng([*seed, int(stream)])) for stream in streams])
    return drawn[np.searchsorted(streams, noise // NOISE_AT_ONCE), noise % NOISE_AT_ONCE]
