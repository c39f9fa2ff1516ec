"""Files moved away from where others write, so that what came meanwhile is neither moved nor lost."""

import errno
import os
import shutil
import stat
from pathlib import Path

from index_pipeline.files import write_whole

State = tuple[int, ...]
"""What distinguishes a file from another, or from itself after a change."""

LONGEST_NAME = 180
"""Bytes; file systems accept 255, and endings are added."""


def state_of(path: Path) -> State | None:
    """Return the state of a file; None if it is not there."""
    try:
        found = path.lstat()
    except FileNotFoundError:
        return None
    return found.st_ino, stat.S_IFMT(found.st_mode), found.st_size, found.st_mtime_ns


def moved(path: Path, target: Path, state: State | None) -> bool:
    """Move a file, also to another file system; return False if it is no longer in that state: then it stays.

    Raises:
        OSError: it cannot be moved, and stays.
    """
    try:
        path.rename(target)
    except FileNotFoundError:
        return False
    except OSError as error:
        if error.errno != errno.EXDEV or path.is_symlink() or not path.is_file():
            raise
        return _copied(path, target, state)
    if state_of(target) != state:
        _put_back(target, path)
        return False
    return True


def _copied(path: Path, target: Path, state: State | None) -> bool:
    """Copy a file to another file system and delete it here, unless it is no longer the one that was read."""
    with path.open("rb") as file:
        write_whole(target, lambda copy: shutil.copyfileobj(file, copy))
    is_same = state_of(path) == state
    try:
        if is_same:
            path.unlink()
    except OSError:
        target.unlink()
        raise
    if not is_same:
        target.unlink()
    return is_same


def _put_back(target: Path, path: Path) -> None:
    """Move a file back to its place, unless a newer one of its name has come there meanwhile."""
    try:
        os.link(target, path, follow_symlinks=False)
    except FileExistsError:
        pass
    except OSError:  # another user's file, or a file system without links
        if not path.exists():
            target.rename(path)
            return
    target.unlink()


def free_name(folder: Path, name: str) -> str:
    """Return a name that no file of a folder has: the given one, or with a number behind its day (10 characters)."""
    name = fitting_name(name)
    number, free = 1, name
    while (folder / free).exists() or (folder / free).is_symlink():
        number += 1
        free = f"{name[:10]}__{number}{name[10:]}"
    return free


def fitting_name(name: str) -> str:
    """Shorten a name to the length that file systems accept; its end is kept."""
    while len(name.encode("utf-8", "surrogateescape")) > LONGEST_NAME:
        middle = len(name) // 2
        name = name[: middle - 1] + name[middle:]
    return name
