"""The `.sql` files of this package, by the name of their step."""

from pathlib import Path

import pyarrow as pa

from index_pipeline import sql


def run(step: str, inputs: dict[str, pa.Table], **parameters: object) -> pa.Table:
    """Return the result of `<step>.sql` over `inputs`, known there by name, and `parameters` ($name)."""
    return sql.run(Path(__file__).with_name(f"{step}.sql"), inputs, **parameters)
