"""Processes that need not import what takes seconds: each is forked from one that has imported it.

Such a process is otherwise like one that was started: it has its own arguments, environment, output and exit code, no
input, and a session of its own. Processes of one server share the seed of hashes, so that what is compared byte for
byte with another process is made by one that was started.
"""

import gc
import os
import select
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from functools import cache
from importlib import import_module
from multiprocessing.connection import Client, Connection
from pathlib import Path
from types import MappingProxyType

PROGRAM = "from index_pipeline.cli import main; main()"

EVENT = "icdi.forked"
"""What an audit hook sees of a process that is forked: this, and its arguments."""

_spent: list[float] = []
"""Processor seconds of each process that has ended."""


class Forked:
    """A process that was forked, with as much of `subprocess.Popen` as tests use."""

    def __init__(self, server: Path, program: str, arguments: tuple[str, ...], environment: dict[str, str]):
        """Begin it at once.

        Args:
            server: Folder of the server of `serve`.
            program: What `python -c` would get.
            arguments: Those of the program.
            environment: The variables of the process.
        """
        self._folder = Path(tempfile.mkdtemp(dir=server))
        self._connection = Client(str(server / "socket"))
        self._connection.send((program, arguments, environment, str(Path.cwd()), str(self._folder)))
        self.pid: int = self._connection.recv()
        self.returncode = 0

    def communicate(self, timeout: float | None = None) -> tuple[str, str]:
        """Wait for the end; return what was written to output and to errors."""
        if not self._connection.poll(timeout):
            os.killpg(self.pid, signal.SIGKILL)
            raise subprocess.TimeoutExpired("icdi", timeout or 0)
        self.returncode, seconds = self._connection.recv()
        _spent.append(seconds)
        self._connection.close()
        out, err = ((self._folder / name).read_text(encoding="utf-8") for name in ("out", "err"))
        shutil.rmtree(self._folder)
        return out, err


def forked(
    *arguments: object,
    program: str = PROGRAM,
    before: tuple[str, ...] = (),
    environment: Mapping[str, str] = MappingProxyType({}),
) -> Forked:
    """Begin a program in a process of its own.

    Args:
        arguments: Those of the program.
        program: What `python -c` would get; `icdi` by default.
        before: What to put before the command of the server, such as `setpriv`.
        environment: Variables besides those of this process.
    """
    given = tuple(map(str, arguments))
    sys.audit(EVENT, given)
    return Forked(_server(before), program, given, {**os.environ, **environment})


def seconds_of_forked() -> float:
    """Return the processor seconds of all processes that were forked and have ended."""
    return sum(_spent)


@cache
def _server(before: tuple[str, ...]) -> Path:
    """Start a server, which ends with this process: its input closes then."""
    folder = Path(tempfile.mkdtemp(prefix="icdi-warm-"))
    command = [*before, sys.executable, "-c", "from warm import serve; serve()", str(folder)]
    paths = os.pathsep.join(filter(None, (str(Path(__file__).parent), os.environ.get("PYTHONPATH", ""))))
    environment = {**os.environ, "PYTHONPATH": paths, "GX_ANALYTICS_ENABLED": "false"}
    server = subprocess.Popen(command, stdin=subprocess.PIPE, env=environment, start_new_session=True)
    while not (folder / "socket").exists():
        assert server.poll() is None, f"the server of warm processes ended with {server.returncode}"
        time.sleep(0.05)
    return folder


def serve() -> None:
    """Fork a process for each connection; within that process, run its program and return.

    The number of the process goes back over the connection, then its exit code and processor seconds.
    """
    folder = Path(sys.argv[1])
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(folder / "socket.new"))
        listening.listen(64)
        (folder / "socket.new").rename(folder / "socket")
        _import()
        signal.signal(signal.SIGCHLD, signal.SIG_IGN)
        while True:
            ready, _, _ = select.select([listening, sys.stdin], [], [])
            if sys.stdin in ready:
                shutil.rmtree(folder, ignore_errors=True)
                return
            connection = Connection(listening.accept()[0].detach())
            if os.fork() == 0:
                break
            connection.close()
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    program, arguments, environment, place, outputs = connection.recv()
    if process := os.fork():
        connection.send(process)
        _, status, used = os.wait4(process, 0)
        connection.send((os.waitstatus_to_exitcode(status), used.ru_utime + used.ru_stime))
        os._exit(0)
    connection.close()
    _become(Path(outputs), ["-c", *arguments], environment, place)
    exec(program, {"__name__": "__main__"})


def _import() -> None:
    """Import what commands import, and start nothing.

    What takes longest is never searched for garbage again, which would take seconds at the end of each process; DuckDB
    is, since it complains otherwise.
    """
    import_module("great_expectations")
    import_module("dagster")
    gc.freeze()
    import_module("index_pipeline.cli.main")
    import_module("index_pipeline.defs.run")


def _become(outputs: Path, arguments: list[str], environment: dict[str, str], place: str) -> None:
    os.setsid()
    for number, name in ((0, os.devnull), (1, "out"), (2, "err")):
        opened = os.open(outputs / name, os.O_RDWR | os.O_CREAT, 0o600)
        os.dup2(opened, number)
        os.close(opened)
    sys.argv[:] = arguments
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(place)
    time.tzset()
