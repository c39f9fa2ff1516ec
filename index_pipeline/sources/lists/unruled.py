"""Tables of a PDF without ruled lines: words are put into the columns of their headings."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise, takewhile
from typing import Any, NamedTuple

from index_pipeline.language import Bilingual
from index_pipeline.sources.lists.roles import PLACES, role_of
from index_pipeline.sources.workbooks.text_lines import text_lines

HEADING_WORDS = re.compile(
    r"序号|编号|编码|名称|企业|单位|地区|省份|所在地|行业|产品|品牌|项目|批次|备注|类别|类型|城市|推荐|数量|家数|个数|项数|合计"
)


class Word(NamedTuple):
    """A word and its corners, in points from the top left of its page, and whether it is struck through."""

    left: float
    top: float
    right: float
    bottom: float
    text: str
    is_struck: bool = False

    @property
    def middle(self) -> float:
        """Its height on the page."""
        return (self.top + self.bottom) / 2


class _Part(NamedTuple):
    """Lines of a page below one heading of a table, which takes the first `height` of them, or above the first one."""

    page: int
    lines: list[list[Word]]
    headings: tuple[Word, ...] = ()
    height: int = 0

    @property
    def labels(self) -> tuple[str, ...]:
        """The headings' texts."""
        return tuple(word.text for word in self.headings)


def unruled_rows(sheets: Sequence[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Give pages without ruled tables the rows of the tables whose headings are on them or on a page before.

    The columns are divided where the fewest words are between two headings. A row is what is nearest to its
    serial number; without numbers each line is one. Other sheets, and pages before the first headings, stay as they
    are.
    """
    pages = {
        number: [Word(*word) for word in sheet["words"]] for number, sheet in enumerate(sheets) if sheet.get("words")
    }
    parts = [part for number in pages for part in _parts(number, _lines(pages[number]))]
    laid: dict[int, list[list[list[Word]]]] = {}
    headings: tuple[str, ...] = ()
    edges: list[float] = []
    for number, sheet in enumerate(sheets):
        headings = headings if number in pages or not sheet["rows"] else ()
        for place, part in enumerate(parts):
            if part.page != number:
                continue
            if part.headings and part.labels != headings:
                headings, edges = part.labels, _edges([*part.headings], _words_below(parts[place:]))
            plain = [[line] for line in part.lines]
            laid.setdefault(number, []).extend(_laid(part.lines, part.height, edges) if headings else plain)
        yield sheet if number not in pages or not headings else {**sheet, **_as_sheet(laid[number], sheet["page"])}


def _parts(page: int, lines: list[list[Word]]) -> Iterator[_Part]:
    """Divide the lines of a page at the headings of tables."""
    heights = {start: height for start in range(len(lines)) if (height := _heading_height(lines, start))}
    starts = [start for start in heights if not any(before < start < before + heights[before] for before in heights)]
    if starts[:1] != [0]:
        yield _Part(page, lines[: starts[0]] if starts else lines)
    for start, end in pairwise([*starts, len(lines)]):
        height = heights[start]
        yield _Part(page, lines[start:end], tuple(_stacked(lines[start : start + height])), height)


def _words_below(parts: Sequence[_Part]) -> list[Word]:
    """Return the words of a table that begins with the first of `parts`: up to the headings of another one."""
    own = takewhile(lambda part: part.labels in ((), parts[0].labels), parts)
    return [word for part in own for line in part.lines for word in line]


def _laid(lines: list[list[Word]], height: int, edges: list[float]) -> list[list[list[Word]]]:
    """Lay out lines of a table as rows of cells; its headings take the first `height` of them."""
    laid: list[list[list[Word]]] = []
    body, heads = list(lines[:height]), height
    is_numbered = any(_is_number(line, edges) for line in lines)
    for line in lines[height:]:
        if _is_text(line, edges, is_numbered):
            laid += [_cells(row, edges) for row in _grouped(body, heads, edges)]
            laid.append(_cells(line, edges) if _is_sum(line, edges) and not _is_phrase(line) else [line])
            body, heads = [], 0
        else:
            body.append(line)
    return laid + [_cells(row, edges) for row in _grouped(body, heads, edges)]


def _as_sheet(laid: list[list[list[Word]]], page: int) -> dict[str, Any]:
    """Give the rows of a page in the form of a sheet."""
    rows = [["\n".join(map(_text, _lines(cell))) for cell in row] for row in laid]
    places = [Bilingual(f"page {page} line {line}", f"第{page}页第{line}行") for line in range(1, len(rows) + 1)]
    struck = [
        (row, column)
        for row, cells in enumerate(laid)
        for column, words in enumerate(cells)
        if any(word.is_struck for word in words)
    ]
    return {"rows": rows, "merged": [], "places": places, "struck": struck}


def _is_text(line: list[Word], edges: list[float], is_numbered: bool) -> bool:
    """Return whether a line is text between rows: a page's number, a sum, or a heading such as 北京市(12家).

    If the first column holds numbers, whatever else begins there is text; so is one phrase over several columns.
    """
    text = _text(line)
    if re.fullmatch(r"[-—–\s]*\d+[-—–\s]*|第\s*\d+\s*页.*", text):
        return line[0].left > edges[0] if edges and re.fullmatch(r"\d+", text) else True
    if _is_sum(line, edges) or re.match(r"[(（]?[一二三四五六七八九十]+[、)）.]", text):
        return True
    size = line[0].bottom - line[0].top
    if not _is_phrase(line):
        return False
    if any(word.left + size < edge < word.right - size for word in line for edge in edges):
        return True
    is_counted = re.search(r"[(（]\s*共?\s*\d+\s*[家个项处户种件名]\s*[)）]$", text) is not None
    return line[0].left < edges[0] and (is_numbered or is_counted)


def _is_sum(line: list[Word], edges: list[float]) -> bool:
    return line[0].left < edges[0] and re.match(r"[^\d(（]{0,12}?[小合总共累]计", _text(line)) is not None


def _is_phrase(line: list[Word]) -> bool:
    """Return whether the words of a line are of one cell: no gap between them is wide."""
    size = line[0].bottom - line[0].top
    return all(right.left - left.right < 0.8 * size for left, right in pairwise(line))


def _lines(words: Iterable[Word]) -> list[list[Word]]:
    return text_lines(words, lambda word: (word.top, word.left))


def _heading_height(lines: list[list[Word]], start: int) -> int:
    """Return how many lines the headings take that begin at `start`; 0 if none do."""
    for height in (1, 2, 3):
        some = lines[start : start + height]
        close = all(below[0].top - line[0].bottom < line[0].bottom - line[0].top for line, below in pairwise(some))
        if len(some) == height and close and _is_heading(_stacked(some)):
            return height
    return 0


def _stacked(lines: list[list[Word]]) -> list[Word]:
    """Join characters printed one below the other, such as 序 and 号."""
    joined = _phrases(lines[0]) if lines else []
    for line in lines[1:]:
        for word in _phrases(line):
            above = next((n for n, w in enumerate(joined) if w.left < word.right and word.left < w.right), None)
            if above is None:
                joined.append(word)
                continue
            upper = joined[above]
            left, right = min(upper.left, word.left), max(upper.right, word.right)
            joined[above] = Word(left, upper.top, right, word.bottom, upper.text + word.text)
    return sorted(joined)


def _is_heading(line: list[Word]) -> bool:
    phrases = _phrases(line)
    known = [_is_known(re.sub(r"\s", "", phrase.text)) for phrase in phrases]
    short = all(len(phrase.text) <= 14 for phrase in phrases)
    return len(phrases) > 1 and short and known[0] and sum(known) >= max(2, len(known) / 2)


def _is_known(text: str) -> bool:
    return HEADING_WORDS.search(text) is not None or role_of(text) in PLACES


def _phrases(line: list[Word]) -> list[Word]:
    """Join characters printed with wide spacing, such as 名 称."""
    joined: list[Word] = []
    for word in line:
        if joined and word.left - joined[-1].right < 1.3 * (word.bottom - word.top) and len(word.text) == 1:
            last = joined.pop()
            word = Word(last.left, last.top, word.right, last.bottom, last.text + word.text)
        joined.append(word)
    return joined


def _edges(headings: list[Word], words: list[Word]) -> list[float]:
    """Return where each column but the first begins: between two headings, where the fewest words are."""
    edges = []
    for left, right in pairwise(headings):
        first, last = (left.left + left.right) / 2, (right.left + right.right) / 2
        steps = [first + (last - first) * step / 60 for step in range(61)]
        over = [sum(word.left < x < word.right for word in words) for x in steps]
        least = min(over)
        free = [x for x, count in zip(steps, over, strict=True) if count == least]
        edges.append(free[-1] if free[-1] < right.left else min(free, key=lambda x: abs(x - right.left)))
    return edges


def _grouped(lines: list[list[Word]], heads: int, edges: list[float]) -> Iterator[list[Word]]:
    """Combine lines into rows: around each serial number, split where the gap is widest.

    The first `heads` lines are headings, which are a row; without serial numbers each other line is one.
    """
    numbered = [n for n, line in enumerate(lines) if n >= heads and (_is_number(line, edges) or _begins_row(line))]
    if not any(_is_number(lines[n], edges) for n in numbered):
        yield from ([word for line in lines[:heads] for word in line] for _ in range(min(heads, 1)))
        yield from lines[heads:]
        return
    numbered = [heads - 1, *numbered] if heads else numbered
    begins = [0]
    for above, below in pairwise(numbered):
        gaps = [(lines[n + 1][0].top - lines[n][0].top, n + 1) for n in range(above, below)]
        widest = max(gap for gap, _ in gaps)
        begins.append(max(n for gap, n in gaps if gap > widest - 1))
    for first, last in zip(begins, [*begins[1:], len(lines)], strict=True):
        yield [word for line in lines[first:last] for word in line]


def _begins_row(line: list[Word]) -> bool:
    return re.fullmatch(r"[小合总共累]\s*计", line[0].text) is not None or _is_heading(line)


def _is_number(line: list[Word], edges: list[float]) -> bool:
    return bool(edges) and line[0].left < edges[0] and re.fullmatch(r"\d+\.?", line[0].text) is not None


def _cells(words: list[Word], edges: list[float]) -> list[list[Word]]:
    cells: list[list[Word]] = [[] for _ in range(len(edges) + 1)]
    for word in words:
        cells[sum((word.left + word.right) / 2 >= edge for edge in edges)].append(word)
    return cells


def _text(line: list[Word]) -> str:
    return " ".join(word.text for word in line)
