"""The scores file: every digit of every score, in a CSV that anything reads."""

import csv
import io
from pathlib import Path

import pyarrow as pa

from index_pipeline.characters import as_cell
from index_pipeline.files import write_text

COLUMNS = ("ref_area", "time_period", "component_id", "score", "rank", "coverage")


def write_scores(scores: pa.Table, rankings: pa.Table, out: Path) -> Path:
    """Write `scores.csv` in `out`: 17 significant digits, missing values empty, rows in the order of `COLUMNS`."""
    ranks = {
        (row["ref_area"], row["time_period"], row["component_id"]): row["rank"]
        for row in rankings.select(["ref_area", "time_period", "component_id", "rank"]).to_pylist()
    }
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for row in scores.to_pylist():
        key = (row["ref_area"], row["time_period"], row["component_id"])
        area, year, component = key
        writer.writerow(
            [as_cell(area), year, component, _digits(row["score"]), _blank(ranks[key]), _digits(row["coverage"])]
        )
    path = out / "scores.csv"
    write_text(path, text.getvalue())
    return path


def _digits(value: float | None) -> str:
    return "" if value is None else f"{value:.17g}"


def _blank(value: int | None) -> str:
    return "" if value is None else str(value)
