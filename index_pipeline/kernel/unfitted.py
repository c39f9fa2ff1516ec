"""Refuse indicators that have no value to fit their normalisation on."""

from collections.abc import Collection, Iterable

from index_pipeline.framework.framework import Framework
from index_pipeline.kernel.errors import MethodError, said
from index_pipeline.language import Both

NAMED = 3
"""The most indicators that a refusal names; if there are more, it gives their number."""


def refuse_unfitted(
    fitted: Collection[str], known: Collection[str], weighted: Iterable[str], framework: Framework
) -> None:
    """Refuse indicators with weight that have no parameters because there is no figure to fit them on.

    Args:
        fitted: The indicators that have parameters.
        known: Those that have a value in any year that is scored or fitted on.
        weighted: The indicators with weight, in the order of the tree.
        framework: Gives the reference period.

    Raises:
        MethodError: it names the first of them, and the reference period if they have figures of other years.
    """
    lost = [name for name in weighted if name not in fitted]
    nowhere = [name for name in lost if name not in known]
    if nowhere:
        raise MethodError.at(said("indicator", name=_listed(nowhere)), said("no_figure"))
    if lost:
        span = framework.definition.fitted_on
        raise MethodError(said("no_figure_in_period", first=span.first, last=span.last, names=_listed(lost)))


def _listed(names: list[str]) -> str | Both:
    first = ", ".join(names[:NAMED])
    return said("and_more", names=first, count=len(names) - NAMED) if len(names) > NAMED else first
