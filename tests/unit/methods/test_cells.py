"""The cells of arrays that rows of tables belong to are the same whether they are found anew or were kept."""

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index_pipeline.kernel.arrays import ROWS_IN_MEMORY, Axes, repeated
from index_pipeline.kernel.cells import Cells, dense

Rows = dict[tuple[str, int, str], float | None]

ROWS = st.dictionaries(
    st.tuples(st.sampled_from("dbca"), st.sampled_from((1999, 2003, 2001)), st.sampled_from(("R2", "R1", "R10"))),
    st.floats(-1e6, 1e6) | st.none(),
    max_size=20,
)


def table(rows: Rows) -> pa.Table:
    return pa.table(
        {
            "indicator_id": pa.array([name for name, _, _ in rows], pa.string()),
            "time_period": pa.array([year for _, year, _ in rows], pa.int32()),
            "ref_area": pa.array([area for _, _, area in rows], pa.string()),
            "obs_value": pa.array(list(rows.values()), pa.float64()),
        }
    )


@given(rows=ROWS)
def test_each_value_is_in_the_cell_of_its_indicator_year_and_region(
    rows: Rows,
) -> None:
    axes = Axes(("c", "x", "a"), (1998, 1999, 2003), ("R1", "R10", "R3"))
    found = dense(table(rows), "obs_value", axes)

    for j, name in enumerate(axes.indicator_ids):
        for t, year in enumerate(axes.years):
            for i, area in enumerate(axes.ref_areas):
                value = rows.get((name, year, area))
                assert found[j, t, i] == value if value is not None else np.isnan(found[j, t, i])


@given(rows=ROWS)
def test_rows_take_back_what_they_laid(rows: Rows) -> None:
    given_table = table(rows)
    cells = Cells.of(given_table)

    assert cells.take(cells.lay(given_table["obs_value"])).to_pylist() == given_table["obs_value"].to_pylist()
    assert Cells.of(given_table.append_column("note", pa.nulls(len(rows)))) is cells or not rows


def test_years_that_are_written_again_in_the_same_memory_are_seen():
    years = np.array([2001, 2002], np.int32)
    rows = table({("a", 2001, "R1"): 1.0, ("a", 2002, "R1"): 2.0})
    rows = rows.set_column(1, "time_period", pa.array(years))
    assert Cells.of(rows).axes.years == (2001, 2002)

    years += 10
    assert Cells.of(rows).axes.years == (2011, 2012)


def test_years_that_are_far_apart_need_no_room_between_them():
    rows = table({("a", -2_000_000_000, "R1"): 1.0, ("a", 2_000_000_000, "R1"): 2.0})

    assert Cells.of(rows).lay(rows["obs_value"]).tolist() == [[[1.0], [2.0]]]


def test_a_slice_of_a_table_has_cells_of_its_own():
    rows = table({("a", 2001, "R1"): 1.0, ("b", 2002, "R2"): 2.0})
    whole, part = Cells.of(rows), Cells.of(rows.slice(1))

    assert whole.axes == Axes(("a", "b"), (2001, 2002), ("R1", "R2"))
    assert part.axes == Axes(("b",), (2002,), ("R2",))


@pytest.mark.parametrize("rows", [0, 1, ROWS_IN_MEMORY, 3 * ROWS_IN_MEMORY + 1])
@pytest.mark.parametrize("value", ["icdi", None])
def test_a_column_of_one_value_takes_the_memory_of_its_first_rows(value: str | None, rows: int) -> None:
    column = repeated(value, rows, pa.string())

    assert column.equals(pa.chunked_array([pa.array([value] * rows, pa.string())]))
    assert len({chunk.buffers()[-1].address for chunk in column.chunks if chunk.buffers()[-1]}) <= 1
