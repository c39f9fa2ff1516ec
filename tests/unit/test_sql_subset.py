"""Every query stays in the part of SQL that SQLGlot carries from DuckDB to Spark without a rule."""

from pathlib import Path
from typing import Any

import pytest
import sqlglot
from sqlglot import exp
from sqlglot.errors import ErrorLevel

PACKAGE = Path(__file__).resolve().parents[2] / "index_pipeline"
QUERIES = {path.relative_to(PACKAGE).as_posix(): path for path in sorted(PACKAGE.rglob("*.sql"))}


@pytest.mark.parametrize("name", sorted(QUERIES))
def test_a_query_is_carried_to_spark(name: str) -> None:
    text = QUERIES[name].read_text(encoding="utf-8")
    (query,) = sqlglot.parse(text, read="duckdb")
    (carried,) = sqlglot.transpile(text, read="duckdb", write="spark", unsupported_level=ErrorLevel.RAISE)

    assert query is not None
    assert sqlglot.parse_one(carried, read="spark") is not None
    assert beyond(query) == []


def beyond(query: Any) -> list[str]:
    """Return what SQLGlot writes for Spark without complaint, and Spark then refuses or computes otherwise."""
    ordered = (node for node in query.find_all(exp.Order) if isinstance(node.this, exp.Expression))
    rows = (node for node in query.find_all(exp.Cast) if isinstance(node.this, exp.Unnest | exp.Explode))
    by_name = (node for node in query.find_all(exp.SetOperation) if node.args.get("by_name"))
    stars = (node for node in query.find_all(exp.Star) if any(node.args.values()))  # without or with other columns
    unknown = query.find_all(exp.Anonymous)  # functions that it writes as they are, such as printf
    found = (*ordered, *query.find_all(exp.Qualify), *rows, *by_name, *stars, *unknown)
    return [node.sql() for node in found]
