"""A real Dask scheduler with worker processes, over loopback, for as long as a test needs it."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

COMMANDS = {"scheduler": "distributed.cli.dask_scheduler", "worker": "distributed.cli.dask_worker"}

LOOPBACK = ("--host", "127.0.0.1", "--no-dashboard", "--dashboard-address", "127.0.0.1:0")
"""Without the last one, a page with every task is served to the whole network, dashboard or not."""


@dataclass
class Cluster:
    """A scheduler and the workers that were started, each in a process of its own."""

    folder: Path
    port: int
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def address(self) -> str:
        return f"dask://127.0.0.1:{self.port}"

    @property
    def scheduler(self) -> subprocess.Popen[bytes]:
        return self.processes[0]

    @property
    def workers(self) -> list[subprocess.Popen[bytes]]:
        return self.processes[1:]

    def start(self, kind: str, *arguments: str, **environment: str) -> subprocess.Popen[bytes]:
        log = (self.folder / f"{kind}-{len(self.processes)}.log").open("wb")
        command = [sys.executable, "-m", COMMANDS[kind], *arguments, *LOOPBACK]
        paths = [environment.pop("PYTHONPATH", ""), os.environ.get("PYTHONPATH", ""), str(Path(__file__).parent)]
        given = {**os.environ, **environment, "PYTHONPATH": os.pathsep.join(filter(None, paths))}
        self.processes.append(subprocess.Popen(command, stdout=log, stderr=log, env=given, cwd=self.folder))
        return self.processes[-1]

    def start_worker(self, **environment: str) -> subprocess.Popen[bytes]:
        options = ("--nthreads", "1", "--no-nanny", "--memory-limit", "2GB", "--local-directory", str(self.folder))
        return self.start("worker", f"tcp://127.0.0.1:{self.port}", *options, **environment)

    def wait_for(self, workers: int) -> None:
        from distributed import Client

        with Client(f"tcp://127.0.0.1:{self.port}", timeout=120, set_as_default=False) as client:
            client.wait_for_workers(workers, timeout=120)

    def end(self) -> None:
        for process in self.processes:
            process.kill()
        for process in self.processes:
            process.wait(10)


@contextmanager
def cluster(folder: Path, workers: int) -> Iterator[Cluster]:
    """Start a scheduler and workers, and end them."""
    folder.mkdir(parents=True, exist_ok=True)
    made = Cluster(folder, _free_port())
    try:
        made.start("scheduler", "--port", str(made.port))
        for _ in range(workers):
            made.start_worker()
        if workers:
            made.wait_for(workers)
        yield made
    finally:
        made.end()


def sleep_then_double(number: int) -> int:
    """Take a second: long enough to be interrupted."""
    time.sleep(1)
    return 2 * number


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])
