"""Events of entries that remarks state are taken or asked about; other remarks are kept."""

import csv

import pyarrow as pa
import pytest
from registers_of_lists import events, planned
from running import ROOT

from index_pipeline.sources.lists.plan import Plan
from index_pipeline.sources.lists.remarks import earlier_name, later_name, says_event

KNOWN = events(("test_list_001", "甲乙丙有限公司", "320000", "designated", 2018))


def remarked(
    name: str, remark: str, decisions: dict[str, str] | None = None, stored: pa.Table = KNOWN, heading: str = "备注"
) -> Plan:
    rows = f"<tr><td>序号<td>企业名称<td>地区<td>{heading}</tr><tr><td>1<td>{name}<td>江苏省<td>{remark}</tr>"
    return planned(f"<table>{rows}</table>".encode(), decisions, stored)


def answers(plan: Plan) -> dict[str, tuple[str, ...]]:
    return {question.key: question.answers for question in plan.questions}


def happened(plan: Plan) -> list[tuple[str, str | None, str | None]]:
    return [(event.event, event.entry_id, event.title) for event in plan.events]


@pytest.mark.parametrize(
    "remark",
    [
        "原名甲乙丙有限公司",
        "由甲乙丙有限公司更名",
        "原甲乙丙有限公司",
        "2021年由甲乙丙有限公司更名为乙有限公司",
        "曾用名：甲乙丙有限公司",
    ],
)
def test_the_earlier_name_in_a_remark_finds_the_entry(remark: str) -> None:
    plan = remarked("乙有限公司", remark)

    assert (answers(plan), happened(plan)) == ({}, [("renamed", "test_list_001", "乙有限公司")])


def test_an_earlier_name_that_may_be_a_known_one_is_asked() -> None:
    assert list(answers(remarked("乙有限公司", "原名甲乙丙股份有限公司"))) == ["same:乙有限公司"]
    assert answers(remarked("乙有限公司", "原名丙丁戊公司")) == {}


@pytest.mark.parametrize("remark", ["更名为乙有限公司", "现名乙有限公司", "2020年变更为乙有限公司"])
def test_a_later_name_in_a_remark_is_asked(remark: str) -> None:
    key = f"note:{remark}"

    assert answers(remarked("甲乙丙有限公司", remark)) == {key: ("designated", "renamed", "revoked", "skip")}
    renamed = remarked("甲乙丙有限公司", remark, {key: "renamed"})
    assert (answers(renamed), happened(renamed)) == ({}, [("renamed", "test_list_001", "乙有限公司")])
    kept = remarked("甲乙丙有限公司", remark, {key: "designated"})
    assert ([entry.entry_id for _, entry in kept.known], kept.events) == (["test_list_001"], ())


def test_a_move_in_a_remark_is_asked() -> None:
    key = "note:搬迁至徐州市"

    assert answers(remarked("甲乙丙有限公司", "搬迁至徐州市")) == {key: ("designated", "moved", "revoked", "skip")}
    (moved,) = remarked("甲乙丙有限公司", "搬迁至徐州市", {key: "moved"}).events
    assert (moved.event, moved.entry_id, moved.ref_area) == ("moved", "test_list_001", "320000")


@pytest.mark.parametrize(
    "remark", ["已更名", "名称已变更", "已注销", "已撤销", "已停产", "已并入乙公司", "被乙公司吸收合并", "主体厂房拆除"]
)
@pytest.mark.parametrize("heading", ["备注", "说明", "情况"])
def test_another_event_in_a_remark_is_asked(remark: str, heading: str) -> None:
    assert answers(remarked("甲乙丙有限公司", remark, heading=heading)) == {
        f"note:{remark}": ("designated", "revoked", "skip")
    }


@pytest.mark.parametrize(
    "remark",
    ["产品：分立器件", "重组蛋白", "失效分析", "关闭阀", "原料药", "原址重建", "联系人：张三", "迁安市", "搬运设备",
     "现为工业博物馆", "原创设计", "原平市", "有效期至2025年", "首批", "项目名称为甲乙", "新申报",
     "主要产品：搬迁机械、拆除设备", "停产品种除外", "无停业记录", "破产法律服务", "与子公司合并申报",
     "有效期届满前应申请复核"],
)  # fmt: skip
def test_a_remark_that_is_no_event_is_kept(remark: str) -> None:
    (event,) = remarked("丙有限公司", remark).events

    assert event.title == "丙有限公司"
    assert f"备注：{remark}" in (event.note or "")


HISTORY = ["始建于1919年，1998年停产，现为博物馆", "1937年迁往重庆，1946年迁回", "1956年并入国营乙厂", "1958年更名"]


@pytest.mark.parametrize("remark", HISTORY)
def test_what_happened_before_the_first_year_of_the_register_is_history(remark: str) -> None:
    """The register of the test begins in 2017."""
    assert answers(remarked("丙厂旧址", remark, heading="基本情况")) == {}


@pytest.mark.parametrize(
    "remark", ["始建于1919年，2021年停产", "1998年停产，已拆除", "产品：机床；已停产", "地址：徐州（已搬迁）"]
)
def test_what_happened_since_is_asked_beside_history_and_products(remark: str) -> None:
    assert list(answers(remarked("丙厂旧址", remark))) == [f"note:{remark}"]


def test_products_and_notes_of_the_shipped_registers_say_no_event() -> None:
    """Of 4,522 entries, the notes of none are asked about: industries, batches and addresses of documents."""
    notes = {
        row["note"]
        for path in (ROOT / "data/registers").glob("*.csv")
        for row in csv.DictReader(path.open(encoding="utf-8"))
    }

    assert notes
    assert not [note for note in notes if says_event(note, "") or earlier_name(note) or later_name(note)]


@pytest.mark.parametrize(
    ("result", "event"),
    [("通过", "confirmed"), ("有条件通过", "confirmed"), ("未通过", "revoked"), ("不再保留", "revoked"),
     ("未延续", "revoked"), ("暂缓通过", None), ("未复核", None), ("延期复核", None), ("异议待核后通过", None)],
)  # fmt: skip
def test_the_result_of_a_review(result: str, event: str | None) -> None:
    plan = remarked("甲乙丙有限公司", result, heading="复核结果")

    assert [kind for kind, *_ in happened(plan)] == [event] * bool(event)
    assert list(answers(plan)) == [f"result:{result}"] * (not event)


def test_a_result_may_state_the_later_name() -> None:
    plan = remarked("甲乙丙有限公司", "更名为乙有限公司", heading="变更事项")

    assert (answers(plan), happened(plan)) == ({}, [("renamed", "test_list_001", "乙有限公司")])


@pytest.mark.parametrize(("opinion", "is_asked"), [("同意推荐", False), ("推荐", False), ("不推荐", True)])
def test_an_opinion_that_is_not_for_an_entry_is_asked(opinion: str, is_asked: bool) -> None:
    plan = remarked("甲乙丙有限公司", opinion, heading="推荐意见")

    assert list(answers(plan)) == [f"decision:{opinion}"] * is_asked
