"""The files of this program (code, queries, texts, templates, fonts): their digest, and whether they were changed.

The package imports this module before any other: a file that is written after that is known to be another one than the
process has read, or may yet read.
"""

import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent

Stamp = tuple[int, int, int]


@cache
def started() -> str:
    """Return the SHA-256 of the program's files, as this process first asked for it; see `is_unchanged`."""
    return _hashed()


def digest() -> str:
    """Return the SHA-256 of the program's files as they are on the disk now; they are read again if one was written."""
    return started() if is_unchanged() else _hashed()


def _hashed() -> str:
    import hashlib

    found = hashlib.sha256()
    for name, _ in _stamps(PACKAGE):
        path = Path(name)
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
            if entry.name == "__pycache__" or entry.name.startswith("."):
                continue
            if entry.is_dir():
                yield from _stamps(entry.path)
            else:
                yield entry.path, _of(entry.stat())


STAMPS = list(_stamps(PACKAGE))
"""Stamps of the files when this process began."""
