"""Weights written into `framework.yaml`: only the numbers change; comments, order and layout stay as they are."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

import yaml

Weights = Mapping[str, Mapping[str, float]]
"""By component, the weight of each of its measured components and indicators."""


class TextEdit(NamedTuple):
    """The text that takes the place of `text[start:end]`."""

    start: int
    end: int
    text: str


def with_weights(text: str, weights: Weights, experts: tuple[str, int], varied: str | None = None) -> str:
    """Return `text`, the content of a valid `framework.yaml`, with other weights.

    Args:
        text: As it is in the file.
        weights: Components that are not named keep theirs. Written with ten significant digits.
        experts: Method and number of the experts, written as the field `experts`.
        varied: What is written as `robustness.weights`, in YAML's flow style; None leaves it as it is.

    Returns:
        The text, equal to `text` outside of the weights and of these fields.
    """
    root = yaml.compose(text, Loader=yaml.SafeLoader)
    assert isinstance(root, yaml.MappingNode), "a framework that was loaded is a mapping"
    changes = [*_field(text, root, "experts", f"{{method: {experts[0]}, number: {experts[1]}}}", after="edition")]
    changes += _component(text, next(value for key, value in root.value if key.value == "index"), weights)
    if varied is not None:
        robustness = _get(root, "robustness")
        if isinstance(robustness, yaml.MappingNode) and robustness.value:
            changes += _field(text, robustness, "weights", varied, after=robustness.value[0][0].value)
        else:
            changes += _field(text, root, "robustness", f"{{weights: {varied}}}", after="edition")
    for change in sorted(changes, reverse=True):
        text = text[: change.start] + change.text + text[change.end :]
    return text


def _component(text: str, node: yaml.MappingNode, weights: Weights) -> Iterator[TextEdit]:
    own = weights.get(_scalar(_get(node, "id")), {})
    children = _get(node, "components")
    for child in children.value if children else ():
        name = _scalar(_get(child, "id"))
        if name in own:
            yield from _field(text, child, "weight", f"{own[name]:.10g}", after="id")
        yield from _component(text, child, weights)
    indicators = _get(node, "indicators")
    for key, value in indicators.value if indicators else ():
        if key.value in own:
            yield TextEdit(value.start_mark.index, value.end_mark.index, f"{own[key.value]:.10g}")


def _field(text: str, node: yaml.MappingNode, name: str, value: str, after: str) -> Iterator[TextEdit]:
    """Replace the value of the field `name`; where there is none, add it behind the field `after`."""
    present = _get(node, name)
    if present is not None:
        yield TextEdit(present.start_mark.index, _end(present), value)
        return
    key, before = next((key, value) for key, value in node.value if key.value == after)
    if node.flow_style:
        end = before.end_mark.index
        yield TextEdit(end, end, f", {name}: {value}")
        return
    end = text.find("\n", _end(before))
    end = len(text) if end < 0 else end
    newline = "\r\n" if text[end - 1 : end + 1] == "\r\n" else "\n"
    end -= newline == "\r\n"
    yield TextEdit(end, end, f"{newline}{' ' * key.start_mark.column}{name}: {value}")


def _get(node: yaml.MappingNode, name: str) -> yaml.Node | None:
    return next((value for key, value in node.value if key.value == name), None)


def _end(node: yaml.Node) -> int:
    """Return where a node's text ends; that of a block would reach to what follows it, comments and all."""
    if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        return _end(last[1] if isinstance(last, tuple) else last)
    return node.end_mark.index


def _scalar(node: yaml.Node | None) -> str:
    return node.value if isinstance(node, yaml.ScalarNode) else ""
