"""Have a file read apart from this process: by the program `sandbox`, which is started when first needed."""

import atexit
import json
import socket
import subprocess
import sys
from functools import cache
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from typing import Any

from index_pipeline.sources.workbooks import sandbox

SECONDS_TO_BEGIN = 60.0
"""Time in which the program begins a process, whatever else the machine does."""

SECONDS_TO_END = 5.0
"""Time after which the program is ended if it does not end by itself."""


def read_apart(kind: str, content: bytes, *, is_form: bool, seconds: float) -> dict[str, Any] | None:
    """Return the sheets of a file, or the problem; None if what reads it ends without an answer, or takes too long.

    Args:
        kind: PDF, DOCX, HTML, XML, XLS or XLSX.
        content: The file.
        is_form: Whether a person filled it in.
        seconds: The time that it may take.

    Raises:
        OSError: the system has no room for another process.
    """
    try:
        connection = _begun(kind)
    except OSError:  # somebody has ended the program
        connection = _begun(kind)
    with connection:
        try:
            connection.send_bytes(json.dumps([is_form, seconds]).encode())
            connection.send_bytes(content)
            answer: dict[str, Any] | None = json.loads(connection.recv_bytes()) if connection.poll(seconds) else None
        except (OSError, EOFError, ValueError):
            answer = None
    return answer


def _begun(kind: str) -> Connection:
    """Return a connection to a process that has begun to wait for a file."""
    program = running()
    ours, theirs = Pipe()
    try:
        with theirs:
            socket.send_fds(program.asking, [kind.ljust(sandbox.KIND).encode()], [theirs.fileno()])
        if not ours.poll(SECONDS_TO_BEGIN):
            raise TimeoutError(f"it does not answer within {SECONDS_TO_BEGIN:g} s")
        ours.recv_bytes()
    except (OSError, EOFError) as error:
        ours.close()
        running.cache_clear()
        program.end()
        raise OSError("no file can be read: the process that reads them has ended") from error
    return ours


class Program:
    """The program `sandbox`, running. It ends with this process, as its input does."""

    def __init__(self) -> None:
        self.asking, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-m", sandbox.__name__],
                stdin=theirs.fileno(),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,  # an interrupt is for this process
            )
        self.pid = self._process.pid
        atexit.register(self.end)

    def end(self) -> None:
        """End it, and wait until it has ended."""
        self.asking.close()
        try:
            self._process.wait(SECONDS_TO_END)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


@cache
def running() -> Program:
    """Return the program, which is started when it is first asked for."""
    return Program()
