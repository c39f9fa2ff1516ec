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
    found: dict[str, tuple[str, dict[str, Path]]] = {}
    for point in aggregations().values():
        if point.dist is not None:
            found.setdefault(point.dist.name, (point.dist.version, {}))[1].update(_files(point.module))
    return {name: f"{stated} {_digest(files)}" for name, (stated, files) in found.items()}


def files() -> list[Path]:
    """Return the files of all packages that offer an aggregation."""
    return [path for point in aggregations().values() for path in _files(point.module).values()]


def _digest(files: dict[str, Path]) -> str:
    found = hashlib.sha256()
    for name, path in sorted(files.items()):
        found.update(f"{name}\n".encode())
        found.update(hashlib.sha256(path.read_bytes()).digest())
    return f"sha256:{found.hexdigest()}"


def _files(module: str) -> dict[str, Path]:
    """Return by name the files of the package that a module is in, below a namespace; what Python compiles is none."""
    parts = module.split(".")
    for depth in range(1, len(parts) + 1):
        name = ".".join(parts[:depth])
        spec = find_spec(name)
        if spec is None:
            return {}
        if spec.origin:
            break
    else:
        return {}
    folders = [Path(folder) for folder in spec.submodule_search_locations or ()]
    below = {
        f"{name}/{path.relative_to(folder).as_posix()}": path for folder in folders for path in files_below(folder)
    }
    own = {key: path for key, path in below.items() if path.is_file() and not _is_passing(Path(key))}
    return own or {name: Path(spec.origin)}


def _is_passing(path: Path) -> bool:
    return any(part == "__pycache__" or part.startswith(".") for part in path.parts)
