"""Until when the entries of a list are valid, as a column, a remark, a note or a title says."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from index_pipeline.language import Bilingual
from index_pipeline.sources.labels.folding import folded
from index_pipeline.sources.lists.faults import LONGEST_TITLE, NOTE, ListFault
from index_pipeline.sources.lists.numerals import CHINESE, serial_number
from index_pipeline.sources.lists.rows import Row

_SAYS = re.compile(r"[^，,。；;]*(?:有效期|有效时间|valid(?:ity)?\b|expir(?:es|ed|y))", re.IGNORECASE)
"""The clause that says so, from its beginning: years in clauses before it are of other things."""
_VALID_YEARS = re.compile(rf"((?<!\d)\d{{1,2}}|{CHINESE})年(?!度)")
_FOUR_DIGITS = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


def last_valid_year(text: str, since: str = "") -> int | None:
    """Return the last year of a period of validity: 2019-2021, 至2021年12月31日; 三年 from that year or `since` on."""
    years = _FOUR_DIGITS.findall(text)
    number = _VALID_YEARS.search(folded(text))
    count = serial_number(number[1]) if number else None
    begins = years or _FOUR_DIGITS.findall(since)
    if count and len(set(begins)) == 1:
        return int(begins[0]) + count
    return int(max(years)) if years else None


class ListValidity(NamedTuple):
    """A note or title, the last year of the validity that it states, and its place."""

    text: str
    last: int
    place: str


def validities_in(row: Row) -> Iterator[ListValidity]:
    """Give the validity that the only text of a row states: a title, or a note of any length."""
    text = row.texts[0]
    found = _SAYS.search(text) if len(text) <= LONGEST_TITLE or NOTE.match(text) else None
    last = last_valid_year(text[found.start() :]) if found else None
    if last is not None:
        yield ListValidity(text, last, row.place)


def validity_faults(stated: Iterable[ListValidity], year: int) -> Iterator[ListFault]:
    """Say which notes and titles state a validity that ended before the year of the announcement."""
    for text, last, place in stated:
        if last < year:
            said = Bilingual(
                f"“{text}”: this validity ended before {year}, the year of --date: are the entries in force? "
                "If not, correct the list or --date",
                f"“{text}”：有效期在 --date 的年份 {year} 之前已满，各项是否仍有效？如否，请改正名单或 --date",
            )
            yield ListFault("footnote", text, place, said)
