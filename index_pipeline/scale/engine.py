"""Where work that falls into independent parts is done: in this process, or on the workers that ICDI_ENGINE names."""

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar
from urllib.parse import urlsplit

from index_pipeline.scale.errors import MESSAGES, EngineError

VARIABLE = "ICDI_ENGINE"

T = TypeVar("T")
R = TypeVar("R")


def engine() -> str | None:
    """Return the address of the scheduler that ICDI_ENGINE names; None if it names none.

    Raises:
        EngineError: it is not written as an address.
    """
    address = os.environ.get(VARIABLE)
    if not address:
        return None
    try:
        found = urlsplit(address)
        is_address = found.scheme == "dask" and bool(found.hostname and found.port)
    except ValueError:
        is_address = False
    if not is_address:
        raise EngineError(MESSAGES["address"].with_details(address=address))
    return address


def each(function: Callable[[T], R], items: Sequence[T], threads: int = 1) -> Iterator[R]:
    """Yield the result for each item, in any order.

    Args:
        function: Of a module, or a `partial` of one: workers import it.
        items: Small: names and counts, not what they name.
        threads: Of this process, without an engine: more than one for a function that waits for another process.

    Raises:
        EngineError: the workers cannot be reached or used; the message says what to do.
    """
    address = engine()
    if not address:
        if threads == 1:
            yield from map(function, items)
        else:
            with ThreadPoolExecutor(threads) as pool:
                yield from pool.map(function, items)
        return
    from index_pipeline.scale.workers import on_workers

    yield from on_workers(address, function, items)
