"""Official lists are read entry by entry, however they are laid out and whatever file they come in."""

import io
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import docx
import pikepdf
import pytest
import xlsxwriter
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from official_lists import (
    FORMATS,
    LAYOUTS,
    Cell,
    Document,
    Entry,
    Table,
    as_docx,
    as_html,
    as_pdf,
    as_typst,
    as_xlsx,
    plain,
)
from registers_of_lists import FRAMEWORK, planned
from running import ROOT

from index_pipeline.sources.lists.items import List, ListItem
from index_pipeline.sources.lists.names import are_several
from index_pipeline.sources.lists.numerals import serial_number
from index_pipeline.sources.lists.places import Places
from index_pipeline.sources.lists.questions import Decisions
from index_pipeline.sources.lists.reading import read_list
from index_pipeline.sources.lists.recognise import is_of_figures
from index_pipeline.sources.lists.rows import read_rows
from index_pipeline.sources.problems import Refusal
from index_pipeline.sources.readers import read_bytes
from index_pipeline.sources.registers.stocks import load_events

PLACES = Places(FRAMEWORK, 2021, Decisions({}))
ENTRIES = [
    Entry(f"{place}测试{name}（{kind}）有限公司", place, product)
    for place, product in (("北京", "电子"), ("内蒙古", "稀土"), ("宁波", ""), ("新疆兵团", "纺织"))
    for name in ("甲", "乙", "ABC 丙", "丁戊己庚辛壬癸制造")
    for kind in ("中国", "集团", "新材料")
]
"""48 made-up firms of four places; some names are long enough to be broken."""


def read(file: str, content: bytes, name_column: str | None = None) -> List:
    return read_list(read_rows(file, content), PLACES.is_place, name_column)


def pairs(items: Sequence[ListItem]) -> list[tuple[str, object]]:
    """Names with their regions; a blank at which a line is broken is not in the document any more."""
    return [(item.name.replace(" ", ""), PLACES.region(item)) for item in items]


def listing(heads: Sequence[str], *rows: Sequence[str | Cell], titles: Sequence[str] = ()) -> Document:
    table = Table([16 / len(heads)] * len(heads))
    table.add(*heads)
    for row in rows:
        table.add(*row)
    return [*titles, table]


EXPECTED = [
    (
        entry.name.replace(" ", ""),
        {"北京": "110000", "内蒙古": "150000", "宁波": "330200", "新疆兵团": "XPCC"}[entry.place],
    )
    for entry in ENTRIES
]


@pytest.mark.parametrize("file_format", FORMATS)
@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_layout_in_every_format(layout: str, file_format: str) -> None:
    found = read(f"list.{file_format}", FORMATS[file_format](LAYOUTS[layout](ENTRIES)))

    assert pairs(found.items) == EXPECTED
    assert found.faults == ()


@pytest.mark.parametrize("layout", ["plain", "sections", "two_columns", "chapters"])
def test_a_pdf_without_lines(layout: str) -> None:
    found = read("list.pdf", as_pdf(LAYOUTS[layout](ENTRIES), stroke="none"))

    assert pairs(found.items) == EXPECTED


ROWS = "".join(f"[{n}], [测试{chr(0x4E00 + n)}有限公司], [{'北京' if n % 2 else '宁波'}]," for n in range(1, 90))
HEADER = "table.header([序号], [企业名称], [地区])"


@pytest.mark.parametrize("stroke", ["0.5pt", "none"])
@pytest.mark.parametrize(
    ("setting", "header", "options"),
    [
        ("", "[序号], [企业名称], [地区]", ""),
        ("#set page(background: rotate(30deg, text(60pt, fill: luma(220))[内部资料]))", HEADER, ""),
        ("#set page(background: rect(width: 90%, height: 94%))", HEADER, ""),
        ("#set page(flipped: true)", HEADER, "fill: (x, y) => if calc.odd(y) { luma(240) },"),
        ('#set page(numbering: "第1页/共1页")', HEADER, "align: center + horizon,"),
        ("#set page(columns: 2)", HEADER, ""),
    ],
    ids=["headings once", "watermark", "frame", "shading", "page of pages", "two columns of text"],
)
def test_a_pdf_as_it_may_be_set(setting: str, header: str, options: str, stroke: str) -> None:
    source = f"{setting}\n#table(columns: (1cm, 4.5cm, 2cm), stroke: {stroke}, {options} {header}, {ROWS})"

    found = read("a.pdf", as_typst(source))

    assert [item.serial for item in found.items] == list(range(1, 90))
    assert pairs(found.items)[:2] == [("测试丁有限公司", "110000"), ("测试丂有限公司", "330200")]
    assert found.faults == ()


def test_sheets_of_a_workbook_may_be_named_for_places() -> None:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        for place, names in (("北京", ("甲厂", "乙厂")), ("江苏", ("丙厂",))):
            sheet = book.add_worksheet(place)
            for line, texts in enumerate((("序号", "企业名称"), *((str(n), name) for n, name in enumerate(names, 1)))):
                sheet.write_row(line, 0, texts)

    items = read("a.xlsx", file.getvalue()).items
    assert pairs(items) == [("甲厂", "110000"), ("乙厂", "110000"), ("丙厂", "320000")]


def test_a_table_without_headings_goes_on_with_the_one_before() -> None:
    first = listing(("序号", "企业名称", "地区"), ("1", "甲厂", "北京"), ("2", "乙厂", "天津"))
    second = Table([3, 3, 3], head=0)
    second.add("3", "丙厂", "上海")

    for file_format, make in FORMATS.items():
        assert len(read(f"a.{file_format}", make([*first, second])).items) == 3


@pytest.mark.parametrize(
    ("text", "number"),
    [("12", 12), ("3.", 3), ("（4）", 4), ("５", 5), ("No.6", 6), ("7.0", 7), ("一", 1), ("十", 10), ("二十一", 21),
     ("一百零五", 105), ("甲", None), ("公司", None), ("", None), ("5O", None), ("1 2", None)],
)  # fmt: skip
def test_serial_numbers(text: str, number: int | None) -> None:
    assert serial_number(text) == number


def test_a_heading_may_be_set_wide_and_broken() -> None:
    document = listing(("序\n号", "企 业\n名 称", "所 在 地"), ("1", "甲厂", "北京"), ("2", "乙厂", "天津"))

    assert pairs(read("a.docx", as_docx(document)).items) == [("甲厂", "110000"), ("乙厂", "120000")]


def test_numbers_that_word_counts() -> None:
    made = docx.Document()
    table = made.add_table(3, 3)
    for row, texts in enumerate((("序号", "企业名称", "地区"), ("", "甲厂", "北京"), ("", "乙厂", "天津"))):
        for column, text in enumerate(texts):
            table.cell(row, column).text = text
    for row in (1, 2):
        paragraph = table.cell(row, 0).paragraphs[0]._p
        properties, number = paragraph.get_or_add_pPr(), OxmlElement("w:numPr")
        identifier = OxmlElement("w:numId")
        identifier.set(qn("w:val"), "1")
        number.append(identifier)
        properties.append(number)
    file = io.BytesIO()
    made.save(file)

    assert [item.serial for item in read("a.docx", file.getvalue()).items] == [1, 2]


def test_what_tracked_changes_took_out_is_not_read() -> None:
    content = as_docx(listing(("序号", "企业名称", "地区"), ("1", "甲厂", "北京")))
    marked = "<w:r><w:t>甲厂</w:t></w:r>"
    deleted = f'<w:del w:id="1" w:author="x">{marked.replace("w:t>", "w:delText>")}</w:del>'
    inserted = '<w:ins w:id="2" w:author="x"><w:r><w:t>乙厂</w:t></w:r></w:ins>'

    changed = with_part(content, "word/document.xml", lambda xml: xml.replace(marked, deleted + inserted))

    assert [item.name for item in read("a.docx", changed).items] == ["乙厂"]


def with_part(content: bytes, name: str, change: Callable[[str], str]) -> bytes:
    import zipfile

    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            text = old.read(part)
            new.writestr(part, change(text.decode()).encode() if part == name else text)
    return file.getvalue()


def test_an_entry_with_several_products_is_one() -> None:
    document = listing(
        ("序号", "企业名称", "地区", "产品"),
        (Cell("1", down=2), Cell("甲厂", down=2), Cell("北京", down=2), "纸"),
        ("笔",),
        ("2", "乙厂", "天津", "墨"),
    )
    for file_format, make in FORMATS.items():
        items = read(f"a.{file_format}", make(document)).items
        assert [(item.name, item.text("product")) for item in items] == [("甲厂", "纸、笔"), ("乙厂", "墨")]


def test_a_row_that_a_page_breaks_is_one_entry() -> None:
    name = "测试某某某某某某某某某某某某某某某某某某某某某某某某某某某某某某有限公司" * 2
    rows = [(str(number), f"{name}{number}", "北京") for number in range(1, 61)]

    items = read("a.pdf", as_pdf([Table((1.2, 3, 1.6), [[Cell("序号"), Cell("企业名称"), Cell("地区")]])])).items
    assert items == ()

    table = Table((1.2, 3, 1.6))
    table.add("序号", "企业名称", "地区")
    for row in rows:
        table.add(*row)
    found = read("a.pdf", as_pdf([table]))

    assert [item.name for item in found.items] == [row[1] for row in rows]


def test_the_column_of_names_may_be_chosen() -> None:
    content = as_html(
        listing(("序号", "地区", "企业", "品牌"), ("1", "广东", "甲公司", "海"), ("2", "广东", "甲公司", "天"))
    )

    assert [item.name for item in read("a.html", content).items] == ["甲公司", "甲公司"]
    assert [item.name for item in read("a.html", content, "品牌").items] == ["海", "天"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "the file is empty"),
        (b"\xff\xd8\xff", "neither DOCX, PDF, XLSX, XLS nor HTML"),
        (b"\xd0\xcf\x11\xe0" + "WordDocument".encode("utf-16-le"), "neither DOCX, PDF"),
        (as_pdf(plain(ENTRIES))[:4000], "read as PDF"),
        (as_docx(plain(ENTRIES))[:4000], "read as DOCX"),
        (as_pdf(["只有正文"]).replace(b"%PDF", b"%PDX", 1), "neither DOCX, PDF"),
    ],
    ids=["nothing", "a picture", "Word 97", "cut PDF", "cut DOCX", "no PDF"],
)
def test_what_cannot_be_read_is_refused(content: bytes, said: str) -> None:
    with pytest.raises(Refusal, match=said):
        read_rows("a", content)


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("file_format", FORMATS)
def test_a_list_is_not_read_as_figures(layout: str, file_format: str) -> None:
    content = FORMATS[file_format](LAYOUTS[layout](ENTRIES))

    with pytest.raises(Refusal, match="icdi register import"):
        read_bytes(f"list.{file_format}", content, FRAMEWORK.codes)


def test_a_table_of_figures_is_not_a_list() -> None:
    values = [(name, "12", "13,000.5") for name in ("北京市", "天津市", "上海市", "重庆市")]
    figures = listing(("地区", "2021年", "2022年"), *values)
    years = listing(("序号", "企业名称", "认定年份"), ("1", "甲厂", "2021"), ("2", "乙厂", "2021"))

    assert is_of_figures(read_rows("a.xlsx", as_xlsx(figures)))
    assert not is_of_figures(read_rows("a.xlsx", as_xlsx(years)))
    assert len(read_bytes("a.xlsx", as_xlsx(figures), FRAMEWORK.codes).tables) == 1


def test_a_pdf_of_images_is_refused() -> None:
    blank = io.BytesIO()
    with pikepdf.new() as made:
        made.add_blank_page()
        made.save(blank)

    with pytest.raises(Refusal, match="without text"):
        read_rows("a.pdf", blank.getvalue())


@pytest.mark.parametrize(
    ("heads", "row", "name", "area"),
    [
        ("序号 项目名称 项目负责人 工作单位 所在省市", "1 工业遗产研究 张三 某某大学 湖北", "工业遗产研究", "420000"),
        ("序号 名称 地址 核心物项", "1 甲厂旧址 辽宁省鞍山市铁东区 高炉", "甲厂旧址", "210000"),
        ("序号 地区 品牌名称 企业名称", "1 浙江 天 乙公司", "乙公司", "330000"),
        ("序号 示范基地名称 申报单位 推荐单位", "1 装备制造·某区 某管委会 辽宁省工信厅", "装备制造·某区", "210000"),
        ("No. Company Province", "1 A Hebei", "A", "130000"),
        ("地区 企业名称", "天津 丙厂", "丙厂", "120000"),
        ("顺序号 工厂名称 省份名称 城市名称 区县", "1 甲厂 江苏省 南京市 鼓楼区", "甲厂", "320000"),
        ("序号 企业名称 省份 城市", "1 甲厂 海南省 省直辖县级行政区划", "甲厂", "460000"),
    ],
)
def test_headings_as_ministries_write_them(heads: str, row: str, name: str, area: str) -> None:
    assert pairs(read("a.docx", as_docx(listing(heads.split(), row.split()))).items) == [(name, area)]


def test_sums_and_notes_are_no_entries() -> None:
    rows = (("1", "甲厂", "北京"), ("2", "乙厂", "天津"), ("合计", "2家", ""), (Cell("注：排名不分先后", across=3),))
    found = read("a.docx", as_docx(listing(("序号", "企业名称", "地区"), *rows)))

    assert [item.name for item in found.items] == ["甲厂", "乙厂"]
    assert [total.stated for total in found.totals] == [2]


@pytest.mark.parametrize(
    ("heads", "row", "is_asked"),
    [
        (("序号", "名称", "地区"), ("1", "甲乙机床厂\n丙丁钢铁厂", "北京"), True),
        (("序号", "产品", "企业名称"), ("1", "天牌\n海牌", "甲乙公司\n丙丁公司"), True),
        (("序号", "名称", "地区", "行业"), ("1", "剪纸\n刺绣", "山西省", "甲\n乙"), True),
        (("序号", "名称", "地区"), ("1", "甲乙石油股份有限公司\n大庆分公司", "黑龙江"), False),
        (("序号", "名称", "地区"), ("1", "甲乙新材料股份\n有限公司", "江苏省\n南京市"), False),
        (("序号", "名称", "地区"), ("1", "甲乙丙丁戊己机\n床厂旧址", "北京"), False),
    ],
)
def test_a_cell_whose_lines_may_be_several_names_is_asked(
    heads: Sequence[str], row: Sequence[str], is_asked: bool
) -> None:
    other = ("2", "庚辛壬癸子丑寅卯有限公司", "北京市朝阳区", "纸和纸浆")[: len(heads)]
    made = listing(heads, row, other)

    for content in (as_docx(made), as_xlsx(made), as_html(made).replace(b"\n", b"<br>"), as_pdf(made)):
        faults = read("a", content, "企业名称" if "企业名称" in heads else None).faults
        assert [fault.kind for fault in faults] == ["entry"] * is_asked


def test_the_names_of_the_shipped_registers_are_one_name_each_wherever_a_line_ends() -> None:
    """Of 300 entries, a person is asked about one at most, as a column's width breaks their names."""
    titles = {event["title"] for event in load_events(ROOT / "data").to_pylist()}
    wrapped = [
        [title[n : n + width] for n in range(0, len(title), width)] for title in titles for width in range(5, 20)
    ]

    assert sum(are_several(lines, ()) for lines in wrapped) <= len(wrapped) / 300


def test_a_line_of_the_source_of_a_page_is_no_line_of_its_text() -> None:
    rows = ("序号<td>名称", "1<td>甲乙机床厂\n 丙丁钢铁厂", "2<td><p>甲厂</p><p>旧址</p>")
    found = read("a.html", f"<table><tr><td>{'<tr><td>'.join(rows)}</table>".encode())

    assert ([item.name for item in found.items], found.faults) == (["甲乙机床厂丙丁钢铁厂", "甲厂旧址"], ())


@pytest.mark.parametrize(
    "page",
    [
        "<div>测试名单<br>一、北京市（1家）{0}二、上海市（1家）{1}</div>",
        "<p>测试名单</p><strong>北京市</strong>{0}<span>上海市</span>{1}",
        "<center>测试名单</center><h5>北京市</h5>{0}<p>（接上页）<br>上海市</p>{1}",
        "<table><tr><td>北京市{0}上海市{1}</td></tr></table>",
    ],
)
def test_text_around_the_tables_of_a_page_is_read_wherever_it_is(page: str) -> None:
    one, other = (f"<table><tr><td>序号<td>名称</tr><tr><td>1<td>{name}</tr></table>" for name in ("甲厂", "乙厂"))
    found = read("a.html", page.format(one, other).encode())

    assert pairs(found.items) == [("甲厂", "110000"), ("乙厂", "310000")]


@pytest.mark.parametrize("tag", ["s", "del", "span style='text-decoration: line-through'"])
def test_a_name_that_is_struck_through_in_a_page_is_told(tag: str) -> None:
    page = f"<table><tr><td>序号<td>名称</tr><tr><td>1<td><{tag}>甲厂</{tag.split()[0]}></tr></table>"

    assert [fault.kind for fault in read("a.html", page.encode()).faults] == ["struck"]


def test_a_name_that_is_struck_through_in_word_is_told() -> None:
    made = docx.Document(io.BytesIO(as_docx(listing(("序号", "名称"), ("1", "甲厂"), ("2", "乙厂")))))
    made.tables[0].cell(1, 1).paragraphs[0].runs[0].font.strike = True
    made.tables[0].cell(2, 1).paragraphs[0].runs[0].font.strike = False
    file = io.BytesIO()
    made.save(file)

    assert [fault.subject for fault in read("a.docx", file.getvalue()).faults] == ["甲厂"]


def test_a_sum_in_a_pdf_without_lines_is_no_part_of_the_entry_above() -> None:
    rows = (("1", "甲厂", "北京"), ("2", "乙厂", "天津"), ("小计", "2家", ""), ("合计", "2家", ""))
    found = read("a.pdf", as_pdf(listing(("序号", "企业名称", "地区"), *rows), stroke="none"))

    assert [item.name for item in found.items] == ["甲厂", "乙厂"]
    assert [total.stated for total in found.totals] == [2, 2]


# --- lists that are not whole -----------------------------------------------------------------------------------------

MANY = [Entry(f"测试{chr(0x4E00 + number)}厂", "北京") for number in range(120)]


def questions(content: bytes, **announced: Any) -> dict[str, str]:
    return {question.key: question.place for question in planned(content, **announced).questions}


def test_a_whole_list_asks_nothing() -> None:
    assert questions(as_pdf(plain(MANY))) == {}


@pytest.mark.parametrize(
    ("page", "keys"),
    [
        (0, {"serial:1–38"}),
        (1, {"page:1–3", "serial:37–79", "total:120"}),
        (2, {"page:2–4", "serial:78–120", "total:120"}),
        (3, {"total:120"}),
    ],
)
def test_a_lost_page_is_told(page: int, keys: set[str]) -> None:
    file = io.BytesIO()
    with pikepdf.open(io.BytesIO(as_pdf(plain(MANY)))) as document:
        del document.pages[page]
        document.save(file)

    assert set(questions(file.getvalue())) == keys


def test_a_lost_row_a_wrong_number_and_a_doubled_name_are_told_with_their_place() -> None:
    def changed(row: int, column: int, text: str) -> bytes:
        document = plain(MANY)
        table = document[-1]
        assert isinstance(table, Table)
        table.rows[row][column] = Cell(text)
        return as_docx(document)

    def without(row: int) -> bytes:
        document = plain(MANY)
        assert isinstance(document[-1], Table)
        del document[-1].rows[row]
        return as_docx(document)

    assert questions(without(60)) == {
        "serial:59–61": "表1第60行 · table 1 row 60 → 表1第61行 · table 1 row 61",
        "total:120": "表1第120行 · table 1 row 120",
    }
    assert list(questions(changed(5, 0, "7"))) == ["serial:4–7", "serial:7–6"]
    assert list(questions(changed(5, 0, "5O"))) == [f"serial:{MANY[4].name}", "serial:4–6"]
    assert questions(changed(5, 1, MANY[8].name)) == {
        f"double:{MANY[8].name}": "表1第6行 · table 1 row 6; 表1第10行 · table 1 row 10"
    }


def test_a_chapter_that_lacks_an_entry_is_told() -> None:
    document = LAYOUTS["chapters"](ENTRIES)
    assert isinstance(document[2], Table)
    del document[2].rows[-1]

    assert list(questions(as_xlsx(document))) == ["total:一、北京（12家）"]


@pytest.mark.parametrize(
    ("heads", "rows", "key"),
    [
        (("地区", "企业名称"), (("北京", "甲厂"), ("", "乙厂"), ("上海", "丙厂")), "row:乙厂"),
        (("企业名称", "地区"), (("甲集团", "北京"), ("有限公司", ""), ("乙厂", "上海")), "row:有限公司"),
        (("序号", "企业名称", "地区"), (("1", "甲集团", "北京"), ("", "有限公司", "")), "row:有限公司"),
        (("序号", "企业名称", "地区"), (("1", Cell("甲厂", down=2), "北京"), ("2", "上海")), "row:甲厂"),
        (("企业名称", "地区"), (("1.甲厂", "北京"), ("3.乙厂", "上海")), "serial:1–3"),
        (("企业名称", "地区"), (("甲厂", "北京"), ("以下空白", "")), None),
        (("企业名称", "地区"), (("上海市（1家）", ""), ("甲厂", "浦东新区"), ("注：不分先后", "")), None),
    ],
)
def test_rows_that_are_not_read_as_entries_are_told(heads: Sequence[str], rows: Any, key: str | None) -> None:
    for make in (as_docx, as_html, as_xlsx):
        assert list(questions(make(listing(heads, *rows)))) == ([] if key is None else [key])


def test_names_and_products_that_changed_their_columns_are_told() -> None:
    own = [(str(n), f"{name}机床公司", f"{name}牌机床", "北京") for n, name in enumerate("甲乙丙丁", start=1)]
    other = [(str(n), f"{name}牌机床", f"{name}机床公司", "北京") for n, name in enumerate("戊己", start=5)]
    heads = ("序号", "企业名称", "产品", "地区")
    work = [
        ("1", "甲工业园", "甲管委会", "北京"),
        ("2", "乙机床厂", "乙博物馆", "北京"),
        ("3", "丙矿山", "丙公司", "北京"),
    ]

    assert list(questions(as_docx(listing(heads, *own, *other)))) == ["row:戊牌机床"]
    assert questions(as_docx(listing(heads, *own))) == {}
    assert questions(as_docx(listing(("序号", "基地名称", "申报单位", "地区"), *work))) == {}


def test_a_table_with_fewer_columns_than_the_headings_is_told_once() -> None:
    narrow = Table((4, 4), head=0)
    narrow.add("2", "乙厂")
    narrow.add("3", "丙厂")

    assert list(questions(as_docx([*listing(("序号", "企业名称", "地区"), ("1", "甲厂", "北京")), narrow]))) == [
        "row:2 乙厂"
    ]


def under(*lines: str, titles: Sequence[str] = ()) -> bytes:
    """A table whose rows of one text are headings; 甲 and the like are entries."""
    table = Table((2, 6, 3))
    table.add("序号", "企业名称", "行业")
    number = 0
    for line in lines:
        if len(line) > 1:
            table.add(Cell(line, across=3))
            continue
        number += 1
        table.add(str(number), f"{line}厂", "纸")
    return as_docx([*titles, table])


@pytest.mark.parametrize(
    "lines",
    [
        ("江苏省（2项）", "甲", "乙", "浙江省（1项）", "丙"),
        ("江苏省（2）", "甲", "乙", "浙江省（一项）", "丙"),
        ("江苏省（共2家企业）", "甲", "乙", "浙江省 1项", "丙"),
        ("江苏省（2项）", "甲", "江苏省（2项）", "乙", "浙江省（1项）", "丙"),
        ("江苏省（2项）", "甲", "江苏省（续）", "乙", "浙江省（1项）", "丙"),
        ("江苏省（2021）", "甲", "乙", "浙江省（2021）", "丙"),
        ("江苏省（2项）", "南京市（1项）", "甲", "苏州市（1项）", "乙", "浙江省（1项）", "丙"),
        ("一、工厂（2家）", "江苏省（1家）", "甲", "浙江省（1家）", "乙", "二、园区（1家）", "江苏省（1家）", "丙"),
        ("江苏省", "甲", "乙", "小计2家", "浙江省", "丙", "小计1家", "合计3家"),
    ],
)
def test_headings_whose_numbers_are_met_ask_nothing(lines: Sequence[str]) -> None:
    assert questions(under(*lines)) == {}


@pytest.mark.parametrize(
    ("lines", "key"),
    [
        (("江苏省（3项）", "甲", "乙", "浙江省（1项）", "丙"), "江苏省（3项）"),
        (("江苏省（1项）", "甲", "乙", "浙江省（1项）", "丙"), "江苏省（1项）"),
        (("江苏省（2项）", "甲", "乙", "浙江省（1项）", "上海市（1项）", "丙"), "浙江省（1项）"),
        (("江苏省（2项）", "甲", "乙", "浙江省（1项）"), "浙江省（1项）"),
        (("江苏省（三项）", "甲", "乙"), "江苏省（三项）"),
        (("一、工厂（3家）", "江苏省（1家）", "甲", "浙江省（1家）", "乙"), "一、工厂（3家）"),
        (("江苏省", "甲", "乙", "小计3家", "浙江省", "丙", "小计1家"), "3"),
        (("江苏省", "甲", "乙", "合计：3"), "3"),
    ],
)
def test_a_heading_or_sum_whose_number_is_not_met_is_told(lines: Sequence[str], key: str) -> None:
    assert list(questions(under(*lines))) == [f"total:{key}"]


def test_a_cell_that_states_how_many_entries_it_is_beside_is_met() -> None:
    def beside(text: str) -> bytes:
        heads = ("地区", "序号", "企业名称")
        return as_xlsx(listing(heads, (Cell(text, down=2), "1", "甲厂"), ("2", "乙厂"), ("北京", "3", "丙厂")))

    assert questions(beside("江苏省（2家）")) == {}
    assert list(questions(beside("江苏省（3家）"))) == ["total:江苏省（3家）"]


def test_each_of_several_stated_totals_is_met() -> None:
    def lists(first: str, second: str) -> dict[str, str]:
        head, rows = ("序号", "企业名称", "地区"), (("1", "甲厂", "北京"), ("2", "乙厂", "天津"))
        parts = [*listing(head, *rows, titles=(first,)), *listing(head, ("1", "丙厂", "北京"), titles=(second,))]
        return {key: place for key, place in questions(as_docx(parts)).items() if key.startswith("total")}

    assert lists("第一类名单（共2家）", "第二类名单（共1家）") == {}
    assert lists("共3家", "第二类名单（共1家）") == {}
    assert list(lists("第一类名单（共2家）", "第二类名单（共3家）")) == ["total:3"]
    assert list(lists("第一类名单（共4家）", "第二类名单（共1家）")) == ["total:4"]
    text = "经专家评审和公示，" * 8 + "现将测试名单（7家）予以公布。"
    assert list(questions(under("北京市", "甲", titles=(text,)))) == [f"total:{text[:60]}"]


def test_the_announced_number_of_entries_is_met() -> None:
    document = listing(("序号", "企业名称", "地区"), ("1", "甲厂", "北京"), ("2", "乙厂", "天津"))

    assert questions(as_html(document), total=2) == {}
    assert list(questions(as_html(document), total=3)) == ["total:3"]


def test_an_item_is_told_apart_by_all_that_it_says() -> None:
    (first, *_) = read("a.html", as_html(plain(ENTRIES))).items

    assert first != replace(first, serial=2)


def test_an_entry_without_a_number_beside_others_is_one_question() -> None:
    table = Table((1.3, 5, 2.4, 1.3, 5, 2.4))
    table.add(*("序号", "企业名称", "地区") * 2)
    for left, right in (("1|甲厂", "4|丁厂"), ("2|乙厂", "|戊厂"), ("3|丙厂", "5|己厂")):
        table.add(*left.split("|"), "北京", *right.split("|"), "上海")

    assert [key for key in questions(as_docx(["测试名单", table])) if key.startswith("serial")] == ["serial:戊厂"]
