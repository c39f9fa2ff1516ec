"""Headings are known by words of headings alone; names, industries and results that end alike are entries."""

import pytest
from official_lists import Table, as_docx, as_pdf
from registers_of_lists import planned
from running import ROOT

from index_pipeline.sources.lists.headings import find_columns
from index_pipeline.sources.lists.rows import Row
from index_pipeline.sources.registers.stocks import load_events


def table(heads: str, *rows: str) -> Table:
    made = Table([16 / len(heads.split())] * len(heads.split()))
    for row in (heads, *rows):
        made.add(*row.split())
    return made


@pytest.mark.parametrize(
    "heads",
    ["序号 遗产名称 地址 核心物项", "地区 企业名称", "申报单位 推荐单位", "示范企业 主导产品 所属市县",
     "绿色工厂 所在地", "产品 企业",
     "序号 企业名称 2022年复核结果", "序号 传承人姓名 项目名称 申报地区或单位", "老字号品牌 企业名称 地区",
     "设区市 旗县区 企业名称",
     "序号 省（区、市） 企业名称 统一社会信用代码", "序号 单位名称 所属领域 所在省市", "Company Province",
     "No. Company_name Province", "Serial_No. Name_of_enterprise Region", "总序号 地区 序号 企业名称"],
)  # fmt: skip
def test_rows_of_headings(heads: str) -> None:
    cells = tuple(head.replace("_", " ") for head in heads.split())

    assert find_columns([Row(cells, "")], 0) is not None


def test_of_a_total_and_a_local_number_the_total_one_counts() -> None:
    rows = ("1 北京市 1 甲厂", "2 北京市 2 乙厂", "3 江苏省 1 丙厂")
    plan = planned(as_docx(["测试名单", table("总序号 地区 序号 企业名称", *rows)]))

    assert (plan.questions, plan.regions) == ((), {"110000": 2, "320000": 1})


def test_provinces_by_one_sign_in_a_column_of_regions() -> None:
    rows = ("1 甲厂 京", "2 乙厂 苏", "3 丙厂 粤")
    plan = planned(as_docx(["测试名单", table("序号 企业名称 地区", *rows)]))

    assert (plan.questions, plan.regions) == ((), {"110000": 1, "320000": 1, "440000": 1})


@pytest.mark.parametrize("other", ["通用机械行业", "通过复核", "2021年度", "第三批次", "江苏甲乙工厂", "北京"])
def test_entries_of_the_shipped_registers_are_no_headings(other: str) -> None:
    """Of 4,522 entries, none is taken for headings, beside an industry, a result, a batch or a place."""
    titles = {event["title"] for event in load_events(ROOT / "data").to_pylist()}
    rows = [Row(cells, "") for title in titles for cells in ((title, other), (other, title))]

    assert [row.cells for row in rows if find_columns([row], 0)] == []


@pytest.mark.parametrize("rest", ["通用机械行业", "通过复核", "2021年度", "第三批次"])
def test_an_entry_that_ends_as_headings_do_is_read(rest: str) -> None:
    heads = {"通用机械行业": "行业", "通过复核": "复核结果", "2021年度": "年度", "第三批次": "批次"}[rest]
    rows = (f"甲乙公司 北京 {rest}", f"丙丁工厂 上海 {rest}")
    plan = planned(as_docx([table(f"企业名称 地区 {heads}", *rows)]), {"same:甲乙公司": "new", "same:丙丁工厂": "new"})

    assert [event.title for event in plan.new] == ["甲乙公司", "丙丁工厂"]


COUNTIES = ("江苏省 南京市 江宁区", "江苏省 苏州市 昆山市", "浙江省 杭州市 余杭区")


@pytest.mark.parametrize("stroke", ["0.5pt", "none"])
@pytest.mark.parametrize("heads", ["省份 地市 区县", "省 市 县", "省（区、市） 市（州） 县（市、区）"])
def test_a_list_whose_headings_are_places_alone_is_one_of_the_innermost_places(heads: str, stroke: str) -> None:
    numbered = [f"{number} {row}" for number, row in enumerate(COUNTIES, start=1)]
    for made in (table(heads, *COUNTIES), table(f"序号 {heads}", *numbered)):
        plan = planned(as_pdf(["测试名单", made], stroke))
        assert plan.questions == ()
        assert [(e.title, e.ref_area, e.place) for e in plan.new] == [
            ("江宁区", "320000", "南京市"),
            ("昆山市", "320000", "苏州市"),
            ("余杭区", "330000", "杭州市"),
        ]


def test_a_list_of_cities() -> None:
    plan = planned(as_pdf(["测试名单", table("省份 城市", "江苏省 南京市", "浙江省 杭州市")], "none"))

    assert [(event.title, event.ref_area) for event in plan.new] == [("南京市", "320000"), ("杭州市", "330000")]


@pytest.mark.parametrize("stroke", ["0.5pt", "none"])
def test_places_may_be_all_headings_but_one(stroke: str) -> None:
    rows = [f"{place} {name}公司" for place, name in zip(COUNTIES, ("甲乙", "丙丁", "戊己"), strict=True)]
    plan = planned(as_pdf(["测试名单", table("省 市 县 企业", *rows)], stroke))

    assert [(event.title, event.ref_area) for event in plan.new] == [
        ("甲乙公司", "320000"),
        ("丙丁公司", "320000"),
        ("戊己公司", "330000"),
    ]


def test_places_beside_a_column_that_is_not_known_are_no_entries() -> None:
    assert planned(as_docx([table("省份 城市 承办方", "江苏省 南京市 甲乙")])).new == ()
