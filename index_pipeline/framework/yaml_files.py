"""YAML files read strictly: plain values only, no doubled keys, no aliases, no tags, a bounded size."""

from collections.abc import Hashable
from typing import Any, NoReturn, TypeVar

import yaml
from pydantic import BaseModel, RootModel, ValidationError

from index_pipeline.errors import UserError

LARGEST_FILE = 2_000_000
"""Bytes of the largest YAML file that is read: a framework's files are a thousand times smaller."""

LONGEST_NUMBER = 60
"""Characters of the longest number that is read."""

A_MAPPING = "a mapping of fields is wanted, such as {name: value}"
WANTED = {
    "dict_type": A_MAPPING,
    "model_type": A_MAPPING,
    "model_attributes_type": A_MAPPING,
    "tuple_type": "a list is wanted, such as [{method: mean}]",
    "string_type": "a text is wanted: put it between quotes",
}
"""What pydantic's types of fault mean to a person; YAML reads 2018 as a number and NO as false."""

Model = TypeVar("Model", bound=BaseModel)


class YamlFileError(UserError):
    """A YAML file cannot be read as its model; the message names each field at fault."""

    def __init__(self, faults: list[str]):
        super().__init__("\n".join(faults))
        self.faults = faults


def read_model(content: bytes, model: type[Model]) -> Model:
    """Read the content of a YAML file as `model`; a `RootModel` is a list of entries, empty where there is none.

    Raises:
        YamlFileError: the file is not plain YAML, or a field is unknown, missing or out of bounds; all faults at once.
    """
    fields = _fields(content)
    is_list = issubclass(model, RootModel)
    if is_list and fields is None:
        fields = []
    if not isinstance(fields, list if is_list else dict):
        raise YamlFileError([f"the file is not a {'list of entries' if is_list else 'mapping of fields'}"])
    try:
        return model.model_validate(fields)
    except ValidationError as error:
        faults = [_sentence(fault) for fault in error.errors(include_url=False)]
        raise YamlFileError(list(dict.fromkeys(faults))) from error
    except RecursionError as error:
        raise YamlFileError(["the file is nested too deeply"]) from error


def _fields(content: bytes) -> Any:
    try:
        return yaml.load(content.decode("utf-8-sig"), Loader=_StrictLoader)
    except UnicodeDecodeError as error:
        raise YamlFileError(["the file is not UTF-8 text"]) from error
    except yaml.YAMLError as error:
        raise YamlFileError([" ".join(str(error).replace(' in "<unicode string>",', " at").split())]) from error
    except (RecursionError, ValueError) as error:
        raise YamlFileError([f"the file cannot be read as YAML: {error}"]) from error


class _StrictLoader(yaml.SafeLoader):
    """SafeLoader that refuses aliases (they can grow without bound), tags, and doubled keys (the last would win)."""

    def compose_node(self, parent: yaml.Node | None, index: Any) -> yaml.Node | None:
        event: Any = self.peek_event()  # type: ignore[no-untyped-call]
        if isinstance(event, yaml.AliasEvent):
            _refuse(f"alias *{event.anchor} is not allowed", event)
        if event.tag is not None:
            _refuse(f"tag {event.tag} is not allowed", event)
        return super().compose_node(parent, index)

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        seen: set[Hashable] = set()
        for key_node, _ in node.value:
            key = self.construct_object(key_node, deep=True)
            if not isinstance(key, Hashable):
                _refuse("a name is wanted before the colon", key_node)
            if key in seen:
                _refuse(f"{key} is given twice", key_node)
            seen.add(key)
        return super().construct_mapping(node, deep)


def _number(loader: _StrictLoader, node: yaml.ScalarNode) -> int | float:
    if len(node.value) > LONGEST_NUMBER:
        _refuse(f"a number of {len(node.value):,} characters is not read; at most {LONGEST_NUMBER} are", node)
    is_whole = node.tag == "tag:yaml.org,2002:int"
    return loader.construct_yaml_int(node) if is_whole else loader.construct_yaml_float(node)


for _tag in ("int", "float"):
    _StrictLoader.add_constructor(f"tag:yaml.org,2002:{_tag}", _number)


def _refuse(what: str, place: Any) -> NoReturn:
    raise yaml.MarkedYAMLError(None, None, what, place.start_mark)


def _sentence(fault: Any) -> str:
    where = _where([part for part in fault["loc"] if not _is_branch(part)])
    message = str(fault["msg"]).removeprefix("Value error, ")
    if fault["type"] == "extra_forbidden":
        return f"{where}: this field is not known"
    if fault["type"] == "missing":
        return f"{where}: this field is missing"
    if fault["type"] == "union_tag_not_found":
        return f"{where}: it says no method: {{method: …}}"
    given = fault.get("input")
    message = WANTED.get(fault["type"], message)
    shown = f" (given: {given!r})" if isinstance(given, (str, int, float, bool)) else ""
    return f"{where}: {message[:1].lower()}{message[1:]}{shown}" if where else f"{message}{shown}"


def _where(parts: list[Any]) -> str:
    """Name the field at fault; of a list of entries, the entry first, counted from 1."""
    if parts and isinstance(parts[0], int):
        return ": ".join([f"entry {parts[0] + 1}", *([".".join(map(str, parts[1:]))] if parts[1:] else [])])
    return ".".join(map(str, parts))


def _is_branch(part: Any) -> bool:
    """Tell whether `part` is pydantic's name of a union's branch, which is no field of the file."""
    return isinstance(part, str) and part.endswith("Quantity")
