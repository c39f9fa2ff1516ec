"""Registers declared in a framework: one source file for each; and the list of wanted registers in the package."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from index_pipeline.errors import UserError
from index_pipeline.files import write_text
from index_pipeline.framework.changes.yaml_lines import changed, get, scalar
from index_pipeline.framework.changes.yaml_lines import fields as fields_of
from index_pipeline.framework.framework import Framework
from index_pipeline.framework.methods import Record
from index_pipeline.framework.source import Source
from index_pipeline.framework.text import Identifier, Text
from index_pipeline.framework.yaml_files import YamlFileError, read_model
from index_pipeline.language import Bilingual

WANTED = Path(__file__).with_name("wanted")

LICENCE = Text(zh="未注明许可；引用须注明出处。", en="No licence is stated. Cite the source.")


class RegisterFileError(UserError):
    """A register cannot be declared; the message says why, in Chinese and English."""


class Total(Record):
    """How many entries a list has, as `source` states."""

    as_of: str
    entries: int
    what: Text
    source: str


class Wanted(Record):
    """A list that would measure one of the `themes` that are not measured: what to look for, and what to expect.

    `files` are words of the titles of its documents; `columns` what its tables hold; `totals` numbers of entries that
    are documented, empty if none is.
    """

    id: Identifier
    themes: tuple[Identifier, ...]
    title: Text
    publisher: Text
    publication: Text
    files: tuple[str, ...]
    columns: Text
    first: int | None = None
    totals: tuple[Total, ...] = ()
    note: Text | None = None


def wanted_lists() -> dict[str, Wanted]:
    """Return the lists that are wanted, by the identifier of their register."""
    files = sorted(WANTED.glob("*.yaml"))
    return {path.stem: read_model(path.read_bytes(), Wanted) for path in files}


def register_source(
    register_id: str,
    title: Text,
    publisher: Text,
    publication: Text,
    files: tuple[str, ...],
    years: tuple[int, int],
    *,
    categories: tuple[str, ...] = (),
    url: str | None = None,
    note: Text | None = None,
) -> str:
    """Write the source file that declares a register.

    Args:
        register_id: Identifier of the register, and of its source.
        title: Of the register.
        publisher: Who publishes its lists.
        publication: What they are called.
        files: Words by which their files are recognised.
        years: First and last year for which the register is fully known.
        categories: Into which its entries are divided.
        url: Address of the publisher.
        note: What a reader must know.

    Raises:
        RegisterFileError: it would not be read as a source.
    """
    citation = Text(
        zh=f"{publisher.get('zh')}. {publication.get('zh')}.", en=f"{publisher.get('en')}. {publication.get('en')}."
    )
    register: dict[str, Any] = {"register_id": register_id, "title": title, "first": years[0], "last": years[1]}
    if categories:
        register["categories"] = list(categories)
    content = "".join(
        _lines(
            {
                "id": register_id,
                "title": publication,
                "publisher": publisher,
                "publication": publication,
                "kind": "register",
                "licence": LICENCE,
                "citation": citation,
                "url": url,
                "recognise": list(files),
                "frequency": "irregular",
                "registers": [register],
                "note": note,
            }
        )
    )
    try:
        read_model(content.encode(), Source)
    except YamlFileError as error:
        raise RegisterFileError(error.both()) from error
    return content


def declare_register(folder: Path, framework: Framework, register_id: str, content: str) -> Path:
    """Write the source file of a register into a framework's folder.

    Raises:
        RegisterFileError: the framework has a register or a source of that name.
    """
    path = folder / "source" / f"{register_id}.yaml"
    if register_id in framework.registers or register_id in framework.sources or path.exists():
        raise RegisterFileError(
            Bilingual(
                f"{register_id}: there is a register or source of that name", f"{register_id}：已有同名的名录或来源"
            )
        )
    write_text(path, content)
    return path


def with_known_years(text: str, register_id: str, last: int) -> str:
    """Return the content of a source file in which a register is fully known up to another year.

    Args:
        text: Content of the file.
        register_id: One of its registers.
        last: The year.
    """
    root = yaml.compose(text, Loader=yaml.SafeLoader)
    assert isinstance(root, yaml.MappingNode), "a source that was loaded is a mapping"
    registers = get(root, "registers")
    assert registers is not None, "the source has the register"
    own = next(node for node in registers.value if scalar(get(node, "register_id")) == register_id)
    return changed(text, fields_of(text, own, "last", str(last), after="first"))


def _lines(fields: dict[str, Any]) -> Iterator[str]:
    for name, value in fields.items():
        if value is None or value == []:
            continue
        if name == "registers":
            yield "registers:\n"
            for register in value:
                for number, (key, inner) in enumerate(register.items()):
                    yield f"  {'-' if not number else ' '} {key}: {_flow(inner)}\n"
        elif isinstance(value, Text):
            yield f"{name}:\n"
            yield from (f"  {key}: {_flow(text)}\n" for key, text in (("zh", value.zh), ("en", value.en)) if text)
        else:
            yield f"{name}: {_flow(value)}\n"


def _flow(value: Any) -> str:
    """Write a value on one line, strings in double quotes."""
    if isinstance(value, Text):
        inner = ", ".join(f"{key}: {_flow(text)}" for key, text in (("zh", value.zh), ("en", value.en)) if text)
        return f"{{{inner}}}"
    if isinstance(value, list):
        return f"[{', '.join(_flow(item) for item in value)}]"
    return json.dumps(value, ensure_ascii=False)
