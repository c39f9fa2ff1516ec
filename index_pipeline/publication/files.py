"""One file of a release, and the paths that products link to."""

import re
from dataclasses import dataclass

AS_CSV = frozenset(
    (
        *("components", "indicator_definitions", "weights", "regions", "series", "units", "sources"),
        *("rankings", "scores", "rank_intervals", "rank_changes", "changes", "further_indices", "estimates", "tiers"),
        *("goalposts", "treatments", "revisions", "notices"),
    )
)
"""Tables that a release has as CSV too, for people without a reader of Parquet: results and what explains them.

The others are steps, analyses, and figures and events themselves: long, and read by programs. The stored figures
are also in `sdmx/observations.csv.gz`, values of indicators in the workbook.
"""


@dataclass(frozen=True)
class File:
    """A file of a release: its path within the release, with forward slashes, and its content."""

    path: str
    content: bytes


def file_name(code: str) -> str:
    """Turn a code into a file's name: letters, digits, `-` and `_` as they are, all else as ``_<hexadecimal>_``."""
    return re.sub(r"[^A-Za-z0-9_-]", lambda found: f"_{ord(found[0]):x}_", code)[:100]
