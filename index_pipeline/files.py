"""Files written completely or not at all: a reader sees the old bytes or the new ones, never a mixture."""

import ctypes
import errno
import fcntl
import hashlib
import os
import stat
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from io import BufferedReader
from pathlib import Path
from typing import BinaryIO

from index_pipeline.language import Bilingual, english_first

PARTIAL = ".partial"
"""Ending of the name of a temporary file."""

_HERE, _EXCHANGE = -100, 2
"""AT_FDCWD and RENAME_EXCHANGE of Linux."""


def read_regular(path: Path, largest: int) -> bytes:
    """Return the content of a regular file of at most `largest` bytes, or of the target of a link.

    Raises:
        OSError: it is a pipe, a device or a folder, it is larger, or it cannot be opened; the call never blocks.
    """
    with _regular(path) as file:
        content = file.read(largest + 1)
    if len(content) > largest:
        raise OSError(
            errno.EFBIG,
            english_first(f"the file is larger than {largest:,} bytes", f"文件大于 {largest:,} 字节"),
            str(path),
        )
    return content


def hash_regular(path: Path) -> tuple[str, int]:
    """Return SHA-256 and size in bytes of a regular file, however large.

    Raises:
        OSError: it is a pipe, a device or a folder, or it cannot be read; the call never blocks.
    """
    with _regular(path) as file:
        digest = hashlib.file_digest(file, "sha256")
        return digest.hexdigest(), file.tell()


@contextmanager
def _regular(path: Path) -> Iterator[BufferedReader]:
    handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise OSError(errno.EINVAL, english_first("it is not a regular file", "不是普通文件"), str(path))
    with os.fdopen(handle, "rb") as file:
        yield file


def files_below(folder: Path) -> Iterator[Path]:
    """Yield everything below a folder except folders, links included, in order.

    Raises:
        OSError: a folder cannot be listed; its name is in the error.
    """
    for entry in listed(folder):
        if entry.is_dir() and not entry.is_symlink():
            yield from files_below(entry)
        else:
            yield entry


def listed(folder: Path) -> list[Path]:
    """Return the entries of a folder, in order.

    Raises:
        OSError: the folder cannot be listed; its name is in the error.
    """
    with os.scandir(folder) as entries:
        return sorted(Path(entry.path) for entry in entries)


class UnconfirmedError(OSError):
    """What was asked for is done, but the disk did not confirm it: after a power failure it may be lost."""


def write_whole(path: Path, write: Callable[[BinaryIO], object]) -> None:
    """Let `write` fill a temporary file beside `path`, flush it to the disk, then rename it to `path`.

    What a writer that was killed has left in the folder is removed.

    Raises:
        OSError: the disk is full or the folder is read-only, with `path` as its file name; `path` is then unchanged,
            and nothing is left behind.
        UnconfirmedError: `path` is written, but the disk did not confirm it.
    """
    make_folder(path.parent)
    sweep(path.parent)
    handle, name = _partial(path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            write(file)
            file.flush()
            os.fchmod(file.fileno(), 0o644)
            os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException as error:
        Path(name).unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise _named(error, path) from error
        raise
    confirm(path)


def write_staged(path: Path, content: bytes) -> None:
    """Write a file that is not there yet in a folder that nobody reads before it is whole, and flush it to the disk.

    Who renames that folder flushes its entries, and removes it if this fails.

    Raises:
        OSError: the file is there, or cannot be written, with `path` as its file name.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with path.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise _named(error, path) from error


def _named(error: OSError, path: Path) -> OSError:
    """Return an error of a file that has no name in it, with the name."""
    return error if error.filename or not error.errno else type(error)(error.errno, error.strerror, str(path))


def _partial(folder: Path) -> tuple[int, str]:
    """Make a temporary file, locked while its writer runs; not locked if the file system has no locks."""
    while True:
        handle, name = tempfile.mkstemp(dir=folder, prefix=".", suffix=PARTIAL)
        with suppress(OSError):
            fcntl.flock(handle, fcntl.LOCK_EX)
        if os.fstat(handle).st_nlink:  # it was not removed between the two calls
            return handle, name
        os.close(handle)


def sweep(folder: Path) -> None:
    """Remove the temporary files of writers that no longer run."""
    for path in folder.glob(f".*{PARTIAL}"):
        with suppress(OSError):
            handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                path.unlink()
            finally:
                os.close(handle)


def write_text(path: Path, text: str) -> None:
    """Write `text` as UTF-8, completely or not at all."""
    write_bytes(path, text.encode("utf-8"))


def write_bytes(path: Path, content: bytes) -> None:
    """Write `content`, completely or not at all."""
    write_whole(path, lambda file: file.write(content))


def confirm(path: Path) -> None:
    """Flush the entry of `path`, which was just renamed, to the disk.

    Raises:
        UnconfirmedError: the disk did not confirm it.
    """
    try:
        sync_folder(path.parent)
    except OSError as error:
        why = error.strerror
        said = Bilingual(
            f"it is written, but the disk did not confirm it ({why})",
            f"已写入，但磁盘未确认（{why}）",
            f"已写入，但磁盘未确认 · it is written, but the disk did not confirm it ({why})",
        )
        raise UnconfirmedError(error.errno, said, str(path)) from error


def sync_folder(folder: Path) -> None:
    """Flush a folder's entries to the disk, so that a rename survives a power failure."""
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
        if folder.is_dir():  # another process has just made it
            return
        raise
    folder.chmod(0o755)
    sync_folder(folder.parent)


def exchange(one: Path, other: Path) -> None:
    """Exchange two files or folders: both names exist at every moment.

    If the file system cannot do that (some of a network), there is such a moment; if the second half fails, the
    first is undone.

    Raises:
        OSError: both are unchanged.
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
