"""Search in Chinese and English, in the browser alone: the index has each two neighbouring Chinese characters.

Chinese has no spaces, and a dictionary of words would have to be the same in Python, where the index is made, and in
the browser, where the question is split. Pairs of characters need none: 工匠精神 is 工匠, 匠精 and 精神.
"""

import re

from sphinx.application import Sphinx
from sphinx.search.en import SearchEnglish

RUNS = re.compile(r"[\u3400-\u9fff]+|[^\W\u3400-\u9fff]+")
"""Runs of Chinese characters, and words of other scripts."""


class ChineseAndEnglish(SearchEnglish):
    """English words by their stems, Chinese by single characters and pairs."""

    lang = "zh-en"
    language_name = "English"  # of the stemmer
    js_splitter_code = r"""
var splitQuery = (query) =>
  (query.match(/[\u3400-\u9fff]+|(?:(?![\u3400-\u9fff])[\p{L}\p{N}_])+/gu) || []).flatMap((run) =>
    /^[\u3400-\u9fff]{2}/.test(run) ? [...run].slice(1).map((second, at) => run[at] + second) : [run]
  );
"""

    def split(self, input: str) -> list[str]:
        """Return the terms of a text: words, Chinese characters, and pairs of Chinese characters."""
        return [term for run in RUNS.findall(input) for term in _terms(run)]


def _terms(run: str) -> list[str]:
    if not "\u3400" <= run[0] <= "\u9fff":
        return [run]
    return [*run, *(run[at : at + 2] for at in range(len(run) - 1))]


def setup(app: Sphinx) -> dict[str, bool]:
    """Offer the language `zh-en` to `html_search_language`."""
    app.add_search_language(ChineseAndEnglish)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
