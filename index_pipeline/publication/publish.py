"""Publish: stage, read back, describe, rename. A release is a folder that never changes."""

import os
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa

from index_pipeline.files import (
    exchange,
    files_below,
    sync_folder,
    write_staged,
)
from index_pipeline.framework.framework import Framework
from index_pipeline.keeping import Keeping
from index_pipeline.locks import shared
from index_pipeline.parquet import as_csv, as_parquet
from index_pipeline.publication.explorer.sizes import size_file
from index_pipeline.publication.files import AS_CSV
from index_pipeline.publication.languages import in_languages
from index_pipeline.publication.products import products
from index_pipeline.publication.releases.contents import read_contents
from index_pipeline.publication.releases.datapackage import datapackage
from index_pipeline.publication.releases.decisions import deciding
from index_pipeline.publication.releases.dictionary import data_dictionary
from index_pipeline.publication.releases.folder import (
    DESCRIPTION,
    GATE,
    PUBLISHED,
    as_json,
    digest,
    has_products,
    published,
    stamps,
)
from index_pipeline.publication.releases.program import STARTED, ensure_unchanged
from index_pipeline.publication.releases.verifying import verify


@dataclass(frozen=True)
class Recipe:
    """What a release is made from: tables by name, the framework as it was read, and its as-of date.

    `as_of` is None if the newest figures were used. `partitioned` are the registers whose events are not in the tables:
    number of events and digest of each.
    """

    tables: dict[str, pa.Table]
    framework: Framework
    as_of: date | None = None
    partitioned: dict[str, dict[str, Any]] = field(default_factory=dict)


def publish(
    recipe: Recipe,
    releases: Path,
    now: datetime,
    inspect: Callable[[dict[str, pa.Table]], None],
    keeping: Keeping | None = None,
    *,
    with_products: bool = True,
) -> Path:
    """Publish a release: a folder among the others, which no pointer names yet.

    The identifier is ``<edition>-<first 12 hexadecimal digits>`` of a digest over tables, framework, `as_of`, code and
    library versions: same inputs, same bytes, same identifier. If that release is there already and is
    intact, nothing is written, unless it lacks the products that are wanted.

    Args:
        recipe: What to publish.
        releases: Folder of the releases; staged in it, so that publishing is one rename.
        now: Time of publication, kept outside the digest.
        inspect: Called with the staged tables as read back; raises if they are not fit to publish.
        keeping: Where documents are kept by all that they are made from; None if they are not.
        with_products: Whether pages, documents and charts are made; they can be added to a release of tables alone.

    Returns:
        The folder of the release.

    Raises:
        ProgramChangedError: code or a library was changed since this process began.
        OSError: the disk is full or cannot be written; the last release is unchanged.
    """
    with shared(releases / ".staging.lock", lambda: _sweep(releases)):
        return _published(recipe, releases, now, inspect, keeping, with_products=with_products)


def _sweep(releases: Path) -> None:
    """Remove what runs that were killed have left."""
    for left in releases.glob(".staging-*"):
        shutil.rmtree(left, ignore_errors=True)


def _published(
    recipe: Recipe,
    releases: Path,
    now: datetime,
    inspect: Callable[[dict[str, pa.Table]], None],
    keeping: Keeping | None,
    *,
    with_products: bool,
) -> Path:
    stage = Path(tempfile.mkdtemp(prefix=".staging-", dir=releases))
    try:
        for name, content in recipe.framework.files.items():
            write_staged(stage / "framework" / name, content)
        languages = recipe.framework.languages
        shown = {name: in_languages(table, languages) for name, table in recipe.tables.items()}
        _write_tables(shown, stage / "tables")
        provenance = _provenance(recipe)
        release_id = f"{recipe.framework.definition.edition}-{digest(stage, provenance)[:12]}"
        final = releases / release_id
        intact = final.exists() and not verify(final)
        if not intact or (with_products and not has_products(final)):
            contents = read_contents(stage)
            inspect(contents.tables)
            contents = replace(contents, release_id=release_id, as_of=provenance.get("as_of"))
            write_staged(stage / "data_dictionary.md", data_dictionary(contents).encode())
            if with_products:
                for file in products(contents, keeping):
                    write_staged(stage / file.path, file.content)
                sizes = size_file(stage)
                write_staged(stage / sizes.path, sizes.content)
            package = datapackage(contents, stamps(stage), provenance)
            write_staged(stage / DESCRIPTION, as_json(package).encode())
            with deciding(releases):  # nobody decides on the release between the copy of its decisions and its exchange
                intact = final.exists() and not verify(final)  # another run may have put it there meanwhile
                at = published(final) if intact else now.isoformat(timespec="seconds")
                write_staged(stage / PUBLISHED, as_json({"published": at}).encode())
                decided = final / GATE
                write_staged(stage / GATE, decided.read_bytes() if decided.is_file() else b'{"judgements": []}\n')
                ensure_unchanged()
                _put_in_place(stage, final, keep=not intact)
    finally:
        shutil.rmtree(stage, ignore_errors=True)
    return final


def _write_tables(found: dict[str, pa.Table], folder: Path) -> None:
    for name, table in found.items():
        write_staged(folder / f"{name}.parquet", as_parquet(table))
        if name in AS_CSV:
            write_staged(folder / f"{name}.csv", as_csv(table))


def _provenance(recipe: Recipe) -> dict[str, Any]:
    return {
        **({"as_of": recipe.as_of.isoformat()} if recipe.as_of else {}),
        **({"partitioned_registers": recipe.partitioned} if recipe.partitioned else {}),
        "framework_digest": f"sha256:{recipe.framework.digest}",
        **STARTED,
    }


def _put_in_place(stage: Path, final: Path, *, keep: bool = True) -> None:
    """Rename the staged folder; a release of that name is exchanged with it, and kept aside if it is damaged."""
    _settle(stage)
    if not os.path.lexists(final):
        stage.rename(final)
    else:
        aside = Path(tempfile.mkdtemp(prefix=f".damaged-{final.name}-", dir=final.parent))
        stage.rename(aside / final.name)
        try:
            exchange(aside / final.name, final)
        except BaseException:
            shutil.rmtree(aside, ignore_errors=True)
            raise
        if not keep:
            shutil.rmtree(aside)
    sync_folder(final.parent)


def _settle(stage: Path) -> None:
    """Let everyone read the staged files, whatever the umask, and flush the folders' entries to the disk."""
    files = list(files_below(stage))
    for path in files:
        path.chmod(0o644)
    for folder in {stage, *(parent for path in files for parent in path.parents if parent.is_relative_to(stage))}:
        folder.chmod(0o755)
        sync_folder(folder)
