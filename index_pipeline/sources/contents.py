"""From a file's bytes to its sheets: the format is found by content, never by the file's name."""

import codecs
import json
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from index_pipeline.sources.delimited import decode, is_utf16, read_delimited
from index_pipeline.sources.grids import Grid, make_grid
from index_pipeline.sources.problems import Both, Problem, Refusal

LARGEST_FILE = 20_000_000
"""Bytes of the largest file that is read: a bureau export has 20,000."""

LARGEST_HTML = 4_000_000
"""Characters of the largest HTML file that is read."""

SECONDS = 4.5
"""Time that reading a workbook or an HTML table may take; usually a tenth of a second."""

FOREIGN = {
    b"\x89PNG": ("an image", "图片"),
    b"\xff\xd8\xff": ("an image", "图片"),
    b"GIF8": ("an image", "图片"),
    b"BM": ("an image", "图片"),
    b"RIFF": ("an image or a sound", "图片或声音文件"),
    b"%PDF": ("a PDF document", "PDF文档"),
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
class Contents:
    """A file's format, its visible sheets and the names of its hidden ones."""

    format: str
    grids: tuple[Grid, ...]
    hidden: tuple[str, ...] = ()


def open_contents(file: str, content: bytes) -> Contents:
    """Find the format of `content` and read its sheets.

    Formats: delimited text (UTF-8, UTF-16, GB18030), XLSX, XLS, both also locked with Excel's built-in password, and
    HTML, whatever the file is called.

    Raises:
        Refusal: it is empty, too large, no table, broken, locked, or a bomb.
    """
    if not content.strip(b" \t\r\n\0\xef\xbb\xbf\xfe\xff"):
        raise Refusal(file, [Problem("empty")])
    if len(content) > LARGEST_FILE:
        raise Refusal(
            file, [Problem("too_large", details={"why": Both(f"{len(content):,} bytes", f"{len(content):,}字节")})]
        )
    if content.startswith((b"\xd0\xcf\x11\xe0", b"PK\x03\x04")):
        return _workbook(file, content)
    for start, what in FOREIGN.items():
        if content.startswith(start) and (len(start) > 2 or b"\0" in content[:512]):
            raise Refusal(file, [Problem("no_table_format", details={"what": Both(*what)})])
    marked = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    if b"\0" in content[:4096] and not marked and not is_utf16(content):
        raise Refusal(file, [Problem("no_table_format", details={"what": Both("a binary file", "二进制文件")})])
    text = decode(file, content)
    if text.lstrip().startswith("<"):
        return _html(file, text)
    return Contents("CSV", (read_delimited(file, text),))


def open_form(file: str, content: bytes) -> dict[str, list[list[str]]]:
    """Return the cells of each sheet of a workbook that a person filled in, as texts, by the sheet's name.

    A formula whose result is not stored is an empty cell: programs that fill in a workbook leave it to spreadsheet
    programs to compute its sums.

    Raises:
        Refusal: it is not a workbook, is broken, locked, or a bomb.
    """
    if not content.startswith((b"\xd0\xcf\x11\xe0", b"PK\x03\x04")):
        raise Refusal(
            file, [Problem("no_table_format", details={"what": Both("another kind of file", "其他类型的文件")})]
        )
    sheets = _in_sandbox(file, "XLSX" if content.startswith(b"PK") else "XLS", content, mode="form")
    return {sheet["name"]: sheet["rows"] for sheet in sheets}


def _workbook(file: str, content: bytes) -> Contents:
    sheets = _in_sandbox(file, "XLSX" if content.startswith(b"PK") else "XLS", content, mode="workbook")
    grids = tuple(
        make_grid(file, s["name"], s["rows"], merged=[tuple(m) for m in s["merged"]]) for s in sheets if not s["hidden"]
    )
    hidden = tuple(s["name"] for s in sheets if s["hidden"])
    return Contents("XLSX" if content.startswith(b"PK") else "XLS", grids, hidden)


def _html(file: str, text: str) -> Contents:
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
    text = re.sub(r"<!DOCTYPE[^\[>]*(\[.*?\])?[^>]*>", "", text, flags=re.IGNORECASE | re.DOTALL)
    (sheet,) = _in_sandbox(file, "HTML", text.encode("utf-8"), mode="html")
    return Contents("HTML", (make_grid(file, None, sheet["rows"], merged=[tuple(m) for m in sheet["merged"]]),))


def _in_sandbox(
    file: str, kind: str, content: bytes, mode: Literal["workbook", "form", "html"]
) -> list[dict[str, Any]]:
    script = Path(__file__).with_name("sandbox.py")
    try:
        done = subprocess.run(
            [sys.executable, "-P", str(script), mode],
            input=content,
            capture_output=True,
            timeout=SECONDS,
            check=False,
        )
        answer = json.loads(done.stdout) if done.returncode == 0 else None
    except (subprocess.TimeoutExpired, json.JSONDecodeError):
        answer = None
    if answer is None:
        raise Refusal(file, [Problem("broken", details={"format": kind})])
    if "problem" in answer:
        found = answer["problem"]
        said = {name: Both(*text) if isinstance(text, list) else text for name, text in found["details"].items()}
        raise Refusal(file, [Problem(**{**found, "details": said})])
    sheets: list[dict[str, Any]] = answer["sheets"]
    return sheets
