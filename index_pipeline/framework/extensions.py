"""Functions of other packages that a framework may name, by their entry points."""

import hashlib
from collections.abc import Callable
from importlib.metadata import EntryPoint, entry_points
from importlib.util import find_spec
from pathlib import Path
from typing import Any

AGGREGATIONS = "icdi.aggregations"
"""Group of the entry points that are aggregations."""


def aggregations() -> dict[str, EntryPoint]:
    """Return the aggregations that the installed packages offer, by name; nothing of them is imported yet."""
    return {point.name: point for point in sorted(entry_points(group=AGGREGATIONS), key=lambda point: point.name)}


def aggregation(name: str) -> Callable[..., Any]:
    """Import and return an aggregation.

    Raises:
        KeyError: no installed package offers it.
    """
    function: Callable[..., Any] = aggregations()[name].load()
    return function


def versions() -> dict[str, str]:
    """Return, of each package that offers an aggregation, its version and the digest of the module that has it."""
    return {
        point.dist.name: f"{point.dist.version} {_digest(point.module)}"
        for point in aggregations().values()
        if point.dist is not None
    }


def _digest(module: str) -> str:
    spec = find_spec(module)
    code = Path(spec.origin).read_bytes() if spec is not None and spec.origin else b""
    return f"sha256:{hashlib.sha256(code).hexdigest()}"
