"""Every query gives on Apache Spark what it gives here; run where Java and pyspark are installed."""

import math
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from example_index import ExampleIndex, example
from quantities import OneIndicator, one
from running import answered
from small_project import Project
from spark import Spark

from index_pipeline import sql, tables
from index_pipeline.defs.run import run
from index_pipeline.sources.registers.stocks import RegisterError, stocks
from index_pipeline.sources.store.history import first_published, revisions
from index_pipeline.sources.store.vintages import load_observations, newest

PACKAGE = Path(sql.__file__).parent
QUERIES = sorted(path.relative_to(PACKAGE).as_posix() for path in PACKAGE.rglob("*.sql"))

GDP: dict[str, object] = {"numerator": {"series": "gdp"}}
SITES: dict[str, object] = {"numerator": {"parts": [{"register": "sites"}]}}
PER_HEAD: dict[str, object] = {"denominator": {"series": "people"}}
QUOTIENT = PER_HEAD | {"formula": {"method": "location_quotient"}}
FIGURES = {"gdp": {year: [30.0, 60.0 + year % 3, 10.1] for year in (2018, 2019, 2020, 2021)}}
PEOPLE = {"people": {2019: [1.0, 3.0, 2.0], 2020: [3.0, 5.0, 2.5], 2021: [2.0, 7.0, 3.5]}}
STRICT = {"demand": {"reliability": 0.99, "rank_correlation": 1.0}}

pytest.importorskip("pyspark", reason="Apache Spark (pyspark) is not installed")
if shutil.which("java") is None:
    pytest.skip("Apache Spark needs Java, which is not installed", allow_module_level=True)


@dataclass(frozen=True)
class Call:
    """A query that was run here, and its result."""

    query: Path
    inputs: dict[str, pa.Table]
    parameters: dict[str, Any]
    result: pa.Table


@pytest.fixture(scope="module")
def spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Spark]:
    made = Spark(tmp_path_factory.mktemp("spark"))
    yield made
    made.stop()


@pytest.fixture(scope="module")
def calls(published: Project, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Call]:
    """The largest result of each query, in two runs of the small project, commands that read, and quantities."""
    found: dict[str, Call] = {}
    true = sql.run

    def noted(query: Path, inputs: dict[str, pa.Table], **parameters: Any) -> pa.Table:
        result, name = true(query, inputs, **parameters), query.relative_to(PACKAGE).as_posix()
        if name not in found or result.num_rows > found[name].result.num_rows:
            found[name] = Call(query, inputs, parameters, result)
        return result

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sql, "run", noted)
        _runs(published.copy(tmp_path_factory.mktemp("spark_runs")))
        _quantities()
    return found


def _runs(project: Project) -> None:
    """Run twice, figures and an event changed by hand in between; ask what differs."""
    run(project.framework, project.data, None, latest=None, on_step=lambda *_: None, afresh=True)
    register = project.data / "registers" / "industrial_heritage.csv"
    register.write_text("\n".join(register.read_text(encoding="utf-8").splitlines()[:-2]) + "\n", encoding="utf-8")
    store = project.store("gdp")
    store.write_text(store.read_text(encoding="utf-8").replace(",7149.8,", ",7349.8,"), encoding="utf-8")
    run(project.framework, project.data, None, latest=None, on_step=lambda *_: None)
    releases = sorted(path.parent.name for path in (project.data / "releases").glob("*/datapackage.json"))
    answered("diff", *releases, "--data", project.data)
    stored = load_observations(project.data)
    first_published(newest(stored), revisions(stored))


def _quantities() -> None:
    """Build indices of one indicator, each with something for a notice; count a register that is refused."""
    indices: list[OneIndicator | ExampleIndex] = [
        one(SITES | QUOTIENT | {"over": 2}, PEOPLE, {"sites": {2019: [2, 2, 1], 2020: [4, 0, 1], 2021: [4, 0, 1]}}),
        one(GDP | {"formula": {"method": "share"}, "over": 2}, FIGURES, nation={"gdp": {2020: 110.0}}),
        one(
            GDP | {"formula": {"method": "share"}, "over": 3},
            {"gdp": {2019: [30.0, None], 2020: [30.0, None], 2021: [30.0, 60.0]}},
        ),
        one(
            GDP | {"formula": {"method": "growth"}, "over": 2}, {"gdp": {2018: [0.0], 2020: [9.0]}}, years=(2020, 2020)
        ),
        one(GDP | PER_HEAD, {"gdp": {2020: [1.0, 2.0, 3.0]}, "people": {2020: [0.0, -1.0, 2.0]}}),
        one(GDP, {"gdp": {2019: [1.0, 2.0], 2020: [None, None]}, "people": {2020: [1.0, 2.0]}}),
        example(FIGURES, indicators={"gdp": {"breaks": [2021]}}, years={"first": 2018, "last": 2020, "estimate": 2021}),
        one(SITES | PER_HEAD, PEOPLE, {"sites": PEOPLE["people"]}, weighted=True, evidence=STRICT),
    ]
    assert all(index.built.indicators.num_rows for index in indices)
    event = dict.fromkeys(tables.REGISTER_EVENTS.schema.names, "x") | {
        "time_period": 2020,
        "entries": 1,
        "batch_line": 2,
    }
    with pytest.raises(RegisterError):
        stocks(pa.Table.from_pylist([event], schema=tables.REGISTER_EVENTS.schema), indices[0].framework)


@pytest.mark.parametrize("name", QUERIES)
def test_a_query_gives_on_spark_what_it_gives_here(name: str, spark: Spark, calls: dict[str, Call]) -> None:
    call = calls[name]
    assert call.result.num_rows

    found = spark.run(call.query, call.inputs, call.parameters)

    assert found.column_names == call.result.column_names
    ours, theirs = _in_order(call.result), _in_order(found)
    assert len(theirs) == len(ours)
    for expected, row in zip(ours, theirs, strict=True):
        assert all(map(_equal, expected, row)), (expected, row)


def _in_order(table: pa.Table) -> list[tuple[Any, ...]]:
    """Return the rows in the order of all but their floating-point numbers."""
    rows = [tuple(row.values()) for row in table.to_pylist()]
    return sorted(rows, key=lambda row: [(value is None, str(value)) for value in row if not isinstance(value, float)])


def _equal(one: Any, other: Any) -> bool:
    if isinstance(one, float) and isinstance(other, float):
        return math.isclose(one, other, rel_tol=1e-12, abs_tol=1e-12)
    return bool(one == other)
