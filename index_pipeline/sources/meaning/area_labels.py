"""Labels of regions in a table: those that are unknown, limited, or of cities and counties."""

import re
from collections.abc import Iterator

from index_pipeline.sources.labels.vocabulary import Vocabulary
from index_pipeline.sources.meaning.notes import part_left_out
from index_pipeline.sources.problems import Problem, near
from index_pipeline.sources.readers import ReadTable

PARTS = re.compile("[市县区州盟旗]$")
"""How the names of cities and counties end."""

PARTS_TITLED = re.compile(
    "省会|地级|地市|各市(?!县)|主要城市|大中城市|市辖区|县域|县级|各县|分县|分市|capital cities|prefecture|count(y|ies)"
)
"""What a title says of tables of cities or counties, beside names of regions."""

MANY = 5
"""Names of parts of regions from which a table is one of cities or counties, not one with a misspelt region."""


def area_problems(table: ReadTable, words: Vocabulary) -> Iterator[Problem]:
    """Give a problem for each label that is not a region of the code list, or one for a table of parts of regions."""
    cells = table.cells.select(["area_label", "cell"]).to_pylist()
    labels: dict[str, str] = {}
    for cell in (*cells, *({"area_label": fault.area_label, "cell": fault.cell} for fault in table.faults)):
        labels.setdefault(cell["area_label"], cell["cell"])
    held = {region.ref_area for label in labels if (region := words.region(label))}
    unknown = [label for label in labels if words.codes.regions and words.region(label) is None]
    titled = next((title for title in table.facts.titles if PARTS_TITLED.search(title)), None)
    if titled:
        yield Problem("parts_of_regions", table.sheet, value=titled)
        return
    parts = [label for label in unknown if PARTS.search(label)]
    if len(parts) >= MANY and len(parts) * 2 > len(labels):
        yield Problem("parts_of_regions", table.sheet, table.places.get(parts[0], labels[parts[0]]), parts[0])
        return
    for label in unknown:
        place = table.places.get(label, labels[label])
        if part := words.part_left_out(label):
            yield part_left_out(table.sheet, place, label, part, words)
        elif said := words.region_and_more(label):
            details: dict[str, object] = {"area": words.codes.area_title(said[0].ref_area), "more": said[1]}
            yield Problem("region_and_more", table.sheet, place, label, details)
        else:
            yield Problem("unknown_region", table.sheet, place, label, dict(near(words.near_regions(label, held))))
