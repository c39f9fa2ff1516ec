"""Registry of columns: the description of each column of a table in `columns.toml`."""

import tomllib
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from index_pipeline.language import Language

TYPES = {"str": pa.string(), "int": pa.int32(), "float": pa.float64(), "date": pa.date32(), "bool": pa.bool_()}
"""Arrow types by their names in the registry."""

UNITS = {
    "points": "points of the scale {floor:g} to {ceiling:g}",
    "share": "share, 0 to 1",
    "rank": "rank, 1 is best",
    "places": "places",
    "years": "years",
    "per year": "per year",
    "per point": "per point",
}
"""Units in words; `points` are those of the framework's scale."""


@dataclass(frozen=True)
class DescribedColumn:
    """A column: its type, its meaning in Chinese and English, its unit, and how a workbook formats its cells.

    `formerly` is the name that it had in releases of an earlier version.
    """

    name: str
    type: str
    zh: str
    en: str
    unit: str | None = None
    format: str | None = None
    formerly: str | None = None

    def get(self, language: Language) -> str:
        """Return the meaning in `language`."""
        return self.zh if language == "zh" else self.en

    def unit_text(self, scale: tuple[float, float]) -> str | None:
        """Return the unit in words; None if it has none, or if the row states it.

        Args:
            scale: Floor and ceiling of the framework's scale.
        """
        return UNITS[self.unit].format(floor=scale[0], ceiling=scale[1]) if self.unit else None


def _read(path: Path) -> dict[str, DescribedColumn]:
    entries = tomllib.loads(path.read_text(encoding="utf-8"))
    return {name: DescribedColumn(name, **entry) for name, entry in entries.items()}


COLUMNS = _read(Path(__file__).with_name("columns.toml"))
"""Every column by its name; `table.column` if it differs in one table."""


def column(table: str, name: str) -> DescribedColumn | None:
    """Return the column `name` of a table; None if no column of this name is registered."""
    return COLUMNS.get(f"{table}.{name}") or COLUMNS.get(name)
