"""Publish: stage, read back, describe, put in place. A release is a folder that never changes."""

import hashlib
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pyarrow as pa

from index_pipeline.files import sync_folder, write_bytes, write_text
from index_pipeline.framework.framework import Framework
from index_pipeline.framework.load import framework_files
from index_pipeline.parquet import write_csv, write_parquet
from index_pipeline.publication.contents import read_contents
from index_pipeline.publication.datapackage import datapackage
from index_pipeline.publication.dictionary import data_dictionary
from index_pipeline.publication.products import products
from index_pipeline.publication.releases import (
    DESCRIPTION,
    GATE,
    PUBLISHED,
    WAREHOUSE,
    as_json,
    digest,
    stamps,
    verify,
)
from index_pipeline.publication.warehouse import write_warehouse

PACKAGE = Path(__file__).resolve().parent.parent
LIBRARIES = (
    *("duckdb", "fonttools", "jinja2", "manimgx-fonts-cjk", "numpy", "pikepdf", "plotly", "pyarrow", "scipy", "typst"),
    "xlsxwriter",
)
"""Libraries whose version may change a byte of a release."""


@dataclass(frozen=True)
class Recipe:
    """What a release is made from: tables by name, the framework with its folder, and the day of its knowledge.

    `as_of` is None where the newest figures were used.
    """

    tables: dict[str, pa.Table]
    framework: Framework
    framework_folder: Path
    as_of: date | None = None


def publish(
    recipe: Recipe,
    releases: Path,
    now: datetime,
    inspect: Callable[[dict[str, pa.Table]], None],
) -> Path:
    """Publish a release: a folder among the others, which no pointer names yet.

    The identifier is ``<edition>-<first 12 hexadecimal digits>`` of a digest over tables, framework, `as_of`, code and
    library versions: same inputs, same bytes, same identifier. Where that release is there already and is
    whole, nothing is written.

    Args:
        recipe: What to publish.
        releases: Folder of the releases; staged in it, so that putting in place is one rename.
        now: Time of publication, kept outside the digest.
        inspect: Called with the staged tables as read back; raises where they are not fit to publish.

    Returns:
        The folder of the release.

    Raises:
        OSError: the disk is full or cannot be written; the last release is as it was.
    """
    releases.mkdir(parents=True, exist_ok=True)
    for left in releases.glob(".staging-*"):
        shutil.rmtree(left, ignore_errors=True)
    stage = Path(tempfile.mkdtemp(prefix=".staging-", dir=releases))
    try:
        _copy_framework(recipe.framework_folder, stage / "framework")
        _write_tables(recipe.tables, stage / "tables")
        provenance = _provenance(recipe)
        release_id = f"{recipe.framework.definition.edition}-{digest(stage, provenance)[:12]}"
        final = releases / release_id
        if not final.exists() or verify(final):
            contents = read_contents(stage)
            inspect(contents.tables)
            contents = replace(contents, release_id=release_id, as_of=provenance.get("as_of"))
            for file in products(contents):
                write_bytes(stage / file.path, file.content)
            write_text(stage / "data_dictionary.md", data_dictionary(contents))
            package = datapackage(contents, stamps(stage), provenance)
            write_text(stage / DESCRIPTION, as_json(package))
            write_warehouse(contents.tables, stage / WAREHOUSE)
            write_text(stage / PUBLISHED, as_json({"published": now.isoformat(timespec="seconds")}))
            write_text(stage / GATE, as_json({"judgements": []}))
            _put_in_place(stage, final)
    finally:
        shutil.rmtree(stage, ignore_errors=True)
    return final


def _copy_framework(source: Path, target: Path) -> None:
    for name, content in framework_files(source):
        copy = target / name
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(content)


def _write_tables(found: dict[str, pa.Table], folder: Path) -> None:
    for name, table in found.items():
        write_parquet(table, folder / f"{name}.parquet")
        write_csv(table, folder / f"{name}.csv")


def _provenance(recipe: Recipe) -> dict[str, Any]:
    return {
        **({"as_of": recipe.as_of.isoformat()} if recipe.as_of else {}),
        "framework_digest": f"sha256:{recipe.framework.digest}",
        "code_version": version("index-pipeline"),
        "code_digest": f"sha256:{_code_digest()}",
        "libraries": {name: version(name) for name in LIBRARIES},
    }


def _code_digest() -> str:
    digest = hashlib.sha256()
    for path in sorted(PACKAGE.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            digest.update(f"{path.relative_to(PACKAGE).as_posix()}\n".encode())
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _put_in_place(stage: Path, final: Path) -> None:
    """Rename the staged folder; a damaged release of that name is kept aside."""
    stage.chmod(0o755)
    for folder in [stage, *(path for path in stage.rglob("*") if path.is_dir())]:
        sync_folder(folder)
    if final.exists():
        aside = Path(tempfile.mkdtemp(prefix=f".damaged-{final.name}-", dir=final.parent))
        final.rename(aside / final.name)
    stage.rename(final)
    sync_folder(final.parent)
