"""Figures made with public tools, where they lie beside the checkout."""

import csv
from pathlib import Path

import pytest

FOLDER = Path(__file__).resolve().parents[3].parent / "shared" / "reference"


def rows(name: str) -> list[dict[str, str]]:
    """Read one file of reference figures, or skip the test where there is none."""
    path = FOLDER / name
    if not path.exists():
        pytest.skip("reference files are not beside the checkout")
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def column(name: str, field: str) -> list[float | None]:
    """Read one column; an empty field is missing."""
    return [number(row[field]) for row in rows(name)]


def number(text: str) -> float | None:
    """Read a figure; an empty field is missing."""
    return float(text) if text else None
