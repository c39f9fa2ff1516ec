"""Dask's workers: each runs this package in its own process, over loopback or TLS, and hands back small results."""

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urlsplit

from index_pipeline.errors import UserError
from index_pipeline.loopback import names_this_machine
from index_pipeline.publication.releases.program import STARTED
from index_pipeline.scale.errors import MESSAGES, EngineError

if TYPE_CHECKING:
    from distributed import Client

SECONDS_TO_CONNECT = 10

PATIENCE = 60
"""Seconds after which a task is given up for which there is no worker."""

TASKS_PER_THREAD = 3
"""Tasks that are given out at a time: enough to keep workers busy, few enough to keep the scheduler small."""

SAME = ("duckdb", "numpy", "pyarrow")
"""Libraries that workers use, and that must be of the same version there as here."""

T = TypeVar("T")
R = TypeVar("R")


def on_workers(address: str, function: Callable[[T], R], items: Sequence[T]) -> Iterator[R]:
    """Yield the result for each item as workers return them; a task whose worker ends is given to another one.

    Args:
        address: `dask://HOST:PORT`; TLS is used unless it is this machine.
        function: Run on a worker.
        items: Its arguments.

    Raises:
        EngineError: no scheduler or worker answers, a worker has another version of the package, workers end with
            the same task again and again, or all have too little memory to begin one.
        UserError: what the function raises.
    """
    with _client(address) as client:
        from distributed import wait

        task = partial(run_here, function, versions())
        threads = sum(worker["nthreads"] for worker in client.scheduler_info(n_workers=-1)["workers"].values())
        waiting = iter(items)
        running = {client.submit(task, item, pure=False) for item in islice(waiting, TASKS_PER_THREAD * threads)}
        while running:
            try:
                done, running = wait(running, timeout=PATIENCE, return_when="FIRST_COMPLETED")
            except TimeoutError:
                workers = client.scheduler_info(n_workers=-1)["workers"].values()
                if not workers:
                    raise _error("no_worker", address=address) from None
                if all(worker["status"] == "paused" for worker in workers):
                    raise _error("paused", address=address) from None
                continue
            for future in done:
                yield future.result()
            running |= {client.submit(task, item, pure=False) for item in islice(waiting, len(done))}


def _ensure_same(client: "Client") -> None:
    """Compare the versions of each worker, which may not have this package at all, with those of this process."""

    def versions_there() -> dict[str, str]:  # within a function, so that it is sent as code, not as a name
        try:
            from index_pipeline.scale.workers import versions
        except ImportError as error:
            return {"index-pipeline": str(error)}
        return versions()

    for worker, own in client.run(versions_there).items():
        _refuse_others(worker, own, versions())


def _refuse_others(worker: str, own: dict[str, str], expected: dict[str, str]) -> None:
    different = next((name for name in expected if own.get(name) != expected[name]), None)
    if different:
        details = {"name": different, "theirs": own.get(different), "ours": expected[different]}
        raise _error("other_program", worker=worker, **details)


def run_here(function: Callable[[T], R], expected: dict[str, str], item: T) -> R:
    """Run a task in this process, a worker, if its versions are those of the process that gives it.

    Raises:
        EngineError: they are not.
    """
    from distributed import get_worker

    _refuse_others(get_worker().address, versions(), expected)  # a worker may have come since it was asked
    return function(item)


def versions() -> dict[str, str]:
    """Return digest of the code and versions of the libraries that a worker uses, as this process began with them."""
    libraries = {name: str(STARTED["libraries"][name]) for name in SAME}
    return {"index-pipeline": str(STARTED["code_digest"]), **libraries}


@contextmanager
def _client(address: str) -> Iterator["Client"]:
    """Connect to a scheduler, and say in sentences what goes wrong there."""
    try:
        from distributed import CancelledError, Client, KilledWorker
    except ImportError as error:
        raise _error("not_installed") from error
    where, security = _where(address)
    logging.getLogger("distributed").setLevel(logging.CRITICAL)  # what goes wrong is said here, in a sentence
    try:
        client = Client(where, security=security, timeout=SECONDS_TO_CONNECT)
    except (OSError, RuntimeError, ValueError) as error:
        raise _error("unreachable", address=address, cause=_said(error)) from error
    with client:
        if not client.scheduler_info()["workers"]:
            raise _error("no_worker", address=address)
        try:
            _ensure_same(client)
            yield client
        except UserError:
            raise
        except KilledWorker as error:
            raise _error("killed", address=address) from error
        except (CancelledError, OSError) as error:
            raise _error("lost", address=address, cause=_said(error)) from error
        except (ImportError, AttributeError, RuntimeError) as error:
            raise _error("not_run", address=address, cause=_said(error)) from error


def _where(address: str) -> tuple[str, Any]:
    """Return Dask's address of a scheduler and the security to use: none on this machine, TLS elsewhere."""
    place = urlsplit(address).netloc
    if names_this_machine(place):
        return f"tcp://{place}", None
    import distributed

    security: Any = distributed.Security(require_encryption=True)  # with the files that Dask's configuration names
    if not security.tls_ca_file or not security.tls_client_cert:
        raise _error("no_certificate", address=address)
    return f"tls://{place}", security


def _error(kind: str, **details: object) -> EngineError:
    return EngineError(MESSAGES[kind].with_details(**details))


def _said(error: Exception) -> str:
    return str(error).splitlines()[0] if str(error) else type(error).__name__
