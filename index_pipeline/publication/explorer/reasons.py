"""Why scores moved, as the explorer loads it when a region is read."""

from typing import Any

from index_pipeline.publication.lookups.panel import Panel
from index_pipeline.publication.lookups.reasons import Reasons, reasons, sentence, significance
from index_pipeline.publication.text import words

Data = dict[str, Any]
MOST_NAMED = 6


def reason_data(panel: Panel) -> Data:
    """Return per year and region the change against the year before and its parts, the largest first.

    `parts` are [indicator or component, points to three decimals, and a sentence in each language of the index];
    `others` the points of the rest and their number; `significance` the sentence on the change of rank.
    A region without a change is absent.
    """
    found: Data = {}
    for year in panel.years[1:]:
        rows = {area: _changed(panel, area, year) for area in panel.areas}
        found[str(year)] = {area: row for area, row in rows.items() if row}
    return found


def _changed(panel: Panel, area: str, year: int) -> Data | None:
    said = {language: reasons(panel, area, year, words(language), MOST_NAMED) for language in panel.languages}
    both = [found for found in said.values() if found]
    if not both:
        return None
    first: Reasons = both[0]
    named = zip(*(found.named for found in both), strict=True)
    return {
        "parts": [
            [each[0].part, round(each[0].contribution, 3)]
            + [sentence(reason, words(language)) for reason, language in zip(each, panel.languages, strict=True)]
            for each in named
        ],
        "others": [round(first.others, 3), first.others_count],
        "significance": [significance(panel, area, year, words(language)) for language in panel.languages],
    }
