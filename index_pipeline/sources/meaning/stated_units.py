"""The units that a table states besides its headings, and which of them may be that of a series."""

import re
from collections.abc import Sequence

from index_pipeline.framework.codes import CodeLists, Series, Unit
from index_pipeline.sources.labels.vocabulary import Vocabulary
from index_pipeline.sources.readers import ReadTable

PER_PERSON = "_per_person"
"""End of a unit's identifier, and of a dimension, that is of one person."""

LISTED = re.compile(r"\s*(?:[;、]|,(?!\d))\s*")
"""What is between the parts of a list, (当年价,万元) or 亿元、%; not the comma in 10,000 yuan."""


BRACKETS = re.compile(r"[(\[【]([^()\[\]【】]+)[)\]】]")
"""What is in brackets in a title."""


def other_units(unit: Unit, statements: Sequence[Sequence[Unit]], *, is_final: bool) -> list[Unit]:
    """Return the units that a file states besides the one that is taken.

    One that the heading states is final: another place may list it among those of other headings.
    """
    found: list[Unit] = []
    for units in statements:
        if not (is_final and unit in units):
            found += [other for other in units if other != unit]
    return list(dict.fromkeys(found))


def converts(unit: Unit, own: Unit, series: Series, codes: CodeLists) -> bool:
    """Return whether a unit is of the dimension of a series; per person need not be stated, as in 人均 … (元)."""
    if unit.unit.endswith(PER_PERSON) and not own.unit.endswith(PER_PERSON) and not codes.is_rate(series.series_id):
        return False
    return unit.dimension == own.dimension or own.dimension == f"{unit.dimension}{PER_PERSON}"


def titled_units(table: ReadTable, words: Vocabulary) -> list[str]:
    """Return the brackets at the end of titles that have the name of a unit in them: (RMB billions)."""
    ends = [BRACKETS.findall(title)[-1] for title in table.facts.titles if re.search(r"[)\]】]$", title)]
    return [text for text in ends if words.has_unit(text)]


def statements_of(
    table: ReadTable, lines: Sequence[str], own: Unit, series: Series, words: Vocabulary
) -> list[list[Unit]]:
    """Return the units that a series may be counted in: of `lines` 单位, of brackets and notes, and of titles."""
    noted = [text for note in table.facts.notes for text in words.units_in(note)]
    aside = [part for text in table.facts.asides for part in (text, *words.units_in(text), *LISTED.split(text[1:-1]))]
    brackets = [inside for title in table.facts.titles for inside in BRACKETS.findall(title)]
    titled = [text for title in table.facts.titles for text in words.units_in(title)]
    titled += [part for inside in brackets for part in LISTED.split(inside)]
    groups = []
    for said in (lines, (*aside, *noted), titled):
        named = dict.fromkeys(found for text in said if (found := words.unit(text)))
        groups.append([found for found in named if converts(found, own, series, words.codes)])
    return groups
