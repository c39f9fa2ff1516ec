"""Of several lists in one document, the one that the register is of is taken, and the outcome names the others."""

import pytest
from official_lists import Document, Table, as_docx, as_html, as_xlsx
from registers_of_lists import PLAIN, WORKS, planned

from index_pipeline.sources.lists.plan import Plan


def table(*names: str) -> Table:
    made = Table([2, 6])
    made.add("序号", "名称")
    for number, name in enumerate(names, start=1):
        made.add(str(number), name)
    return made


def read(document: Document, decisions: dict[str, str] | None = None, register: str = WORKS) -> Plan:
    plan, *others = (planned(make(document), decisions, register=register) for make in (as_docx, as_html, as_xlsx))
    assert all([event.title for event in plan.new] == [event.title for event in other.new] for other in others)
    return plan


def outcome(plan: Plan) -> tuple[list[str | None], dict[str, int], list[str]]:
    return [event.title for event in plan.new], plan.other_lists, [question.key for question in plan.questions]


@pytest.mark.parametrize(
    ("own", "other", "named"),
    [
        ("北京市绿色工厂名单", "北京市绿色园区名单", "绿色园区名单"),
        ("北京市绿色工厂名单（2家）", "上海市绿色设计产品名单（1家）", "绿色设计产品名单"),
    ],
)
def test_titles_of_places_tell_lists_apart(own: str, other: str, named: str) -> None:
    plan = read(["关于公布绿色制造名单的通知", own, table("甲厂", "乙厂"), other, table("丙园")])

    assert outcome(plan) == (["甲厂", "乙厂"], {named: 1}, [])
    assert plan.left_out == ("丙园",)


@pytest.mark.parametrize(
    ("own", "other"),
    [("绿色工厂名单", "绿色园区名单"), ("一、绿色工厂", "二、绿色园区"), ("绿色工厂名单", "国家工业旅游示范基地名单")],
)
def test_titles_tell_lists_apart(own: str, other: str) -> None:
    document: Document = ["关于公布名单的通知", "北京市", own, table("甲厂"), other, table("丙园")]

    assert outcome(read(document)) == (["甲厂"], {other: 1}, [])


def test_several_lists_of_the_register_are_taken() -> None:
    places: Document = ["北京市绿色工厂名单", table("甲厂"), "上海市绿色工厂名单", table("乙厂")]
    plain: Document = ["绿色工厂名单", "北京市企业名单", table("甲厂"), "上海市企业名单", table("乙厂")]

    for document in (places, plain):
        assert outcome(read(document)) == (["甲厂", "乙厂"], {}, [])


def test_what_is_not_clearly_of_other_things_is_asked() -> None:
    further: Document = ["绿色工厂名单", "北京市", table("甲厂"), "增补名单", "北京市", table("乙厂")]
    alone: Document = ["绿色园区名单", "北京市", table("丙园")]

    assert outcome(read(further))[2] == ["section:增补名单"]
    assert outcome(read(alone))[2] == ["title:绿色园区名单"]
    assert outcome(read(further, {"section:增补名单": "take"}))[0] == ["甲厂", "乙厂"]


def test_the_title_of_a_list_of_removals_is_not_that_of_the_other_lists() -> None:
    document: Document = ["测试名单", "北京市", table("甲厂"), "撤销称号企业名单", "北京市", table("乙厂")]
    answers = {"section:测试名单": "take", "event:撤销称号企业名单": "revoked"}

    assert outcome(read(document, answers, PLAIN))[0] == ["甲厂"]


@pytest.mark.parametrize(
    "sentence",
    [
        "现将测试名单（见附件1）予以公布，同时公布撤销名单（见附件2）。",
        "经企业自愿申报、地方推荐、专家评审和网上公示，现将测试名单（见附件1）予以公布，同时撤销不再符合要求的企业的称号，"
        "公布撤销名单（见附件2），请各地加强管理。",
    ],
)
def test_what_a_sentence_says_of_one_annex_is_of_that_annex_alone(sentence: str) -> None:
    annexes: Document = ["附件1", "测试名单", "北京市", table("甲厂"), "附件2", "企业名单", "北京市", table("乙厂")]
    answers = {"section:测试名单": "take", "section:企业名单": "take"}

    assert outcome(read([sentence, *annexes], answers, PLAIN))[2] == [f"event:{sentence[:60]}"]
    skipped = {**answers, f"event:{sentence[:60]}": "skip"}
    assert outcome(read([sentence, *annexes], skipped, PLAIN)) == (["甲厂"], {}, [])
