"""HTML tables, as database sites deliver them under the name of a workbook."""

import re
from typing import Any

from index_pipeline.sources.workbooks.sheets import MOST_CELLS, Area, NotReadError, Sheet


def read_html(content: bytes) -> list[Sheet]:
    """Read every table of a page, one below the other, with the lines of text around them.

    Raises:
        NotReadError: the page is broken, or its tables have too many cells.
    """
    import lxml.html

    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", content.decode("utf-8"))
    try:
        root = lxml.html.document_fromstring(text, parser=lxml.html.HTMLParser(huge_tree=False, remove_comments=True))
    except Exception as error:
        raise NotReadError("broken", format="HTML") from error
    for unread in root.xpath("//script | //style | //head"):
        unread.drop_tree()
    unseen = _without_hidden(root)
    for line in root.iter("br"):
        line.tail = "\n" + (line.tail or "")
    rows: list[list[str]] = []
    merged: list[Area] = []
    taken: dict[int, set[int]] = {}  # columns of a row that a cell above extends into
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
    sheet = {"name": None, "hidden": False, "rows": rows, "merged": merged}
    return [{**sheet, "hidden_rows": [], "hidden_columns": [], "unseen": unseen}]


def _without_hidden(root: Any) -> int:
    """Remove what a browser does not show; return how many cells with text were removed."""
    hidden = root.xpath("//*[@hidden] | //*[contains(translate(@style, 'DISPLAYNOE ', 'displaynoe'), 'display:none')]")
    count = 0
    for node in reversed(hidden):  # inner elements before outer ones
        if node.getparent() is not None:
            cells = [node] if node.tag in {"td", "th"} else node.iter("td", "th")
            count += sum(bool(cell.text_content().strip()) for cell in cells)
            node.drop_tree()
    return count


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
