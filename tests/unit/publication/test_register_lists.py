"""Entries of registers by name: in force at the end of a year, under their present title, where they are."""

import pytest

from index_pipeline.publication.lookups.panel import Panel
from index_pipeline.publication.lookups.registers import by_area, entries_in_force, register_heading
from index_pipeline.publication.text import words


def titles(contents, area, year):
    panel = Panel(contents)
    found = entries_in_force(contents.framework.registers, panel.entries_by_area, area, year, words("zh"))
    return [(entry.title, entry.year) for register in found for entry in register.entries]


NOT_LISTED = "仅有2021—2023年末的逐项名单，本年度不列示具体条目"


@pytest.mark.parametrize(
    ("area", "year", "entries"),
    [
        pytest.param("11", 2021, [("老纱厂", 2019), ("古窑", 2020)], id="under the title of that year"),
        pytest.param("11", 2022, [("棉纺博物馆", 2019), ("古窑", 2020)], id="renamed, designated as before"),
        pytest.param("11", 2023, [("棉纺博物馆", 2019)], id="revoked entries are gone"),
        pytest.param("12", 2022, [("船坞", 2021)], id="before it moved"),
        pytest.param("12", 2023, [], id="moved away"),
        pytest.param("21", 2023, [("船坞", 2021)], id="moved here"),
    ],
)
def test_entries_in_force(example, area, year, entries):
    assert titles(example, area, year) == entries


def test_registers_that_only_count_are_not_listed(real):
    panel = Panel(real)

    listed = [
        r.title for r in entries_in_force(real.framework.registers, panel.entries_by_area, "110000", 2023, words("zh"))
    ]

    assert "国家工业遗产" in listed
    assert "专精特新“小巨人”企业（前两批）" not in listed


@pytest.mark.parametrize("area", ["110000", "310000", "540000"])
def test_as_many_entries_as_the_stock_of_the_release(real, area):
    panel = Panel(real)
    counted = {
        row["stock"]
        for row in real.tables["register_stocks"].to_pylist()
        if (row["register_id"], row["ref_area"], row["time_period"]) == ("industrial_heritage", area, 2023)
    }

    found = entries_in_force(real.framework.registers, panel.entries_by_area, area, 2023, words("zh"))

    assert {float(len(register.entries)) for register in found if register.title == "国家工业遗产"} == counted


@pytest.mark.parametrize(
    ("year", "heading"),
    [
        pytest.param(2020, NOT_LISTED, id="before the register is read by entry"),
        pytest.param(2021, "14项", id="the year in which it is read"),
        pytest.param(2024, NOT_LISTED, id="after its last year"),
    ],
)
def test_a_register_never_says_none_where_it_is_not_read(real, year, heading):
    panel = Panel(real)
    found = entries_in_force(real.framework.registers, panel.entries_by_area, "460000", year, words("zh"))

    (crafts,) = (register for register in found if register.title.startswith("国家级非物质文化遗产"))
    assert register_heading(crafts, words("zh")).endswith(heading)


def test_a_register_whose_entries_have_no_region_is_listed_with_none(example):
    panel = Panel(example)
    register, entries = next(iter(panel.named_entries.items()))
    nowhere = {entry: [row | {"ref_area": None} for row in rows] for entry, rows in entries.items()}

    found = entries_in_force(example.framework.registers, by_area({register: nowhere}), "11", 2023, words("zh"))

    assert [each.entries for each in found] == [[]]
