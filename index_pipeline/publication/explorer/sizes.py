"""Sizes of the files of a release, which its page of downloads states."""

import json
from pathlib import Path

from index_pipeline.files import files_below
from index_pipeline.publication.files import File

SIZES = "explorer/sizes.js"


def size_file(release: Path) -> File:
    """Return the script that holds the size in bytes of each file that is downloaded, by its path in the release."""
    found = {path.relative_to(release).as_posix(): path.stat().st_size for path in files_below(release)}
    shown = {path: size for path, size in sorted(found.items()) if not path.startswith(("explorer/", "figures/"))}
    return File(SIZES, f"window.ICDI_SIZES = {json.dumps(shown, separators=(',', ':'))};\n".encode())
