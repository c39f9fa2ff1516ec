"""The JSON schemas that stand beside the framework are those of its models."""

from pathlib import Path

import pytest

from index_pipeline.framework.schema import schemas

FOLDER = Path(__file__).resolve().parents[2] / "indicators" / "schema"


@pytest.mark.parametrize(("name", "schema"), schemas().items())
def test_schema_is_in_step(name: str, schema: str) -> None:
    assert (FOLDER / name).read_text(encoding="utf-8") == schema, "run `icdi framework schema indicators/schema`"


def test_columns_of_every_published_table_are_described() -> None:
    from index_pipeline import tables
    from index_pipeline.publication.columns import COLUMNS

    published = {
        column for table in tables.DECLARED.values() if table.name != "readings" for column in table.schema.names
    }
    assert sorted(published - set(COLUMNS)) == []
