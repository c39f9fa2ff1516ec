"""HTML tables, as database sites deliver them under the name of a workbook."""

import re
from collections.abc import Iterator
from typing import Any

import lxml.etree
import lxml.html

from index_pipeline.sources.workbooks.sheets import (
    MOST_CELLS,
    OVER_MOST_CELLS,
    Area,
    Cell,
    NotReadError,
    Sheet,
    joined_runs,
    with_marks,
)

_ABSENT = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_BLANK = re.compile(r"visibility\s*:\s*(hidden|collapse)|mso-hide\s*:\s*all", re.IGNORECASE)
"""Styles by which a browser or Excel leaves an element out, or its room blank."""

_DECLARED = re.compile("<!DOCTYPE", re.IGNORECASE)
_DECLARATION = re.compile(r"\A[^\[>]*+(?:\[[^\]]*+\])?[^>]*+>")
"""What follows that: an entity that it defines is not read. Nothing is tried twice, however long it is."""

_WRAPPED = re.compile(r"(?<=[\u2e80-\u9fff])[ \t]*\r?\n\s*(?=[\u2e80-\u9fff])")
"""Where a program broke the source of a page within Chinese text: no line ends there."""

_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_CLASS = re.compile(r"(?:<!--)?\s*\w*\.([\w\-]+)\s*")

_APART = re.compile(r"line-through|vertical-align\s*:\s*(super|sub)\b|mso-text-raise", re.IGNORECASE)
STRUCK = {"s", "strike", "del"}
APART = {"sup", "sub", *STRUCK}
"""Elements whose text is raised, lowered or struck through, as by such a style."""


_BLOCKS = {"p", "div", "table", "caption", "center", "section", "body", "h1", "h2", "h3", "h4", "h5", "h6"}
"""Elements with which a line of text begins and ends."""


def read_html(content: bytes) -> list[Sheet]:
    """Read every table of a page, one below the other, with the lines of text around them.

    Raises:
        NotReadError: the page is broken, or its tables have too many cells.
    """
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", content.decode("utf-8"))
    first, *others = _DECLARED.split(text)
    text = first + "".join(_DECLARATION.sub("", other, count=1) for other in others)
    try:
        root = lxml.html.document_fromstring(text, parser=lxml.html.HTMLParser(huge_tree=False, remove_comments=True))
    except Exception as error:
        raise NotReadError("broken", format="HTML") from error
    unseen = _without_hidden(root)
    for unread in root.xpath("//script | //style | //head"):
        unread.drop_tree()
    for node in root.iter():
        node.text, node.tail = (text and _WRAPPED.sub("", text) for text in (node.text, node.tail))
    for line in root.iter("br"):
        line.tail = "\n" + (line.tail or "")
    rows: list[list[str]] = []
    merged: list[Area] = []
    struck: list[Cell] = []
    taken: dict[int, set[int]] = {}  # columns of a row that a cell above extends into
    cells = 0
    for node in _blocks(root):
        if isinstance(node, str):
            rows.append([node])
            continue
        row: list[str] = []
        for cell in node.iterchildren("td", "th"):
            while len(row) in taken.get(len(rows), ()):
                row.append("")
            across, down = _span(cell, "colspan"), _span(cell, "rowspan")
            cells += across * down
            if cells > MOST_CELLS:
                raise NotReadError("too_large", why=OVER_MOST_CELLS)
            top, left = len(rows), len(row)
            if across * down > 1:
                merged.append((top, left, top + down - 1, left + across - 1))
            for below in range(top + 1, top + down):
                taken.setdefault(below, set()).update(range(left, left + across))
            struck += [(top, left)] if any(map(_is_struck, cell.iter())) else []
            for line in cell.iter("p", "div", "li"):
                line.tail = "\n" + (line.tail or "")
            row += [_figure(cell)] + [""] * (across - 1)
        rows.append(row)
    sheet = {"name": None, "hidden": False, "rows": rows, "merged": merged, "struck": struck}
    return [{**sheet, "hidden_rows": [], "hidden_columns": [], "unseen": unseen}]


def _without_hidden(root: Any) -> int:
    """Remove what a browser does not show; return how many cells with text were removed.

    A style is an element's own, or that of its class in a style sheet.
    """
    classes: dict[str, str] = {}
    for selectors, style in _RULE.findall("".join(sheet.text_content() for sheet in root.iter("style"))):
        named = (_CLASS.fullmatch(selector) for selector in selectors.split(","))
        classes.update(
            {found[1]: style for found in named if found and (_ABSENT.search(style) or _BLANK.search(style))}
        )
    count = 0
    for node in reversed(root.xpath("//body//*[@hidden or @style or @class]")):  # inner elements before outer ones
        style = ";".join([node.get("style", ""), *(classes.get(name, "") for name in node.get("class", "").split())])
        is_absent = node.get("hidden") is not None or _ABSENT.search(style)
        if node.getparent() is None or not (is_absent or _BLANK.search(style)):
            continue
        cells = [node] if node.tag in {"td", "th"} else node.iter("td", "th")
        count += sum(bool(cell.text_content().strip()) for cell in cells)
        if is_absent or node.tag not in {"td", "th"}:
            node.drop_tree()
        else:  # it keeps its place
            node.text = ""
            for inner in list(node):
                node.remove(inner)
    return count


def _figure(cell: Any) -> str:
    """Return the text of a cell; what is raised, struck through or looks otherwise beside digits is no digit."""
    runs = list(_runs(cell, (), apart=_is_apart(cell)))
    main = max(runs, key=lambda run: len(run[0].strip()), default=("", (), False))[1]
    texts = with_marks((text, apart) for text, _, apart in runs)
    looks = [look != main and any(sign.isdecimal() for sign in text) for text, look, _ in runs]
    marked = [(text, apart or other) for (text, apart), other in zip(texts, looks, strict=True)]
    return _lines(joined_runs(marked))


def _runs(node: Any, look: tuple[Any, ...], *, apart: bool) -> Iterator[tuple[str, tuple[Any, ...], bool]]:
    """Yield each text within an element, the elements that it is in, and whether one of them sets it apart."""
    yield node.text or "", look, apart
    for inner in node:
        if isinstance(inner.tag, str):
            own = look if inner.tag == "br" else (*look, (inner.tag, *sorted(inner.attrib.items())))
            yield from _runs(inner, own, apart=apart or _is_apart(inner))
        yield inner.tail or "", look, apart


def _is_apart(node: Any) -> bool:
    return node.tag in APART or _APART.search(node.get("style", "")) is not None


def _is_struck(node: Any) -> bool:
    is_styled = node.tag in STRUCK or "line-through" in node.get("style", "").lower()
    return is_styled and bool(node.text_content().strip())


def _blocks(root: Any) -> Iterator[Any]:
    """Yield the rows of tables that have no table within, and the text around them line by line, in their order."""
    outer = {table for inner in root.iter("table") for table in inner.iterancestors()}
    line: list[str] = []
    walk = lxml.etree.iterwalk(root, events=("start", "end"))
    for event, node in walk:
        is_row = node.tag == "tr" and node not in outer
        if is_row or node.tag in _BLOCKS:
            yield from filter(None, [_lines("".join(line))])
            line = []
        if is_row and event == "start":
            yield node
            walk.skip_subtree()
        else:
            line.append((node.text if event == "start" else node.tail) or "")


def _lines(text: str) -> str:
    return "\n".join(" ".join(line.split()) for line in text.split("\n")).strip()


def _span(cell: Any, name: str) -> int:
    text = cell.get(name, "1").strip()
    return min(max(int(text), 1), MOST_CELLS) if text.isascii() and text.isdigit() and len(text) < 9 else 1
