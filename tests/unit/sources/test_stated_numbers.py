"""The numbers of entries that a list states, in digits or in Chinese, are compared with the entries read."""

from collections.abc import Sequence

import pytest
from registers_of_lists import FRAMEWORK, PLAIN

from index_pipeline import tables
from index_pipeline.sources.lists.numerals import chinese_number
from index_pipeline.sources.lists.places import Places
from index_pipeline.sources.lists.plan import Plan, plan
from index_pipeline.sources.lists.questions import Decisions
from index_pipeline.sources.lists.reading import read_list
from index_pipeline.sources.lists.rows import Row
from index_pipeline.sources.lists.terms import Announcement

PLACES = Places(FRAMEWORK, 2021, Decisions({}))
HEADS = ("序号", "企业名称", "行业")


def listed(*lines: str, heads: Sequence[str] = HEADS, titles: Sequence[str] = ()) -> Plan:
    """Plan a list whose rows are cells with bars between; one sign, such as 甲, is an entry of that name."""
    number, rows = 0, [Row((title,), "title") for title in titles] + [Row(tuple(heads), "heads")]
    for line in lines:
        number += len(line) == 1
        cells = (str(number), f"{line}厂", "纸") if len(line) == 1 else tuple(line.split("|"))
        rows.append(Row(cells + ("",) * (len(heads) - len(cells)), f"row {len(rows)}"))
    found = read_list(rows, PLACES.is_place)
    events = tables.REGISTER_EVENTS.empty()
    return plan(found, Announcement(PLAIN, "测试文件", 2021), "list", events, FRAMEWORK, Decisions({}))


def asked(planned: Plan) -> list[str]:
    return [question.key for question in planned.questions]


@pytest.mark.parametrize(
    ("text", "number"),
    [("三", 3), ("十二", 12), ("两百", 200), ("一百零五", 105), ("一百〇五", 105), ("一千二百三十四", 1234),
     ("一千零五", 1005), ("二〇二一", None), ("百家", None), ("", None)],
)  # fmt: skip
def test_numbers_in_chinese(text: str, number: int | None) -> None:
    assert chinese_number(text) == number


@pytest.mark.parametrize(
    "lines",
    [
        ("江苏省（两家）", "甲", "乙", "浙江省（共计一家）", "丙"),
        ("江苏省两家", "甲", "乙", "浙江省一家企业", "丙"),
        ("江苏省等2家", "甲", "乙", "浙江省（丙厂等一家）", "丙"),
        ("江苏省共计2家", "甲", "乙", "浙江省共计一家", "丙"),
        ("江苏省", "甲", "乙", "小计|两家", "浙江省", "丙", "小计|一家", "合计|三家"),
        ("江苏省", "甲", "乙", "浙江省", "丙", "浙江省合计|1家", "总计：三家"),
        ("江苏省", "南京市", "甲", "南京市小计|1", "苏州市", "乙", "苏州市小计|1", "江苏省合计|2",
         "浙江省", "杭州市", "丙", "杭州市小计|1", "宁波市", "丁", "宁波市小计|1", "浙江省合计|2", "总计|4"),
        ("江苏省", "甲", "乙", "浙江省", "丙", "以上共三家"),
        ("江苏省", "甲", "乙", "第一批小计|两家", "浙江省", "丙", "第二批小计|一家"),
        ("江苏省", "甲", "乙", "共2个省、三个批次"),
    ],
)  # fmt: skip
def test_stated_numbers_that_are_met_ask_nothing(lines: Sequence[str]) -> None:
    planned = listed(*lines)

    assert asked(planned) == []
    assert {event.title: event.ref_area for event in planned.new}["乙厂"] == "320000"


@pytest.mark.parametrize(
    ("lines", "key"),
    [
        (("江苏省（三家）", "甲", "乙", "浙江省（一家）", "丙"), "江苏省（三家）"),
        (("江苏省十二家企业", "甲", "乙"), "江苏省十二家企业"),
        (("江苏省等3家", "甲", "乙"), "江苏省等3家"),
        (("江苏省", "甲", "乙", "共计三家"), "3"),
        (("江苏省", "甲", "乙", "合计|十二家"), "12"),
        (("江苏省", "甲", "乙", "小计|两家", "浙江省", "丙", "小计|两家"), "2"),
        (("江苏省", "甲", "第一批小计|一家", "浙江省", "乙", "第二批小计|二家"), "2"),
        (("江苏省", "甲", "乙", "浙江省", "丙", "浙江省合计|2"), "2"),
    ],
)
def test_a_stated_number_that_is_not_met_is_told(lines: Sequence[str], key: str) -> None:
    assert asked(listed(*lines)) == [f"total:{key}"]


def test_a_place_that_heads_entries_again_is_asked_if_the_numbers_go_on() -> None:
    assert asked(listed("江苏省", "甲", "浙江省", "乙", "江苏省", "丙")) == ["row:江苏省"]
    assert asked(listed("江苏省", "甲", "浙江省", "1|乙厂|纸", "江苏省", "1|丙厂|纸")) == []
    assert asked(listed("一、机械", "江苏省", "甲", "浙江省", "乙", "二、纺织", "江苏省", "丙")) == []


@pytest.mark.parametrize(
    ("title", "is_met"),
    [
        ("测试名单（共计三家）", True),
        ("测试名单（一百零五个）", False),
        ("现认定甲厂等3家企业", True),
        ("现认定甲厂等四家企业", False),
        ("涉及江苏等12个省、三个行业", True),
        ("第三个五年计划", True),
    ],
)
def test_a_title_states_the_number_of_the_list(title: str, is_met: bool) -> None:
    assert len(asked(listed("江苏省", "甲", "乙", "丙", titles=[title]))) == (not is_met)


def test_a_cell_states_the_number_of_its_batch_or_place() -> None:
    heads = ("序号", "企业名称", "地区", "批次")

    def cells(place: str, batch: str) -> list[str]:
        rows = ("1|甲厂|{}|{}", "2|乙厂|{}|{}")
        return asked(listed(*(row.format(place, batch) for row in rows), heads=heads))

    assert cells("江苏省（两家）", "第一批（2家）") == []
    assert cells("江苏省（三家）", "第一批") == ["total:江苏省（三家）"]
    assert cells("江苏省共三家", "第一批") == ["total:江苏省共三家"]
    assert cells("江苏省", "第一批（三家）") == ["total:第一批（三家）"]


@pytest.mark.parametrize("name", ["三家村窑址", "第三个五年计划旧址", "百家姓印刷厂", "千户苗寨酒坊"])
def test_a_number_in_a_name_states_nothing(name: str) -> None:
    assert [event.title for event in listed("江苏省", f"1|{name}|").new] == [name]


@pytest.mark.parametrize(
    ("note", "is_met"),
    [
        ("注：共计三家。", True),
        ("说明：本名单共4家", False),
        ("注：其中中央企业共1家", True),
        ("注：新认定企业共1家", True),
    ],
)
def test_a_note_states_the_number_of_the_list(note: str, is_met: bool) -> None:
    assert len(asked(listed("江苏省", "甲", "乙", "丙", note))) == (not is_met)


def test_a_sum_below_a_list_is_compared_with_the_entries_above_it() -> None:
    found = next(each for each in listed("甲", "乙", "共计三家", "丙").questions if each.key == "total:3")

    assert found.place == "row 3"
    assert found.said == "应有3项，读到2项 · 3 entries are stated, 2 were read"
