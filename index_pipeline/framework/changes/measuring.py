"""Turn an unmeasured theme into a measured one: its indicators and its weight, as a change of `framework.yaml`."""

from collections.abc import Iterator, Mapping

import yaml

from index_pipeline.errors import UserError
from index_pipeline.framework.changes.yaml_lines import TextEdit, changed, end_of, fields, get, scalar
from index_pipeline.framework.framework import components
from index_pipeline.framework.model import MEASURED_THEMES, Component, Definition
from index_pipeline.language import Bilingual


class MeasureError(UserError):
    """A theme cannot be measured in this way; the message says why, in Chinese and English."""


def with_measured(
    text: str,
    definition: Definition,
    theme: str,
    indicators: Mapping[str, float],
    weight: float | None = None,
    edition: str | None = None,
) -> str:
    """Return the content of `framework.yaml` in which a theme is measured.

    The field `not_measured` is replaced by `indicators`; all else keeps its layout. Weights follow the rule that the
    others show: `weight: measured_themes` stays unchanged; a component whose siblings weigh as many points as they have
    measured parts weighs one more; the theme weighs what its measured siblings weigh.

    Args:
        text: Content of the file.
        definition: As loaded from it.
        theme: Identifier of a component that is not measured and has no components of its own.
        indicators: Weight of each indicator within it.
        weight: Weight of the theme, if its siblings show no rule.
        edition: Name of the edition that this makes; otherwise it keeps its name.

    Raises:
        MeasureError: there is no such theme, it is measured already, or its weight follows from no rule.
    """
    path = _path(definition.index, theme)
    node = path[-1]
    if node.not_measured is None or node.components:
        raise MeasureError(
            Bilingual(
                f"{theme}: it is measured already, or it is not a theme", f"{theme}：已有三级指标，或不是二级指标"
            )
        )
    root = yaml.compose(text, Loader=yaml.SafeLoader)
    assert isinstance(root, yaml.MappingNode), "a framework that was loaded is a mapping"
    nodes = {scalar(get(found, "id")): found for found in _nodes(root)}
    changes = list(_measured(text, nodes[theme], indicators))
    own = _weight(definition, path, weight)
    if own != node.weight:
        changes += fields(text, nodes[theme], "weight", f"{own:.10g}", after="title")
    if len(path) > 2:
        parent = path[-2]
        derived = scalar(get(nodes[parent.id], "weight")) == MEASURED_THEMES
        if not derived and counts_themes(path[-3], nodes):
            changes += fields(text, nodes[parent.id], "weight", f"{parent.weight + 1:.10g}", after="id")
    if edition is not None:
        changes += fields(text, root, "edition", edition, after="id")
    return changed(text, changes)


def counts_themes(component: Component, nodes: Mapping[str, yaml.MappingNode]) -> bool:
    """Return whether the components of one weigh, as written, as many points as they have measured parts."""
    measured = [child for child in component.components if child.not_measured is None]
    written = all(get(nodes[child.id], "weight") is not None for child in measured)
    return written and all(child.weight == _parts(child) for child in measured)


def _parts(component: Component) -> int:
    return sum(child.not_measured is None for child in component.components)


def _path(root: Component, name: str) -> list[Component]:
    """Return the components from the root down to the one of that name."""
    if root.id == name:
        return [root]
    for child in root.components:
        if any(node.id == name for node in components(child)):
            return [root, *_path(child, name)]
    unmeasured = ", ".join(node.id for node in components(root) if node.not_measured)
    raise MeasureError(
        Bilingual(
            f"the tree has no component {name}; not measured are {unmeasured}",
            f"指标体系中没有二级指标 {name}；未测量的有 {unmeasured}",
        )
    )


def _weight(definition: Definition, path: list[Component], given: float | None) -> float:
    """Return the weight of a theme: the argument, or what its measured siblings weigh."""
    if given is not None:
        return given
    siblings = [child for child in path[-2].components if child.not_measured is None] if len(path) > 1 else []
    weights = {child.weight for child in siblings}
    if definition.experts or len(weights) > 1:
        raise MeasureError(
            Bilingual(
                f"{path[-1].id}: the weights are those of experts, or differ: give this one with --weight",
                f"{path[-1].id}：权重由专家给出或各不相同，请用 --weight 给出",
            )
        )
    return weights.pop() if weights else path[-1].weight


def _measured(text: str, node: yaml.MappingNode, indicators: Mapping[str, float]) -> Iterator[TextEdit]:
    """Replace `not_measured` by `indicators`."""
    key, value = next((key, value) for key, value in node.value if key.value == "not_measured")
    if node.flow_style:
        inner = ", ".join(f"{name}: {weight:.10g}" for name, weight in indicators.items())
        yield TextEdit(key.start_mark.index, value.end_mark.index, f"indicators: {{{inner}}}")
        return
    newline = "\r\n" if "\r\n" in text else "\n"
    indent = " " * (key.start_mark.column + 2)
    lines = [f"{indent}{name}: {weight:.10g}" for name, weight in indicators.items()]
    yield TextEdit(key.start_mark.index, end_of(value), newline.join(["indicators:", *lines]))


def _nodes(node: yaml.Node) -> Iterator[yaml.MappingNode]:
    """Yield the components of a tree."""
    if isinstance(node, yaml.MappingNode):
        index = get(node, "index")
        if index is not None:
            yield from _nodes(index)
            return
        yield node
        children = get(node, "components")
        for child in children.value if children is not None else ():
            yield from _nodes(child)
