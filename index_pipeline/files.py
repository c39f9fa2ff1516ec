"""Files written whole or not at all: a reader sees the old bytes or the new ones, never half of them."""

import ctypes
import errno
import fcntl
import hashlib
import os
import stat
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BufferedReader
from pathlib import Path
from typing import BinaryIO


def read_regular(path: Path, largest: int) -> bytes:
    """Return the content of a regular file of at most `largest` bytes, or of one that a link leads to.

    Raises:
        OSError: it is a pipe, a device or a folder, it is larger, or it cannot be opened; nothing is waited for.
    """
    with _regular(path) as file:
        content = file.read(largest + 1)
    if len(content) > largest:
        raise OSError(errno.EFBIG, f"the file is larger than {largest:,} bytes", str(path))
    return content


def hash_regular(path: Path) -> tuple[str, int]:
    """Return SHA-256 and size in bytes of a regular file, however large.

    Raises:
        OSError: it is a pipe, a device or a folder, or it cannot be read; nothing is waited for.
    """
    with _regular(path) as file:
        digest = hashlib.file_digest(file, "sha256")
        return digest.hexdigest(), file.tell()


@contextmanager
def _regular(path: Path) -> Iterator[BufferedReader]:
    handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    with os.fdopen(handle, "rb") as file:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise OSError(errno.EINVAL, "it is no regular file", str(path))
        yield file


def files_below(folder: Path) -> Iterator[Path]:
    """Yield all that lies below a folder but folders, links among it, in order.

    Raises:
        OSError: a folder cannot be listed; its name is in the error.
    """
    for entry in listed(folder):
        if entry.is_dir() and not entry.is_symlink():
            yield from files_below(entry)
        else:
            yield entry


def listed(folder: Path) -> list[Path]:
    """Return what lies in a folder, in order.

    Raises:
        OSError: the folder cannot be listed; its name is in the error.
    """
    with os.scandir(folder) as entries:
        return sorted(Path(entry.path) for entry in entries)


def write_whole(path: Path, write: Callable[[BinaryIO], object]) -> None:
    """Let `write` fill a temporary file beside `path`, flush it to the disk, then put it in the place of `path`.

    Raises:
        OSError: the disk is full or the folder is read-only, with `path` as its file name; `path` is then as it was,
            and nothing is left behind.
    """
    make_folder(path.parent)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".partial")
    try:
        with os.fdopen(handle, "wb") as file:
            write(file)
            file.flush()
            os.fchmod(file.fileno(), 0o644)
            os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException as error:
        Path(name).unlink(missing_ok=True)
        if isinstance(error, OSError) and error.errno and error.filename is None:
            raise type(error)(error.errno, error.strerror, str(path)) from error
        raise
    sync_folder(path.parent)


def write_text(path: Path, text: str) -> None:
    """Write `text` as UTF-8, whole or not at all."""
    write_bytes(path, text.encode("utf-8"))


def write_bytes(path: Path, content: bytes) -> None:
    """Write `content`, whole or not at all."""
    write_whole(path, lambda file: file.write(content))


def sync_folder(folder: Path) -> None:
    """Flush a folder's entries to the disk, so that a rename survives a loss of power."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def make_folder(folder: Path) -> None:
    """Make a folder, and those above it that are missing, each to be read by everyone and entered on the disk."""
    if folder.is_dir():
        return
    make_folder(folder.parent)
    try:
        folder.mkdir()
    except FileExistsError:
        if folder.is_dir():  # another process was faster
            return
        raise
    folder.chmod(0o755)
    sync_folder(folder.parent)


def exchange(one: Path, other: Path) -> None:
    """Let two files or folders change places: at no moment is either name without one.

    Where the file system cannot do that (some of a network), there is such a moment; where the second half fails, the
    first is undone.

    Raises:
        OSError: both are as they were.
    """
    libc = ctypes.CDLL(None, use_errno=True)
    if hasattr(libc, "renameat2"):
        if not libc.renameat2(_HERE, os.fsencode(one), _HERE, os.fsencode(other), _EXCHANGE):
            return
        code = ctypes.get_errno()
        if code not in {errno.EINVAL, errno.ENOSYS}:
            raise OSError(code, os.strerror(code), str(one), None, str(other))
    aside = other.with_name(f".{other.name}.exchanged")
    other.rename(aside)
    try:
        one.rename(other)
    except BaseException:
        aside.rename(other)
        raise
    aside.rename(one)


_HERE, _EXCHANGE = -100, 2
"""AT_FDCWD and RENAME_EXCHANGE of Linux."""


@contextmanager
def locked(path: Path, patience: float) -> Iterator[None]:
    """Hold the lock file `path` alone; the system lets go of it when the process ends, however it ends.

    Raises:
        TimeoutError: another process held it for `patience` seconds.
        OSError: the file cannot be made.
    """
    make_folder(path.parent)
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    try:
        until = time.monotonic() + patience
        while True:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() >= until:
                    raise TimeoutError(f"{path} is held by another process") from None
                time.sleep(0.02)
        yield
    finally:
        os.close(handle)
