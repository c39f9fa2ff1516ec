"""YAML files read strictly: plain values only, no repeated keys, no aliases, no tags, a bounded size."""

import re
from collections.abc import Hashable
from copy import deepcopy
from functools import lru_cache
from typing import Any, NoReturn, TypeVar

import yaml
from pydantic import BaseModel, RootModel, ValidationError

from index_pipeline.causes import cause
from index_pipeline.framework.fault import Fault, FaultsError
from index_pipeline.framework.faults.fields import invalid

LARGEST_FILE = 2_000_000
"""Bytes of the largest YAML file that is read: a framework's files are a thousand times smaller."""

MOST_REMEMBERED = 256
"""Files whose data are remembered: parsing one takes far longer than copying what it says."""

LONGEST_NUMBER = 60
"""Characters of the longest number that is read."""

PROBLEMS = {
    "mapping values are not allowed": "yaml_colon",
    r"^found character '\\t'": "yaml_tab",
    "cannot start any token": "yaml_sign",
    "expected ','": "yaml_bracket",
    "end of stream": "yaml_quote",
    "escape": "yaml_escape",
    "could not find expected ':'": "yaml_no_colon",
    "expected <block end>|indentation": "yaml_indent",
    "another document": "yaml_documents",
}
"""What PyYAML says of a fault, as a pattern, and the kind of fault it is."""

CAUSES = {
    r"^\s*(?:- )?[A-Za-z_]+：": "yaml_full_width",
    r"^[^\"'#]*[{\[][^\"'#]*[，：｝］]": "yaml_full_width",
    r"^\s*(?:- )?[A-Za-z_]+:[^\s:]": "yaml_no_space",
}
"""What a line has that YAML stumbles over, there or in the next line, as a pattern, and the kind of fault it is."""

Model = TypeVar("Model", bound=BaseModel)


class YamlFileError(FaultsError):
    """A YAML file cannot be read as its model; the message names each field at fault."""


def read_model(content: bytes, model: type[Model]) -> Model:
    """Read the content of a YAML file as `model`; a `RootModel` is a list of entries, empty if there is none.

    Raises:
        YamlFileError: the file is not plain YAML, or a field is unknown, missing or out of bounds; all faults at once.
    """
    fields = _fields(content)
    is_list = issubclass(model, RootModel)
    if is_list and fields is None:
        fields = []
    if not isinstance(fields, list if is_list else dict):
        raise YamlFileError([Fault("not_a_list" if is_list else "not_a_mapping")])
    try:
        return model.model_validate(fields)
    except ValidationError as error:
        raise YamlFileError(invalid(error, fields, known=model.model_fields)) from error
    except RecursionError as error:
        raise YamlFileError([Fault("too_deep")]) from error


def _fields(content: bytes) -> Any:
    """Return the plain data of a file, the caller's own: frameworks before and after a change share most files."""
    return deepcopy(_parsed(content))


@lru_cache(MOST_REMEMBERED)
def _parsed(content: bytes) -> Any:
    try:
        return yaml.load(content.decode("utf-8-sig"), Loader=_StrictLoader)
    except UnicodeDecodeError as error:
        raise YamlFileError([Fault("not_utf8")]) from error
    except yaml.YAMLError as error:
        raise YamlFileError([_fault_of(error, content)]) from error
    except YamlFileError:
        raise
    except (RecursionError, ValueError) as error:
        raise YamlFileError([Fault.of("unreadable_yaml", why=cause(error))]) from error


def _fault_of(error: yaml.YAMLError, content: bytes) -> Fault:
    """Return what is wrong in plain words: of a parser's own words few readers know what to mend."""
    if isinstance(error, yaml.reader.ReaderError):
        before = content.decode("utf-8-sig")[: error.position].split("\n")
        return Fault.of("yaml_sign_unseen", line=len(before), column=len(before[-1]) + 1)
    mark = getattr(error, "problem_mark", None)
    if mark is None:
        return Fault.of("unreadable_yaml", why=cause(error))
    lines = content.decode("utf-8-sig").split("\n")
    for at in range(max(mark.line - 1, 0), min(mark.line + 1, len(lines))):
        for pattern, kind in CAUSES.items():
            if re.search(pattern, lines[at]):
                return Fault.of(kind, line=at + 1)
    problem = str(getattr(error, "problem", ""))
    kind = next((kind for said, kind in PROBLEMS.items() if re.search(said, problem)), "yaml_other")
    return Fault.of(kind, line=mark.line + 1, column=mark.column + 1)


class _StrictLoader(yaml.SafeLoader):
    """SafeLoader that refuses aliases (they can grow without bound), tags, and repeated keys (the last would win)."""

    def compose_node(self, parent: yaml.Node | None, index: Any) -> yaml.Node | None:
        event: Any = self.peek_event()  # type: ignore[no-untyped-call]
        if isinstance(event, yaml.AliasEvent):
            _refuse("alias", event, name=event.anchor)
        if event.tag is not None:
            _refuse("tag", event, name=event.tag)
        return super().compose_node(parent, index)

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        seen: set[Hashable] = set()
        for key_node, _ in node.value:
            key = self.construct_object(key_node, deep=True)
            if not isinstance(key, Hashable):
                _refuse("no_name", key_node)
            if key in seen:
                _refuse("given_twice", key_node, name=key)
            seen.add(key)
        return super().construct_mapping(node, deep)


def _number(loader: _StrictLoader, node: yaml.ScalarNode) -> int | float:
    if len(node.value) > LONGEST_NUMBER:
        _refuse("long_number", node, length=f"{len(node.value):,}", most=LONGEST_NUMBER)
    is_whole = node.tag == "tag:yaml.org,2002:int"
    return loader.construct_yaml_int(node) if is_whole else loader.construct_yaml_float(node)


for _tag in ("int", "float"):
    _StrictLoader.add_constructor(f"tag:yaml.org,2002:{_tag}", _number)


def _refuse(kind: str, place: Any, **details: object) -> NoReturn:
    mark = place.start_mark
    raise YamlFileError([Fault.of(kind, line=mark.line + 1, column=mark.column + 1, **details)])
