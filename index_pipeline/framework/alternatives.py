"""Other choices of what indicators are computed from, as the uncertainty analysis draws them or a person asks."""

from collections.abc import Mapping
from dataclasses import replace

from index_pipeline.framework.framework import Framework
from index_pipeline.framework.quantities import FIXED_MULTIPLIERS, SeriesQuantity
from index_pipeline.framework.robustness import Denominator


def with_denominators(framework: Framework, others: Mapping[str, Denominator]) -> Framework:
    """Return the framework with other denominators of the indicators named, in the same unit."""
    changed = {
        name: framework.indicators[name].model_copy(
            update={
                "denominator": SeriesQuantity(series=other.series),
                "multiplier": FIXED_MULTIPLIERS.get(framework.indicators[name].formula.method, other.multiplier),
            }
        )
        for name, other in others.items()
    }
    return replace(framework, indicators=framework.indicators | changed)


def of_single_years(framework: Framework) -> Framework:
    """Return the framework with values of single years in place of means over years."""
    single = {name: each.model_copy(update={"over": None}) for name, each in framework.indicators.items()}
    return replace(framework, indicators=single)
