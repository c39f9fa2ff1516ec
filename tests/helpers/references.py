"""Figures that public tools made: see tests/reference/README.md."""

import csv
import gzip
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[1] / "reference"


def rows(name: str) -> list[dict[str, str]]:
    """Read one file of reference figures."""
    path = FOLDER / name
    text = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    return list(csv.DictReader(text.decode("utf-8").splitlines()))


def cells(name: str) -> dict[tuple[str, str], str]:
    """Read the cells of one file by its first column and the name of the column."""
    table = [list(row.items()) for row in rows(name)]
    return {(key, column): cell for (_, key), *rest in table for column, cell in rest}


def column(name: str, field: str) -> list[float | None]:
    """Read one column; an empty field is missing."""
    return [number(row[field]) for row in rows(name)]


def number(text: str) -> float | None:
    """Read a figure; an empty field is missing."""
    return float(text) if text else None
