"""The files of this program (code, queries, texts, templates, fonts): their digest, and whether they were changed."""

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

from index_pipeline.files import files_below

PACKAGE = Path(__file__).resolve().parent

Stamp = tuple[int, int, int]


def digest() -> str:
    """Return the SHA-256 of the program's files as they are on the disk now; they are read again if one was written."""
    return STARTED if is_unchanged() else _hashed()


def _hashed() -> str:
    found = hashlib.sha256()
    for path in sorted(path for path in files_below(PACKAGE) if _counts(path.relative_to(PACKAGE).parts)):
        found.update(f"{path.relative_to(PACKAGE).as_posix()}\n".encode())
        found.update(hashlib.sha256(path.read_bytes()).digest())
    return found.hexdigest()


def is_unchanged() -> bool:
    """Return whether nobody has written the files since this process began; it takes a millisecond.

    A file that was changed and has its old content again was written: what was made of it meanwhile is another thing.
    """
    return list(_stamps(PACKAGE)) == STAMPS


def stamp(path: Path) -> Stamp | None:
    """Return what differs between a file and another one, or itself once it was written; None if it is gone."""
    try:
        return _of(path.stat())
    except OSError:
        return None


def _of(found: os.stat_result) -> Stamp:
    return found.st_ino, found.st_size, found.st_mtime_ns


def _stamps(folder: Path | str) -> Iterator[tuple[str, Stamp]]:
    """Yield the files in a folder and below, each with its stamp."""
    with os.scandir(folder) as entries:
        for entry in sorted(entries, key=lambda entry: entry.name):
            if not _counts((entry.name,)):
                continue
            if entry.is_dir():
                yield from _stamps(entry.path)
            else:
                yield entry.path, _of(entry.stat())


def _counts(parts: tuple[str, ...]) -> bool:
    return not any(part == "__pycache__" or part.startswith(".") for part in parts)


STAMPS, STARTED = list(_stamps(PACKAGE)), _hashed()
"""Stamps and digest of the files when this process began."""
