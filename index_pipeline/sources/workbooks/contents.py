"""Read the sheets of a file from its bytes: the format is found by content, never by the file's name."""

import codecs
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from index_pipeline.language import Bilingual, Both, counted, english_first
from index_pipeline.sources.problems import Problem, Refusal
from index_pipeline.sources.workbooks.apart import read_apart
from index_pipeline.sources.workbooks.delimited import decode, is_utf16, read_delimited
from index_pipeline.sources.workbooks.grids import Grid, make_grid
from index_pipeline.sources.workbooks.sheets import letters

LARGEST_FILE = 20_000_000
"""Bytes of the largest file that is read: a bureau export has 20,000."""

LARGEST_HTML = 4_000_000
"""Characters of the largest HTML file that is read."""

WORKBOOK_SECONDS = 4.5
"""Time that reading a workbook or an HTML table may take; usually a tenth of a second."""

DOCUMENT_SECONDS = 400.0
"""Time that reading a document may take; a hundred pages usually take five seconds."""

WORD_97 = "WordDocument".encode("utf-16-le")

WORKBOOKS = (b"\xd0\xcf\x11\xe0", b"PK\x03\x04")
"""How workbooks begin: XLS, and XLSX."""

FOREIGN = {
    b"\x89PNG": ("an image", "图片"),
    b"\xff\xd8\xff": ("an image", "图片"),
    b"GIF8": ("an image", "图片"),
    b"BM": ("an image", "图片"),
    b"RIFF": ("an image or a sound", "图片或声音文件"),
    b"{\\rtf": ("a text document", "文字处理文档"),
    b"\x1f\x8b": ("a compressed file", "压缩文件"),
    b"7z\xbc\xaf": ("a compressed file", "压缩文件"),
    b"Rar!": ("a compressed file", "压缩文件"),
    b"PAR1": ("a Parquet file", "Parquet文件"),
    b"SQLite": ("a database", "数据库文件"),
    b"\x7fELF": ("a program", "程序文件"),
    b"MZ": ("a program", "程序文件"),
}


@dataclass(frozen=True)
class FileContents:
    """A file's format, its visible sheets, and sentences about its hidden parts."""

    format: str
    grids: tuple[Grid, ...]
    hidden: tuple[str, ...] = ()


def open_contents(file: str, content: bytes) -> FileContents:
    """Find the format of `content` and read its sheets.

    Formats: delimited text (UTF-8, UTF-16, GB18030), XLSX, XLS, both also locked with Excel's built-in password, XML
    spreadsheets of 2003, and HTML, whatever the file is called.

    Raises:
        Refusal: it is empty, too large, not a table, broken, locked, or a decompression bomb.
    """
    _check_size(file, content)
    if is_word(content):
        raise Refusal(file, [Problem("document", details={"what": Both("a Word document", "Word 文档")})])
    if content.startswith(b"%PDF"):
        raise Refusal(file, [Problem("document", details={"what": Both("a PDF document", "PDF 文档")})])
    if content.startswith(WORKBOOKS):
        return _sheets(file, _kind(content), content)
    for start, what in FOREIGN.items():
        if content.startswith(start) and (len(start) > 2 or b"\0" in content[:512]):
            raise Refusal(file, [Problem("no_table_format", details={"what": Both(*what)})])
    marked = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    if b"\0" in content[:4096] and not marked and not is_utf16(content):
        raise Refusal(file, [Problem("no_table_format", details={"what": Both("a binary file", "二进制文件")})])
    text = decode(file, content)
    if text.lstrip().startswith("<"):
        if "urn:schemas-microsoft-com:office:spreadsheet" in text[:4096] and "<html" not in text[:4096].lower():
            xml = re.sub(r"^\s*<\?xml[^>]*\?>", "", text)  # it states the encoding, which was found above
            return _sheets(file, "XML", xml.encode("utf-8"))
        return _html(file, text)
    if _is_json(text):
        raise Refusal(file, [Problem("no_table_format", details={"what": Both("JSON", "JSON 数据")})])
    return FileContents("CSV", (read_delimited(file, text),))


def _is_json(text: str) -> bool:
    """Return whether a text is an object or list of JSON, such as the options of a file or the answer of a site."""
    try:
        return text.lstrip()[:1] in ("{", "[") and isinstance(json.loads(text), dict | list)
    except (ValueError, RecursionError):
        return False


def open_form(file: str, content: bytes) -> dict[str, list[list[str]]]:
    """Return the cells of each sheet of a workbook that a person filled in, as texts, by the sheet's name.

    A formula that was not computed is an empty cell: programs that fill in a workbook leave its sums to spreadsheet
    programs. Hidden sheets, rows and columns are read: people filter and hide while they work. All else is as in
    `open_contents`.

    Raises:
        Refusal: it is not a workbook, is too large, broken, locked, or a decompression bomb.
    """
    if not content.startswith(WORKBOOKS):
        raise Refusal(
            file, [Problem("no_table_format", details={"what": Both("another kind of file", "其他类型的文件")})]
        )
    _check_size(file, content)
    return {sheet["name"]: sheet["rows"] for sheet in _in_sandbox(file, _kind(content), content, is_form=True)}


def open_document(file: str, content: bytes) -> list[dict[str, Any]]:
    """Return the sheets of a document with its texts unchanged: DOCX and PDF as well as XLSX, XLS and HTML.

    A sheet has `rows`, `merged` areas and, of DOCX and PDF, `places` of its rows; of PDF also its `page`, and `words`
    if the page has no ruled table. Of hidden sheets there is the name alone.

    Raises:
        Refusal: it is empty, too large, of another format, broken, locked, or a decompression bomb.
    """
    _check_size(file, content)
    if content.startswith(b"%PDF"):
        return _in_sandbox(file, "PDF", content, seconds=DOCUMENT_SECONDS)
    if content.startswith(b"PK") and is_word(content):
        return _in_sandbox(file, "DOCX", content, seconds=DOCUMENT_SECONDS)
    if content.startswith(WORKBOOKS) and WORD_97 not in content:
        return _in_sandbox(file, _kind(content), content)
    text = "" if b"\0" in content[:4096] or content.startswith(tuple(FOREIGN)) else decode(file, content)
    if text.lstrip().startswith("<"):
        return _in_sandbox(file, "HTML", _page(file, text))
    raise Refusal(file, [Problem("no_document_format")])


def _check_size(file: str, content: bytes) -> None:
    """Refuse a file that is too large, or in which there is nothing but blanks."""
    if not content.strip(b" \t\r\n\0\xef\xbb\xbf\xfe\xff"):
        raise Refusal(file, [Problem("empty")])
    if len(content) > LARGEST_FILE:
        raise Refusal(
            file, [Problem("too_large", details={"why": Both(f"{len(content):,} bytes", f"{len(content):,}字节")})]
        )


def is_word(content: bytes) -> bool:
    """Return whether bytes are a document of Word: DOCX, or DOC of Word 97 and later."""
    return content.startswith(WORKBOOKS) and (b"word/document" in content or WORD_97 in content)


def _kind(content: bytes) -> str:
    return "XLSX" if content.startswith(b"PK") else "XLS"


def _sheets(file: str, kind: str, content: bytes) -> FileContents:
    sheets = _in_sandbox(file, kind, content)
    grids = tuple(
        make_grid(
            file,
            s["name"],
            s["rows"],
            merged=[tuple(m) for m in s["merged"]],
            comments=[tuple(c) for c in s.get("comments", ())],
        )
        for s in sheets
        if not s["hidden"]
    )
    return FileContents(kind, grids, tuple(sentence for sheet in sheets for sentence in hidden_parts(sheet)))


def hidden_parts(sheet: dict[str, Any]) -> Iterator[str]:
    """Say which parts of a sheet were left out because they are hidden."""
    name = sheet["name"]
    where, where_zh = (f"sheet {name}: ", f"工作表“{name}”") if name else ("", "")
    if sheet["hidden"]:
        hidden = f"sheet {name} is hidden and was not read"
        yield english_first(hidden, f"工作表“{name}”已隐藏，未读取")
        return
    for numbers, kind, kind_zh in (
        (_ranges([number + 1 for number in sheet["hidden_rows"]], str), "row", "行"),
        (_ranges([number + 1 for number in sheet["hidden_columns"]], lambda n: letters(n - 1)), "column", "列"),
    ):
        if numbers:
            several = len(numbers) > 1 or "–" in numbers[0]
            said = f"{kind}s {', '.join(numbers)} are" if several else f"{kind} {numbers[0]} is"
            zh = f"{where_zh}第{'、'.join(numbers)}{kind_zh}已隐藏，未读取"
            yield Bilingual(f"{where}{said} hidden and not read", zh)
    if sheet["unseen"]:
        count = sheet["unseen"]
        said = counted(
            count, "cell shows nothing of what it holds and was", "cells show nothing of what they hold and were"
        )
        yield Bilingual(f"{where}{said} not read", f"{where_zh}有{count}个单元格不显示其内容，未读取")


def _ranges(numbers: list[int], name: Callable[[int], str]) -> list[str]:
    """Write numbers as ranges, such as 5–7, the first ten of them."""
    ranges: list[list[int]] = []
    for number in numbers:
        if ranges and ranges[-1][1] == number - 1:
            ranges[-1][1] = number
        else:
            ranges.append([number, number])
    said = [name(first) if first == last else f"{name(first)}–{name(last)}" for first, last in ranges[:10]]
    return [*said, "…"] if len(ranges) > 10 else said


def _html(file: str, text: str) -> FileContents:
    return _sheets(file, "HTML", _page(file, text))


def _page(file: str, text: str) -> bytes:
    """Return an HTML page that has a complete table."""
    if len(text) > LARGEST_HTML:
        raise Refusal(
            file,
            [
                Problem(
                    "too_large",
                    details={"why": Both(f"{len(text):,} characters of HTML", f"HTML文本{len(text):,}个字符")},
                )
            ],
        )
    lowered = text.lower()
    if "<table" not in lowered:
        raise Refusal(
            file,
            [
                Problem(
                    "no_table_format",
                    details={"what": Both("a web page or XML without a table", "不含表格的网页或XML")},
                )
            ],
        )
    if lowered.rfind("</table") < max(lowered.rfind("<td"), lowered.rfind("<tr")):
        raise Refusal(file, [Problem("cut", details={"why": Both("its table does not end", "表格没有结束")})])
    return text.encode("utf-8")


def _in_sandbox(
    file: str, kind: str, content: bytes, *, is_form: bool = False, seconds: float = WORKBOOK_SECONDS
) -> list[dict[str, Any]]:
    answer = read_apart(kind, content, is_form=is_form, seconds=seconds)
    if answer is None:
        raise Refusal(file, [Problem("broken", details={"format": kind})])
    if "problem" in answer:
        found = answer["problem"]
        said = {name: Both(*text) if isinstance(text, list) else text for name, text in found["details"].items()}
        raise Refusal(
            file, (Problem(found["kind"], found["sheet"], cell, None, said) for cell in found["cells"] or [None])
        )
    sheets: list[dict[str, Any]] = answer["sheets"]
    return sheets
