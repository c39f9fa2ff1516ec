"""Changes of a YAML file's text: what is not changed keeps its comments, order and layout."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

import yaml


class TextEdit(NamedTuple):
    """The text that replaces `text[start:end]`."""

    start: int
    end: int
    text: str


def changed(text: str, changes: Iterable[TextEdit]) -> str:
    """Return `text` with changes that do not overlap."""
    for change in sorted(changes, reverse=True):
        text = text[: change.start] + change.text + text[change.end :]
    return text


def fields(text: str, node: yaml.MappingNode, name: str, value: str, after: str) -> Iterator[TextEdit]:
    """Replace the value of the field `name`; if there is none, add it after the field `after`."""
    present = get(node, name)
    if present is not None:
        yield TextEdit(present.start_mark.index, end_of(present), value)
        return
    key, before = next((key, value) for key, value in node.value if key.value == after)
    if node.flow_style:
        end = before.end_mark.index
        yield TextEdit(end, end, f", {name}: {value}")
        return
    end = text.find("\n", end_of(before))
    end = len(text) if end < 0 else end
    newline = "\r\n" if text[end - 1 : end + 1] == "\r\n" else "\n"
    end -= newline == "\r\n"
    yield TextEdit(end, end, f"{newline}{' ' * key.start_mark.column}{name}: {value}")


def get(node: yaml.MappingNode, name: str) -> yaml.Node | None:
    """Return the value of a field; None if there is none."""
    return next((value for key, value in node.value if key.value == name), None)


def end_of(node: yaml.Node) -> int:
    """Return where a node's text ends; a block's own end would include what follows it, comments too."""
    if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        return end_of(last[1] if isinstance(last, tuple) else last)
    return node.end_mark.index


def scalar(node: yaml.Node | None) -> str:
    """Return the text of a plain value, otherwise an empty string."""
    return node.value if isinstance(node, yaml.ScalarNode) else ""
