"""What makes a list doubtful as it is read: notes that withdraw entries, drafts, pages that are lost."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index_pipeline.language import Bilingual
from index_pipeline.sources.labels.folding import english
from index_pipeline.sources.lists.outcomes import is_draft, is_notice, is_rule, is_withheld
from index_pipeline.sources.lists.remarks import says_event
from index_pipeline.sources.lists.rows import Row

NOTE = re.compile(r"^\s*(注|备注|说明|附注|数据来源|来源|资料来源|notes?|remarks?|sources?)\s*[:：]", re.IGNORECASE)
LONGEST_TITLE = 60
_FURTHER = re.compile(
    r"(?:补充|追加|增列)(?:认定|列入|公布|命名|入选)"
    r"|(?:另有?|此外|同时)[^。]{0,30}(?:增补|递补|认定|列入|命名|入选)(?!工作|条件|标准|办法|管理|程序)"
)
"""How a text below entries names further ones."""
_PART = re.compile(
    r"节选|摘录|样[例表张]|示例|模板|未完|待续|[下接上]转第|[(（\[【]部分[)）\]】]"
    rf"|{english('excerpt|sample')}"
)
"""How a title says that its list is a part or a sample."""


@dataclass(frozen=True)
class ListFault:
    """An inconsistency in a list: its kind, what it is about, its place, and a sentence in both languages.

    `names` are those that a text which may be several names holds, if they can be told apart.
    """

    kind: str
    subject: str
    place: str
    said: str
    names: tuple[str, ...] = ()


def doubts(row: Row) -> Iterator[ListFault]:
    """Say where a note withdraws entries of the list, or a title is that of a draft."""
    text = row.texts[0]
    shown = text[:LONGEST_TITLE]
    if NOTE.match(text) and (is_withheld(text) or says_event(text, "")) and not is_rule(text):
        said = Bilingual(
            f"“{text}”: are the entries of this list in force all the same? If not, correct the list",
            f"“{text}”：名单所列各项是否仍全部有效？如否，请先改正名单",
        )
        yield ListFault("footnote", text, row.place, said)
    elif is_notice(text) or (len(text) <= LONGEST_TITLE and is_draft(text)):
        said = Bilingual(
            f"“{shown}” says that the list is not decided yet: is it taken as the final one?",
            f"“{shown}”表明名单尚未正式公布，是否按正式名单导入",
        )
        yield ListFault("draft", shown, row.place, said)
    elif len(text) <= LONGEST_TITLE and not text.endswith("。") and _PART.search(text):
        said = Bilingual(
            f"“{text}” says that the list is a part or a sample: is it whole?",
            f"“{text}”表明名单为部分或样例：名单是否完整",
        )
        yield ListFault("draft", text, row.place, said)


def text_goes_on(row: Row, serial: int | None) -> Iterator[ListFault]:
    """Say that a text below entries goes on with the list, by its number or its words, and is not read as an entry.

    Args:
        row: The text.
        serial: The number of the last entry, if it has one.
    """
    text = row.texts[0]
    number = re.match(r"[(（]?(\d{1,4})(?:[.、．)）]\s*|\s+)\D(?!.{0,8}[:：]|.*。$)", text)
    if (number and serial and int(number[1]) == serial + 1) or _FURTHER.search(text):
        shown = text[:LONGEST_TITLE]
        said = Bilingual(
            f"“{shown}” below the table is not read as an entry: is the list whole without it?",
            f"表后“{shown}”未作为条目读取：名单是否仍完整",
        )
        yield ListFault("row", shown, row.place, said)


def names_entry(row: Row, name: str) -> ListFault:
    """Say that a text below entries is about one of them."""
    text = row.texts[0]
    said = Bilingual(
        f"“{text}” is about the entry “{name}”: is it in force all the same? If not, correct the list",
        f"“{text}”涉及条目“{name}”：是否仍有效？如否，请先改正名单",
    )
    return ListFault("footnote", text, row.place, said)


def lone_name(text: str, row: Row) -> ListFault:
    """Say that a row has a text in the column of names alone, which is read as a heading."""
    said = Bilingual(
        f"“{text}” is alone in its row, in the column of names: is it a heading, and no entry or part of one? "
        "If not, correct the list",
        f"“{text}”单独一行，位于名称列：是否为小标题，而非条目或其一部分？如否，请先改正名单",
    )
    return ListFault("row", text, row.place, said)


def narrow_row(row: Row) -> ListFault:
    """Say that a row, and those below that are like it, have fewer cells than the headings, and are not read."""
    text = " ".join(row.texts)[:LONGEST_TITLE]
    said = Bilingual(
        f"rows from “{text}” on have fewer cells than the headings and are not read: is the list whole without them?",
        f"自“{text}”起，各行单元格少于表头，未读取：名单是否仍完整",
    )
    return ListFault("row", text, row.place, said)


def of_persons(heading: str, row: Row) -> ListFault:
    """Say that a list has a column of persons' names."""
    said = Bilingual(
        f"the list has a column “{heading}”: is it a list of firms or places all the same, and not of persons?",
        f"名单有“{heading}”一列：是否仍为企业或地点名单，而非人员名单",
    )
    return ListFault("row", heading, row.place, said)


def one_heading(name: str, other: str, heading: str, row: Row) -> ListFault:
    """Say that two names of a row are under one heading, of which the first is read as that of the entry."""
    said = Bilingual(
        f"“{name}” and “{other}” are both under the heading “{heading}”; the first is read as the name: is that right?",
        f"“{name}”与“{other}”同在标题“{heading}”之下，以前者为名称：是否如此",
    )
    return ListFault("row", heading, row.place, said)


def number_alone(row: Row) -> ListFault:
    """Say that a row, and those below that are like it, have a serial number alone, and no entry."""
    text = row.texts[0]
    said = Bilingual(
        f"the row of number {text} has no name: is the list whole without it?", f"{text}号一行没有名称：名单是否仍完整"
    )
    return ListFault("row", text, row.place, said)


def one_name(name: str, row: Row) -> ListFault:
    """Say that a cell of a name reaches over rows of several numbers or places, which are read as one entry."""
    said = Bilingual(
        f"the cell “{name}” reaches over several numbers or places: is it one entry?",
        f"“{name}”跨多个序号或地区，是否为一个条目",
    )
    return ListFault("row", name, row.place, said)


def several_names(name: str, lines: Sequence[str], row: Row) -> ListFault:
    """Say that the lines of a cell, which are read as one name, may be the names of several entries."""
    shown = " / ".join(lines)
    said = Bilingual(f"“{shown}”: is it the name of one entry or of several?", f"“{shown}”是一个条目还是几个条目的名称")
    return ListFault("entry", name, row.place, said)


def struck_through(name: str, row: Row) -> ListFault:
    """Say that the name of an entry is struck through."""
    said = Bilingual(f"“{name}” is struck through: is it taken all the same?", f"“{name}”带删除线，是否仍导入")
    return ListFault("struck", name, row.place, said)


def not_read(unread: Bilingual, row: Row) -> ListFault:
    """Ask whether a list is whole without what is hidden, or with changes that are not accepted."""
    said = Bilingual(f"{unread.en}; is the list whole as it is read?", f"{unread.zh}：名单是否仍完整")
    return ListFault("hidden", str(row.place), row.place, said)


def hidden_sheet(row: Row) -> ListFault:
    """Say that a sheet is hidden and not read whose name is that of a list or place."""
    name = row.cells[0]
    said = Bilingual(
        f"sheet {name} is hidden and was not read; is the list whole without it?",
        f"工作表“{name}”已隐藏，未读取：名单是否仍完整",
    )
    return ListFault("hidden", name, row.place, said)


def page_faults(footers: list[tuple[int, int, int | None]]) -> Iterator[ListFault]:
    """Say where the numbers printed on the pages show that one is lost."""
    before: tuple[int, int] | None = None
    for page, printed, of in footers:
        if before and page == before[0] + 1 and printed > before[1] + 1:
            place = Bilingual(f"pages {before[0]}–{page}", f"第{before[0]}–{page}页")
            said = Bilingual(
                f"the pages are numbered {before[1]} and then {printed}: one is lost",
                f"页码从{before[1]}跳到{printed}，缺页",
            )
            yield ListFault("page", f"{before[1]}–{printed}", place, said)
        before = (page, printed)
        if of and page == footers[-1][0] and printed < of:
            said = Bilingual(
                f"of {of} pages, the document ends with page {printed}", f"共{of}页，文件止于第{printed}页"
            )
            yield ListFault("page", f"{printed}/{of}", Bilingual(f"page {page}", f"第{page}页"), said)
