"""Changes of stocks add up over the parts of a register: any division of its entries gives the same stocks."""

from zlib import crc32

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from samples import ROOT, framework
from soak import quietly

from index_pipeline import tables
from index_pipeline.framework.framework import Framework
from index_pipeline.sources.registers.stocks import (
    MOST_FAULTS,
    RegisterError,
    added,
    load_events,
    stock_changes,
    stocks,
    stocks_of,
)

AREAS = ["110000", "210000", "210200", "810000"]
"""Two assessed regions, a city that counts towards the second, and a region that counts nowhere."""


def divided(events: pa.Table, parts: int) -> list[pa.Table]:
    number = pa.array([crc32(entry.encode()) % parts for entry in events["entry_id"].to_pylist()])
    numbered = events.append_column("part", number)
    return [numbered.filter(pa.compute.field("part") == part).drop_columns("part") for part in range(parts)]


@pytest.mark.parametrize("parts", [1, 2, 7])
def test_the_project_s_registers_in_parts(parts: int) -> None:
    events = load_events(ROOT / "data")
    changes = [stock_changes(part, framework()) for part in divided(events, parts)]

    assert stocks_of(added(changes), framework()).equals(stocks(events, framework()))
    assert added(changes[::-1]).equals(added(changes))


histories = st.lists(
    st.tuples(
        st.sampled_from(["confirmed", "moved", "revoked", "renamed"]),
        st.integers(2000, 2030),
        st.sampled_from(AREAS),
        st.integers(0, 5),
    ),
    max_size=4,
)


@pytest.mark.parametrize("parts", range(1, 8))
@given(entries=st.lists(histories, min_size=1, max_size=12))
@quietly(4)
def test_any_events_in_any_parts(entries: list[list[tuple[str, int, str, int]]], parts: int) -> None:
    rows = [
        ("industrial_heritage", f"e{number}", "某厂", None, None, area, None, kind, year, count, "名单", "list", None)
        for number, history in enumerate(entries)
        for kind, year, area, count in [("designated", 2000, AREAS[number % 4], 1), *history]
    ]
    names = tables.REGISTER_EVENTS.schema.names
    whole = pa.Table.from_pylist(
        [dict(zip(names, (*row, "list", line), strict=True)) for line, row in enumerate(rows)],
        schema=tables.REGISTER_EVENTS.schema,
    )

    found = stocks_of(added([stock_changes(part, framework()) for part in divided(whole, parts)]), framework())

    assert found.equals(stocks(whole, framework()))
    assert by_hand(rows, framework()) == {
        (row["ref_area"], row["time_period"]): row["stock"]
        for row in found.to_pylist()
        if row["register_id"] == "industrial_heritage" and row["stock"] and row["ref_area"] in AREAS
    }


def by_hand(rows: list[tuple], framework: Framework) -> dict[tuple[str, int], float]:
    """Follow each entry through the years, event by event."""
    register, counted = framework.registers["industrial_heritage"], dict[tuple[str, int], float]()
    for year in range(register.first, register.last + 1):
        held: dict[str, tuple[str, int]] = {}
        for _, entry, _, _, _, area, _, kind, happened, count, *_ in sorted(rows, key=lambda row: row[8]):
            if happened <= year and kind != "renamed":
                held[entry] = ("210000" if area == "210200" else area, 0 if kind == "revoked" else count)
        for area, count in held.values():
            if count and area != "810000":
                counted[area, year] = counted.get((area, year), 0) + count
    return counted


def test_faults_of_many_events_are_named_up_to_a_number() -> None:
    events = load_events(ROOT / "data").slice(0, MOST_FAULTS + 5)
    strayed = events.set_column(0, "register_id", pa.array(["lists"] * events.num_rows))

    with pytest.raises(RegisterError) as raised:
        stock_changes(strayed, framework())

    assert len(str(raised.value).splitlines()) == MOST_FAULTS + 1
    assert str(raised.value).endswith("and 5 events more")
