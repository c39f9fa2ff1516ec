"""Figures that their file calls preliminary (初步核算数): in a heading, a line, a comment, a title or a note."""

import re
from collections.abc import Callable, Collection, Iterator

from index_pipeline.sources.labels.periods import is_part_of_year
from index_pipeline.sources.labels.vocabulary import Vocabulary
from index_pipeline.sources.layouts.facts import Facts
from index_pipeline.sources.layouts.matrices import FoundTable, Located

PRELIMINARY = "P"
"""The status of a cell that is called preliminary, as in SDMX's code list."""

NOTE = "初步数 · preliminary"
"""The note of such a figure in the store."""

FIRST, LAST = 1900, 2099
"""The years that a text may name."""

_SAID = re.compile(
    r"初步(?:核[算实]|统计|汇总|测算|数|值|结果|资料|$)|快报|\b(?:preliminary|provisional)\b"
    r"|^(?:(?:19|20)\d\d年?\s*)?p$",
    re.IGNORECASE,
)
_OTHERWISE = re.compile(r"最终|修[订正]|调整|替换|[不非]是?初步|\b(?:final|revised|not)\b", re.IGNORECASE)
"""Words of a clause about other figures than those shown: 已由初步核算数修订为最终核实数."""

_ALONE = re.compile(
    r"(?:(?:19|20)\d\d\s*年?)?\(?(?:初步(?:核算|核实|统计)?[数值]?|preliminary|provisional|p)\)?", re.IGNORECASE
)
"""What a cell says if the figures of its line are preliminary."""

_CLAUSES = re.compile(r"[。;,()\n]")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_SPAN = re.compile(r"((?:19|20)\d\d)年?(?:[-—–~至到]+((?:19|20)\d\d)|及?以([前后])|起)")
"""Years from one to another, up to one, or from one on: 2022—2024年, 2022年及以前, 2023年起."""

_REST = re.compile(r"其[余他]|\bother", re.IGNORECASE)
_NATION = re.compile(r"全国(?!各)|国内生产总值")
"""Of what a clause may speak that the figures of regions are not: 全国数据为初步核算数."""

_MARK = re.compile(r"[①-⑳⑴-⒇*]")


_SUBJECT = re.compile(r"^(?:[注说]明?\d*:)?(.*?)(?:均|都)?(?:数据)?(?:均|都)?(?:为|系|是)")
"""What a clause is about, before its verb: 2024年工业增加值为初步核算数."""

_NOT_SUBJECT = re.compile(r"(?:19|20)\d\d年?|数据|其中|[-—–~至到及、\s]")


def with_status(table: FoundTable, words: Vocabulary) -> list[Located]:
    """Return the cells of a table; those that are called preliminary have that status, unless a column states one."""
    is_so = _preliminary(table, words)
    return [cell._replace(status=PRELIMINARY) if cell.status is None and is_so(cell) else cell for cell in table.cells]


def _preliminary(table: FoundTable, words: Vocabulary) -> Callable[[Located], bool]:
    """Return a function that says whether a cell of a table is called preliminary."""
    grid, facts = table.grid, table.facts
    held, rows = {cell.year for cell in table.cells}, {cell.row for cell in table.cells}
    said = {found for text in _around(facts) for found in _years(text, held, words)}
    names_some = any(of for _, of in said)
    labels = {cell.measure for cell in table.cells if names_some and cell.measure}
    named = {label: frozenset(words.match(label).series) for label in labels}
    titled = frozenset(code for text in (*facts.titles, facts.measure or "") for code in words.named_by(text).series)
    marks = {mark for note in facts.notes if _says(note) for mark in _MARK.findall(note)}
    commented = {(row, column) for row, column, text in grid.comments if _says(text)}
    columns = {column for row, column in commented if row < min(rows, default=0)}
    columns |= {c for c, text in table.headings.items() if _says(text) or marks & set(_MARK.findall(text))}
    lines = {row for row in rows if any(map(_ALONE.fullmatch, grid.rows[row]))}

    def is_so(cell: Located) -> bool:
        is_commented = (cell.row, cell.column) in commented
        own = named.get(cell.measure or "") or titled
        in_text = any(cell.year == year and not (own and of and own.isdisjoint(of)) for year, of in said)
        return in_text or cell.column in columns or cell.row in lines or is_commented

    return is_so


def _around(facts: Facts) -> Iterator[str]:
    """Yield what is said around a table of its figures; not the notes of marks."""
    yield from (*facts.titles, *facts.asides, facts.measure or "")
    yield from (note for note in facts.notes if not _MARK.search(note))


def _says(text: str) -> bool:
    clauses = (clause.strip() for clause in _CLAUSES.split(text))
    return any(_SAID.search(clause) and not _OTHERWISE.search(clause) for clause in clauses)


def _years(text: str, held: Collection[int | None], words: Vocabulary) -> Iterator[tuple[int | None, frozenset[str]]]:
    """Yield the years of a table, None for figures without one, of which a text says that they are preliminary.

    With each come the series that the clause names; none if it is about all figures.
    """
    clauses = _CLAUSES.split(text)
    single = _named(text) if len(set(_YEAR.findall(text))) == 1 else frozenset()
    for clause in clauses:
        if not _says(clause) or is_part_of_year(clause) or _NATION.search(clause):
            continue
        subject = _SUBJECT.search(clause)
        of = frozenset(words.named_by(_NOT_SUBJECT.sub("", subject[1])).series if subject else ())
        if _REST.search(clause):
            yield from ((year, of) for year in held if year not in _named(text))
        else:
            named = _named(clause) or single
            yield from ((year, of) for year in held if not named or year is None or year in named)


def _named(text: str) -> frozenset[int]:
    """Return the years that a text names, with those between, before or after them: 2022—2024年, 2022年及以前."""
    years = {int(year) for year in _YEAR.findall(text)}
    for first, last, side in (found.groups() for found in _SPAN.finditer(text)):
        low, high = (FIRST, int(first)) if side == "前" else (int(first), int(last or LAST))
        years.update(range(low, high + 1))
    return frozenset(years)
