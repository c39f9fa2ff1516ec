"""The graph: what is in it, and that it computes what the functions compute without it."""

from pathlib import Path
from typing import Any

import pyarrow.parquet
import pytest
from running import ROOT

from index_pipeline.framework.load import load
from index_pipeline.methods.build import build
from index_pipeline.sources.registers.stocks import load_events, stocks
from index_pipeline.sources.store.vintages import load_observations, newest


@pytest.fixture(scope="module")
def graph() -> Any:
    from index_pipeline.defs.graph import build_definitions

    return build_definitions(ROOT / "indicators", ROOT / "data").resolve_asset_graph()


def test_groups(graph: Any) -> None:
    groups: dict[str, set[str]] = {}
    for node in graph.asset_nodes:
        groups.setdefault(node.group_name, set()).add(node.key.to_user_string())

    sources = {path.stem for path in (ROOT / "indicators" / "source").glob("*.yaml")}
    assert groups["observations"] >= sources | {
        "observations",
        "newest_observations",
        "register_events",
        "register_stocks",
    }
    assert groups["index"] >= {
        *("indicators", "screened", "imputed", "treatments", "treated", "goalposts"),
        *("normalised", "weights", "scores", "rankings"),
    }
    assert "release" in groups["publication"]


def test_every_asset_is_described(graph: Any) -> None:
    assert [node.key.to_user_string() for node in graph.asset_nodes if not node.description] == []


def test_every_boundary_table_has_a_blocking_check(graph: Any) -> None:
    checked = {key.asset_key.to_user_string() for key in graph.asset_check_keys}
    sources = {path.stem for path in (ROOT / "indicators" / "source").glob("*.yaml")}

    assert checked >= sources | {"observations", "register_events", "indicators", "scores", "rankings"}
    expected = [key for key in graph.asset_check_keys if key.name.endswith("_as_expected")]
    assert {key.asset_key.to_user_string() for key in expected} == checked - {"release"}
    assert {key.name for key in graph.asset_check_keys if key.asset_key.to_user_string() == "release"} == {"gate"}
    assert all(graph.get_check_spec(key).blocking for key in expected)


def test_the_graph_computes_what_the_functions_compute(release: Path) -> None:
    framework = load(ROOT / "indicators")
    observations = newest(load_observations(ROOT / "data"))
    made = build(observations, stocks(load_events(ROOT / "data"), framework), framework)

    for name in ("indicators", "treated", "goalposts", "normalised", "weights", "scores", "rankings", "balance"):
        assert pyarrow.parquet.read_table(release / "tables" / f"{name}.parquet").equals(getattr(made, name)), name
