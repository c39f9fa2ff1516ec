"""Every query stays in the part of SQL that SQLGlot carries from DuckDB to Spark without a rule."""

from pathlib import Path
from typing import Any

import pytest
import sqlglot
from sqlglot import exp
from sqlglot.errors import ErrorLevel

PACKAGE = Path(__file__).resolve().parents[2] / "index_pipeline"
QUERIES = {path.relative_to(PACKAGE).as_posix(): path for path in sorted(PACKAGE.rglob("*.sql"))}
NOT_CARRIED = {"methods/operands.sql"}
"""Means over years with lists of statuses: Spark has no aggregate in an order, and no union by name."""


@pytest.mark.parametrize("name", sorted(QUERIES.keys() - NOT_CARRIED))
def test_a_query_is_carried_to_spark(name: str) -> None:
    text = QUERIES[name].read_text(encoding="utf-8")
    (query,) = sqlglot.parse(text, read="duckdb")
    (carried,) = sqlglot.transpile(text, read="duckdb", write="spark", unsupported_level=ErrorLevel.RAISE)

    assert query is not None
    assert sqlglot.parse_one(carried, read="spark") is not None
    assert beyond(query) == []


def test_what_is_not_carried_is_named() -> None:
    queries = {
        name: sqlglot.parse_one(path.read_text(encoding="utf-8"), read="duckdb") for name, path in QUERIES.items()
    }

    assert {name for name, query in queries.items() if beyond(query)} == NOT_CARRIED


def beyond(query: Any) -> list[str]:
    """Return what SQLGlot writes for Spark without complaint, and Spark then refuses or computes otherwise."""
    ordered = (node for node in query.find_all(exp.Order) if isinstance(node.this, exp.Expression))
    rows = (node for node in query.find_all(exp.Cast) if isinstance(node.this, exp.Unnest | exp.Explode))
    by_name = (node for node in query.find_all(exp.SetOperation) if node.args.get("by_name"))
    found = (*ordered, *query.find_all(exp.Qualify), *rows, *by_name)
    return [node.sql() for node in found]
