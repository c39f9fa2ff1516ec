"""Lines of places above entries, without numbers: a city is within the province before it, in which it lies."""

from itertools import groupby

import pytest
from official_lists import Cell, Document, Table, as_docx, as_html, as_pdf, as_xlsx
from registers_of_lists import planned

from index_pipeline.sources.lists.plan import Plan


def paragraphs(lines: str) -> Document:
    """A table below each line; the names of entries end with 厂."""
    document: Document = ["测试名单"]
    for is_name, group in groupby(lines.split(), key=lambda line: line.endswith("厂")):
        if not is_name:
            document += group
            continue
        table = Table([3, 9])
        table.add("序号", "企业名称")
        for number, name in enumerate(group, start=1):
            table.add(str(number), name)
        document.append(table)
    return document


def rows(lines: str) -> Document:
    """One table, in which each line is a row over all columns, and the numbers go on."""
    table, number = Table([3, 9]), 0
    table.add("序号", "企业名称")
    for line in lines.split():
        number += line.endswith("厂")
        table.add(*((str(number), line) if line.endswith("厂") else (Cell(line, across=2),)))
    return ["测试名单", table]


def read(lines: str, decisions: dict[str, str] | None = None) -> Plan:
    """The plan of a list, which is one in all layouts and formats."""
    made = [make(layout(lines)) for layout in (paragraphs, rows) for make in (as_docx, as_html, as_xlsx, as_pdf)]
    plan, *others = (planned(content, decisions) for content in made)
    assert all(outcome(other) == outcome(plan) for other in others)
    return plan


def outcome(plan: Plan) -> tuple[list[tuple[str | None, str | None]], list[str]]:
    return [(event.title, event.ref_area) for event in plan.new], [question.key for question in plan.questions]


def test_provinces_and_cities_alternate() -> None:
    lines = "江苏省 南京市 甲厂 苏州市 乙厂 浙江省 杭州市 丙厂 宁波市 丁厂 辽宁省 戊厂 大连市 己厂 北京市 庚厂"

    names = ["甲厂", "乙厂", "丙厂", "丁厂", "戊厂", "己厂", "庚厂"]
    areas = ["320000", "320000", "330000", "330200", "210000", "210200", "110000"]
    assert outcome(read(lines)) == ([*zip(names, areas, strict=True)], [])


def test_a_district_whose_name_others_have_is_that_of_the_place_above() -> None:
    lines = "江苏省 南京市 鼓楼区 甲厂 徐州市 鼓楼区 乙厂 福建省 鼓楼区 丙厂 北京市 朝阳区 丁厂 辽宁省 朝阳市 戊厂"

    names = ["甲厂", "乙厂", "丙厂", "丁厂", "戊厂"]
    areas = ["320000", "320000", "350000", "110000", "210000"]
    assert outcome(read(lines)) == ([*zip(names, areas, strict=True)], [])


def test_cities_of_their_own_and_cities_that_are_listed_beside_provinces_ask_nothing() -> None:
    own = read("江苏省 南京市 甲厂 新疆维吾尔自治区 乙厂 新疆生产建设兵团 丙厂 大连市 丁厂 深圳市 戊厂")
    beside = read("江苏省 甲厂 新疆维吾尔自治区 乙厂 沈阳市 丙厂 武汉市 丁厂")

    assert [area for _, area in outcome(own)[0]] == ["320000", "650000", "XPCC", "210200", "440300"]
    assert [area for _, area in outcome(beside)[0]] == ["320000", "650000", "210000", "420000"]
    assert own.questions == beside.questions == ()


@pytest.mark.parametrize(
    ("lines", "keys"),
    [
        ("江苏省 南京市 甲厂 杭州市 乙厂 宁波市 丙厂", ["row:杭州市"]),
        ("江苏省 南京市 甲厂 杭州市 乙厂 苏州市 丙厂", ["row:杭州市"]),
        ("江苏省 杭州市 甲厂 苏州市 乙厂 浙江省 南京市 丙厂 宁波市 丁厂", ["row:杭州市", "row:南京市"]),
        ("江苏省 鼓楼区 甲厂 朝阳区 乙厂", ["row:朝阳区", "place:朝阳区"]),
    ],
)
def test_a_city_in_another_province_than_the_one_above_is_asked(lines: str, keys: list[str]) -> None:
    assert outcome(read(lines))[1] == keys


@pytest.mark.parametrize("heading", ["省（自治区、直辖市）及计划单列市", "省（区、市）/计划单列市", "省份及兵团"])
def test_a_column_of_provinces_may_be_headed_as_of_cities_and_the_corps_too(heading: str) -> None:
    table = Table([2, 6, 6])
    table.add("序号", "企业名称", heading)
    for number, (name, place) in enumerate([("甲厂", "广东省"), ("乙厂", "深圳市"), ("丙厂", "兵团")], start=1):
        table.add(str(number), name, place)

    plan = planned(as_docx(["测试名单", table]))
    assert (plan.questions, plan.regions) == ((), {"440000": 1, "440300": 1, "XPCC": 1})


def test_a_list_of_names_alone_asks_for_each_region_and_says_what_to_add() -> None:
    table = Table([2, 6])
    for cells in (("序号", "企业名称"), ("1", "甲厂"), ("2", "乙厂")):
        table.add(*cells)

    questions = planned(as_docx(["测试名单", table])).questions
    assert [question.key for question in questions] == ["region:甲厂", "region:乙厂"]
    assert all("请指明地区，或在名单中补“地区”一列" in question.said for question in questions)
