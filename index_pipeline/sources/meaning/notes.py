"""Notes under a table that say what its figures are: of a part of a year or region, not results, or made up."""

import re
from collections.abc import Iterator

from index_pipeline.framework.codes import Region
from index_pipeline.sources.labels.forms import series_form
from index_pipeline.sources.labels.periods import is_part_of_year, says_part_of_year
from index_pipeline.sources.labels.qualifiers import MADE, NOT_RESULTS
from index_pipeline.sources.labels.vocabulary import Vocabulary
from index_pipeline.sources.lists.gazetteer import LAST_YEAR, Gazetteer
from index_pipeline.sources.meaning.stated_units import BRACKETS, LISTED
from index_pipeline.sources.problems import Problem
from index_pipeline.sources.readers import ReadTable

_CLAUSES = re.compile(r"[。;\n]|\.\s|,(?=\s*(?:19|20)\d\d)")
_YEARS = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)(?!\s*年?(?:价|不变价|可比价))")
"""Years that a clause is about, not one whose prices it names."""

_NOTE = re.compile(r"^(?:[注说]明?\d*|notes?)\s*[:.]?\s*", re.IGNORECASE)
"""How a note begins."""

_SAID = re.compile(r"(?:为|系|是|属|\b(?:is|are|was|were|for|of)\b)(?=([^,]{1,24})$)", re.IGNORECASE)
"""What figures are, from the verb to the end of a clause: 2024年为1-11月累计数."""

_ONLY = re.compile(r"[仅只](?:含|包括|包含|涵盖|统计|限于?|为|是)([^,]{1,24})|\bonly\b([^,]{1,40})", re.IGNORECASE)
"""What alone figures are of: 仅含规模以上工业企业."""

_WITHOUT = re.compile(r"[不未](?:包?含|包括)(?:所辖|下辖|市辖)?(?:(县)|(农村|乡[村镇])|(?:规模|限额)(以下))")
_OF_THE_REST = ("市辖区|[城市]区|县", "[城镇乡村]", "规模以上|限额以上")
"""What is left out of the figures, and words by which the table says that it is of the rest, or of a part of it."""

_MONTHS = re.compile(
    r"[\d\s\-—~至一二三四上下前第年]*(?:月份?|季度?|半年)|[a-z]{3,9}\.?(?:\s*(?:-|–|to)\s*[a-z]{3,9}\.?)?",
    re.IGNORECASE,
)
"""A text that may be a part of a year, and says nothing else."""

_CHANGES = "增|速|指数|相对|index|indices|growth"
_ALL = r"(?:绝对[数值额]|总量|数据|数值|本表|figures|data|values)"
_OTHER_PRICES = (
    rf"(?:按|\b(?:in|at)\b)(?:(?!{_CHANGES}|当年|现价|现行|current)[^,]){{0,14}}(?:不变价|可比价|constant|comparable)"
    rf"(?![^,]*的(?:{_CHANGES}))"
)
_AT_OTHER_PRICES = re.compile(rf"{_ALL}(?:(?!{_CHANGES})[^,]){{0,14}}?{_OTHER_PRICES}", re.IGNORECASE)
"""Clauses by which the figures, not their growth, are at constant prices.

In 绝对数按当年价格、增速按不变价格计算 it is their growth.
"""

_OF_PRICES = re.compile(rf"^{_OTHER_PRICES}|以(?:19|20)\d\d年[^,]{{0,3}}为基", re.IGNORECASE)
"""Clauses that do not say whether figures or their growth are at constant prices: 按可比价格计算."""

_CHANGED = re.compile(r"指数|增[长速幅]|\b(?:index|indices|growth)\b", re.IGNORECASE)
_OF_CHANGES = re.compile(rf"{_ALL}(?:均|都)?(?:为|系|是)(?:年均|同比|环比|比?上年|各?季度|累计|增[长速幅])")
"""Clauses by which figures are growth, or sums over a part of a year: 数据为年均增长速度."""

_DOLLARS = re.compile(r"美元|USD|\bUS dollars?\b", re.IGNORECASE)
_IN_DOLLARS = re.compile(r"(?:折算?|换算|折合)[为成]?[^,]{0,3}美元|\bin\b[^,]{0,20}(?:USD|US dollar)", re.IGNORECASE)

_FIGURES = re.compile(r"的?(?:统计)?(?:数据|数字|数值|数|口径|资料)$")

_LOCAL = re.compile(r"^(?:地方)?本级")
"""The whole of a region, of what its budgets hold; 省本级 is a part."""


def note_problems(table: ReadTable, words: Vocabulary) -> Iterator[Problem]:
    """Give a problem for each note by which figures of the table are not what its headings say.

    They are of a part of a year, forecasts, plans, made up, at constant prices or in dollars, of a place within a
    region, or of a region without one of its parts (兵团). A clause about years that the table does not have says
    nothing of its figures, nor does one that repeats what is said around the table.
    """
    if not table.facts.notes:
        return
    around, series = _around(table), _series_of(table, words)
    held = {str(year) for year in table.cells["time_period"].to_pylist()}
    for note in table.facts.notes:
        for clause in _CLAUSES.split(note):
            years, said = set(_YEARS.findall(clause)), _SAID.findall(clause.strip())
            if years and not years & held and held != {"None"}:
                continue
            if part := words.part_left_out(clause):
                yield part_left_out(table.sheet, None, clause.strip(), part, words)
            elif any(says_part_of_year(what) for what in said):
                yield Problem("part_of_year", table.sheet, None, clause.strip())
            elif (
                _is_of_others(clause, table, around)
                or any(_is_not_whole(what, around, series, words) for what in said)
                or any(_is_limited(zh or en, around, series, words) for zh, en in _ONLY.findall(clause))
                or _leaves_out(clause, around)
                or any(_is_limit(part, around, series, words) for part in _parts(clause))
            ):
                yield Problem("other_figures", table.sheet, None, clause.strip())


def _labels(table: ReadTable, name: str) -> list[str]:
    return [str(label) for label in table.cells[name].unique().drop_null().to_pylist()]


def _around(table: ReadTable) -> str:
    """Return what is said around the figures of a table but in its notes: titles, headings and units."""
    facts = table.facts
    said = [*facts.titles, *facts.asides, *facts.units, facts.measure or ""]
    return " ".join([*said, *_labels(table, "measure_label"), *_labels(table, "unit_label")])


def _is_of_others(clause: str, table: ReadTable, around: str) -> bool:
    """Return whether by a clause figures were made up, or are at other prices, in another currency, or changes."""
    said = _NOTE.sub("", clause.strip())
    if MADE.search(said) or (_IN_DOLLARS.search(said) and not _DOLLARS.search(around)):
        return True
    if _OF_PRICES.search(said):
        return not (table.derived or _CHANGED.search(around))
    named = _labels(table, "measure_label") or table.facts.titles
    is_of_changes = bool(named) and all(map(_CHANGED.search, named))
    return not is_of_changes and bool(_AT_OTHER_PRICES.search(said) or _OF_CHANGES.search(said))


def _series_of(table: ReadTable, words: Vocabulary) -> list[str]:
    """Return the series that titles and headings name."""
    titled = [code for title in table.facts.titles for code in words.named_by(title).series]
    return titled + [code for heading in _labels(table, "measure_label") for code in words.match(heading).series]


def _is_not_whole(what: str, around: str, series: list[str], words: Vocabulary) -> bool:
    """Return whether figures are no results, or of a place or people within a region: 南京市数据, 户籍人口数."""
    if NOT_RESULTS.search(what):
        return True
    of = _FIGURES.sub("", what)
    if of == what:
        return _is_limit(what, around, series, words)
    found = Gazetteer(words.codes, LAST_YEAR).find(of)
    if found.areas and not found.rest and words.region(of) is None:
        return True
    return _is_limited(_LOCAL.sub("", of), around, series, words)


def _is_limited(what: str, around: str, series: list[str], words: Vocabulary) -> bool:
    """Return whether words limit the figures, and neither the table nor its series is said to be limited so."""
    limit = words.limit([what], series)
    return limit is not None and limit not in series_form(around)


def _parts(clause: str) -> list[str]:
    """Return a clause without how a note begins, and what is in brackets in it, each part of a list by itself."""
    said = _NOTE.sub("", clause.strip())
    return [part for text in (said, *BRACKETS.findall(said)) for part in LISTED.split(text)]


def _is_limit(text: str, around: str, series: list[str], words: Vocabulary) -> bool:
    """Return whether a text is nothing but words by which figures are of a part, or of another kind: 不变价, 1-11月."""
    limit = words.limit([text], series) or ""
    is_nothing_else = limit in {series_form(text), series_form(_FIGURES.sub("", text))}
    is_part = bool(_MONTHS.fullmatch(text)) and is_part_of_year(text)
    return is_part or (bool(limit) and is_nothing_else and limit not in series_form(around))


def _leaves_out(clause: str, around: str) -> bool:
    """Return whether by a clause counties, the countryside or small units are left out of what titles do not limit."""
    return any(
        part and not re.search(rest, around)
        for parts in _WITHOUT.findall(clause)
        for part, rest in zip(parts, _OF_THE_REST, strict=True)
    )


def part_left_out(sheet: str | None, cell: str | None, text: str, part: Region, words: Vocabulary) -> Problem:
    """Return the problem that a label or note leaves a part of a region out."""
    titles = {"part": words.codes.area_title(part.ref_area), "area": words.codes.area_title(part.parent)}
    return Problem("part_left_out", sheet, cell, text, dict(titles))
