"""Read a workbook or an HTML table in a process of its own, with little memory and little time.

Run as a script: bytes on standard input, JSON on standard output. Imports nothing of the project, so that it starts in
hundredths of a second. A parser that is led astray by a broken or hostile file then takes down this process alone.
"""

import io
import json
import re
import sys
import zipfile
from datetime import date
from decimal import Decimal
from typing import Any

MEMORY = 1_000_000_000
SECONDS = 4
MOST_CELLS = 300_000
MOST_ENTRIES = 2_000
MOST_UNPACKED = 150_000_000
MOST_RATIO = 200
DEFAULT_PASSWORD = "VelvetSweatshop"
OLE, ZIP = b"\xd0\xcf\x11\xe0", b"PK\x03\x04"


class NotReadError(Exception):
    """A problem of the file: its kind and the details of its message, a pair where it is said in two languages."""

    def __init__(self, kind: str, **details: object):
        super().__init__(kind)
        self.answer = {"kind": kind, "sheet": details.pop("sheet", None), "cell": details.pop("cell", None)}
        self.answer["details"] = details


def main() -> None:
    """Answer with the sheets of the file on standard input, or with the problem."""
    _limit()
    content = sys.stdin.buffer.read()
    try:
        answer: dict[str, Any] = {
            "sheets": _html(content) if sys.argv[1] == "html" else _workbook(content, sys.argv[1] == "form")
        }
    except NotReadError as error:
        answer = {"problem": error.answer}
    sys.stdout.write(json.dumps(answer, ensure_ascii=True))


def _limit() -> None:
    import resource

    for limit, value in ((resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_CPU, SECONDS), (resource.RLIMIT_CORE, 0)):
        try:
            resource.setrlimit(limit, (value, value))
        except (ValueError, OSError):
            continue  # not every system has every limit; the caller's clock holds everywhere


# --- workbooks -------------------------------------------------------------------------------------------------------


def _workbook(content: bytes, is_form: bool) -> list[dict[str, Any]]:
    content = _unlocked(content) if content.startswith(OLE) else content
    if content.startswith(ZIP):
        _check_archive(content, is_form)
    import python_calamine

    try:
        workbook = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
        sheets = []
        for known in workbook.sheets_metadata:
            if known.typ != python_calamine.SheetTypeEnum.WorkSheet:
                continue
            sheet = workbook.get_sheet_by_name(known.name)
            if sheet.total_height * sheet.total_width > MOST_CELLS:
                raise NotReadError(
                    "too_large", sheet=known.name, why=(f"over {MOST_CELLS:,} cells", f"超过{MOST_CELLS:,}格")
                )
            sheets.append(
                {
                    "name": known.name,
                    "hidden": known.visible != python_calamine.SheetVisibleEnum.Visible,
                    "rows": [[_text(value) for value in row] for row in sheet.to_python(skip_empty_area=False)],
                    "merged": [(a, b, c, d) for (a, b), (c, d) in sheet.merged_cell_ranges or []],
                }
            )
    except (NotReadError, KeyboardInterrupt):
        raise
    except BaseException as error:  # the reader's panics are no ordinary exceptions
        if isinstance(error, MemoryError):
            raise NotReadError("bomb", why=("it needs too much memory", "占用内存过多")) from error
        raise NotReadError("broken", format="XLSX" if content.startswith(ZIP) else "XLS") from error
    return sheets


def _unlocked(content: bytes) -> bytes:
    import msoffcrypto
    from msoffcrypto.exceptions import InvalidKeyError

    try:
        file = msoffcrypto.OfficeFile(io.BytesIO(content))
        if not file.is_encrypted():
            return content
        file.load_key(password=DEFAULT_PASSWORD)
        unlocked = io.BytesIO()
        file.decrypt(unlocked)
        return unlocked.getvalue()
    except InvalidKeyError as error:
        raise NotReadError("password") from error
    except Exception as error:
        raise NotReadError("broken", format="XLS") from error


def _check_archive(content: bytes, is_form: bool) -> None:
    """Refuse a bomb and an entity, and but for a form a formula without its result, before the workbook is read."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            unpacked = sum(part.file_size for part in parts)
            if len(parts) > MOST_ENTRIES or unpacked > MOST_UNPACKED or unpacked > MOST_RATIO * len(content):
                raise NotReadError(
                    "bomb",
                    why=(
                        f"{len(parts):,} parts, {unpacked:,} bytes from {len(content):,}",
                        f"{len(parts):,}个部分，{len(content):,}字节解压为{unpacked:,}字节",
                    ),
                )
            if not any(part.filename == "xl/workbook.xml" for part in parts):
                raise NotReadError("no_table_format", what=("an archive", "压缩包"))
            for part in parts:
                if part.filename.endswith(".xml"):
                    _check_part(part.filename, archive.read(part), is_form)
    except NotReadError:
        raise
    except Exception as error:
        raise NotReadError("broken", format="XLSX") from error


def _check_part(name: str, xml: bytes, is_form: bool) -> None:
    if b"<!ENTITY" in xml or b"<!DOCTYPE" in xml:
        raise NotReadError("bomb", why=("its XML defines entities", "XML中定义了实体"))
    if not name.startswith("xl/worksheets/"):
        return
    last_row = last_column = 1
    for column, row in re.findall(rb'\br="([A-Z]{1,3})(\d{1,7})"', xml):
        number = 0
        for letter in column:
            number = number * 26 + letter - 64
        last_row, last_column = max(last_row, int(row)), max(last_column, number)
    if last_row * last_column > MOST_CELLS:
        raise NotReadError(
            "too_large",
            why=(
                f"its last cell is in line {last_row:,}, column {last_column:,}",
                f"最后一个单元格在第{last_row:,}行第{last_column:,}列",
            ),
        )
    if is_form:
        return
    for cell, attributes in re.findall(
        rb'<c r="([A-Z]+\d+)"([^>]*)>\s*<f(?:[^>]*/>|[^>]*>[^<]*</f>)\s*(?:<v\s*/>|<v>\s*</v>)?\s*</c>', xml
    ):
        if b't="str"' not in attributes:  # there, the stored result is an empty text
            raise NotReadError("formula", cell=cell.decode())


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return format(Decimal(format(value, ".15g")), "f")
    if isinstance(value, date):
        return value.isoformat()[:10]
    return str(value)


# --- HTML ------------------------------------------------------------------------------------------------------------


def _html(content: bytes) -> list[dict[str, Any]]:
    import lxml.html

    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", content.decode("utf-8"))
    try:
        root = lxml.html.document_fromstring(text, parser=lxml.html.HTMLParser(huge_tree=False, remove_comments=True))
    except Exception as error:
        raise NotReadError("broken", format="HTML") from error
    for hidden in root.xpath("//script | //style | //head"):
        hidden.drop_tree()
    for line in root.iter("br"):
        line.tail = "\n" + (line.tail or "")
    rows: list[list[str]] = []
    merged: list[tuple[int, int, int, int]] = []
    taken: dict[int, set[int]] = {}  # columns of a row that a cell above reaches down into
    cells = 0
    around_tables, around_blocks = _around(root, "table"), _around(root, "table", "div", "p")
    for node in root.iter("tr", "div", "p", "caption", "h1", "h2", "h3", "h4"):
        if node.tag != "tr":
            if node.tag == "caption" or not (node in around_blocks or _in_table(node)):
                rows.append([_words(node)])
            continue
        if node in around_tables:
            continue
        row: list[str] = []
        for cell in node.iterchildren("td", "th"):
            while len(row) in taken.get(len(rows), ()):
                row.append("")
            across, down = _span(cell, "colspan"), _span(cell, "rowspan")
            cells += across * down
            if cells > MOST_CELLS:
                raise NotReadError("too_large", why=(f"over {MOST_CELLS:,} cells", f"超过{MOST_CELLS:,}格"))
            top, left = len(rows), len(row)
            if across * down > 1:
                merged.append((top, left, top + down - 1, left + across - 1))
            for below in range(top + 1, top + down):
                taken.setdefault(below, set()).update(range(left, left + across))
            row += [_words(cell)] + [""] * (across - 1)
        rows.append(row)
    return [{"name": None, "hidden": False, "rows": rows, "merged": merged}]


def _around(root: Any, *tags: str) -> set[Any]:
    """Return the elements that have one of `tags` inside."""
    found: set[Any] = set()
    for node in root.iter(*tags):
        for outer in node.iterancestors():
            if outer in found:
                break
            found.add(outer)
    return found


def _in_table(node: Any) -> bool:
    return any(outer.tag == "table" for outer in node.iterancestors())


def _words(node: Any) -> str:
    return "\n".join(" ".join(line.split()) for line in node.text_content().split("\n")).strip()


def _span(cell: Any, name: str) -> int:
    text = cell.get(name, "1").strip()
    return min(max(int(text), 1), MOST_CELLS) if text.isascii() and text.isdigit() and len(text) < 9 else 1


if __name__ == "__main__":
    main()
