"""Weights written into `framework.yaml`: only the numbers change; comments, order and layout are unchanged."""

from collections.abc import Iterator, Mapping

import yaml

from index_pipeline.framework.changes.yaml_lines import TextEdit, changed, fields, get, scalar

WeightsByComponent = Mapping[str, Mapping[str, float]]
"""By component, the weight of each of its measured components and indicators."""


def with_weights(text: str, weights: WeightsByComponent, experts: tuple[str, int], varied: str | None = None) -> str:
    """Return `text`, the content of a valid `framework.yaml`, with other weights.

    Args:
        text: Content of the file.
        weights: Components that are not named keep theirs. Written with ten significant digits.
        experts: Method and number of the experts, written as the field `experts`.
        varied: What is written as `robustness.weights`, in YAML's flow style; None leaves it unchanged.

    Returns:
        The text, equal to `text` outside of the weights and of these fields.
    """
    root = yaml.compose(text, Loader=yaml.SafeLoader)
    assert isinstance(root, yaml.MappingNode), "a framework that was loaded is a mapping"
    changes = [*fields(text, root, "experts", f"{{method: {experts[0]}, number: {experts[1]}}}", after="edition")]
    changes += _component(text, next(value for key, value in root.value if key.value == "index"), weights)
    if varied is not None:
        robustness = get(root, "robustness")
        if isinstance(robustness, yaml.MappingNode) and robustness.value:
            changes += fields(text, robustness, "weights", varied, after=robustness.value[0][0].value)
        else:
            changes += fields(text, root, "robustness", f"{{weights: {varied}}}", after="edition")
    return changed(text, changes)


def _component(text: str, node: yaml.MappingNode, weights: WeightsByComponent) -> Iterator[TextEdit]:
    own = weights.get(scalar(get(node, "id")), {})
    children = get(node, "components")
    for child in children.value if children else ():
        name = scalar(get(child, "id"))
        if name in own:
            yield from fields(text, child, "weight", f"{own[name]:.10g}", after="id")
        yield from _component(text, child, weights)
    indicators = get(node, "indicators")
    for key, value in indicators.value if indicators else ():
        if key.value in own:
            yield TextEdit(value.start_mark.index, value.end_mark.index, f"{own[key.value]:.10g}")
