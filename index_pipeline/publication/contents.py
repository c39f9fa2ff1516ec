"""Contents of a release: all that its products are made from."""

from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from index_pipeline.framework.framework import Framework
from index_pipeline.framework.load import load
from index_pipeline.parquet import read_parquet
from index_pipeline.publication.releases import as_of
from index_pipeline.tables import DECLARED


@dataclass(frozen=True, repr=False)
class Contents:
    """Identity, framework and tables of a release; `tables` are known by the names of `index_pipeline.tables`.

    `as_of` is the day of whose knowledge it was made, in ISO 8601; None where it used the newest figures.
    """

    release_id: str
    framework: Framework
    tables: dict[str, pa.Table]
    as_of: str | None = None

    def __repr__(self) -> str:
        """Say what it is in one line."""
        return f"<Contents of {self.release_id}: {len(self.tables)} tables>"


def read_contents(release: Path) -> Contents:
    """Read a published release back from its folder, each table held to its declared schema.

    Raises:
        OSError: a file of the release is missing or cannot be read.
        FrameworkError: the release's own framework is damaged.
        TableError: a table does not conform to its schema.
    """
    folder = release / "tables"
    found = {path.stem: read_parquet(path) for path in sorted(folder.glob("*.parquet"))}
    found = {name: DECLARED[name].conform(table) if name in DECLARED else table for name, table in found.items()}
    return Contents(release.name, load(release / "framework"), found, as_of(release))
