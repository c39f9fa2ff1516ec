"""A table that counts the entries of a list by region is not a list, and is compared with the entries."""

import pytest
from official_lists import Cell, Document, Table, as_docx, as_html, as_pdf, as_xlsx
from registers_of_lists import planned


def table(*rows: str) -> Table:
    made = Table([16 / len(rows[0].split("|"))] * len(rows[0].split("|")))
    for row in rows:
        made.add(*(Cell(text) for text in row.split("|")))
    return made


LIST = table("序号|企业名称|地区", "1|甲厂|北京市", "2|乙厂|江苏省", "3|丙厂|深圳市")


def asked(counts: Table, *, is_above: bool) -> list[str]:
    blocks = [counts, LIST] if is_above else [LIST, "各地区数量", counts]
    return keys_of(["测试名单", *blocks])


def keys_of(document: Document) -> list[str]:
    """What is asked about a document in each format; a PDF may have no lines between its cells."""
    plan, *others = (planned(make(document)) for make in (as_docx, as_html, as_xlsx, as_pdf, without_lines))
    keys = [question.key for question in plan.questions]
    assert all([question.key for question in other.questions] == keys for other in others)
    assert all([event.title for event in other.new] == [event.title for event in plan.new] for other in others)
    return keys


def without_lines(document: Document) -> bytes:
    return as_pdf(document, stroke="none")


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


FURTHER = table("序号|企业名称|地区", "1|甲厂|北京市", "2|乙厂|广东省", "3|丙厂|深圳市", "4|丁厂|兵团", "5|戊厂|宁波市")


@pytest.mark.parametrize(
    "counts",
    [
        table("地区|数量", "北京|1", "广东（含深圳）|2", "新疆（含兵团）|1", "浙江（含宁波市）|1", "合计|5"),
        table("地区|数量", "北京|1", "广东及深圳|2", "新疆和兵团|1", "浙江、宁波|1", "全国|5"),
        table("地区|数量", "北京|1", "广东（其中深圳1家）|2", "新疆（含兵团1家）|1", "浙江|1"),
        table("地区|数量", "北京|1", "广东|2", "其中：深圳|1", "新疆|1", "#兵团|1", "浙江|1", "其中宁波|1", "合计|5"),
        table("地区|数量", "北京|1", "广东（不含深圳）|1", "深圳|1", "新疆|", "兵团|1", "浙江|—", "宁波|1", "合计|5"),
        table(
            "序号|地区|数量|占比（%）|备注",
            "1|北京|1|20|",
            "2|广东|2|40|含深圳",
            "3|新疆|1|20|",
            "4|浙江|1|20|",
            "|合计|5|100|",
        ),
    ],
)
def test_cities_of_their_own_are_counted_with_their_province_or_apart_as_the_names_say(counts: Table) -> None:
    assert keys_of(["测试名单", counts, FURTHER]) == []
    assert keys_of(["测试名单", FURTHER, "各地区数量统计表", counts]) == []


@pytest.mark.parametrize(
    ("counts", "key"),
    [
        (table("地区|数量", "北京|1", "广东（不含深圳）|2", "新疆|1", "浙江|1"), "total:广东"),
        (table("地区|数量", "北京|1", "广东（含深圳）|1", "新疆|1", "浙江|1"), "total:广东"),
        (table("地区|数量", "北京|1", "广东（其中深圳2家）|2", "新疆|1", "浙江|1"), "total:深圳"),
        (table("地区|数量", "北京|1", "广东|2", "其中：深圳|2", "新疆|1", "浙江|1"), "total:深圳"),
        (table("地区|数量", "北京|1", "广东（不含深圳）|1", "新疆|1", "浙江|1"), "total:深圳市"),
        (table("地区|数量", "北京|1", "广东|2", "新疆|1", "浙江|1", "中央企业|1"), "total:中央企业"),
    ],
)
def test_a_count_that_does_not_hold_for_what_its_name_says_is_asked(counts: Table, key: str) -> None:
    assert keys_of(["测试名单", counts, FURTHER]) == [key]


def test_a_table_of_counts_may_have_a_column_for_each_of_several_lists() -> None:
    lists: Document = ["测试工厂名单", LIST, "测试园区名单", table("序号|园区名称|地区", "1|丁园|北京市")]
    counts = table("地区|工厂|园区|合计", "北京|1|1|2", "江苏|1||1", "广东|1|0|1", "合计|3|1|4")
    wrong = table("地区|工厂|园区|合计", "北京|1|1|2", "江苏|1|1|1", "广东|1|0|1", "合计|3|1|4")
    taken = {"section:测试工厂名单": "take", "section:测试园区名单": "take"}

    def asked_of(counts: Table) -> list[str]:
        plans = [planned(make([*lists, "统计表", counts]), taken) for make in (as_docx, as_xlsx, as_pdf, without_lines)]
        keys = [[question.key for question in plan.questions] for plan in plans]
        assert keys == keys[:1] * len(plans)
        return keys[0]

    assert asked_of(counts) == []
    assert asked_of(wrong) == ["total:江苏"]


def test_a_column_of_counts_may_be_of_a_part_or_category_of_the_list() -> None:
    parts = table("类别|序号|企业名称|地区", "工厂|1|甲厂|北京市", "工厂|2|乙厂|江苏省", "园区|3|丙园|北京市")
    counts = table("地区|工厂数|园区数|合计", "北京|1|1|2", "江苏|1|0|1")
    wrong = table("地区|工厂数|园区数|合计", "北京|1|1|2", "江苏|0|1|1")

    assert keys_of(["测试名单", parts, counts]) == []
    assert keys_of(["测试名单", parts, wrong]) == ["total:江苏"]
