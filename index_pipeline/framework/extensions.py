"""Functions of other packages that a framework may name, by their entry points."""

import hashlib
from collections.abc import Callable
from importlib.metadata import EntryPoint, entry_points
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from index_pipeline.files import files_below

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
    """Return, of each package that offers an aggregation, its version and the digest of all its files."""
    modules: dict[str, set[str]] = {}
    stated: dict[str, str] = {}
    for point in aggregations().values():
        if point.dist is not None:
            stated[point.dist.name] = point.dist.version
            modules.setdefault(point.dist.name, set()).add(point.module.partition(".")[0])
    return {name: f"{stated[name]} {_digest(sorted(found))}" for name, found in modules.items()}


def _digest(modules: list[str]) -> str:
    found = hashlib.sha256()
    for module in modules:
        for name, path in _files(module):
            found.update(f"{name}\n".encode())
            found.update(hashlib.sha256(path.read_bytes()).digest())
    return f"sha256:{found.hexdigest()}"


def _files(module: str) -> list[tuple[str, Path]]:
    """Return the files of a package by their names within it, or that of a module; not what Python compiles of them."""
    spec = find_spec(module)
    if spec is None or not spec.origin:
        return []
    folders = [Path(folder) for folder in spec.submodule_search_locations or ()]
    files = [(path.relative_to(folder).as_posix(), path) for folder in folders for path in files_below(folder)]
    own = [(name, path) for name, path in files if "__pycache__" not in path.parts]
    return sorted(own) or [(Path(spec.origin).name, Path(spec.origin))]
