"""Data package: the Frictionless description of a release, its tables column by column."""

from typing import Any

import pyarrow as pa

from index_pipeline import tables
from index_pipeline.framework.framework import Framework
from index_pipeline.framework.source import Source
from index_pipeline.framework.text import Text
from index_pipeline.publication.files import AS_CSV
from index_pipeline.publication.releases.citing import name_of
from index_pipeline.publication.releases.contents import Contents
from index_pipeline.publication.releases.folder import START
from index_pipeline.publication.releases.project import author, authors, licence_address

PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
FORMATS = {
    "csv": {"type": "table", "format": "csv", "mediatype": "text/csv", "encoding": "utf-8"},
    "parquet": {"type": "file", "format": "parquet", "mediatype": "application/vnd.apache.parquet"},
}
"""Frictionless compares the hash of a Parquet file only if it is not of the type `table`."""


def datapackage(contents: Contents, files: dict[str, tuple[str, int]], provenance: dict[str, Any]) -> dict[str, Any]:
    """Describe a release.

    Args:
        contents: Identity, framework and tables.
        files: SHA-256 and size in bytes of each file, by its path in the release.
        provenance: What else made the release: digests and versions.

    Returns:
        The content of `datapackage.json`: each table with its schema, as CSV if there is one; every file with its hash.

    Source: Data Package Standard, version 2.0 (https://datapackage.org).
    """
    framework = contents.framework
    return {
        "$schema": PROFILE,
        "name": contents.release_id,
        "id": contents.release_id,
        "title": framework.definition.title.get("zh"),
        "title_en": framework.definition.title.get("en"),
        "description": _both(framework.definition.standing),
        "version": framework.definition.edition,
        **({"homepage": START} if START in files else {}),
        "contributors": [
            *({"title": name_of(each, "en").in_full, "roles": ["author"]} for each in authors(framework)),
            {"title": author(framework), "roles": ["publisher"]},
        ],
        **_licences(framework),
        "sources": [_source(source) for source in framework.sources.values()],
        "provenance": provenance,
        "resources": [_resource(path, *stamp, contents) for path, stamp in sorted(files.items())],
    }


def _resource(path: str, digest: str, size: int, contents: Contents) -> dict[str, Any]:
    file: dict[str, Any] = {
        "name": path.lower().replace("/", "-").replace(".", "-").replace("_", "-"),
        "path": path,
        "hash": f"sha256:{digest}",
        "bytes": size,
    }
    name, _, ending = path.removeprefix("tables/").rpartition(".")
    if not path.startswith("tables/") or ending != ("csv" if name in AS_CSV else "parquet"):
        return file | {"type": "file"}
    return file | {
        "name": name.replace("_", "-"),
        **FORMATS[ending],
        "schema": _schema(name, contents.tables[name], contents.framework),
    }


def _licences(framework: Framework) -> dict[str, Any]:
    """State the terms of what the index itself computes; those of the figures are stated by source."""
    name = framework.definition.licence
    return {"licenses": [{"name": name, "path": licence_address(name)}]} if name else {}


def _schema(name: str, table: pa.Table, framework: Framework) -> dict[str, Any]:
    declared, fields = tables.DECLARED.get(name), [_field(name, field, framework) for field in table.schema]
    schema: dict[str, Any] = {"fields": fields, "missingValues": [""]}
    if declared and declared.key and all(not table.schema.field(column).nullable for column in declared.key):
        schema["primaryKey"] = list(declared.key)
    return schema


def _field(table: str, field: pa.Field, framework: Framework) -> dict[str, Any]:
    described: dict[str, Any] = {"name": field.name, "type": _type(field.type)}
    if column := tables.column(table, field.name):
        unit = column.unit_text(framework.definition.scale)
        described |= {"title": column.get(framework.languages[0]), "description": column.get(framework.languages[-1])}
        described |= {"unit": unit} if unit else {}
    if not field.nullable:
        described["constraints"] = {"required": True}
    return described


def _type(kind: pa.DataType) -> str:
    if pa.types.is_integer(kind):
        return "integer"
    if pa.types.is_floating(kind):
        return "number"
    if pa.types.is_boolean(kind):
        return "boolean"
    return "date" if pa.types.is_date(kind) else "string"


def _source(source: Source) -> dict[str, Any]:
    described = {
        "title": source.title.get("zh"),
        "title_en": source.title.get("en"),
        "publisher": _both(source.publisher),
        "licence": _both(source.licence),
        "citation": _both(source.citation),
    }
    return described | ({"path": source.url} if source.url else {})


def _both(text: Text | None) -> str:
    return " ".join(part for part in (text.zh, text.en) if part) if text else ""
