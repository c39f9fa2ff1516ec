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
from typing import Self

import pyarrow as pa

from index_pipeline import sql
from index_pipeline.framework.framework import Framework
from index_pipeline.scale.count import count_part
from index_pipeline.scale.partitions import Part, PartitionedRegister

COMMANDS = {"scheduler": "distributed.cli.dask_scheduler", "worker": "distributed.cli.dask_worker"}

LOOPBACK = "127.0.0.1"

NO_PAGE = ("--no-dashboard", "--dashboard-address", "127.0.0.1:0")
"""Without the last one, a page with every task is served to the whole network, dashboard or not."""


@dataclass(frozen=True)
class Certificates:
    """Files of a certification authority, and of a certificate for scheduler, workers and client."""

    authority: Path
    certificate: Path

    @classmethod
    def issue(cls, folder: Path, host: str) -> Self:
        """Issue them for a host, by an authority of its own."""
        import trustme

        authority = trustme.CA()
        made = cls(folder / "authority.pem", folder / "certificate.pem")
        authority.cert_pem.write_to_path(str(made.authority))
        authority.issue_cert(host).private_key_and_cert_chain_pem.write_to_path(str(made.certificate))
        return made

    def options(self) -> tuple[str, ...]:
        own = str(self.certificate)
        return ("--tls-ca-file", str(self.authority), "--tls-cert", own, "--tls-key", own)


@dataclass
class Cluster:
    """A scheduler and the workers that were started, each in a process of its own."""

    folder: Path
    port: int
    host: str = LOOPBACK
    certificates: Certificates | None = None
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def address(self) -> str:
        return f"dask://{self.host}:{self.port}"

    @property
    def of_scheduler(self) -> str:
        """The address as Dask writes it."""
        return f"{'tls' if self.certificates else 'tcp'}://{self.host}:{self.port}"

    @property
    def scheduler(self) -> subprocess.Popen[bytes]:
        return self.processes[0]

    @property
    def workers(self) -> list[subprocess.Popen[bytes]]:
        return self.processes[1:]

    def start(self, kind: str, *arguments: str, **environment: str) -> subprocess.Popen[bytes]:
        log = (self.folder / f"{kind}-{len(self.processes)}.log").open("wb")
        options = self.certificates.options() if self.certificates else ()
        command = [sys.executable, "-m", COMMANDS[kind], *arguments, "--host", self.host, *NO_PAGE, *options]
        paths = [environment.pop("PYTHONPATH", ""), os.environ.get("PYTHONPATH", ""), str(Path(__file__).parent)]
        given = {**os.environ, **environment, "PYTHONPATH": os.pathsep.join(filter(None, paths))}
        self.processes.append(subprocess.Popen(command, stdout=log, stderr=log, env=given, cwd=self.folder))
        return self.processes[-1]

    def start_worker(self, memory: str = "2GB", **environment: str) -> subprocess.Popen[bytes]:
        options = ("--nthreads", "1", "--no-nanny", "--memory-limit", memory, "--local-directory", str(self.folder))
        return self.start("worker", self.of_scheduler, *options, **environment)

    def wait_for(self, workers: int) -> None:
        from distributed import Client, Security

        security = None
        if made := self.certificates:
            own = str(made.certificate)
            security = Security(
                tls_ca_file=str(made.authority), tls_client_cert=own, tls_client_key=own, require_encryption=True
            )
        with Client(self.of_scheduler, timeout=120, set_as_default=False, security=security) as client:
            until = time.monotonic() + 120
            while len(client.scheduler_info(n_workers=-1)["workers"]) < workers:  # working or not, for want of memory
                assert time.monotonic() < until, f"fewer than {workers} workers have come"
                time.sleep(0.05)

    def end(self) -> None:
        for process in self.processes:
            process.kill()
        for process in self.processes:
            process.wait(10)


@contextmanager
def cluster(
    folder: Path, workers: int, host: str = LOOPBACK, certificates: Certificates | None = None
) -> Iterator[Cluster]:
    """Start a scheduler and workers, and end them; over TLS with certificates."""
    folder.mkdir(parents=True, exist_ok=True)
    made = Cluster(folder, _free_port(), host, certificates)
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


def count_in_little_space(part: tuple[PartitionedRegister, Part], framework: Framework) -> pa.Table:
    """Count a part where DuckDB has little memory, and no room on the disk."""
    before = dict(sql.SETTINGS)
    try:
        sql.SETTINGS.update({"memory_limit": "1MB", "max_temp_directory_size": "0KB"})
        sql._database.cache_clear()
        return count_part(part, framework)
    finally:
        sql.SETTINGS.clear()
        sql.SETTINGS.update(before)
        sql._database.cache_clear()


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])
