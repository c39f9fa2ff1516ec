"""Setters: processes that set documents beside this one; what is kept is not set again.

Typst runs without Python's lock (GIL), but all that is computed around it does not: two processes beside this one set
the cards of a release while the workbook is made. They are started anew, not forked (a copy of this process could
wait for ever for a lock that one of its threads held), and know nothing but the documents that they are given.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import asdict
from queue import SimpleQueue
from typing import Self

from index_pipeline.keeping import Keeping
from index_pipeline.program_files import PACKAGE
from index_pipeline.publication.files import File
from index_pipeline.publication.printing.documents import Document

MOST = 2
"""Processes beside this one."""

WORTH = 24
"""Documents from which on starting them, a fifth of a second each, is worth it."""

SIZE = 8
"""Bytes of the size of an answer."""


@contextmanager
def being_set(documents: Sequence[Document], keeping: Keeping | None) -> Iterator[Iterator[File]]:
    """Set documents beside what the caller does meanwhile; yield their files in the same order.

    Files follow from the documents alone, wherever and in whatever order they are set. Whatever happens to a process
    beside this one, this one sets its document itself: so what is raised is what setting it here raises.
    """
    keys = [document.key(keeping) if keeping else "" for document in documents]
    kept = [keeping.get(key) if keeping else None for key in keys]
    with ExitStack() as ending:
        free: SimpleQueue[Setter | None] = SimpleQueue()
        for number in range(MOST):
            beside = number < _processes(sum(content is None for content in kept))
            free.put(_started(ending) if beside else None)

        def made(document: Document) -> bytes:
            setter = free.get()
            try:
                return (setter and setter.set(document)) or document.content
            finally:
                free.put(setter)

        def file(document: Document, key: str, content: bytes | None) -> File:
            if content is None:
                content = made(document)
                if keeping:
                    keeping.put(key, content)
            return File(document.path, content)

        pool = ThreadPoolExecutor(MOST)
        ending.callback(pool.shutdown, cancel_futures=True)
        yield pool.map(file, documents, keys, kept)


def _started(ending: ExitStack) -> "Setter | None":
    """Start a process that ends with `ending`; None if the system has no room for one."""
    try:
        return ending.enter_context(Setter())
    except OSError:
        return None


def _processes(documents: int) -> int:
    """Return how many processes set so many documents: none on one processor."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(MOST, cores) if documents >= WORTH and cores > 1 else 0


class Setter:
    """A process that sets one document at a time. Its input ends with this process, and it ends with its input."""

    def __enter__(self) -> Self:
        """Start it; what it does not know yet it imports while the first document is on its way."""
        path = os.pathsep.join([str(PACKAGE.parent), *filter(None, [os.environ.get("PYTHONPATH")])])
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", __name__],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": path},
            start_new_session=True,  # an interrupt is for this process, which then ends it
        )
        return self

    def __exit__(self, *_: object) -> None:
        """End it."""
        self._process.kill()
        self._process.communicate()

    def set(self, document: Document) -> bytes | None:
        """Return the PDF; None if it could not be set, or the process has ended."""
        assert self._process.stdin
        assert self._process.stdout
        try:
            self._process.stdin.write(json.dumps(asdict(document)).encode() + b"\n")
            self._process.stdin.flush()
            size = int.from_bytes(self._process.stdout.read(SIZE))
            content = self._process.stdout.read(size)
        except OSError:
            return None
        return content if size and len(content) == size else None


def main() -> None:
    """Set the documents that come in, a line of JSON each, until there are no more; answer with the size of each, 0 if
    it could not be set, and the PDF.
    """
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # whatever a library prints is not an answer
    for line in sys.stdin.buffer:
        content = _content(line)
        with suppress(BrokenPipeError):  # the process that asked has ended
            answers.write(len(content).to_bytes(SIZE) + content)
            answers.flush()


def _content(line: bytes) -> bytes:
    try:
        return Document(**json.loads(line)).content
    except Exception:  # the process that asked sets it itself, and raises what is wrong where it is understood
        return b""


if __name__ == "__main__":
    main()
