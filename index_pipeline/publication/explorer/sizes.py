"""Sizes of the files of a release, which its page of downloads states."""

import json
from collections.abc import Mapping

from index_pipeline.publication.files import File


def size_file(sizes: Mapping[str, int]) -> File:
    """Return the script that holds the size in bytes of each file that is downloaded, by its path in the release."""
    shown = {path: size for path, size in sorted(sizes.items()) if not path.startswith(("explorer/", "figures/"))}
    return File("explorer/sizes.js", f"window.ICDI_SIZES = {json.dumps(shown, separators=(',', ':'))};\n".encode())
