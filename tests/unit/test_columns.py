"""The registry of columns: what each column of a table means is said once, for every table."""

import pyarrow as pa
import pytest

from index_pipeline import tables
from index_pipeline.tables.columns import TYPES, UNITS
from index_pipeline.tables.declare import declare

USED = {(table.name, name) for table in tables.DECLARED.values() for name in table.schema.names}


@pytest.mark.parametrize("column", tables.COLUMNS.values(), ids=lambda column: column.name)
def test_a_column_has_a_meaning_in_both_languages(column: tables.DescribedColumn) -> None:
    assert column.zh.strip()
    assert column.en.strip()
    assert column.zh != column.en
    assert column.type in TYPES
    assert column.unit is None or (column.unit in UNITS and column.type in {"int", "float"})


def test_every_column_of_the_registry_is_in_a_table() -> None:
    used = {column.name for table, name in USED if (column := tables.column(table, name))}
    assert sorted(tables.COLUMNS.keys() - used) == []


def test_a_column_has_an_entry_for_one_table_only_where_its_type_differs_there() -> None:
    for name, column in tables.COLUMNS.items():
        table, _, plain = name.rpartition(".")
        assert not table or ((table, plain) in USED and tables.COLUMNS[plain].type != column.type)


def test_a_table_takes_types_from_the_registry_and_marks_its_key_and_what_may_be_missing() -> None:
    assert tables.RANKINGS.schema.field("rank") == pa.field("rank", pa.int32(), nullable=True)
    assert tables.RANKINGS.schema.field("ranked") == pa.field("ranked", pa.int32(), nullable=False)
    assert tables.SIGMA_CONVERGENCE.key == ("component_id", "time_period", "zone")
    assert tables.SIGMA_CONVERGENCE.schema.field("zone").nullable
    assert tables.REGIONS.schema.field("level").type == pa.string()
    assert tables.COMPONENTS.schema.field("level").type == pa.int32()


def test_a_table_with_a_column_that_nobody_described_is_refused() -> None:
    with pytest.raises(KeyError, match=r"gini_index of table inequality_2 is not in tables/columns\.toml"):
        declare("inequality_2", "*component_id gini_index?")


def test_units_are_said_in_words() -> None:
    assert tables.COLUMNS["score"].unit_text((0, 100)) == "points of the scale 0 to 100"
    assert tables.COLUMNS["coverage"].unit_text((0, 100)) == "share, 0 to 1"
    assert tables.COLUMNS["obs_value"].unit_text((0, 100)) is None


def test_a_table_of_an_earlier_version_is_read_under_the_names_of_today() -> None:
    keys = {"ref_area": ["110000"], "time_period": [2023]}
    earlier = pa.table(
        keys | {"arithmetic": [50.0], "geometric": [48.0], "arithmetic_rank": [1], "geometric_rank": [2]}
    )
    assert tables.BALANCE.conform(tables.BALANCE.renamed(earlier)).to_pylist() == [
        {
            "ref_area": "110000",
            "time_period": 2023,
            "own_score": 50.0,
            "other_score": 48.0,
            "own_rank": 1,
            "other_rank": 2,
        }
    ]


def test_a_column_that_an_earlier_version_did_not_have_is_empty_if_it_may_be_missing() -> None:
    earlier = tables.NOTICES.empty().drop_columns(["message_zh"])
    assert tables.NOTICES.conform(tables.NOTICES.renamed(earlier)) == tables.NOTICES.empty()


def test_a_table_of_today_keeps_its_names() -> None:
    table = tables.SCREENINGS.empty()
    assert tables.SCREENINGS.renamed(table).schema == table.schema
