"""A table that counts the entries of a list by region is not a list, and is compared with the entries."""

import pytest
from official_lists import Cell, Table, as_docx, as_html, as_xlsx
from registers_of_lists import planned


def table(*rows: str) -> Table:
    made = Table([16 / len(rows[0].split("|"))] * len(rows[0].split("|")))
    for row in rows:
        made.add(*(Cell(text) for text in row.split("|")))
    return made


LIST = table("序号|企业名称|地区", "1|甲厂|北京市", "2|乙厂|江苏省", "3|丙厂|深圳市")


def asked(counts: Table, *, is_above: bool) -> list[str]:
    blocks = [counts, LIST] if is_above else [LIST, "各地区数量", counts]
    plan, *others = (planned(make(["测试名单", *blocks])) for make in (as_docx, as_html, as_xlsx))
    keys = [question.key for question in plan.questions]
    assert all([question.key for question in other.questions] == keys for other in others)
    return keys


@pytest.mark.parametrize("is_above", [True, False])
@pytest.mark.parametrize(
    "counts",
    [
        table("地区|数量（家）", "北京|1", "江苏|1", "广东|1", "合计|3"),
        table("序号|地区|数量", "1|北京市|1", "2|江苏省|1", "3|深圳市|1"),
        table("省份|企业数", "北京|1家", "江苏|1家", "广东|0家", "深圳|1家"),
        table("地区|数量|地区|数量", "北京|1|江苏|1", "广东|1||"),
        table("地区|数量", "北京|1", "江苏|1", "广东（含深圳）|1"),
        table("地区|数量", "北京|1", "江苏|1", "广东（不含深圳）|0", "深圳|1"),
    ],
)
def test_counts_that_are_those_of_the_list_ask_nothing(counts: Table, is_above: bool) -> None:
    assert asked(counts, is_above=is_above) == []


@pytest.mark.parametrize("is_above", [True, False])
@pytest.mark.parametrize(
    ("counts", "key"),
    [
        (table("地区|数量", "北京|1", "江苏|2", "广东|1"), "total:江苏"),
        (table("地区|数量", "北京|1", "江苏|1", "广东|1", "合计|4"), "total:合计"),
        (table("地区|数量", "北京|1", "江苏|1"), "total:广东省"),
        (table("地区|数量", "北京|1", "江苏|1", "广东（含深圳）|2"), "total:广东"),
        (table("地区|数量|地区|数量", "北京|1|江苏|1", "广东|1|浙江|1"), "total:浙江"),
    ],
)
def test_counts_that_differ_from_the_list_are_asked(counts: Table, key: str, is_above: bool) -> None:
    assert asked(counts, is_above=is_above) == [key]
