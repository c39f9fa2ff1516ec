"""Texts around a table, and asides in its cells, that change what its entries are, are asked about."""

import io

import docx
import openpyxl
import pytest
from official_lists import FORMATS, Cell, Document, Table, as_docx
from openpyxl.comments import Comment
from registers_of_lists import KINDS, events, planned

from index_pipeline.sources.lists.outcomes import decides_outcome
from index_pipeline.sources.lists.plan import Plan

KNOWN = events(("test_list_001", "甲乙丙有限公司", "110000", "designated", 2018))


def read(*blocks: str) -> Plan:
    """Plan a page: a block with bars is a row of the table, any other a paragraph."""
    page = ""
    for block in blocks:
        cells = "".join(f"<td>{cell}" for cell in block.split("|"))
        page += f"<tr>{cells}</tr>" if "|" in block else f"</table><p>{block}</p><table>"
    return planned(f"<table>{page}</table>".encode(), stored=KNOWN)


def asked(plan: Plan) -> list[str]:
    return [question.key for question in plan.questions]


ROWS = ("序号|名称|地区", "1|甲厂|北京", "2|乙厂|上海")


@pytest.mark.parametrize("text", ["3.丙厂 天津", "（3）丙厂", "另：丙厂补充认定", "此外，丙厂递补入选。"])
def test_a_text_below_a_table_that_goes_on_with_its_list_is_asked(text: str) -> None:
    assert asked(read(*ROWS, text)) == [f"row:{text}"]


@pytest.mark.parametrize("text", ["1.排名不分先后", "联系人：张三", "2021年12月1日", "某某部门", "另行通知",
                                  "3.联系方式：张三", "3.有效期三年。", "同时做好后续认定工作。"])  # fmt: skip
def test_another_text_below_a_table_is_not(text: str) -> None:
    assert asked(read(*ROWS, text)) == []


@pytest.mark.parametrize(
    "text", ["注：第2项自2022年起停止使用称号", "注：甲厂已更名为丙厂", "备注：乙厂已搬迁", "说明：乙厂不再保留称号"]
)
def test_a_note_that_says_what_happened_to_an_entry_is_asked(text: str) -> None:
    assert asked(read(*ROWS, text)) == [f"footnote:{text}"]


LONG = (
    "根据有关规定，{}，现将有关事项公告如下，请各地主管部门遵照执行，并做好后续监督管理工作，特此公告各有关单位周知。"
)


@pytest.mark.parametrize(
    "sentence",
    ["经研究决定撤销下列单位的测试称号", "自本公告发布之日起取消下列单位的资格", "同意下列企业更名", "现予以移出名单"],
)
def test_a_long_sentence_that_decides_what_happens_is_asked(sentence: str) -> None:
    text = LONG.format(sentence)

    assert asked(read(text, "序号|名称|地区", "1|甲乙丙有限公司|北京")) == [f"event:{text[:60]}"]


@pytest.mark.parametrize(
    "sentence",
    ["经研究决定认定下列单位。对弄虚作假的，将撤销其称号", "企业发生更名等变化的，应报告", "现将名单予以公布"],
)
def test_a_rule_decides_nothing(sentence: str) -> None:
    assert not decides_outcome(sentence)
    assert asked(read(LONG.format(sentence), *ROWS)) == []


@pytest.mark.parametrize(
    ("head", "cell"),
    [("地区", "北京（已撤销）"), ("城市", "北京（待定）"), ("行业", "电子（已停产）"), ("批次", "首批（候选）")],
)
def test_brackets_in_any_cell_may_hold_a_remark(head: str, cell: str) -> None:
    place = "" if head in {"地区", "城市"} else "北京"
    plan = read(f"序号|名称|省份|{head}", f"1|甲厂|{place}|{cell}")

    assert asked(plan) == [f"note:{cell.partition('（')[2].rstrip('）')}"]


@pytest.mark.parametrize("name", ["无", "空缺", "（空）", "暂缺", "待定", "同上", "〃", "#REF!"])
def test_a_word_for_no_entry_is_asked(name: str) -> None:
    assert asked(read("序号|名称|地区", f"1|{name}|北京", "2|乙厂|上海")) == [f"entry:{name}"]


def table(*rows: str) -> Document:
    made = Table([2, 6, 3])
    made.rows += [[Cell(text) for text in row.split("|")] for row in rows]
    return ["测试名单", made]


@pytest.mark.parametrize("file_format", FORMATS)
def test_a_row_of_a_number_alone_is_asked_once(file_format: str) -> None:
    content = FORMATS[file_format](table(*ROWS, "3||", "4||"))

    assert asked(planned(content)) == ["row:3"]


@pytest.mark.parametrize("codes", [("2021001", "2021002", "2021004"), ("GY2021-01", "GY2021-02", "GY2021-11")])
def test_codes_of_entries_need_not_follow_each_other(codes: tuple[str, ...]) -> None:
    rows = [f"{code}|{name}厂|北京" for code, name in zip(codes, "甲乙丙", strict=True)]

    for head in ("编号", "编码"):
        plan = planned(as_docx(table(f"{head}|名称|地区", *rows)))
        assert (asked(plan), len(plan.new)) == ([], 3)


def test_the_mark_of_a_note_behind_a_name_is_no_part_of_it() -> None:
    made = docx.Document(io.BytesIO(as_docx(table(*ROWS))))
    run = made.tables[0].cell(1, 1).paragraphs[0].add_run("1")
    run.font.superscript = True
    file = io.BytesIO()
    made.save(file)

    assert (
        asked(planned(file.getvalue())) == asked(read("序号|名称|地区", "1|甲厂<sup>1</sup>|北京")) == ["entry:甲厂[1]"]
    )
    assert asked(read("序号|名称|地区", "1|甲<span>2</span>厂|北京", "2|m<sup>2</sup>厂|北京")) == []


def test_a_comment_on_a_cell_is_a_remark() -> None:
    book = openpyxl.Workbook()
    for row in ROWS:
        book.worksheets[0].append(row.split("|"))
    book.worksheets[0]["B2"].comment = Comment("已撤销", "")
    book.worksheets[0]["B3"].comment = Comment("请核对", "")
    file = io.BytesIO()
    book.save(file)

    assert asked(planned(file.getvalue())) == ["note:已撤销"]


@pytest.mark.parametrize(
    ("text", "is_asked"),
    [
        ("注：有效期为2016—2018年。", True),
        ("备注：1.排名不分先后；2.第2项有效期至2020年6月。", True),
        ("（有效期：2016年1月—2018年12月）", True),
        ("Note: valid until December 2018.", True),
        ("Note: No. 2 was withdrawn in 2021.", True),
        ("注：有效期为2021—2023年。", False),
        ("注：按照2016年管理办法，有效期三年。", False),
        ("Note: The list is valid for three years.", False),
        ("注：如信息有误，请与我部联系。", False),
        ("注：企业名称变更的以变更后名称为准。", False),
    ],
)
def test_a_note_that_says_that_entries_are_not_in_force_is_asked(text: str, is_asked: bool) -> None:
    assert asked(read(*ROWS, text)) == [f"footnote:{text}"] * is_asked


@pytest.mark.parametrize(
    ("remark", "is_asked"),
    [
        *[(remark, True) for remark in ("revoked", "Withdrawn in 2021", "renamed to ABC", "closed", "pending")],
        *[(remark, True) for remark in ("整改中", "逾期未复核", "申报材料存疑", "与第一批重复", "培育对象")],
        *[
            (remark, False)
            for remark in ("renewed 2021", "listed company", "enclosed", "valid until 2024", "2020年投产")
        ],
    ],
)
def test_a_remark_in_either_language_may_say_that_an_entry_is_not_in_force(remark: str, is_asked: bool) -> None:
    assert asked(read("序号|名称|地区|备注", f"1|甲厂|北京|{remark}", "2|乙厂|上海|")) == [f"note:{remark}"] * is_asked


@pytest.mark.parametrize(
    "title", ["关于拟认定测试企业的公示", "测试企业建议名单", "测试名单（节选）", "Draft list of tests"]
)
def test_a_title_of_a_draft_or_a_part_is_asked(title: str) -> None:
    assert asked(read(title, *ROWS)) == [f"draft:{title}"]


@pytest.mark.parametrize("heading", ["备选企业", "待复核企业"])
def test_a_heading_of_entries_that_are_still_open_is_asked(heading: str) -> None:
    made = table(*ROWS)
    assert isinstance(made[1], Table)
    made[1].add(Cell(heading, across=3))
    made[1].add("3", "丙厂", "天津")

    assert asked(planned(as_docx(made))) == [f"event:{heading}"]


@pytest.mark.parametrize(
    ("sentence", "key"),
    [
        ("现将4家测试企业名单予以公布。", "total:现将4家测试企业名单予以公布。"),
        ("现将2家测试企业名单予以公布。", ""),
        ("共收到500家企业申报。", ""),
        ("有下列情形之一的撤销称号：（一）弄虚作假的；（二）发生重大事故的。", ""),
        ("同一企业不得重复申报。", ""),
    ],
)
def test_a_short_sentence_is_read_above_and_below_the_list(sentence: str, key: str) -> None:
    for blocks in ((sentence, *ROWS), (*ROWS, sentence)):
        assert asked(read(*blocks)) == [key] * bool(key)


def test_a_name_that_ends_within_its_legal_form_is_asked() -> None:
    assert asked(read("序号|名称|地区", "1|甲新材料有限公|北京", "2|乙厂|上海")) == ["entry:甲新材料有限公"]


def test_a_title_of_another_category_than_that_of_the_command_is_asked() -> None:
    content = as_docx([*table(*ROWS), "测试园区名单", *table("序号|名称|地区", "1|丙园|天津")[1:]])

    plan = planned(content, register=KINDS, category="工厂", decisions={"section:测试名单": "take"})
    assert asked(plan) == ["category:测试园区名单"]
