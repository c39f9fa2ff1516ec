"""Notes under a table that say what its figures are: of a part of a year, not results, or made up."""

import re
from collections.abc import Iterator

from index_pipeline.framework.codes import Region
from index_pipeline.sources.labels.periods import says_part_of_year
from index_pipeline.sources.labels.qualifiers import MADE, NOT_RESULTS
from index_pipeline.sources.labels.vocabulary import Vocabulary
from index_pipeline.sources.problems import Problem
from index_pipeline.sources.readers import ReadTable

_CLAUSES = re.compile(r"[。;\n]|\.\s|,(?=\s*(?:19|20)\d\d)")
_YEARS = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)(?!\s*年?(?:价|不变价|可比价))")
"""Years that a clause is about, not one whose prices it names."""

_SAID = re.compile(r"(?:为|系|是|属|\b(?:is|are|was|were|for|of)\b)(?=([^,]{1,24})$)", re.IGNORECASE)
"""What figures are, from the verb to the end of a clause: 2024年为1-11月累计数."""

_CHANGES = "增|速|指数|相对"
_AT_OTHER_PRICES = re.compile(
    rf"(?:绝对[数值额]|总量|数据|数值|本表)(?:(?!{_CHANGES})[^,]){{0,8}}?"
    rf"按(?:(?!{_CHANGES}|当年|现价|现行)[^,]){{0,14}}(?:不变价|可比价)(?![^,]*的(?:{_CHANGES}))"
)
"""Notes by which the figures, not their growth, are at constant prices.

In 绝对数按当年价格、增速按不变价格计算 it is their growth.
"""


def note_problems(table: ReadTable, words: Vocabulary) -> Iterator[Problem]:
    """Give a problem for each note by which figures of the table are not what its headings say.

    They are of a part of a year, forecasts, plans, made up or at constant prices, or of a region without one of its
    parts (兵团). A clause about years that the table does not have says nothing of its figures.
    """
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
                MADE.search(clause) or _AT_OTHER_PRICES.search(clause) or any(NOT_RESULTS.search(what) for what in said)
            ):
                yield Problem("other_figures", table.sheet, None, clause.strip())


def part_left_out(sheet: str | None, cell: str | None, text: str, part: Region, words: Vocabulary) -> Problem:
    """Return the problem that a label or note leaves a part of a region out."""
    titles = {"part": words.codes.area_title(part.ref_area), "area": words.codes.area_title(part.parent)}
    return Problem("part_left_out", sheet, cell, text, dict(titles))
