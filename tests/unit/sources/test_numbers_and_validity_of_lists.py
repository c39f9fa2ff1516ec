"""Lists say how many entries they have, until when these are valid, and what their columns are of: all is compared."""

import pytest
from official_lists import FORMATS, Cell, Document, Table, as_docx, as_pdf
from registers_of_lists import WORKS, planned

from index_pipeline.sources.lists.plan import Plan
from index_pipeline.sources.lists.remarks import later_name, says_event
from index_pipeline.sources.lists.stated import total_of_letter
from index_pipeline.sources.lists.validity import last_valid_year


def table(*rows: str) -> Table:
    made = Table([16 / (rows[0].count("|") + 1)] * (rows[0].count("|") + 1))
    for row in rows:
        cells = row.split("|")
        made.add(*(Cell(cells[0], across=len(made.widths)),) if len(cells) == 1 else cells)
    return made


ROWS = ("序号|名称|地区", "1|甲厂|北京", "2|乙厂|天津", "3|丙厂|上海")


def asked(plan: Plan) -> list[str]:
    return [question.key for question in plan.questions]


def read(*blocks: str | Table, register: str = "test_list") -> Plan:
    return planned(as_docx([*blocks]), register=register)


# --- numbers in the sentences of an announcement ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sentence", "total"),
    [
        ("经自愿申报、地方推荐和专家评审，共计128家企业入选2021年度名单，请各地继续加强指导和服务。", 128),
        ("决定认定甲厂等十二家企业为2021年度测试企业，有效期三年。", 12),
        ("现公布2023年第一批3项标准，认定2家企业为测试企业。", 2),
        ("确定甲厂、乙厂等5家单位为测试单位（名单见附件），现予以公布。", 5),
        ("现将名单（共计3家企业，含中央企业1家）予以公布。", 3),
        ("现公布绿色工厂12家、绿色园区3家。", 12),
        ("现将名单予以公布（2家企业、36种产品）。", 2),
        ("共有500家企业申报，涉及12个省份，前五批共认定200家企业，现将名单予以公布。", None),
        ("经评审，决定撤销2家企业的称号。", None),
    ],
)
def test_the_number_that_an_announcement_says_it_takes(sentence: str, total: int | None) -> None:
    assert total_of_letter(sentence) == total


LETTER = (
    "根据管理办法，经企业自愿申报、地方主管部门推荐、专家评审和网上公示等程序，决定认定{}为测试企业，"
    "请各地加强指导和服务，做好后续各项工作。"
)


@pytest.mark.parametrize(("number", "is_asked"), [("3家企业", False), ("三家企业", False), ("128家企业", True)])
def test_a_long_sentence_states_the_number_of_entries(number: str, is_asked: bool) -> None:
    text = LETTER.format(number)

    assert asked(read(text, "测试名单", table(*ROWS))) == [f"total:{text[:60]}"] * is_asked


def test_the_number_of_an_announcement_may_be_that_of_one_of_its_lists() -> None:
    letter = LETTER.format("绿色工厂3家、绿色园区1家")
    lists: Document = ["绿色工厂名单", table(*ROWS), "绿色园区名单", table("序号|名称|地区", "1|丁园|北京")]

    plan = read(letter, *lists, register=WORKS)
    assert (asked(plan), len(plan.new)) == ([], 3)
    assert len(asked(read(LETTER.format("绿色工厂5家、绿色园区1家"), *lists, register=WORKS))) == 1


# --- validity ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "since", "last"),
    [
        ("2019年1月—2021年12月", "", 2021),
        ("至2021年底", "", 2021),
        ("三年", "2018年", 2021),
        ("3年", "2018", 2021),
        ("2018年认定，有效期三年", "", 2021),
        ("2019年12月认定，有效期5年", "", 2024),
        ("2019年起三年", "", 2022),
        ("三年", "", None),
        ("长期", "2018", None),
    ],
)
def test_the_last_year_of_a_validity(text: str, since: str, last: int | None) -> None:
    assert last_valid_year(text, since) == last


@pytest.mark.parametrize(
    ("heading", "cell", "is_asked"),
    [
        ("有效期至", "2020年12月31日", True),
        ("有效期至", "2021年12月31日", False),
        ("有效期限", "2018-2020", True),
        ("证书有效期", "三年", False),
    ],
)
def test_an_entry_whose_validity_ended_before_the_announcement_is_asked(
    heading: str, cell: str, is_asked: bool
) -> None:
    plan = read("测试名单", table(f"序号|名称|地区|{heading}", "1|甲厂|北京|2022年", f"2|乙厂|天津|{cell}"))

    assert asked(plan) == [f"note:{cell}"] * is_asked


def test_years_of_validity_count_from_the_year_of_the_entry() -> None:
    rows = ("序号|名称|地区|认定年份|有效期", "1|甲厂|北京|2019|3年", "2|乙厂|天津|2017|3年")

    assert asked(read("测试名单", table(*rows))) == ["note:3年"]


# --- columns ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("file_format", FORMATS)
def test_names_side_by_side_without_numbers_are_entries(file_format: str) -> None:
    plan = planned(FORMATS[file_format](["北京市", table("单位名称|单位名称", "甲厂|乙厂", "丙厂|丁厂")]))

    assert ([event.title for event in plan.new], asked(plan)) == (["甲厂", "乙厂", "丙厂", "丁厂"], [])


@pytest.mark.parametrize("file_format", ["docx", "html", "xlsx", "pdf"])
def test_one_heading_over_two_names_is_asked(file_format: str) -> None:
    made = Table([2, 5, 5, 3])
    made.add("序号", Cell("名称", across=2), "地区")
    made.add("1", "甲厂", "乙厂", "北京")
    whole = Table([2, 5, 5, 3], [made.rows[0]])
    whole.add("1", Cell("甲厂", across=2), "北京")

    assert asked(planned(FORMATS[file_format]([made]))) == ["row:名称"]
    assert asked(planned(FORMATS[file_format]([whole]))) == []


def test_a_heading_may_be_divided_into_name_and_short_name() -> None:
    made = Table([2, 5, 5, 3])
    made.add(Cell("序号", down=2), Cell("企业", across=2), Cell("地区", down=2))
    made.add("名称", "简称")
    made.add("1", "甲乙光学仪器厂", "甲光", "北京")

    plan = read(made)
    assert ([event.title for event in plan.new], asked(plan)) == (["甲乙光学仪器厂"], [])


def test_a_list_of_persons_is_asked() -> None:
    assert asked(read(table("序号|姓名|单位|地区", "1|张三|北京大学|北京"))) == ["row:姓名"]
    assert asked(read(table("序号|单位|联系人|地区", "1|甲厂|张三|北京"))) == []


# --- headings, remarks, addresses -------------------------------------------------------------------------------------


def test_a_province_may_have_the_entries_of_one_city() -> None:
    rows = (
        "江苏省（1家）",
        "（一）苏州市（1家）",
        "1|甲厂|船",
        "浙江省（2家）",
        "（一）宁波市（2家）",
        "2|乙厂|船",
        "3|丙厂|船",
    )
    plan = read("测试名单", table("序号|名称|行业", *rows))

    assert asked(plan) == []
    assert [event.ref_area for event in plan.new] == ["320000", "330200", "330200"]


def test_a_place_under_the_heading_of_another_region_is_asked() -> None:
    plan = read("测试名单", table("序号|名称|行业", "江苏省", "（一）宁波市", "1|甲厂|船"))

    assert asked(plan) == ["place:江苏省 宁波市"]


@pytest.mark.parametrize("remark", ["备选", "待复查", "通过，待验收", "候补"])
def test_what_is_still_open_is_asked(remark: str) -> None:
    rows = ("序号|名称|地区|备注", "1|甲厂|北京|接待游客", f"2|乙厂|天津|{remark}")

    assert asked(read("测试名单", table(*rows))) == [f"note:{remark}"]


def test_a_kind_of_company_is_no_later_name() -> None:
    assert later_name("现为乙公司") == "乙公司"
    assert later_name("现为上市公司") is None
    assert not says_event("创办于1669年，现为上市公司", "甲厂")


def test_a_street_named_for_a_school_is_an_address() -> None:
    rows = ("序号|名称|地址", "1|甲厂|北京市海淀区学院路38号", "2|乙厂|天津市南开区大学道1号", "3|丙厂|天津市南开大学")

    assert asked(read("测试名单", table(*rows))) == ["place:天津市南开大学"]


def test_a_line_below_the_table_may_go_on_with_its_numbers() -> None:
    assert asked(read("测试名单", table(*ROWS), "4 丁厂 重庆")) == ["row:4 丁厂 重庆"]
    assert asked(read("测试名单", table(*ROWS), "2021 年 3 月")) == []


def test_a_title_of_another_kind_is_asked_where_nothing_names_the_register() -> None:
    plan = planned(as_docx(["国家企业技术中心名单", table(*ROWS)]), register="industrial_heritage", document="名单")

    assert asked(plan) == ["title:国家企业技术中心名单"]


@pytest.mark.parametrize(
    "text",
    [
        "另：乙丙光学厂因环保问题暂停公布。",
        "乙丙光学厂称号自2021年起失效",
        "注：2.乙丙光学厂另行公布",
        "将乙丙光学厂等2家企业列入失信名单。",
    ],
)
def test_a_text_below_the_table_that_is_about_an_entry_is_asked(text: str) -> None:
    rows = ("序号|名称|地区", "1|甲厂|北京", "2|乙丙光学厂|天津")

    assert asked(read("测试名单", table(*rows), text)) == [f"footnote:{text}"]
    assert asked(read("经研究，认定甲厂、乙丙光学厂等2家企业。", table(*rows))) == []
    assert asked(read("测试名单", table(*rows), "决定认定乙丙光学厂等2家企业为示范。")) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("联系单位：乙丙光学厂，电话：010-88888888", []),
        ("抄送：乙丙光学厂", []),
        ("联系人：乙丙光学厂已撤销", ["event:联系人：乙丙光学厂已撤销"]),
    ],
)
def test_whom_to_ask_is_no_question_unless_it_says_a_withdrawal(text: str, found: list[str]) -> None:
    rows = ("序号|名称|地区", "1|甲厂|北京", "2|乙丙光学厂|天津")

    assert asked(read("测试名单", table(*rows), text)) == found


def test_a_name_that_stands_for_several_is_asked() -> None:
    assert asked(read("测试名单", table("序号|名称|地区", "1|甲光学厂等3家|北京"))) == ["entry:甲光学厂等3家"]


def test_a_remark_may_state_a_validity() -> None:
    rows = ("序号|名称|地区|备注", "1|甲厂|北京|有效期至2019年12月", "2|乙厂|天津|2019年首次入选")

    assert asked(read("测试名单", table(*rows))) == ["note:有效期至2019年12月"]


def test_a_table_of_applications_is_a_draft() -> None:
    assert asked(read("测试企业申报汇总表", table(*ROWS))) == ["draft:测试企业申报汇总表"]


def test_the_lines_of_a_paragraph_of_a_pdf_are_one_text() -> None:
    letter = (
        "自2018年以来，我部已公布四批共计512家测试企业，在推动产业升级、节能降耗方面发挥了积极作用，"
        "现将第五批测试企业名单（共{}家）印发给你们，请做好后续工作。"
    )
    for number, is_asked in ((3, False), (4, True)):
        content = as_pdf([letter.format(number), "第五批测试企业名单", table(*ROWS)])
        plan = planned(content, document="第五批测试企业名单")
        assert [key.partition(":")[0] for key in asked(plan)] == ["total"] * is_asked


@pytest.mark.parametrize(
    ("sentence", "is_asked"),
    [
        ("请各地加强对示范基地的指导和管理，对不合格的取消其称号。", False),
        ("各地要加强保护利用，对措施不力的，将按程序予以撤销。", False),
        ("凡弄虚作假的，撤销其称号。", False),
        ("对不再符合要求的企业，按程序移出名单。", False),
        ("对复核不合格的国家级测试基地，由我部取消称号。", False),
        ("已列入名单的企业发生更名、合并的，应于30日内报告。", False),
        ("三、有效期满未申请复核的，视为自动放弃。", False),
        ("对不合格的甲厂，撤销其称号。", True),
        ("对不合格的上述企业，取消其称号。", True),
        ("下列企业不再符合条件的，现撤销其称号。", True),
        ("撤销下列企业的称号。", True),
        ("对下列企业撤销称号。", True),
        ("对未通过复核的甲厂撤销称号。", True),
        ("现对甲厂的称号予以撤销。", True),
    ],
)
def test_a_short_rule_on_withdrawals_is_no_question(sentence: str, is_asked: bool) -> None:
    assert asked(read("关于公布测试名单的通知", sentence, "测试名单", table(*ROWS))) == [f"event:{sentence}"] * is_asked


@pytest.mark.parametrize(
    ("note", "is_asked"),
    [
        ("注：对弄虚作假的，取消其称号。", False),
        ("说明：企业更名的，请及时报告。", False),
        ("注：乙厂更名为丁厂。", True),
    ],
)
def test_a_rule_in_a_note_is_no_question(note: str, is_asked: bool) -> None:
    assert asked(read("测试名单", table(*ROWS), note)) == [f"footnote:{note}"] * is_asked


def test_a_draft_that_was_decided_since_is_no_question() -> None:
    assert asked(read("经评审拟定了名单。经公示无异议，现确定3家企业为测试企业。", table(*ROWS))) == []
    assert asked(read("经公示无异议，现将拟认定名单报送。", table(*ROWS))) == [
        "draft:经公示无异议，现将拟认定名单报送。"
    ]


@pytest.mark.parametrize(("first", "second"), [("地方企业", "中央企业"), ("机械行业", "化工行业")])
def test_headings_of_owners_or_industries_divide_one_list(first: str, second: str) -> None:
    plan = read("测试名单", first, table(*ROWS), second, table("序号|名称|地区", "1|丁厂|重庆"))

    assert ([event.title for event in plan.new], asked(plan)) == (["甲厂", "乙厂", "丙厂", "丁厂"], [])


@pytest.mark.parametrize(("heading", "is_asked"), [("是否上市", False), ("是否为中央企业", False), ("是否入选", True)])
def test_what_a_firm_is_decides_nothing(heading: str, is_asked: bool) -> None:
    rows = (f"序号|名称|地区|{heading}", "1|甲厂|北京|是", "2|乙厂|天津|否")

    assert asked(read("测试名单", table(*rows))) == ["decision:否"] * is_asked


def test_headings_may_have_english_behind_their_chinese() -> None:
    plan = read("测试名单", table("序号 No.|企业名称 Name|所在地 Location", "1|甲厂|北京", "2|乙厂|天津"))

    assert ([event.title for event in plan.new], asked(plan)) == (["甲厂", "乙厂"], [])


def test_names_that_all_begin_with_their_regions_state_the_places() -> None:
    plan = read("测试名单", table("序号|名称", "1|山东省烟台酒文化旅游区", "2|内蒙古自治区乳都示范园"))

    assert (asked(plan), [event.ref_area for event in plan.new]) == ([], ["370000", "150000"])


@pytest.mark.parametrize("other", ["3|烟台酒文化旅游区", "3|北京市政建设有限公司"])
def test_names_of_which_some_do_not_are_asked(other: str) -> None:
    rows = ("序号|名称", "1|山东省烟台酒文化旅游区", "2|内蒙古自治区乳都示范园", other)

    assert len(asked(read("测试名单", table(*rows)))) == 3
