"""Indicator scores under every draw; each distinct one is computed once."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from index_pipeline.kernel.arrays import Flags, Floats, Integers, combinations
from index_pipeline.kernel.column import OneValue
from index_pipeline.robustness.counts import count_noise, rates
from index_pipeline.robustness.draws import NOISE, Draws
from index_pipeline.robustness.fills import disturbed
from index_pipeline.robustness.indicators import indicator_scores
from index_pipeline.robustness.model import Model
from index_pipeline.robustness.streams import COUNT_NOISE, FILL_NOISE

NUMBERS_AT_ONCE = 2_000_000
"""Scores that are computed together, of all indicators: bounds memory besides what the scores themselves take."""

NOISE_AT_ONCE = 256
"""Realisations of noise that share a random stream."""


@dataclass(frozen=True)
class Leaves:
    """Scores of each indicator, (score, year, region), and which of them each draw takes.

    Attributes:
        scores: Of each indicator.
        own: Where they are based on the region's own figures; None if they are everywhere.
        taken: The score that each draw takes, (indicator, draw).
        combination: Number of each draw's combination of figures, reference period, treatment and normalisation; draws
            that share it differ in noise only.
    """

    scores: tuple[Floats, ...]
    own: tuple[Flags | None, ...]
    taken: Integers
    combination: Integers

    def part(self, rows: slice) -> "Leaves":
        """Return the scores of some of the draws."""
        return replace(self, taken=self.taken[:, rows], combination=self.combination[rows])

    def repeated(self, times: int) -> "Leaves":
        """Return the scores of the same draws several times over, one after the other."""
        return replace(self, taken=np.tile(self.taken, times), combination=np.tile(self.combination, times))

    def of(self, rows: Integers) -> tuple[list[Floats], list[Flags | None]]:
        """Return the scores of some draws, with a draw axis of 1 if all of them take the same of an indicator."""
        taken = self.taken[:, rows]
        one = (taken == taken[:, :1]).all(1)
        at = [each[:1] if alone else each for each, alone in zip(taken, one, strict=True)]
        return (
            [scores[each] for scores, each in zip(self.scores, at, strict=True)],
            [None if own is None else own[each] for own, each in zip(self.own, at, strict=True)],
        )


@dataclass(frozen=True)
class _Request:
    """What the draws need of an indicator.

    Attributes:
        figures: Its figures, (figure, 3), in this order: the realisation of each of `NOISE`, −1 for none, and their
            version. Those with one noise follow one another, so that a block draws it once.
        scores: Its scores, (score, 4): the position in `figures`, and the choices of `METHODS`.
        taken: The score that each draw takes.
    """

    figures: Integers
    scores: Integers
    taken: Integers


METHODS = ("reference_period", "treatment", "normalisation")
"""What a score depends on besides the figures."""


def leaves(model: Model, draws: Draws, years: Sequence[int], one_value: OneValue = "middle") -> Leaves:
    """Score the indicators of `model` under `draws`, for `years`.

    Draws that agree on an indicator's figures, their noise, reference period, treatment and normalisation share scores.
    """
    figures, chosen = model.figures, draws.choices
    version = chosen["vintage"]
    for name in ("denominators", "averaging", "imputation"):
        version = version * model.space.sizes[name] + chosen[name]
    methods = [chosen[name] for name in METHODS]
    noisy = {
        "count_noise": {each.indicator for each in figures.counts},
        "fill_noise": {f.indicator for f in figures.fills},
    }
    found: dict[tuple[object, ...], _Request] = {}
    requests = []
    for j, same in enumerate(figures.same):
        carried = [j in noisy[name] for name in NOISE]
        kind = (same.tobytes(), *carried)
        if kind not in found:
            noise = [np.where(carries, draws.noise[name], -1) for name, carries in zip(NOISE, carried, strict=True)]
            rows, figure = combinations(*noise, same[version])
            found[kind] = _Request(rows, *combinations(figure, *methods))
        requests.append(found[kind])
    scored = figures.axes.at(years)
    scores = _scores(model, requests, scored, one_value)
    own = [
        figures.own[j][request.figures[request.scores[:, 0], -1]][:, scored] & ~np.isnan(scores[j])
        for j, request in enumerate(requests)
    ]
    return Leaves(
        tuple(scores),
        tuple(None if each.all() else each for each in own),
        np.stack([each.taken for each in requests]),
        combinations(version, *methods)[1],
    )


def _scores(model: Model, requests: Sequence[_Request], scored: Flags, one_value: OneValue) -> list[Floats]:
    """Return the scores (score, year, region) of each indicator in the years `scored`."""
    axes, choices = model.figures.axes, model.choices
    _, years, regions = axes.shape
    scores = [np.empty((len(request.scores), int(scored.sum()), regions)) for request in requests]
    numbers = np.array([len(each) for each in scores])
    for block in _blocks(numbers, max(1, NUMBERS_AT_ONCE // (years * regions))):
        among = list(block)
        values, chosen = zip(*(_part(model, j, requests[j], rows) for j, rows in block.items()), strict=True)
        found = indicator_scores(values, chosen, choices.of(among), axes.of(among), model.framework, one_value)
        for (j, rows), each in zip(block.items(), found, strict=True):
            scores[j][rows] = each[:, scored]
    return scores


def _blocks(numbers: Integers, size: int) -> Iterator[dict[int, slice]]:
    """Yield the rows of each indicator, which has `numbers` of them, that are computed together: `size` at a time."""
    first = np.cumsum(numbers) - numbers
    for start in range(0, int(numbers.sum()), size):
        ends = np.clip([start - first, start + size - first], 0, numbers)
        yield {j: slice(*rows) for j, rows in enumerate(ends.T.tolist()) if rows[1] > rows[0]}


def _part(model: Model, indicator: int, request: _Request, rows: slice) -> tuple[Floats, Integers]:
    """Return the figures that some scores of an indicator need, and what each of these scores is computed from."""
    chosen = request.scores[rows]
    first, last = chosen[[0, -1], 0]  # in the order of the figures, of which each has a score
    return _values(model, indicator, request.figures[first : last + 1]), chosen - [first, 0, 0, 0]


def _values(model: Model, indicator: int, rows: Integers) -> Floats:
    """Return the figures (figure, year, region) of an indicator that `rows` of a request ask for."""
    figures, seed = model.figures, model.robustness.seed
    of_counts, of_fills, versions = rows.T
    x: Floats = figures.values[indicator][versions]
    observed = figures.observed[indicator][versions]
    counted = next((each for each in figures.counts if each.indicator == indicator), None)
    if counted and (of_counts >= 0).any():
        at = _all_or_some(of_counts >= 0)
        drawn = _realised(partial(count_noise, counted.counts), of_counts[at], (seed, COUNT_NOISE, indicator))
        x[at] = np.where(observed[at], rates(counted, drawn, versions[at]), x[at])
    fill = next((each for each in figures.fills if each.indicator == indicator), None)
    if fill and (of_fills >= 0).any():
        at = _all_or_some(of_fills >= 0)
        steps = _realised(partial(_steps, x.shape[1:]), of_fills[at], (seed, FILL_NOISE, indicator))
        x[at] = disturbed(x[at], observed[at], fill, steps.cumsum(1))
    return x


def _all_or_some(chosen: Flags) -> Flags | slice:
    """Return the rows that are chosen, as a slice if all are: then none is copied."""
    return slice(None) if chosen.all() else chosen


def _steps(shape: tuple[int, ...], draws: int, rng: np.random.Generator) -> Floats:
    return rng.standard_normal((draws, *shape))


def _realised(draw: Callable[[int, np.random.Generator], Floats], noise: Integers, seed: tuple[int, ...]) -> Floats:
    """Return the realisations `noise` of what `draw` draws, a stream of random numbers for `NOISE_AT_ONCE` of them."""
    streams = np.unique(noise // NOISE_AT_ONCE)
    drawn = np.stack([draw(NOISE_AT_ONCE, np.random.default_rng([*seed, int(stream)])) for stream in streams])
    return drawn[np.searchsorted(streams, noise // NOISE_AT_ONCE), noise % NOISE_AT_ONCE]
