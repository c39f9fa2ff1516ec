"""The JSON schemas beside the framework are those of its models."""

from pathlib import Path

import pytest

from index_pipeline.framework.schema import schemas

FOLDER = Path(__file__).resolve().parents[2] / "indicators" / "schema"


@pytest.mark.parametrize(("name", "schema"), schemas().items())
def test_schema_is_in_step(name: str, schema: str) -> None:
    assert (FOLDER / name).read_text(encoding="utf-8") == schema, "run `icdi framework schema indicators/schema`"
