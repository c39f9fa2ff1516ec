"""Notes under a table that say what its figures are: of a part of a year, not results, or made up."""

import re
from collections.abc import Iterator

from index_pipeline.sources.periods import says_part_of_year
from index_pipeline.sources.problems import Problem
from index_pipeline.sources.qualifiers import MADE, NOT_RESULTS
from index_pipeline.sources.readers import ReadTable

_CLAUSES = re.compile(r"[。;\n]|\.\s|,(?=\s*(?:19|20)\d\d)")
_YEARS = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_SAID = re.compile(r"(?:为|系|是|属|\b(?:is|are|was|were|for|of)\b)(?=([^,]{1,24})$)", re.IGNORECASE)
"""What figures are, from the verb to the end of a clause: 2024年为1-11月累计数."""


def note_problems(table: ReadTable) -> Iterator[Problem]:
    """Give a problem for each note by which figures of the table are of a part of a year, forecasts, plans or made up.

    A clause about years that the table does not have says nothing of its figures.
    """
    held = {str(year) for year in table.cells["time_period"].to_pylist()}
    for note in table.facts.notes:
        for clause in _CLAUSES.split(note):
            years, said = set(_YEARS.findall(clause)), _SAID.findall(clause.strip())
            is_part = any(says_part_of_year(what) for what in said)
            is_other = MADE.search(clause) is not None or any(NOT_RESULTS.search(what) for what in said)
            if (is_part or is_other) and (not years or years & held or held == {"None"}):
                yield Problem("part_of_year" if is_part else "other_figures", table.sheet, None, clause.strip())
