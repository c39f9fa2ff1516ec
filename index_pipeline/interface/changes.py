"""Changes of method: a framework with other weights, methods or years, checked before anything is computed."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from numbers import Real
from operator import index
from types import MappingProxyType
from typing import Any, Literal

from pydantic import TypeAdapter, ValidationError

from index_pipeline.framework.fault import Fault
from index_pipeline.framework.faults.fields import invalid
from index_pipeline.framework.faults.methods import method_faults
from index_pipeline.framework.framework import Framework, components
from index_pipeline.framework.methods import Aggregation, Imputation, Normalisation, Treatment, Weighting
from index_pipeline.framework.methods.record import GREATEST_WEIGHT, LEAST_WEIGHT, Record
from index_pipeline.framework.model import Component, Definition
from index_pipeline.framework.years import ScoredYears
from index_pipeline.interface.errors import InterfaceError, refusal
from index_pipeline.interface.stated import Changes, Method
from index_pipeline.interface.tree import completed, promoted, pruned, reweighed
from index_pipeline.interface.values import measured_otherwise
from index_pipeline.language import Both
from index_pipeline.unknown_names import near

_ADAPTERS: dict[str, TypeAdapter[Any]] = {
    "weighting": TypeAdapter(Weighting),
    "normalisation": TypeAdapter(Normalisation),
    "aggregation": TypeAdapter(Aggregation),
    "treatment": TypeAdapter(Treatment),
    "imputation": TypeAdapter(Imputation),
}
_Step = Literal["weighting", "normalisation", "aggregation", "treatment", "imputation"]


def changed(framework: Framework, changes: Changes, published: Mapping[str, float] = MappingProxyType({})) -> Framework:
    """Return `framework` with `changes` made.

    Where weights are derived and only some of a component's children are given one, the others keep their `published`
    weights, unless `changes` derives them otherwise.

    A method of normalisation, treatment or imputation replaces every indicator's own, one of weighting or
    aggregation every component's. The reference period is unchanged, whatever years are scored.

    Raises:
        InterfaceError: a component, indicator or method is not known, a weight is not positive, nothing is left.
    """
    check_names(framework, changes)
    framework = measured_otherwise(
        framework, changes.denominators, changes.directions, changes.indicators, single_years=changes.single_years
    )
    weightings = by_component("weighting", changes.weighting, framework)
    rules = by_component("aggregation", changes.aggregation, framework)
    update = _update(framework.definition, changes, weightings, rules)
    definition = framework.definition.model_copy(update=update)
    root = _root(definition, changes, published, weightings, rules)
    definition = definition.model_copy(update={"index": root})
    own: dict[str, Any] = {name: None for name in ("normalisation", "treatment", "imputation") if name in update}
    used = {name for node in components(root) for name in (*node.indicators, *node.supplementary)}
    indicators = {n: i.model_copy(update=own) for n, i in framework.indicators.items() if n in used}
    found = replace(framework, definition=definition, indicators=indicators)
    for fault in method_faults(
        definition, list(components(root)), indicators.values(), framework.codes, found.ref_areas
    ):
        raise refusal([fault])
    return found


def _update(definition: Definition, changes: Changes, weightings: Any, rules: Any) -> dict[str, Any]:
    """Return the fields of the framework, the tree aside, that `changes` replaces."""
    update: dict[str, Any] = {
        step: method_of(step, getattr(changes, step))
        for step in ("normalisation", "treatment")
        if getattr(changes, step) is not None
    }
    if changes.imputation is not None:
        update["imputation"] = tuple(method_of("imputation", step) for step in changes.imputation)
    if changes.years is not None:
        update |= {"years": _years("years", changes.years), "reference_period": definition.fitted_on}
    if changes.reference_period is not None:
        update["reference_period"] = _years("reference_period", changes.reference_period)
    for name, method in (("weighting", weightings), ("aggregation", rules)):
        if method is not None and not isinstance(method, dict):
            update[name] = method
    return update


def _root(
    definition: Definition, changes: Changes, published: Mapping[str, float], weightings: Any, rules: Any
) -> Component:
    """Return the tree with other elements, weights and rules; `definition` has its other fields changed already."""
    root = pruned(promoted(definition.index, changes.weights), frozenset(changes.drop))
    if root is None:
        raise InterfaceError(
            Both(
                f"drop leaves nothing of {definition.index.id}: keep at least one measured component",
                f"drop 之后 {definition.index.id} 已无内容：至少保留一个已测算的下级指标",
            )
        )
    weights: Mapping[str, float] = changes.weights
    if weightings is None or isinstance(weightings, dict):
        weights, gone = completed(root, weights, published, definition.weighting, weightings or {})
        root = pruned(root, gone) or root
    return reweighed(root, weights, rules, definition.weighting, weightings)


def check_names(framework: Framework, changes: Changes) -> None:
    """Refuse weights and drops of elements that the framework does not have, or that cannot have them."""
    nodes = {node.id: node for node in components(framework.definition.index)}
    for what, names in (("weights", changes.weights), ("drop", changes.drop)):
        for name in names:
            _refuse_unknown(what, name, [*nodes, *framework.indicators], framework)
    measured = {n.id for n in components(promoted(framework.definition.index, changes.weights)) if not n.not_measured}
    for name, weight in changes.weights.items():
        if name in nodes and name not in measured:
            others = ", ".join(nodes[name].supplementary)
            hint = Both(f": weigh one of {others}, and it is measured", f"：给 {others} 之一权重，即纳入测算")
            raise InterfaceError(
                Both(
                    f"weights: {name} is not measured, and cannot have a weight{hint.en if others else ''}",
                    f"weights：{name} 未纳入测算，不能有权重{hint.zh if others else ''}",
                )
            )
        if name in changes.drop:
            raise InterfaceError(
                Both(
                    f"weights: {name} is to be dropped as well: do one or the other",
                    f"weights：{name} 同时要去掉：请二者择一",
                )
            )
        _refuse_no_weight(name, weight)


def _refuse_unknown(what: str, name: str, known: Sequence[str], framework: Framework) -> None:
    if name not in known:
        close = near(name, known)
        raise InterfaceError(
            Both(
                f"{what}: {name} is not a component or indicator of {framework.index_id}{close.en}",
                f"{what}：{name} 不是 {framework.index_id} 的各级指标{close.zh}",
            )
        )
    if name == framework.index_id:
        raise InterfaceError(
            Both(
                f"{what}: {name} is the index itself: name what is below it",
                f"{what}：{name} 是指数本身：请写其下的名称",
            )
        )


def _refuse_no_weight(name: str, weight: float) -> None:
    if isinstance(weight, bool) or not isinstance(weight, Real) or not 0 < weight < float("inf"):
        stated = weight if isinstance(weight, Real | str) else type(weight).__name__
        raise InterfaceError(
            Both(
                f"weights: {name} is {stated!r}: a weight is a number above 0; to leave it out, drop it",
                f"weights：{name} 为 {stated!r}：权重须为大于0的数；要去掉请用 drop",
            )
        )
    if not LEAST_WEIGHT <= weight <= GREATEST_WEIGHT:
        limits = {"least": LEAST_WEIGHT, "greatest": GREATEST_WEIGHT}
        raise refusal([Fault.of("extreme_weight", "weights", name, given=f"{weight:g}", **limits)])


def method_of(step: _Step, method: Method | Record) -> Any:
    """Return the model of a method; one that is a model already is returned as it is.

    Raises:
        InterfaceError: there is no such method of this step, or an option does not fit it.
    """
    if isinstance(method, Record):
        return method
    if not isinstance(method, (str, Mapping)):
        raise refusal([Fault.of("not_a_method", step, name=method)])
    stated = {"method": method} if isinstance(method, str) else dict(method)
    try:
        return _ADAPTERS[step].validate_python(stated)
    except ValidationError as error:
        raise refusal(invalid(error, {step: stated}, (step,))) from None


def by_component(step: Literal["weighting", "aggregation"], stated: Any, framework: Framework) -> Any:
    """Return the one method of every component, a dictionary of the method of each component named, or None.

    Raises:
        InterfaceError: a component or method is not known.
    """
    if stated is None:
        return None
    if not isinstance(stated, Mapping) or "method" in stated:
        return method_of(step, stated)
    known = [node.id for node in components(framework.definition.index)]
    for name in stated:
        if name not in known:
            close = near(name, known)
            raise InterfaceError(
                Both(
                    f"{step}: {name} is not a component of {framework.index_id}{close.en}",
                    f"{step}：{name} 不是 {framework.index_id} 的总指数、一级或二级指标{close.zh}",
                )
            )
    return {name: method_of(step, method) for name, method in stated.items()}


def _years(name: str, stated: tuple[int, int]) -> ScoredYears:
    try:
        first, last = map(index, stated)
        return ScoredYears(first=first, last=last)
    except (TypeError, ValueError):
        raise InterfaceError(
            Both(
                f"{name}: {stated} is not a first and a last year, such as (2018, 2023)",
                f"{name}：{stated} 不是起止年份，如 (2018, 2023)",
            )
        ) from None
