"""An indicator that series.csv does not have yet: its name in the file, and the command that adds it."""

import re
import shlex
from collections.abc import Sequence

from index_pipeline.sources.labels.forms import chinese
from index_pipeline.sources.labels.vocabulary import Vocabulary
from index_pipeline.sources.workbooks.grids import clean

LONGEST = 60
"""Characters of the longest title that is taken for the name of an indicator."""

_NUMBER = re.compile(
    r"^(?:(?:续?表|附表|图|table)\s*[\d\-–—.·]*\s*|\d+(?:[-–—.]\d+)+\s*|[一二三四五六七八九十]+、\s*)", re.IGNORECASE
)
_BY_REGION = re.compile(
    r"^(?:全国)?[各分](?:地区|省份?|省区市|省、自治区、直辖市)的?|\s+by (?:region|province)s?$", re.IGNORECASE
)
_YEARS = re.compile(r"(?:19|20)\d\d(?:[-–—至](?:19|20)\d\d)?(?:年(?![末底]))?(?:(?:1月?[-–—至])?12月份?)?")
_UNIT = re.compile(r"\s*[(\[【][^()\[\]【】]*[)\]】]\s*$")


def named_in(title: str) -> str:
    """Return the name of an indicator in a title, or an empty string.

    The number of the table, regions, years and unit are not part of the name.
    """
    text = clean(title)
    text = _NUMBER.sub("", _YEARS.sub("", _UNIT.sub("", chinese(text) or text)).strip())
    text = _BY_REGION.sub("", text.strip()).strip(" :-—")
    return text if len(text) <= LONGEST and re.search(r"[^\W\d_]", text) else ""


def is_name(text: str, words: Vocabulary) -> bool:
    """Return whether a text may be the name of an indicator: it has two letters or signs, and is not a unit."""
    return len(re.findall(r"[^\W\d_]", clean(text))) > 1 and words.unit(text) is None


def command(label: str, words: Vocabulary, units: Sequence[str] = ()) -> str:
    """Return the command that adds the indicator of a heading or title to series.csv, as far as the file says.

    `units` are those that the table states; one in brackets in the label has priority over them.
    """
    found = [unit for text in (*words.units_in(clean(label)), *units) if (unit := words.unit(text))]
    name = named_in(label) or label
    option = "--title" if chinese(name) else "--title-en"
    return f"icdi series add ID {option} {shlex.quote(name)} --unit {found[0].unit if found else 'UNIT'}"
