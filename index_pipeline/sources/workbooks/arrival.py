"""The bytes of a file as they were at one moment, though others may be writing to it."""

import errno
import fcntl
import os
import signal
import stat
import time
from pathlib import Path

from index_pipeline.causes import cause
from index_pipeline.language import Both
from index_pipeline.sources.problems import Problem, Refusal, printable
from index_pipeline.sources.workbooks.contents import LARGEST_FILE

SETTLING = 10.0
"""Seconds without a change after which another user's file counts as whole."""


PASSING = {
    *(errno.EIO, errno.ENOMEM, errno.EMFILE, errno.ENFILE, errno.EAGAIN, errno.EINTR, errno.ENOSPC, errno.EDQUOT),
    *(errno.ESTALE, errno.ETIMEDOUT, errno.ENODEV, errno.ENXIO, errno.EBUSY, errno.EHOSTDOWN, errno.EREMOTEIO),
}
"""Faults of the disk or the system, not of a file: what fails so is tried again."""


def content_of(path: Path) -> bytes:
    """Return the bytes of a regular file as they were at one moment.

    Raises:
        Refusal: the path is a link, a folder or a device; the file cannot be opened or is too large; it is open for
            writing, or changes while it is read; the disk or the system fails.
    """
    try:
        return _content_of(path)
    except OSError as error:
        raise Refusal(printable(path.name), [unread(error)]) from error


def unread(error: OSError | ValueError) -> Problem:
    """Say that a file could not be read: because of the file, or of the disk or the system."""
    is_passing = isinstance(error, OSError) and error.errno in PASSING
    return Problem("unread" if is_passing else "unreadable", details={"why": cause(error)})


def _content_of(path: Path) -> bytes:
    name = printable(path.name)
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except (OSError, ValueError) as error:
        if path.is_symlink():
            raise Refusal(name, [Problem("not_regular", details={"what": Both("a link", "链接")})]) from error
        raise Refusal(name, [unread(error)]) from error
    before = os.fstat(handle)
    if not stat.S_ISREG(before.st_mode):
        os.close(handle)
        what = Both("a folder", "目录") if stat.S_ISDIR(before.st_mode) else Both("a device", "设备或管道")
        raise Refusal(name, [Problem("not_regular", details={"what": what})])
    with os.fdopen(handle, "rb") as file:
        if before.st_size > LARGEST_FILE:
            raise Refusal(
                name,
                [Problem("too_large", details={"why": Both(f"{before.st_size:,} bytes", f"{before.st_size:,}字节")})],
            )
        written = _is_open_for_writing(handle)
        content = file.read(LARGEST_FILE + 1)
        after = os.fstat(handle)
    now = path.lstat() if path.exists() else None
    states = {(s.st_ino, s.st_size, s.st_mtime_ns) for s in (before, after, now) if s}
    if written or now is None or len(states) > 1 or len(content) != before.st_size:
        raise Refusal(name, [Problem("changing")])
    return content


def _is_open_for_writing(handle: int) -> bool:
    """Ask Linux for a lease on the file, which it grants if nobody has it open for writing; elsewhere, False.

    Of another user's file it grants none: one that was written to a moment ago counts as open.
    """
    if not hasattr(fcntl, "F_SETLEASE"):
        return False
    try:
        fcntl.fcntl(handle, fcntl.F_SETSIG, signal.SIGURG)  # a signal that does nothing, in case a writer comes now
        fcntl.fcntl(handle, fcntl.F_SETLEASE, fcntl.F_RDLCK)
    except OSError as error:
        if error.errno in {errno.EACCES, errno.EPERM}:
            return 0 <= time.time() - os.fstat(handle).st_mtime < SETTLING
        return error.errno in {errno.EAGAIN, errno.EWOULDBLOCK}
    fcntl.fcntl(handle, fcntl.F_SETLEASE, fcntl.F_UNLCK)
    return False
