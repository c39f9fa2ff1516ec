"""The figures that draws start from: in each vintage and by each denominator, with counts and gaps that carry noise."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from index_pipeline.framework.alternatives import of_single_years, with_denominators
from index_pipeline.framework.framework import Framework
from index_pipeline.framework.robustness import Robustness
from index_pipeline.kernel.arrays import Axes, Flags, Floats, Integers
from index_pipeline.kernel.cells import axes_of, dense, known
from index_pipeline.kernel.errors import MethodError
from index_pipeline.kernel.imputation import impute
from index_pipeline.kernel.tree import Tree
from index_pipeline.language import Both
from index_pipeline.methods.denominate import denominate_each
from index_pipeline.methods.screen import screen
from index_pipeline.methods.shrink import shrink
from index_pipeline.robustness.choices import Choices, every_indicator
from index_pipeline.robustness.fills import Fill, fill_of


@dataclass(frozen=True)
class Inputs:
    """Tables of one build, and what its alternatives are computed from.

    Attributes:
        indicators: `tables.INDICATORS`.
        weights: `tables.WEIGHTS`.
        rankings: `tables.RANKINGS`.
        observations: `tables.OBSERVATIONS`, the vintage of the build; needed if denominators vary, or means over years.
        first_observations: `tables.OBSERVATIONS` as first published; needed if the vintage varies.
        register_stocks: `tables.REGISTER_STOCKS`; needed with either, if an indicator counts a register.
        normalised: `tables.NORMALISED`; needed if the weighting varies.
        grades: `tables.GRADES`; needed if the weighting varies.
    """

    indicators: pa.Table
    weights: pa.Table
    rankings: pa.Table
    observations: pa.Table | None = None
    first_observations: pa.Table | None = None
    register_stocks: pa.Table | None = None
    normalised: pa.Table | None = None
    grades: pa.Table | None = None


@dataclass(frozen=True)
class Count:
    """The count behind one indicator: entries in force (year, region), and its exposure (version, year, region)."""

    indicator: int
    counts: Floats
    exposure: Floats
    shrunk: bool


@dataclass(frozen=True)
class Figures:
    """Every version of the figures, the build's own first: vintage × denominators × averaging × imputation, in order.

    Arrays are (indicator, version, year, region), of the indicators with weight and the years that are scored or
    fitted on. `values` have their gaps filled; `observed` and `own` mark which were observed, and which are based on
    the region's own figures. `same` (indicator, version) is the first version that has the same figures of the
    indicator: most alternatives change a few.
    """

    axes: Axes
    values: Floats
    observed: Flags
    own: Flags
    same: Integers
    counts: tuple[Count, ...]
    fills: tuple[Fill, ...]


def figures(inputs: Inputs, tree: Tree, options: Choices, framework: Framework, robustness: Robustness) -> Figures:
    """Compute every version of the figures.

    Raises:
        MethodError: a table that an alternative is computed from is missing.
    """
    versions = list(_versions(inputs, framework, robustness))
    screened = [screen(indicators, other) for indicators, other in versions]
    every = axes_of(screened[0], every_indicator(tree, framework))
    given = np.stack([dense(each, "obs_value", every) for each in screened], 1)
    kept = np.stack([known(each, "kept", every) for each in screened])
    exposures = np.stack([_exposures(indicators, every, other) for indicators, other in versions], 1)
    filled = [impute(given, kept, plans, every, framework) for plans in options.imputation]
    used = every.at([*framework.definition.years.range, *framework.definition.fitted_on.range])
    axes = Axes(tree.indicator_ids, tuple(np.array(every.years)[used].tolist()), every.ref_areas)

    def of_all(arrays: Sequence[NDArray[Any]]) -> NDArray[Any]:
        """Return arrays (indicator, version, year, region), one per plan, as one, of the indicators with weight."""
        weighted = np.stack([array[: len(tree.indicator_ids), :, used] for array in arrays], 2)
        return weighted.reshape(len(weighted), -1, *weighted.shape[3:])

    plans = len(options.imputation)
    values, own = of_all([each.values for each in filled]), of_all([each.own for each in filled])
    observed, exposure = of_all([~np.isnan(given)] * plans), of_all([exposures] * plans)
    counted = _counts(inputs.indicators, exposure, axes, framework, robustness) if robustness.count_noise else ()
    fills = (fill_of(j, *each) for j, each in enumerate(zip(values[:, 0], observed[:, 0], strict=True)))
    return Figures(
        axes,
        values,
        observed,
        own,
        np.array([_first_alike(*each) for each in zip(values, observed, own, exposure, strict=True)]),
        counted,
        tuple(fill for fill in fills if fill) if robustness.fill_noise else (),
    )


def _versions(inputs: Inputs, framework: Framework, robustness: Robustness) -> Iterator[tuple[pa.Table, Framework]]:
    """Yield the indicators in each vintage, by each choice of denominators and averaging, and what they follow from."""
    frameworks: list[Framework] = []
    for denominators in ({}, *robustness.denominators):
        other = with_denominators(framework, denominators)
        frameworks += [other, of_single_years(other)] if robustness.single_years else [other]
    for vintage in range(1 + robustness.first_vintage):
        built = [] if vintage else [inputs.indicators]
        others = frameworks[len(built) :]
        found = denominate_each(*_sources(inputs, vintage), others) if others else []
        shrunk = [shrink(indicators, other) for indicators, other in zip(found, others, strict=True)]
        yield from zip([*built, *shrunk], frameworks, strict=True)


def _first_alike(*arrays: NDArray[Any]) -> list[int]:
    """Return for each version the first one in which all arrays (version, …) are the same."""
    seen: dict[bytes, int] = {}
    return [seen.setdefault(b"".join(array[v].tobytes() for array in arrays), v) for v in range(len(arrays[0]))]


def _counts(
    indicators: pa.Table, exposures: Floats, axes: Axes, framework: Framework, robustness: Robustness
) -> tuple[Count, ...]:
    numerators = dense(indicators, "numerator", axes)
    found = []
    for j, name in enumerate(axes.indicator_ids):
        indicator = framework.indicators[name]
        if indicator.is_stock_count and (indicator.over is None or not robustness.single_years):  # one for all versions
            shrunk = indicator.small_counts is not None
            found.append(Count(j, numerators[j], exposures[j], shrunk))
    return tuple(found)


def _exposures(indicators: pa.Table, axes: Axes, framework: Framework) -> Floats:
    """Return what each numerator is divided by: denominator over multiplier, or 1 over multiplier."""
    exposures = dense(indicators, "denominator", axes)
    for j, name in enumerate(axes.indicator_ids):
        if framework.indicators[name].denominator is None and framework.indicators[name].is_ratio:
            exposures[j] = 1.0
        exposures[j] /= framework.indicators[name].multiplier
    return exposures


def _sources(inputs: Inputs, vintage: int) -> tuple[pa.Table, pa.Table]:
    observations = inputs.first_observations if vintage else inputs.observations
    if observations is None:
        wanted = (
            Both("the vintage", "数据版次") if vintage else Both("denominators or means over years", "分母或多年平均")
        )
        raise MethodError(
            Both(
                f"robustness varies {wanted.en}, and is not given the observations to compute it from",
                f"robustness 需变动{wanted.zh}，但没有提供用于计算的数据",
            )
        )
    if inputs.register_stocks is None:
        raise MethodError(
            Both(
                "robustness varies the figures, and is not given the register stocks that count towards some",
                "robustness 需变动数据，但没有提供部分指标所计的名录在册数",
            )
        )
    return observations, inputs.register_stocks
