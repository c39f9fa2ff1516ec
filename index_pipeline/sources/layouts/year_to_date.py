"""Tables of figures since the first of January: those of twelve months, or of December, are of the whole year."""

import re
from collections.abc import Mapping
from dataclasses import replace

from index_pipeline.sources.labels.periods import december, without_twelve_months
from index_pipeline.sources.layouts.facts import Facts
from index_pipeline.sources.layouts.headings import ColumnHeading
from index_pipeline.sources.layouts.roles import Roles

_CUMULATIVE = re.compile(r"_?累计值(?=$|\()")
"""How the Bureau's line 指标 says that figures are sums since January: 地区生产总值_累计值(亿元)."""

_LAST = re.compile(r"((?:19|20)\d\d)年(?:12月|第?四季度)")
"""The last month or quarter of a year."""


def of_whole_years(facts: Facts, roles: Roles) -> tuple[Facts, Roles]:
    """Return facts and roles of a table whose figures are all since January, and up to December.

    Below 累计值 the last month or quarter is the year; above 1-12月 the December that a title names is. Where other
    months are beside them, or neither is said, the table stays one of parts of years.
    """
    headings = {c: roles.headings[c] for c in roles.figures}
    if facts.measure and _CUMULATIVE.search(facts.measure):
        ended = {c: replace(h, measure=None, year=year, is_part_of_year=False) for c, h, year in _ended(headings)}
        if ended and ended.keys() == headings.keys():
            measure = _CUMULATIVE.sub("", facts.measure)
            return replace(facts, measure=measure, part_of_year=None), replace(roles, headings=roles.headings | ended)
    is_twelve = all(without_twelve_months(heading.text) != heading.text for heading in headings.values())
    if is_twelve and facts.part_of_year and december(facts.part_of_year[0]):
        return replace(facts, part_of_year=None), roles
    return facts, roles


def _ended(headings: Mapping[int, ColumnHeading]) -> list[tuple[int, ColumnHeading, int]]:
    """Return the columns of the last month or quarter of a year, with the year."""
    found = ((c, heading, _LAST.fullmatch(heading.text)) for c, heading in headings.items())
    return [(c, heading, int(last[1])) for c, heading, last in found if last]
