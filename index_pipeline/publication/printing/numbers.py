"""Numbers at the foot of what is printed: documents with the same number say the same, whatever release they are in."""

import hashlib
import html
import json
import re
from pathlib import Path

from index_pipeline.publication.files import file_name

REPORT = "report"
"""Begins the number of a report; that of a scorecard begins with its region."""


def number_of(name: str, year: int, said: object) -> str:
    """Return the name of a document, its year and a digest of all that it says: plain data and dataclasses."""
    content = json.dumps(said, ensure_ascii=False, default=vars)
    return f"{name}-{year}-{hashlib.sha256(content.encode()).hexdigest()[:12]}"


def has_number(release: Path, number: str) -> bool:
    """Return whether a release has the scorecard or the report with a number, of the newest year.

    Raises:
        OSError: a page cannot be read.
    """
    found = re.fullmatch(r"(.+)-\d+-[0-9a-f]{12}", number)
    if not found:
        return False
    name = file_name(found[1])
    pages = [
        *release.glob(f"scorecards/*/{name}.html"),
        *(release.glob("report/*/report.html") if name == REPORT else ()),
    ]
    return any(html.escape(number).encode() in path.read_bytes() for path in pages)
