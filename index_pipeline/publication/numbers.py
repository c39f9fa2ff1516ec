"""Numbers at the foot of what is printed: documents of the same number say the same, whatever release they are in."""

import hashlib
import html
import json
import re
from pathlib import Path

NUMBERED = ("scorecards/*/*.html", "report/*/report.html")
"""Pages of a release that have a number; their PDFs have the same one."""


def number_of(name: str, year: int, said: object) -> str:
    """Return the name of a document, its year and a digest of all that it says: plain data and dataclasses."""
    content = json.dumps(said, ensure_ascii=False, default=vars)
    return f"{name}-{year}-{hashlib.sha256(content.encode()).hexdigest()[:12]}"


def has_number(release: Path, number: str) -> bool:
    """Return whether a release has the document of a number.

    Raises:
        OSError: a page cannot be read.
    """
    if not re.fullmatch(r".+-\d+-[0-9a-f]{12}", number):
        return False
    wanted = html.escape(number).encode()
    return any(wanted in path.read_bytes() for pages in NUMBERED for path in release.glob(pages))
