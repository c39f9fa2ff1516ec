"""The files of this program (code, queries, texts, templates, fonts): their digest, and whether they were changed."""

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

from index_pipeline.files import files_below

PACKAGE = Path(__file__).resolve().parent


def digest() -> str:
    """Return the SHA-256 of the program's files as they are on the disk now."""
    found = hashlib.sha256()
    for path in sorted(path for path in files_below(PACKAGE) if _counts(path.relative_to(PACKAGE).parts)):
        found.update(f"{path.relative_to(PACKAGE).as_posix()}\n".encode())
        found.update(hashlib.sha256(path.read_bytes()).digest())
    return found.hexdigest()


def is_unchanged() -> bool:
    """Return whether the files are those with which this process began; they are read only if a stamp differs."""
    return list(_stamps(PACKAGE)) == STAMPS or digest() == STARTED


def _stamps(folder: Path | str) -> Iterator[tuple[str, int, int, int]]:
    """Yield what differs between a file and another one, or itself after a change; it takes a millisecond."""
    with os.scandir(folder) as entries:
        for entry in sorted(entries, key=lambda entry: entry.name):
            if not _counts((entry.name,)):
                continue
            if entry.is_dir():
                yield from _stamps(entry.path)
            else:
                found = entry.stat()
                yield entry.path, found.st_ino, found.st_size, found.st_mtime_ns


def _counts(parts: tuple[str, ...]) -> bool:
    return "__pycache__" not in parts and not parts[-1].startswith(".")


STAMPS, STARTED = list(_stamps(PACKAGE)), digest()
"""Stamps and digest of the files when this process began."""
