"""What pydantic finds wrong with a file's fields, as faults that name the component rather than its position."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from index_pipeline.framework.fault import MESSAGES, Fault, Place, said
from index_pipeline.unknown_names import closest

IDS = {"components": "id", "items": "id", "registers": "register_id"}
"""Lists whose members are named by an identifier rather than by their position."""

SAME = {
    **dict.fromkeys(("model_type", "model_attributes_type"), "dict_type"),
    **dict.fromkeys(("float_parsing",), "float_type"),
    **dict.fromkeys(("int_parsing", "int_from_float", "int_parsing_size"), "int_type"),
    **dict.fromkeys(("bool_parsing",), "bool_type"),
}
"""Kinds of pydantic that are one mistake to a person; YAML reads 2018 as a number and NO as false."""

BRANCHES = {"SeriesQuantity", "RegisterQuantity", "SumQuantity", "DifferenceQuantity", "constrained-str"}
"""Pydantic's names of a union's branches, which are not fields of the file."""


def invalid(
    error: ValidationError, stated: Any, root: tuple[str, ...] = (), known: Collection[str] = ()
) -> list[Fault]:
    """Return the faults of `stated`, which pydantic has refused with `error`, each once and in order.

    If only the value of one field of `stated` was validated, `root` names the field. `known` are the fields that
    `stated` may have, if one is to be suggested in place of another.
    """
    return list(dict.fromkeys(_fault(fault, stated, root, known) for fault in error.errors(include_url=False)))


def _fault(fault: ErrorDetails, stated: Any, root: tuple[str, ...], known: Collection[str]) -> Fault:
    kind = SAME.get(fault["type"], fault["type"])
    details = {name: _text(given) for name, given in fault.get("ctx", {}).items() if name != "said"}
    given = fault.get("input")
    place, method = _place((*root, *fault["loc"]), stated)
    if kind == "union_tag_invalid":
        names = [name.strip("' ") for name in str(details["expected_tags"]).split(",")]
        name = str(details["tag"])
        return Fault(kind, place, {"name": name, "near": closest(name, names), "names": ", ".join(names)})
    if kind == "union_tag_not_found" and not isinstance(given, Mapping):
        kind = "dict_type"
    if kind == "extra_forbidden" and method:
        *place_of_method, option = place
        return Fault.of("no_option", *place_of_method, name=option)
    if kind == "extra_forbidden" and len(fault["loc"]) == 1:
        details["near"] = closest(fault["loc"][0], known)
    if kind == "literal_error":
        values = [name.strip("' ") for name in str(details["expected"]).replace(" or ", ",").split(",")]
        details |= {"near": closest(given, values), "expected": ", ".join(values)}
    if kind not in MESSAGES:
        kind, details = "other", {"why": _lower(fault["msg"])}
    if kind not in {"missing", "extra_forbidden"} and isinstance(given, str | int | float | bool):
        details["given"] = repr(given)
    return Fault(kind, place, details)


def _place(loc: Sequence[int | str], stated: Any) -> tuple[tuple[Place, ...], bool]:
    """Return the place as messages name it, and whether its last part is an option of a method.

    The innermost component that has an identifier is named and what is above it left out; fields follow, joined by
    dots; a field that holds a method is followed by the method's name: `aggregation geometric`.
    """
    named: list[Place] = []
    fields: list[str] = []
    option = False
    below = stated
    for number, part in enumerate(loc):
        if part in BRANCHES:
            continue
        is_tag = isinstance(below, Mapping) and part not in below and below.get("method") == part
        if is_tag:
            option = number == len(loc) - 2
            fields[-1:] = [f"{fields[-1]} {part}" if fields else str(part)]
            continue
        below = _below(below, part)
        key = "components" if number == 0 and part == "index" else str(loc[number - 1]) if isinstance(part, int) else ""
        if name := _identifier(below, key):
            named, fields = [said(key, name=name)], []
        elif isinstance(part, int) and number == 0:
            named = [said("entry", name=part + 1)]
        else:
            fields.append(str(part))
    if option:
        *outer, last = fields
        return (*named, *([".".join(outer)] if outer else []), last), True
    return (*named, *([".".join(fields)] if fields else [])), False


def _below(stated: Any, part: int | str) -> Any:
    if isinstance(stated, Mapping):
        return stated.get(part)
    if isinstance(stated, Sequence) and isinstance(part, int) and part < len(stated):
        return stated[part]
    return None


def _identifier(member: Any, key: str) -> str:
    name = member.get(IDS[key]) if isinstance(member, Mapping) and key in IDS else None
    return name if isinstance(name, str) else ""


def _text(detail: object) -> object:
    return f"{detail:g}" if isinstance(detail, float) else detail


def _lower(text: str) -> str:
    text = text.removeprefix("Value error, ")
    return text[:1].lower() + text[1:]
