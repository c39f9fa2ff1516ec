"""Names beside codes."""

from typing import TYPE_CHECKING

from index_pipeline.publication.contents import Contents

if TYPE_CHECKING:
    import pandas as pd

CODES = {
    "ref_area": "regions",
    "other_area": "regions",
    "component_id": "components",
    "indicator_id": "indicator_definitions",
    "series_id": "series",
}
"""Columns that hold codes, and the table that names them."""


def named(contents: Contents, frame: "pd.DataFrame") -> "pd.DataFrame":
    """Return `frame` with the names of each column of `CODES` right after it: see `Tables.named`."""
    found = frame.copy()
    for column, table in CODES.items():
        if column not in found:
            continue
        listed = contents.tables[table].to_pylist() if table in contents.tables else []
        key = contents.tables[table].column_names[0] if table in contents.tables else column
        for language in ("en", "zh"):  # each is inserted directly after the code, so the last comes first
            titles = {row[key]: row[f"title_{language}"] or row["title_en"] or row["title_zh"] for row in listed}
            if f"{column}_{language}" not in found:
                at = found.columns.get_loc(column) + 1
                found.insert(at, f"{column}_{language}", found[column].map(titles))
    return found
