"""Contents of a release: all that its products are made from."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa

from index_pipeline.causes import cause
from index_pipeline.errors import UserError
from index_pipeline.framework.framework import Framework
from index_pipeline.framework.load import load
from index_pipeline.language import Bilingual
from index_pipeline.parquet import read_parquet
from index_pipeline.publication.releases.folder import DESCRIPTION, ReleaseError, as_of, described, program_of
from index_pipeline.tables import DECLARED

COMPARED = ("observations", "register_events", "register_stocks", "scores", "rankings")
"""Tables by which releases are compared."""


@dataclass(frozen=True, repr=False)
class Contents:
    """Identity, framework and tables of a release; `tables` are known by the names of `index_pipeline.tables`.

    `as_of` is the date up to which figures were known, in ISO 8601; None if it used the newest figures. `program` is
    that of `releases.program_of`.
    """

    release_id: str
    framework: Framework
    tables: dict[str, pa.Table]
    as_of: str | None = None
    program: Mapping[str, Any] | None = None

    def __repr__(self) -> str:
        """Say what it is in one line."""
        return f"<Contents of {self.release_id}: {len(self.tables)} tables>"


def read_contents(release: Path, only: Collection[str] | None = None) -> Contents:
    """Read a published release, or a staged one, from its folder; each table is cast to its declared schema.

    Columns that an earlier version called by another name have the name of today. The tables are `only` those that are
    named, or all.

    Raises:
        ReleaseError: a table or the framework is missing or damaged.
    """
    try:
        paths = [path for path in _tables(release) if only is None or path.stem in only]
        found = {path.stem: read_parquet(path) for path in paths}
        found |= {name: shape.conform(shape.renamed(found[name])) for name, shape in DECLARED.items() if name in found}
        framework = load(release / "framework")
        return Contents(release.name, framework, _Tables(release.name, found), as_of(release), program_of(release))
    except (OSError, ValueError, KeyError, TypeError, AttributeError, UserError, pa.ArrowException) as error:
        why = cause(error)
        raise ReleaseError(
            Bilingual(
                f"release {release.name}: it cannot be read ({why.en}); `icdi release verify {release.name}` names "
                "what is damaged",
                f"{release.name}：发布已损坏，无法读取（{why.zh}）；用 icdi release verify {release.name} 查看何处损坏",
            )
        ) from error


class _Tables(dict[str, pa.Table]):
    """The tables of a release that is read; one that it lacks is a fault with its name."""

    def __init__(self, release: str, found: dict[str, pa.Table]):
        super().__init__(found)
        self._release = release

    def __missing__(self, name: str) -> pa.Table:
        raise ReleaseError(
            Bilingual(
                f"{self._release}: this release has no table {name}: another version of the program made it",
                f"{self._release}：此发布没有表 {name}，可能由其他版本生成",
            )
        )


def _tables(release: Path) -> list[Path]:
    """Return the tables that a release's description lists; those that are there if it has none yet."""
    if (release / DESCRIPTION).exists():
        listed = [release / name for name in described(release).files]
        return sorted(path for path in listed if path.parent == release / "tables" and path.suffix == ".parquet")
    return sorted((release / "tables").glob("*.parquet"))
