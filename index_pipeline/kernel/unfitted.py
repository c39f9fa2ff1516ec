"""Refuse indicators that have no value to fit their normalisation on."""

from collections.abc import Collection, Iterable

from index_pipeline.framework.framework import Framework
from index_pipeline.kernel.errors import MethodError

NAMED = 3
"""Indicators that a refusal names; of more it gives the number."""


def refuse_unfitted(
    fitted: Collection[str], known: Collection[str], weighted: Iterable[str], framework: Framework
) -> None:
    """Refuse indicators with weight that have no parameters, as there is no figure to fit them on.

    Args:
        fitted: The indicators that have parameters.
        known: Those that have a value in any year that is scored or fitted on.
        weighted: The indicators with weight, in the order of the tree.
        framework: Gives the reference period.

    Raises:
        MethodError: it names the first of them, and the reference period where they have figures of other years.
    """
    lost = [name for name in weighted if name not in fitted]
    nowhere = [name for name in lost if name not in known]
    if nowhere:
        raise MethodError(
            f"indicator {_listed(nowhere)}: no region has a figure in any year that is scored or fitted on: give it "
            "figures, make it supplementary, or leave it out"
        )
    if lost:
        span = framework.definition.fitted_on
        raise MethodError(
            f"reference_period: {span.first} to {span.last} has no figure of {_listed(lost)} to fit its normalisation "
            "on: take other years, give it goalposts, or leave it out"
        )


def _listed(names: list[str]) -> str:
    more = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
    return ", ".join(names[:NAMED]) + more
