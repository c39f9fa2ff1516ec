"""What a list would change: new entries, events of known ones, and what a person decides before anything is written."""

import csv
import io
from collections.abc import Callable
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from official_lists import Cell, Document, Table, as_docx, as_html, as_pdf, as_xlsx
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet
from registers_of_lists import FRAMEWORK, KINDS, PLAIN, events, planned
from running import ROOT

from index_pipeline.sources.lists.batches import Batches, batches_of, known_batches
from index_pipeline.sources.lists.gazetteer import Gazetteer
from index_pipeline.sources.lists.names import name_faults
from index_pipeline.sources.lists.plan import Plan
from index_pipeline.sources.lists.questions import (
    Decisions,
    ListDecisionError,
    ListQuestion,
    parse_decisions,
    read_decisions,
    write_questions,
)
from index_pipeline.sources.lists.spelling import KnownNames
from index_pipeline.sources.lists.titles import Titles
from index_pipeline.sources.registers.entries import record_all
from index_pipeline.sources.registers.stocks import RegisterError, load_events, stocks

KNOWN = events(
    ("test_list_001", "北京甲乙丙丁有限公司", "110000", "designated", 2018),
    ("test_list_002", "天津甲乙有限公司", "120000", "designated", 2018),
    ("test_list_003", "大连丙丁戊己厂", "210200", "designated", 2018),
    ("test_list_002", "天津甲乙有限公司", "120000", "revoked", 2019),
)
CARS = events(
    ("test_list_001", "北京奔驰汽车有限公司", "110000", "designated", 2018),
    ("test_list_002", "北京第一汽车有限公司", "110000", "designated", 2018),
)


def document(heads: str, *rows: str, titles: str = "") -> bytes:
    table = Table([4] * len(heads.split()))
    table.add(*heads.split())
    for row in rows:
        table.add(*row.split())
    return as_docx([*titles.split(), table])


def asked(plan: Plan) -> dict[str, tuple[str, ...]]:
    return {question.key: question.answers for question in plan.questions}


def happened(plan: Plan) -> list[tuple[str, str | None, str | None]]:
    return [(event.event, event.entry_id, event.title) for event in plan.events if event.event != "designated"]


def test_new_known_and_to_decide() -> None:
    plan = planned(
        document(
            "序号 企业名称 所在地",
            "1 北京甲乙丙丁有限公司 北京",
            "2 某某新厂 上海市",
            "3 北京甲乙丙丁股份有限公司 北京",
        ),
        stored=KNOWN,
    )

    assert [event.title for event in plan.new] == ["某某新厂"]
    assert [(name, entry.entry_id) for name, entry in plan.known] == [("北京甲乙丙丁有限公司", "test_list_001")]
    key = "same:北京甲乙丙丁股份有限公司"
    assert asked(plan)[key] == ("test_list_001", "renamed test_list_001", "moved test_list_001", "new", "skip")


@pytest.mark.parametrize(
    ("answer", "new", "known", "event"),
    [
        ("test_list_001", 0, 1, []),
        ("renamed test_list_001", 0, 0, [("renamed", "test_list_001", "北京甲乙丙丁股份有限公司")]),
        ("new", 1, 0, []),
        ("skip", 0, 0, []),
    ],
)
def test_another_spelling_is_what_the_person_says(answer: str, new: int, known: int, event: list) -> None:
    content = document("序号 企业名称 所在地", "1 北京甲乙丙丁股份有限公司 北京")

    plan = planned(content, {"same:北京甲乙丙丁股份有限公司": answer}, KNOWN)

    assert (len(plan.new), len(plan.known), happened(plan), plan.questions) == (new, known, event, ())


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("北京奔弛汽车有限公司", id="a wrong sign"),
        pytest.param("北京奔汽车有限公司", id="a sign too few"),
        pytest.param("奔驰汽车有限公司", id="without its place"),
        pytest.param("北京市朝阳区奔驰汽车有限公司", id="with another place within"),
        pytest.param("奔驰汽车（北京）有限公司", id="the place in brackets"),
        pytest.param("北京奔驰汽车公司旧址", id="what is left of it"),
        pytest.param("北京奔馳汽車有限公司", id="signs that are not simplified"),
        pytest.param("北京奔驰汽车有限公司（一期）", id="a remark in brackets"),
        pytest.param("北京奔驰汽车有限公司【原料基地】", id="brackets that state no former name"),
        pytest.param("某某厂（现北京奔驰汽车有限公司）", id="its name in brackets"),
        pytest.param("某某厂（含甲厂、北京奔驰汽车公司）", id="its name among others in brackets"),
    ],
)
def test_a_name_that_may_be_a_known_one_is_asked(name: str) -> None:
    plan = planned(document("序号 企业名称 所在地", f"1 {name} 北京"), stored=CARS)

    assert (plan.events, list(asked(plan))) == ((), [f"same:{name}"])


@pytest.mark.parametrize(
    "name",
    [
        "共计一号矿山",
        "北京奔驰客车厂",
        "北京长安汽车有限公司（北京）",
        "北京长安汽车有限公司",
        "上海奔驰汽车有限公司",
        "北京第二汽车有限公司",
    ],
)
def test_another_name_is_not_asked(name: str) -> None:
    content = document("序号 企业名称 所在地", f"1 {name} 北京")

    assert planned(content, {f"region:{name}": "北京市"}, CARS).questions == ()


def test_one_entry_written_twice_in_a_list_is_asked() -> None:
    content = document("序号 企业名称 所在地", "1 某某新材料公司 北京", "2 北京某某新材料有限公司 北京")
    key = "double:北京某某新材料有限公司"

    assert asked(planned(content)) == {key: ("once", "both")}
    assert [event.title for event in planned(content, {key: "once"}).new] == ["某某新材料公司"]
    assert [planned(content, {key: answer}).regions for answer in ("once", "both")] == [{"110000": 1}, {"110000": 2}]
    assert len(planned(content, {key: "both"}).new) == 2


def test_signs_that_are_not_simplified_are_no_other_name() -> None:
    twice = document("序号 名称 所在地", "1 臺州某某裡纺织厂 浙江", "2 台州某某里纺织厂 浙江")
    other = document("序号 名称 所在地", "1 国营七〇一机械厂 浙江", "2 国营七二一机械厂 浙江", "3 国营犇一机械厂 浙江")

    assert list(asked(planned(twice))) == ["double:台州某某里纺织厂"]
    assert asked(planned(other)) == {}


def test_a_name_in_brackets_of_a_known_entry_is_asked() -> None:
    known = events(("test_list_001", "本溪湖煤铁公司（又名甲乙丙厂）", "210000", "designated", 2018))

    for name in ("甲乙丙厂", "本溪湖煤铁公司", "本溪湖煤铁公司（一厂区）（又名甲乙丙厂）"):
        assert list(asked(planned(document("序号 名称 所在地", f"1 {name} 辽宁"), stored=known))) == [f"same:{name}"]


def test_entries_of_a_list_that_differ_by_brackets_are_asked() -> None:
    remark = document("序号 名称 所在地", "1 鞍山钢铁厂 辽宁", "2 鞍山钢铁厂（老厂区） 辽宁")
    former = document("序号 名称 所在地", "1 甲厂（原乙厂） 辽宁", "2 甲厂（原丙厂） 辽宁")
    sub = document("序号 名称 所在地", "1 剪纸（中阳剪纸） 山西", "2 剪纸（静乐剪纸） 山西")
    kind = document("序号 名称 所在地", "1 苏绣 江苏", "2 苏绣（扬州刺绣） 江苏")
    other = document("序号 名称 所在地", "1 甲乙丙厂 江苏", "2 甲乙丙厂（丁戊己厂） 江苏")

    assert asked(planned(remark)) == {"double:鞍山钢铁厂（老厂区）": ("once", "both")}
    assert asked(planned(former)) == {"double:甲厂（原丙厂）": ("once", "both")}
    assert asked(planned(sub)) == asked(planned(kind)) == {}
    assert asked(planned(other)) == {"double:甲乙丙厂（丁戊己厂）": ("once", "both")}


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("甲厂（一期", "whole"),
        ("甲厂、", "whole"),
        ("甲有限公司乙有限公司", "of several"),
        ("1.甲厂2.乙厂", "of several"),
        ("甲厂*", "mark"),
        ("甲厂[1]", "mark"),
        ("甲厂（已撤销）", "not in force"),
        ("甲厂（待公示）", "not in force"),
        ("甲厂已摘牌", "not in force"),
        ("12", "the name of an entry"),
        ("—", "the name of an entry"),
        ("北京小计", "the name of an entry"),
        ("合计三十家", "the name of an entry"),
        ("合计（含兵团）", "the name of an entry"),
        ("以上排名不分先后", "the name of an entry"),
    ],
)
def test_a_text_that_is_not_the_name_of_one_entry_is_asked(name: str, said: str) -> None:
    content = document("序号 名称 所在地", f"1 {name} 北京", "2 丁厂 北京")
    (question,) = planned(content).questions

    assert (question.key, question.answers) == (f"entry:{name}", ("accept", "skip"))
    assert said in question.said
    assert [event.title for event in planned(content, {question.key: "skip"}).new] == ["丁厂"]
    assert [event.title for event in planned(content, {question.key: "accept"}).new] == [name, "丁厂"]


@pytest.mark.parametrize(
    ("name", "names"),
    [
        ("甲厂和乙厂", ["甲厂", "乙厂"]),
        ("甲厂；乙厂", ["甲厂", "乙厂"]),
        ("甲有限公司、乙有限公司和丙（集团）公司", ["甲有限公司", "乙有限公司", "丙（集团）公司"]),
        ("甲厂旧址（南区）与乙矿", ["甲厂旧址（南区）", "乙矿"]),
    ],
)
def test_names_that_are_joined_are_asked_with_both_readings(name: str, names: list[str]) -> None:
    content = document("序号 名称 所在地", f"1 {name} 北京", "2 丁厂 北京")
    (question,) = planned(content).questions

    assert (question.key, question.answers) == (f"entry:{name}", ("accept", "each", "skip"))
    assert "、".join(f"“{part}”" for part in names) in question.said
    decided = {answer: planned(content, {question.key: answer}) for answer in question.answers}
    assert {answer: [event.title for event in plan.new] for answer, plan in decided.items()} == {
        "accept": [name, "丁厂"],
        "each": [*names, "丁厂"],
        "skip": ["丁厂"],
    }
    assert all(plan.questions == () for plan in decided.values())


@pytest.mark.parametrize(
    "name",
    ["北京和平机械厂", "甲厂和平路厂区", "乌达矿务局和海勃湾矿务局", "上海大中华纱厂及华丰纱厂", "甲厂（含一厂和二厂）",
     "卓筒井和蓬基井", "哈萨克毡绣和布绣", "上海大中华纱厂和华丰纱厂旧址"],
)  # fmt: skip
def test_a_name_that_holds_such_a_sign_is_one(name: str) -> None:
    assert list(name_faults(name, "")) == []


def test_two_names_with_a_blank_between_are_asked_and_a_blank_in_a_name_is_not() -> None:
    said = {name: list(name_faults(name, "")) for name in ("甲乙机床厂 丙丁钢铁厂", "甲乙机床厂 旧址", "ABC 机床厂")}

    assert [name for name, faults in said.items() if faults] == ["甲乙机床厂 丙丁钢铁厂"]


def test_the_shipped_registers_hold_names_of_one_entry_each() -> None:
    for event in load_events(ROOT / "data").to_pylist():
        assert list(name_faults(event["title"], "")) == []


def test_the_shipped_registers_hold_few_names_that_are_asked_about() -> None:
    """A person answers 36 questions about 4,835 entries, where no two of them in one province are the same."""
    names: dict[tuple[str, str | None, str], dict[str, None]] = {}
    for event in load_events(ROOT / "data").to_pylist():
        if event["event"] == "designated":
            key = (event["register_id"], event["category"], (event["ref_area"] or "")[:2])
            names.setdefault(key, {})[event["title"]] = None
    leading = Gazetteer(FRAMEWORK.codes, 2024).leading
    pairs = set()
    for held in names.values():
        known = KnownNames(((name, name) for name in held), leading)
        pairs |= {frozenset((name, other)) for name in held for other in known.alike(name) if other != name}

    assert len(pairs) <= 40


def test_the_same_name_in_another_region_is_asked() -> None:
    content = document("序号 企业名称 所在地", "1 北京甲乙丙丁有限公司 上海")
    key, region = "same:北京甲乙丙丁有限公司", {"region:北京甲乙丙丁有限公司": "上海市"}

    assert key in asked(planned(content, region, KNOWN))
    (moved,) = planned(content, {key: "moved test_list_001", **region}, KNOWN).events
    assert (moved.event, moved.entry_id, moved.ref_area) == ("moved", "test_list_001", "310000")
    (new,) = planned(content, {key: "new", **region}, KNOWN).events
    assert (new.event, new.title) == ("designated", "北京甲乙丙丁有限公司（上海）")


def test_a_city_counts_as_its_province() -> None:
    plan = planned(document("序号 企业名称 所在地", "1 大连丙丁戊己厂 辽宁省"), stored=KNOWN)

    assert [entry.entry_id for _, entry in plan.known] == ["test_list_003"]


def test_an_entry_that_was_revoked_comes_back() -> None:
    plan = planned(document("序号 企业名称 所在地", "1 天津甲乙有限公司 天津"), stored=KNOWN)

    assert happened(plan) == [("confirmed", "test_list_002", None)]


def test_a_review_says_what_happened() -> None:
    content = document(
        "序号 企业名称 地区 复核结果",
        *("1 北京甲乙丙丁有限公司 北京 附条件通过", "2 大连丙丁戊己厂 大连 未通过", "3 从未有过的厂 上海 不合格"),
        "4 大连丙丁戊己厂二号 大连 限期整改",
    )

    plan = planned(content, stored=KNOWN)

    assert happened(plan) == [("confirmed", "test_list_001", None), ("revoked", "test_list_003", None)]
    assert asked(plan) == {
        "same:从未有过的厂": ("skip",),
        "result:限期整改": ("designated", "confirmed", "revoked", "skip"),
    }


def test_a_renaming_in_two_columns_or_in_brackets() -> None:
    columns = document("序号 原企业名称 现企业名称 地区", "1 北京甲乙丙丁有限公司 北京新名有限公司 北京")
    brackets = document("序号 企业名称 地区", "1 北京新名有限公司（原北京甲乙丙丁有限公司） 北京")

    expected = [("renamed", "test_list_001", "北京新名有限公司")]
    assert happened(planned(columns, stored=KNOWN, event="renamed")) == expected
    assert happened(planned(brackets, stored=KNOWN)) == expected


def test_a_new_entry_keeps_the_name_as_published() -> None:
    content = document("序号 企业名称 地区", "1 某某新厂（原某某旧厂） 北京")

    (new,) = planned(content).new
    assert new.title == "某某新厂（原某某旧厂）"

    later = events(("test_list_001", "某某新厂（原某某旧厂）", "110000", "designated", 2020))
    assert len(planned(content, stored=later).known) == 1
    assert len(planned(document("序号 企业名称 地区", "1 某某新厂 北京"), stored=later).known) == 1


def test_a_title_of_removals_is_never_read_as_a_designation() -> None:
    content = document("序号 企业名称 地区", "1 大连丙丁戊己厂 大连", titles="移出名单")

    assert list(asked(planned(content, stored=KNOWN))) == ["event:移出名单"]
    for plan in (
        planned(content, {"event:移出名单": "revoked"}, KNOWN),
        planned(content, stored=KNOWN, event="revoked"),
    ):
        assert happened(plan) == [("revoked", "test_list_003", None)]


def test_an_entry_without_the_year_that_others_have_is_asked() -> None:
    content = document("序号 名称 地区 认定年份", "1 甲厂 北京 2018", "2 乙厂 北京 —")
    blank = as_xlsx(
        [
            Table(
                [4] * 4,
                [
                    [Cell(t) for t in r]
                    for r in (
                        ("序号", "名称", "地区", "批次"),
                        ("1", "甲厂", "北京", "第一批"),
                        ("2", "乙厂", "北京", ""),
                    )
                ],
            )
        ]
    )

    assert asked(planned(content)) == {"year:乙厂": ("YYYY",)}
    assert asked(planned(blank)) == {"year:乙厂": ("YYYY",)}
    assert [event.time_period for event in planned(content, {"year:乙厂": "2019"}).events] == [2018, 2019]


@pytest.mark.parametrize("heading", ["情况", "其他", "类型", ""])
def test_a_withdrawal_in_a_column_of_another_heading_is_asked(heading: str) -> None:
    rows = (("序号", "名称", "地区", heading), ("1", "甲厂", "北京", "已撤销"), ("2", "乙厂", "北京", "正常"))

    assert list(asked(planned(as_xlsx([Table([4] * 4, [[Cell(t) for t in row] for row in rows])])))) == ["note:已撤销"]


@pytest.mark.parametrize("remark", ["取消", "已移出", "撤销称号", "暂缓命名"])
def test_a_remark_that_withdraws_an_entry_is_asked(remark: str) -> None:
    content = document("序号 企业名称 地区 备注", f"1 甲厂 北京 {remark}", "2 乙厂 北京 电子")

    assert asked(planned(content)) == {f"note:{remark}": ("designated", "revoked", "skip")}
    plan = planned(content, {f"note:{remark}": "skip"})
    assert ([event.title for event in plan.new], plan.left_out) == (["乙厂"], ("甲厂",))
    assert "备注：电子" in (plan.new[0].note or "")


def test_a_note_that_withdraws_an_entry_is_asked() -> None:
    withdrawn = planned(document("序号 企业名称 地区", "1 甲厂 北京", "注：第1项暂缓命名。"))
    plain = planned(document("序号 企业名称 地区", "1 甲厂 北京", "注：排名不分先后。"))

    assert (list(asked(withdrawn)), asked(plain)) == (["footnote:注：第1项暂缓命名。"], {})


def workbook(change: Callable[[Worksheet], None]) -> bytes:
    """A list of two entries as XLSX, changed as a person would in Excel."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    for row in (("序号", "企业名称", "地区"), (1, "甲厂", "北京"), (2, "乙厂", "北京")):
        sheet.append(row)
    change(sheet)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def test_an_entry_that_is_struck_through_is_asked() -> None:
    def strike(sheet: Worksheet) -> None:
        sheet["B3"].font = Font(strike=True)

    assert asked(planned(workbook(strike))) == {"struck:乙厂": ("accept",)}


@pytest.mark.parametrize(
    ("title", "is_draft"),
    [
        ("公示名单（征求意见稿）", True),
        ("绿色工厂拟认定名单公示", True),
        ("候选企业名单", True),
        ("入围名单", True),
        ("推荐汇总表", True),
        ("绿色工厂名单", False),
        ("经公示，现将名单公布如下", False),
        ("现将测试名单予以公示", True),
        ("公示期：2021年1月1日至10日", True),
        ("经评审并予以公示，现将名单予以公布", False),
    ],
)
def test_a_list_that_is_not_decided_yet_is_asked(title: str, is_draft: bool) -> None:
    plan = planned(document("序号 企业名称 地区", "1 甲厂 北京", titles=title))

    assert asked(plan) == ({f"draft:{title}": ("accept",)} if is_draft else {})


@pytest.mark.parametrize(
    ("titles", "said"),
    [
        ("国家工业遗产名单", None),
        ("工业和信息化部关于公布第四批国家工业遗产名单的通知", None),
        ("第四批国家工业遗产名单 2020年12月", None),
        ("附件 名单 企业名单", None),
        ("关于公布国家工业遗产名单的通知 附件2 钢铁行业单位名单", None),
        ("国家工业旅游示范基地名单", "another register: 国家工业旅游示范基地"),
        ("国家工业旅游示范基地", "another register: 国家工业旅游示范基地"),
        ("关于公布国家工业遗产名单的通知 国家工业旅游示范基地名单", "another register"),
        ("2020年国家级工业设计中心名单", "does not name the list of the register, 国家工业遗产"),
        ("第三批国家工业遗产名单", "of batch 4"),
        ("首批国家工业遗产名单", "of batch 4"),
        ("附件 国家工业遗产（第三批）", "of batch 4"),
    ],
)
def test_a_title_of_another_list_or_batch_is_asked(titles: str, said: str | None) -> None:
    content = document("序号 名称 地区", "1 某某厂 北京", titles=titles)

    plan = planned(content, register="industrial_heritage", year=2020, document="第四批国家工业遗产名单")

    questions = {question.key: question.said for question in plan.questions}
    title = titles.split()[-1]
    assert list(questions) == ([] if said is None else [f"title:{title}"])
    assert said is None or said in questions[f"title:{title}"]
    if said:
        decided = {f"title:{title}": "skip"}
        plan = planned(content, decided, register="industrial_heritage", year=2020, document="第四批国家工业遗产名单")
        assert plan.left_out == ("某某厂",)


def test_a_column_of_another_batch_than_the_document_is_asked() -> None:
    content = document("序号 名称 地区 批次", "1 某某厂 北京 第三批")

    assert list(asked(planned(content, document="第四批名单"))) == ["title:第三批"]
    assert asked(planned(content, document="第三批名单")) == {}


def test_a_batch_that_the_register_has_of_another_year_is_asked() -> None:
    stored = load_events(ROOT / "data")
    content = document("序号 名称 地区", "1 某某厂 北京", titles="第三批国家工业遗产名单")

    (question,) = planned(content, stored=stored, register="industrial_heritage", year=2020).questions
    assert "of 2019" in question.said
    assert planned(content, stored=stored, register="industrial_heritage", year=2019).questions == ()


def test_the_documents_of_the_shipped_registers_are_of_their_registers_and_years() -> None:
    stored = load_events(ROOT / "data").to_pylist()
    for register_id, register in FRAMEWORK.registers.items():
        rows = [row for row in stored if row["register_id"] == register_id]
        known = known_batches((row["document"], row["time_period"]) for row in rows)
        for document, year in {(row["document"], row["time_period"]) for row in rows}:
            titles = Titles(FRAMEWORK, register, Batches(batches_of(document), known), year or 2021)
            assert titles.doubt("", (), [document], "") is None


@pytest.mark.parametrize("title", ["2020年绿色工厂名单", "2020年度绿色工厂名单"])
def test_a_title_of_another_year_than_the_announcement_is_asked(title: str) -> None:
    content = document("序号 企业名称 地区", "1 甲厂 北京", titles=title)

    assert asked(planned(content)) == {f"year:{title}": ("2020", "2021")}
    assert [event.time_period for event in planned(content, {f"year:{title}": "2020"}).events] == [2020]
    assert asked(planned(content, year=2020)) == {}


@pytest.mark.parametrize("remark", ["撤牌", "自愿放弃", "公示期有异议", "候选", "待公示", "限期整改"])
def test_a_remark_by_which_an_entry_is_not_in_force_is_asked(remark: str) -> None:
    plan = planned(document("序号 企业名称 地区 备注", "1 甲厂 北京", f"2 乙厂 北京 {remark}"))

    assert asked(plan) == {f"note:{remark}": ("designated", "revoked", "skip")}


@pytest.mark.parametrize("heading", ["是否通过", "审核", "专家意见"])
def test_a_column_of_decisions_is_asked(heading: str) -> None:
    plan = planned(document(f"序号 企业名称 地区 {heading}", "1 甲厂 北京 通过", "2 乙厂 北京 否"))

    assert asked(plan) == {"decision:否": ("designated", "revoked", "skip")}


def test_a_column_of_withdrawals_is_asked() -> None:
    plan = planned(document("序号 企业名称 地区 是否撤销", "1 甲厂 北京 否", "2 乙厂 北京 是"))

    assert (plan.new, list(asked(plan))) == ((), ["result:否", "result:是"])


@pytest.mark.parametrize(("year", "choices"), [("2026", ("2026", "2021")), ("2019-2021", ("2019", "2021"))])
def test_a_year_to_come_or_several_are_asked(year: str, choices: tuple[str, ...]) -> None:
    plan = planned(document("序号 企业名称 地区 认定年份", f"1 甲厂 北京 {year}"))

    assert asked(plan) == {f"year:{year}": choices}


def test_hidden_rows_of_a_list_are_asked() -> None:
    def hide(sheet: Worksheet) -> None:
        sheet.row_dimensions[3].hidden = True

    assert asked(planned(workbook(hide))) == {"hidden:第1行 · row 1": ("accept",)}


def test_batches_and_years() -> None:
    years = planned(document("序号 企业名称 地区 认定年份", "1 甲厂 北京 2018年", "2 乙厂 北京 2019"))
    batches = document("序号 企业名称 地区 批次", "1 甲厂 北京 第一批", "2 乙厂 北京 第二批")

    assert [event.time_period for event in years.events] == [2018, 2019]
    assert list(asked(planned(batches))) == ["batch:第一批", "batch:第二批"]
    decided = planned(batches, {"batch:第一批": "2018", "batch:第二批": "2020"})
    assert [event.time_period for event in decided.events] == [2018, 2020]


def test_categories_come_from_a_column_a_heading_or_the_person() -> None:
    column = document("序号 名称 地区 类别", "1 甲 北京 绿色工厂", "2 甲 北京 绿色园区", "3 乙 北京 产品")
    plan = planned(column, register=KINDS)
    assert [(event.title, event.category) for event in plan.events] == [("甲", "工厂"), ("甲", "园区")]
    assert asked(plan) == {"category:产品": ("工厂", "园区", "skip")}

    plain = document("序号 名称 地区", "1 甲 北京", titles="绿色园区名单")
    assert [event.category for event in planned(plain, register=KINDS, category="园区").events] == ["园区"]


@pytest.mark.parametrize(
    ("first", "second"), [("工厂名单", "园区名单"), ("一、工厂（共计1家）", "二、园区（共计1家）")]
)
def test_the_category_may_be_in_the_title_of_each_table(first: str, second: str) -> None:
    factory, park = Table([4] * 3), Table([4] * 3)
    for table, name in ((factory, "甲乙丙厂"), (park, "丁戊己园")):
        table.add("序号", "名称", "所在地")
        table.add("1", name, "北京")

    plan = planned(as_docx([first, factory, second, park]), register=KINDS)

    assert [(event.title, event.category) for event in plan.events] == [("甲乙丙厂", "工厂"), ("丁戊己园", "园区")]


@pytest.mark.parametrize(("total", "questions"), [("合计（2家）", 0), ("合计（3家）", 1)])
def test_a_sum_below_the_entries_may_be_in_brackets(total: str, questions: int) -> None:
    table = Table([4] * 3)
    for row in (("序号", "名称", "所在地"), ("1", "甲乙丙", "北京"), ("2", "丁戊己", "上海"), (total, "", "")):
        table.add(*row)

    assert len(asked(planned(as_docx([table])))) == questions


def test_a_code_beside_the_serial_number_is_not_part_of_it() -> None:
    plan = planned(document("编号 序号 名称 所在地", "Ⅶ-123 1 甲乙丙 北京", "Ⅶ-124 2 丁戊己 上海"))

    assert [event.title for event in plan.events] == ["甲乙丙", "丁戊己"]
    assert not asked(plan)


def test_a_document_of_several_lists_is_asked_about_each() -> None:
    def table(name: str) -> Table:
        made = Table([2, 5, 3])
        made.add("序号", "名称", "地区")
        made.add("1", name, "北京")
        return made

    content = as_docx(["附件1", "绿色工厂名单", table("甲厂"), "附件2", "绿色园区名单", table("乙园")])

    assert list(asked(planned(content))) == ["section:绿色工厂名单", "section:绿色园区名单"]
    plan = planned(content, {"section:绿色工厂名单": "take", "section:绿色园区名单": "skip"})
    assert ([event.title for event in plan.new], plan.left_out) == (["甲厂"], ("乙园",))


def listed(*names: str) -> Table:
    made = Table([2, 6, 3])
    made.add("序号", "名称", "地区")
    for number, name in enumerate(names, start=1):
        made.add(str(number), name, "北京")
    return made


@pytest.mark.parametrize("title", ["绿色园区名单", "绿色园区", "二、绿色园区名单（1家）", "二、绿色园区（1家）"])
def test_another_list_in_the_same_table_is_asked(title: str) -> None:
    table = listed("甲厂", "乙厂")
    table.rows += [[Cell(title, across=3)], *listed("丙园").rows[1:]]

    for make in (as_docx, as_html, as_xlsx, as_pdf):
        plan = planned(make(["绿色工厂名单", table]))
        answers = dict(zip(asked(plan), ("take", "skip"), strict=True))
        assert all(key.startswith("section:") for key in answers)
        assert [event.title for event in planned(make(["绿色工厂名单", table]), answers).new] == ["甲厂", "乙厂"]


def test_headings_by_industry_divide_one_list() -> None:
    table = listed("甲厂", "乙厂")
    table.rows[1:1] = [[Cell("一、机械行业", across=3)]]
    table.rows += [[Cell("二、电子信息领域（1家）", across=3)], *listed("丙厂").rows[1:]]

    assert [event.title for event in planned(as_docx(["绿色工厂名单", table])).new] == ["甲厂", "乙厂", "丙厂"]


def test_a_remark_below_the_title_is_not_the_title_of_a_list() -> None:
    content = as_docx(
        ["绿色工厂名单", "（排名不分先后）", listed("甲厂"), "绿色园区名单", "（排名不分先后）", listed("乙园")]
    )

    assert list(asked(planned(content))) == ["section:绿色工厂名单", "section:绿色园区名单"]


def test_remarks_and_headings_that_come_again_below_each_place_make_no_other_list() -> None:
    def table(*names: str) -> Table:
        made = Table([2, 6])
        made.add("序号", "名称")
        for number, name in enumerate(names, start=1):
            made.rows += [[Cell("钢铁" if number == 1 else "石化", across=2)], [Cell(str(number)), Cell(name)]]
        return made

    parts: Document = ["测试名单", "北京市", "（2021年）", table("甲厂", "乙厂"), "上海市", "（2021年）", table("丙厂")]
    for make in (as_docx, as_html, as_xlsx, as_pdf):
        plan = planned(make(parts))
        assert (asked(plan), [e.ref_area for e in plan.new]) == ({}, ["110000", "110000", "310000"])


def test_the_category_and_the_place_are_in_headings_one_below_the_other() -> None:
    def table(name: str) -> Table:
        made = Table([2, 6])
        made.add("序号", "名称")
        made.add("1", name)
        return made

    expected = [("甲厂", "工厂", "110000"), ("乙厂", "工厂", "310000"), ("丙园", "园区", "110000")]
    first, second, third = (table(name) for name, *_ in expected)
    beijing, shanghai, works, parks = "北京市（1家）", "上海市（1家）", "（一）工厂（1家）", "（二）园区（1家）"
    documents: list[Document] = [
        ["绿色工厂名单", beijing, first, shanghai, second, "绿色园区名单", beijing, third],
        ["一、工厂", beijing, first, shanghai, second, "二、园区", beijing, third],
        ["北京市", works, first, parks, third, "上海市", works, second],
    ]
    for parts in documents:
        for make in (as_docx, as_html, as_xlsx, as_pdf):
            plan = planned(make(parts), register=KINDS)
            assert (asked(plan), sorted((e.title, e.category, e.ref_area) for e in plan.new)) == ({}, sorted(expected))


@pytest.mark.parametrize("heading", ["中央企业", "中央企业（1家）", "二、国务院国资委推荐（1家）", "（一）中央企业"])
def test_below_entries_a_heading_of_no_place_ends_the_place(heading: str) -> None:
    table = Table([2, 6])
    for row in (("序号", "名称"), ("1", "甲厂"), (Cell(heading, across=2),), ("2", "乙厂")):
        table.add(*row)

    for make in (as_docx, as_html, as_xlsx, as_pdf):
        plan = planned(make(["北京市", table]))
        assert ([event.title for event in plan.new], list(asked(plan))) == (["甲厂"], ["region:乙厂"])


@pytest.mark.parametrize(
    ("heading", "area"),
    [
        ("山东省（含青岛市，1家）", "370000"),
        ("北京市（2021年）", "110000"),
        ("北京市（第二批，1家）", "110000"),
        ("江苏省（含南京市1家、苏州市0家，共1家）", "320000"),
        ("广东省（不含深圳市）", "440000"),
        ("海南省（香港）", None),
    ],
)
def test_a_heading_of_a_place_may_say_more_in_brackets(heading: str, area: str | None) -> None:
    plan = planned(document("序号 名称", "1 甲厂", titles=heading))

    assert [event.ref_area for event in plan.new] == [area] * bool(area)
    assert list(asked(plan)) == ["region:甲厂"] * (not area)


def test_a_heading_of_another_year_is_asked() -> None:
    plan = planned(document("序号 名称", "1 甲厂", titles="北京市（2019年）"))

    assert asked(plan) == {"year:北京市（2019年）": ("2019", "2021")}


def test_the_title_of_a_place_may_give_the_category_or_say_what_happened() -> None:
    works = planned(as_docx(["北京市绿色工厂名单（1家）", listed("甲厂")]), register=KINDS)
    revoked = planned(as_docx(["关于公布测试名单的公告", "北京市撤销称号企业名单（1家）", listed("甲厂")]))

    assert [(event.category, event.ref_area) for event in works.new] == [("工厂", "110000")]
    assert list(asked(revoked)) == ["event:北京市撤销称号企业名单（1家）"]


@pytest.mark.parametrize("title", ["拟不予认定名单", "二、不予认定", "暂缓认定企业名单", "不符合条件的企业名单"])
def test_a_list_of_entries_that_are_refused_is_asked(title: str) -> None:
    plan = planned(as_docx(["关于公布测试名单的公告", title, listed("甲厂")]))

    assert plan.new == ()
    assert f"event:{title}" in asked(plan)


def test_a_name_in_lists_of_two_categories_or_in_one_that_is_skipped_is_asked_once_at_most() -> None:
    content = as_docx(["测试工厂名单", listed("甲厂", "乙厂"), "测试园区名单", listed("甲厂")])
    skipped = planned(content, {"section:测试工厂名单": "take", "section:测试园区名单": "skip"})

    assert asked(planned(content, register=KINDS)) == asked(skipped) == {}
    taken = planned(content, {"section:测试工厂名单": "take", "section:测试园区名单": "take"})
    assert asked(taken) == {"double:甲厂": ("once", "both")}


@pytest.mark.parametrize("titles", ["北京市绿色工厂名单", "一、北京市（2家）", "北京"])
def test_a_heading_gives_the_region(titles: str) -> None:
    plan = planned(document("序号 名称", "1 甲厂", "2 乙厂", titles=titles))

    assert [event.ref_area for event in plan.new] == ["110000", "110000"]


def test_a_place_against_its_heading_is_asked() -> None:
    plan = planned(document("序号 名称 城市", "1 甲厂 南京市", "2 乙厂 合肥市", titles="江苏省"))

    assert list(asked(plan)) == ["place:合肥市"]


def test_the_body_that_recommends_is_a_place_only_where_it_is_an_authority() -> None:
    rows = ("1 甲厂 青岛市工信局", "2 乙厂 上海电气集团", "3 丙厂 国务院国资委")
    plan = planned(document("序号 名称 推荐单位", *rows))

    assert [event.ref_area for event in plan.new] == ["370200"]
    assert list(asked(plan)) == ["place:上海电气集团", "place:国务院国资委"]


def test_the_name_of_an_entry_suggests_its_region_and_decides_nothing() -> None:
    plan = planned(document("序号 名称 行业", "1 武汉测试厂 电子"))

    (question,) = plan.questions
    assert (question.key, question.answers) == ("region:武汉测试厂", ("湖北省", "REGION", "skip"))
    assert "湖北" in question.said


@pytest.mark.parametrize("name", ["武汉某某厂", "武汉市某某厂", "湖北省某某厂", "景德镇某某瓷厂"])
def test_a_name_of_a_place_in_another_region_is_asked(name: str) -> None:
    column = document("序号 名称 地区", f"1 {name} 江苏", "2 苏州某某厂 江苏")
    heading = document("序号 名称", f"1 {name}", "2 苏州某某厂", titles="江苏省")

    for content in (column, heading):
        plan = planned(content)
        assert list(asked(plan)) == [f"region:{name}"]
        assert [event.title for event in plan.new] == ["苏州某某厂"]
        assert [e.ref_area for e in planned(content, {f"region:{name}": "江苏"}).new] == ["320000", "320000"]


@pytest.mark.parametrize(
    "name", ["上海某某风电东台有限公司", "青岛某某（苏州）公司", "东风某某公司", "泰山某某厂", "六合丝厂"]
)
def test_a_name_that_may_be_of_its_region_is_not_asked(name: str) -> None:
    assert asked(planned(document("序号 名称 地区", f"1 {name} 江苏"))) == {}


def test_no_entry_of_the_shipped_registers_has_the_name_of_a_place_elsewhere() -> None:
    gazetteer = Gazetteer(FRAMEWORK.codes, 2024)

    for event in load_events(ROOT / "data").to_pylist():
        assert gazetteer.named_elsewhere(event["title"], event["ref_area"]) is None


def test_a_region_that_is_not_assessed_is_left_out_by_decision() -> None:
    content = document("序号 名称 地区", "1 甲厂 香港", "2 乙厂 北京")

    assert list(asked(planned(content))) == ["place:香港"]
    plan = planned(content, {"place:香港": "skip"})
    assert (plan.left_out, len(plan.new), plan.questions) == (("甲厂",), 1, ())
    with pytest.raises(ListDecisionError, match="neither the code nor the name"):
        planned(content, {"place:香港": "香港"})


def test_a_doubled_name_is_kept_twice_only_by_decision() -> None:
    content = document("序号 企业 地区 品牌", "1 甲公司 广东 海", "2 甲公司 广东 天")

    assert asked(planned(content)) == {"double:甲公司": ("once", "both")}
    assert [event.title for event in planned(content, {"double:甲公司": "once"}).new] == ["甲公司"]
    assert [event.title for event in planned(content, {"double:甲公司": "both"}).new] == ["甲公司", "甲公司（天）"]


# --- writing ----------------------------------------------------------------------------------------------------------


def test_all_is_written_or_nothing(tmp_path: Path) -> None:
    (tmp_path / "registers").mkdir()
    content = as_xlsx(_listing(60))
    plan = planned(content)

    rows = record_all(plan.events, tmp_path, FRAMEWORK, date(2026, 1, 1))

    assert [row["entry_id"] for row in rows[:2]] == ["test_list_001", "test_list_002"]
    stored = load_events(tmp_path)
    counted = {row["ref_area"]: row["stock"] for row in stocks(stored, FRAMEWORK).to_pylist() if _is(row, 2021)}
    assert (counted["110000"], counted["000000"]) == (60, 60)
    again = planned(content, stored=stored)
    assert (again.events, len(again.known)) == ((), 60)

    before = (tmp_path / "registers" / f"{PLAIN}.csv").read_bytes()
    with pytest.raises(RegisterError, match="is in register"):
        record_all([*planned(as_xlsx(_listing(3, "新"))).events, plan.events[0]], tmp_path, FRAMEWORK, date(2026, 1, 1))
    assert (tmp_path / "registers" / f"{PLAIN}.csv").read_bytes() == before


def _is(row: dict, year: int) -> bool:
    return (row["register_id"], row["time_period"]) == (PLAIN, year)


def _listing(number: int, prefix: str = "") -> Document:
    table = Table([2, 6, 3])
    table.add("序号", "企业名称", "地区")
    for serial in range(1, number + 1):
        table.add(Cell(str(serial)), f"{prefix}测试{chr(0x4E00 + serial)}厂", "北京")
    return [table]


# --- decisions --------------------------------------------------------------------------------------------------------


def test_questions_are_answered_in_a_file(tmp_path: Path) -> None:
    path = tmp_path / "decisions.csv"
    questions = [
        ListQuestion("place:朝阳区", "第1页", "不止一处", ("北京市", "吉林省")),
        ListQuestion("double:甲", "", "", ("once",)),
    ]

    write_questions(path, questions, {"double:甲": "once"})
    assert read_decisions(path) == {"double:甲": "once"}

    text = path.read_text(encoding="utf-8-sig").replace("北京市 | 吉林省,", "北京市 | 吉林省,北京市")
    for encoding in ("utf-8-sig", "gb18030"):  # as spreadsheet programs save it
        path.write_bytes(text.encode(encoding))
        assert read_decisions(path) == {"place:朝阳区": "北京市", "double:甲": "once"}


def test_what_is_decided_stays_in_the_file(tmp_path: Path) -> None:
    path = tmp_path / "decisions.csv"
    first, second = (ListQuestion(f"place:{name}", "第1页", "不止一处", ("北京市",)) for name in ("朝阳区", "鼓楼区"))
    write_questions(path, [first, second], {"place:朝阳区": "北京市"})

    write_questions(path, [second], {**read_decisions(path), "total:3": "accept"})

    rows = list(csv.DictReader(path.open(encoding="utf-8-sig")))
    assert [(row["key"], row["place"], row["decision"]) for row in rows] == [
        ("place:朝阳区", "第1页", "北京市"),
        ("total:3", "", "accept"),
        ("place:鼓楼区", "第1页", ""),
    ]


@pytest.mark.parametrize(
    ("content", "said"), [(b"\xff\xff", "not a text file"), (b"a,b\r\n1,2\r\n", "lacks the columns"), (b"", "lacks")]
)
def test_a_file_that_holds_no_decisions_is_refused(tmp_path: Path, content: bytes, said: str) -> None:
    (tmp_path / "decisions.csv").write_bytes(content)

    with pytest.raises(ListDecisionError, match=said):
        read_decisions(tmp_path / "decisions.csv")


def test_decisions_on_the_command_line() -> None:
    assert parse_decisions(["place:朝阳区=北京市", "total:a=b=accept"]) == {
        "place:朝阳区": "北京市",
        "total:a=b": "accept",
    }
    for wrong in ("北京", "=北京", "place:x="):
        with pytest.raises(ListDecisionError, match="KEY=ANSWER"):
            parse_decisions([wrong])


def test_an_answer_that_nothing_asks_for_is_told() -> None:
    decided = Decisions({"place:朝阳区": "北京", "place:朝阴区": "北京"})

    assert decided.answer("place:朝阳区") == "北京"
    assert decided.unused == ["place:朝阴区"]


def test_a_list_in_html_is_read_like_the_others() -> None:
    assert len(planned(as_html(_listing(3))).new) == 3
