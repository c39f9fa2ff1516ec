"""Names beside codes."""

from typing import TYPE_CHECKING, Any

from index_pipeline.interface.errors import InterfaceError
from index_pipeline.language import Both
from index_pipeline.publication.releases.contents import Contents

if TYPE_CHECKING:
    import pandas as pd

TREE = ("components", "indicator_definitions")

CODES = {
    "ref_area": ("regions",),
    "other_area": ("regions",),
    "series_id": ("series",),
    **dict.fromkeys(("component_id", "indicator_id", "child_id", "part_id", "element_id"), TREE),
}
"""Columns that hold codes, and the tables that name them."""


def named(contents: Contents, frame: "pd.DataFrame") -> "pd.DataFrame":
    """Return `frame` with the names of each column of `CODES` right after it: see `Tables.named`."""
    import pandas as pd

    if not isinstance(frame, pd.DataFrame):
        kind = type(frame).__name__
        raise InterfaceError(
            Both(
                f"named takes a pandas frame, such as release.rankings or release.frame(…), not a {kind}",
                f"named 需要 pandas 数据框，如 release.rankings 或 release.frame(…)，而非 {kind}",
            )
        )
    found = frame.copy()
    for column, tables in CODES.items():
        if column not in found:
            continue
        listed = [row for table in tables if table in contents.tables for row in contents.tables[table].to_pylist()]
        for language in ("en", "zh"):  # each is inserted directly after the code, so the last comes first
            titles = {_code(row): row[f"title_{language}"] or row["title_en"] or row["title_zh"] for row in listed}
            if f"{column}_{language}" not in found:
                at = found.columns.get_loc(column) + 1
                found.insert(at, f"{column}_{language}", found[column].map(titles))
    return found


def _code(row: dict[str, Any]) -> str:
    """Return the code that a row of a table of names is of: its first column."""
    return str(next(iter(row.values())))
