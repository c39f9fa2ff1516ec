"""Lists of several batches, levels or stages in one document are told apart by their titles and headings."""

import pytest
from official_lists import Cell, Document, Table, as_docx, as_html
from registers_of_lists import PLAIN, planned

from index_pipeline.sources.lists.batches import batch_in, is_batch_alone
from index_pipeline.sources.lists.plan import Plan

HERITAGE = "industrial_heritage"
FIRST, SECOND = ("1|甲厂|北京", "2|乙厂|上海"), ("1|丙厂|上海",)


def table(*rows: str) -> Table:
    made = Table([2, 6, 3])
    for row in ("序号|名称|地区", *rows):
        made.rows.append([Cell(text, across=1 if "|" in row else 3) for text in row.split("|")])
    return made


def read(document: Document, decisions: dict[str, str] | None = None, register: str = HERITAGE) -> Plan:
    named = "国家工业遗产名单"
    plan, page = (planned(make(document), decisions, register=register, document=named) for make in (as_docx, as_html))
    assert asked(plan) == asked(page)
    return plan


def asked(plan: Plan) -> list[str]:
    return [question.key for question in plan.questions]


@pytest.mark.parametrize(
    "document",
    [
        ["国家工业遗产名单", "第一批（2家）", table(*FIRST), "第二批（1家）", table(*SECOND)],
        ["国家工业遗产名单（第一批）", table(*FIRST), "国家工业遗产名单（第二批）", table(*SECOND)],
        ["国家工业遗产名单", table("第一批", *FIRST, "第二批", *SECOND)],
        ["国家工业遗产名单", table("一、第一批（2家）", *FIRST, "二、第二批（1家）", *SECOND)],
    ],
)
def test_the_year_of_each_batch_is_asked(document: Document) -> None:
    years = {"batch:第一批": "2017", "batch:第二批": "2018"}

    assert asked(read(document)) == [*years]
    assert [(e.title, e.time_period) for e in read(document, years).new] == [
        ("甲厂", 2017),
        ("乙厂", 2017),
        ("丙厂", 2018),
    ]


def test_one_batch_is_that_of_the_announcement() -> None:
    assert asked(read(["国家工业遗产名单", "第二批（1家）", table(*SECOND)])) == []


def test_what_names_one_batch() -> None:
    assert [batch_in(text) for text in ("第三批名单", "首批", "第一至五批", "名单")] == ["第三批", "首批", "", ""]
    assert all(map(is_batch_alone, ("第一批", "一、第二批（12家）", "第三批名单", "首批（2017年公布）")))
    assert not any(map(is_batch_alone, ("第一批国家工业遗产", "批发企业", "第一机床厂")))


@pytest.mark.parametrize("title", ["国家工业遗产培育名单", "后备名单", "国家工业遗产储备库"])
def test_a_list_of_entries_to_come_is_asked(title: str) -> None:
    lists: Document = ["国家工业遗产名单", table(*FIRST), title, table(*SECOND)]
    rows: Document = ["国家工业遗产名单", table(*FIRST, title, "3|丙厂|上海")]

    for document in (lists, rows):
        plan = read(document)
        assert ([event.title for event in plan.new], asked(plan)) == (["甲厂", "乙厂"], [f"section:{title}"])


def test_a_list_of_provinces_is_not_one_of_the_nation() -> None:
    title = "省级工业遗产名单"

    assert asked(read([title, table(*SECOND)])) == [f"title:{title}"]
    assert asked(read(["国家工业遗产名单", table(*FIRST), title, table(*SECOND)])) == [f"title:{title}"]
    assert asked(read(["江苏省工业遗产名单", f"江苏省{title}", table(*SECOND)])) == [f"title:江苏省{title}"]
    assert asked(read(["省级测试名单", table(*SECOND)], register=PLAIN)) == []
