"""Changes of method: a framework with other weights, methods or years, checked before anything is computed."""

import difflib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from numbers import Real
from operator import index
from typing import Any, Literal, cast

from pydantic import TypeAdapter, ValidationError

from index_pipeline.framework.load import Framework, components
from index_pipeline.framework.method_faults import method_faults
from index_pipeline.framework.methods import Aggregation, Given, Imputation, Normalisation, Treatment, Weighting
from index_pipeline.framework.model import Component, Definition, Years
from index_pipeline.interface.errors import InterfaceError

Method = str | Mapping[str, Any]
"""A method by its name, or with its options as it would stand in `framework.yaml`."""

_ADAPTERS: dict[str, TypeAdapter[Any]] = {
    "weighting": TypeAdapter(Weighting),
    "normalisation": TypeAdapter(Normalisation),
    "aggregation": TypeAdapter(Aggregation),
    "treatment": TypeAdapter(Treatment),
    "imputation": TypeAdapter(Imputation),
}
_Step = Literal["weighting", "normalisation", "aggregation", "treatment", "imputation"]


@dataclass(frozen=True)
class Changes:
    """What differs from a framework; None, or empty, where nothing does. Fields as for `Index.rescore`."""

    weights: Mapping[str, float] | None = None
    weighting: Method | None = None
    normalisation: Method | None = None
    aggregation: Method | Mapping[str, Method] | None = None
    treatment: Method | None = None
    imputation: Sequence[Method] | None = None
    years: tuple[int, int] | None = None
    reference_period: tuple[int, int] | None = None
    drop: Collection[str] = ()


def changed(framework: Framework, changes: Changes) -> Framework:
    """Return `framework` with `changes` made.

    A method of normalisation, treatment or imputation takes the place of every indicator's own, one of weighting or
    aggregation that of every component's. The reference period stays what it is, whatever years are scored.

    Raises:
        InterfaceError: a component, indicator or method is not known, a weight is not positive, nothing is left.
    """
    check_names(framework, changes)
    definition = framework.definition
    update: dict[str, Any] = {
        step: method_of(step, getattr(changes, step))
        for step in ("weighting", "normalisation", "treatment")
        if getattr(changes, step) is not None
    }
    if changes.imputation is not None:
        update["imputation"] = tuple(method_of("imputation", step) for step in changes.imputation)
    if changes.years is not None:
        update |= {"years": _years("years", changes.years), "reference_period": definition.fitted_on}
    if changes.reference_period is not None:
        update["reference_period"] = _years("reference_period", changes.reference_period)
    rules = aggregation_of(changes.aggregation, framework)
    if rules is not None and not isinstance(rules, dict):
        update["aggregation"] = rules
    root = _pruned(definition.index, frozenset(changes.drop))
    if root is None:
        raise InterfaceError(f"drop leaves nothing of {definition.index.id}: keep at least one measured component")
    definition = definition.model_copy(update=update)
    definition = definition.model_copy(update={"index": _node(root, changes, rules, definition.weighting)})
    own: dict[str, Any] = {name: None for name in ("normalisation", "treatment", "imputation") if name in update}
    used = {name for node in components(definition.index) for name in (*node.indicators, *node.supplementary)}
    indicators = {n: i.model_copy(update=own) for n, i in framework.indicators.items() if n in used}
    _refuse_faults(definition, replace(framework, definition=definition, indicators=indicators))
    return replace(framework, definition=definition, indicators=indicators)


def names_of(drop: str | Collection[str]) -> tuple[str, ...]:
    """Return the names to drop, of which a single one may stand by itself."""
    return (drop,) if isinstance(drop, str) else tuple(drop)


def check_names(framework: Framework, changes: Changes) -> None:
    """Refuse weights and drops of what the framework does not have, or of what cannot have them."""
    nodes = {node.id: node for node in components(framework.definition.index)}
    for what, names in (("weights", changes.weights or {}), ("drop", changes.drop)):
        for name in names:
            if name not in nodes and name not in framework.indicators:
                known = [*nodes, *framework.indicators]
                raise InterfaceError(
                    f"{what}: {name} is no component or indicator of {framework.index_id}{near(name, known)}"
                )
            if name == framework.index_id:
                raise InterfaceError(f"{what}: {name} is the index itself: name what is below it")
    for name, weight in (changes.weights or {}).items():
        if name in nodes and nodes[name].not_measured:
            raise InterfaceError(f"weights: {name} is not measured, and cannot have a weight")
        if name in changes.drop:
            raise InterfaceError(f"weights: {name} is to be dropped as well: do one or the other")
        if not isinstance(weight, Real) or not 0 < weight < float("inf"):
            raise InterfaceError(f"weights: {name} is {weight}: a weight is a number above 0; to leave it out, drop it")


def method_of(step: _Step, method: Method) -> Any:
    """Return the model of a method.

    Raises:
        InterfaceError: there is no such method of this step, or an option does not fit it.
    """
    stated = {"method": method} if isinstance(method, str) else method
    try:
        return _ADAPTERS[step].validate_python(dict(stated))
    except ValidationError as error:
        fault = error.errors()[0]
        if fault["type"] in {"union_tag_invalid", "union_tag_not_found"}:
            names = [name.strip(" '") for name in fault.get("ctx", {}).get("expected_tags", "").split(",")]
            name = str(stated.get("method"))
            known = f"; there are: {', '.join(names)}" if names != [""] else ""
            raise InterfaceError(f"{step}: there is no method {name}{near(name, names)}{known}") from None
        where = ".".join(str(part) for part in fault["loc"][1:])
        if fault["type"] == "extra_forbidden":
            raise InterfaceError(f"{step} {stated.get('method')}: it has no option {where}") from None
        raise InterfaceError(f"{step} {stated.get('method')}: {where + ': ' if where else ''}{fault['msg']}") from None


def aggregation_of(stated: Method | Mapping[str, Method] | None, framework: Framework) -> Any:
    """Return the one rule of every component, a dictionary of the rule of each component named, or None.

    Raises:
        InterfaceError: a component or method is not known.
    """
    if stated is None or isinstance(stated, str) or "method" in stated:
        return None if stated is None else method_of("aggregation", cast(Method, stated))
    known = [node.id for node in components(framework.definition.index)]
    for name in stated:
        if name not in known:
            raise InterfaceError(f"aggregation: {name} is no component of {framework.index_id}{near(name, known)}")
    return {name: method_of("aggregation", method) for name, method in stated.items()}


def near(name: str, known: Collection[str]) -> str:
    """Ask whether the known name closest to `name` was meant; empty where none is close."""
    close = difflib.get_close_matches(name, list(known), n=1)
    return f"; did you mean {close[0]}?" if close else ""


def _years(name: str, stated: tuple[int, int]) -> Years:
    try:
        first, last = map(index, stated)
        return Years(first=first, last=last)
    except (TypeError, ValueError):
        raise InterfaceError(f"{name}: {stated} is not a first and a last year, such as (2018, 2023)") from None


def _pruned(node: Component, dropped: frozenset[str]) -> Component | None:
    """Return `node` without what is dropped; None where that leaves nothing measured of a measured component."""
    if node.id in dropped:
        return None
    if node.not_measured:
        return node
    children = tuple(kept for child in node.components if (kept := _pruned(child, dropped)) is not None)
    indicators = {name: weight for name, weight in node.indicators.items() if name not in dropped}
    if not indicators and all(child.not_measured for child in children):
        return None
    supplementary = tuple(name for name in node.supplementary if name not in dropped)
    return node.model_copy(update={"components": children, "indicators": indicators, "supplementary": supplementary})


def _node(node: Component, changes: Changes, rules: Any, weighting: Weighting) -> Component:
    """Return `node` and all below it with the weights and rules that changes give them."""
    weights = changes.weights or {}
    update: dict[str, Any] = {
        "components": tuple(_node(child, changes, rules, weighting) for child in node.components),
        "indicators": node.indicators
        | {name: weights[name] for name in (*node.indicators, *node.supplementary) if name in weights},
        "supplementary": tuple(name for name in node.supplementary if name not in weights),
    }
    if node.id in weights:
        update["weight"] = weights[node.id]
    if changes.weighting is not None:
        update["weighting"] = None
    stated = [name for name in weights if name in _children(node)]
    if stated and not isinstance(update.get("weighting", node.weighting) or weighting, Given):
        _refuse_some(node, stated)
        update["weighting"] = Given(method="given")
    if isinstance(rules, dict):
        update |= {"aggregation": rules[node.id]} if node.id in rules else {}
    elif rules is not None:
        update["aggregation"] = None
    return node.model_copy(update=update)


def _children(node: Component) -> list[str]:
    return [*(child.id for child in node.components if not child.not_measured), *node.indicators]


def _refuse_some(node: Component, stated: Collection[str]) -> None:
    missing = [name for name in _children(node) if name not in stated]
    if missing:
        raise InterfaceError(
            f"weights: {node.id} derives the weights of its children from the figures: give all or none of them; "
            f"{missing[0]} has none"
        )


def _refuse_faults(definition: Definition, framework: Framework) -> None:
    nodes = list(components(definition.index))
    for fault in method_faults(definition, nodes, framework.indicators.values(), framework.ref_areas):
        raise InterfaceError(fault)
