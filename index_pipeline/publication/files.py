"""One file of a release, and the paths that products link to."""

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class File:
    """A file of a release: its path within the release, with forward slashes, and its content."""

    path: str
    content: bytes


def file_name(code: str) -> str:
    """Turn a code into a file's name: letters, digits, `-` and `_` as they are, all else as ``_<hexadecimal>_``."""
    return re.sub(r"[^A-Za-z0-9_-]", lambda found: f"_{ord(found[0]):x}_", code)[:100]
