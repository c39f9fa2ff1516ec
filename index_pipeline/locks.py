"""Locks by files: one process at a time, or several together; the system releases a lock when its process ends."""

import errno
import fcntl
import logging
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from index_pipeline.characters import visible
from index_pipeline.clock import BEIJING
from index_pipeline.files import make_folder
from index_pipeline.language import Bilingual

LOGGER = logging.getLogger(__name__)


@contextmanager
def locked(path: Path, patience: float) -> Iterator[None]:
    """Hold the lock file `path` alone; the system releases it when the process ends, however it ends.

    It says which process holds it, and since when. A process that must wait says so at once, on standard error unless
    logging is set up otherwise.

    Raises:
        TimeoutError: another process held it for `patience` seconds; the message says which.
        OSError: the file cannot be made or locked.
    """
    handle = _opened(path)
    try:
        until = time.monotonic() + patience
        waiting = False
        while True:
            try:
                _lock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB, path)
                if os.fstat(handle).st_nlink:
                    break
                seen = _opened(path)  # the other one was removed while this process waited: nobody else sees it
                os.close(handle)
                handle = seen
            except BlockingIOError:
                if time.monotonic() >= until:
                    raise TimeoutError(errno.EAGAIN, _held(handle), str(path)) from None
                if not waiting:
                    held = _held(handle)
                    LOGGER.warning("icdi: %s: %s", path, Bilingual(f"waiting: {held.en}", f"等待：{held.zh}"))
                    waiting = True
                time.sleep(0.02)
        with suppress(OSError):  # a full disk must not stop the work
            os.ftruncate(handle, 0)
            os.pwrite(handle, _this_process().encode(), 0)
        yield
    finally:
        os.close(handle)


@contextmanager
def shared(path: Path, alone: Callable[[], object]) -> Iterator[None]:
    """Hold the lock file `path` together with others; whoever finds it free first calls `alone`, before any other.

    Raises:
        OSError: the file cannot be made.
    """
    handle = _opened(path)
    try:
        with suppress(BlockingIOError):
            _lock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB, path)
            alone()
        _lock(handle, fcntl.LOCK_SH, path)
        yield
    finally:
        os.close(handle)


def _opened(path: Path) -> int:
    make_folder(path.parent)
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)


def _lock(handle: int, how: int, path: Path) -> None:
    try:
        fcntl.flock(handle, how)
    except BlockingIOError:
        raise
    except OSError as error:  # the file system has no locks
        raise OSError(error.errno, error.strerror, str(path)) from error


def _this_process() -> str:
    command = " ".join([Path(sys.argv[0]).name, *sys.argv[1:2]])[:60]
    return f"{os.getpid()} {datetime.now(BEIJING):%Y-%m-%dT%H:%M:%S%z} {command}\n"


def _held(handle: int) -> Bilingual:
    holder = visible(os.pread(handle, 200, 0).decode(errors="replace").strip())
    process, _, rest = holder.partition(" ")
    since, _, command = rest.partition(" ")
    if not process:
        return Bilingual("another process is using it", "另一进程正在使用")
    zh = f"进程 {process}（{command}）自 {since} 起正在使用"
    return Bilingual(f"process {process} ({command}) has been using it since {since}", zh)
