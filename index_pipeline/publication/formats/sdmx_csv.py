"""Scores and figures as SDMX-CSV 2.0."""

import csv
import io
from collections.abc import Iterable, Sequence

from index_pipeline.characters import as_cell
from index_pipeline.publication.contents import Contents
from index_pipeline.publication.formats.sdmx import (
    AGENCY,
    OBS_STATUS_OF,
    OBSERVATIONS_FLOW,
    POINTS,
    SCORES_FLOW,
    VERSION,
    Flow,
    code_of,
    table_of,
)

MISSING = "NaN"
"""An observation value that is missing, as SDMX writes it; an attribute that is missing is empty."""

Cell = str | float | int | None


def scores_csv(contents: Contents) -> bytes:
    """Write every score with its rank, coverage and status, with all its digits; a missing one is NaN.

    Source: SDMX-CSV field guide, version 2.0.0.
    """
    keys = ("ref_area", "time_period", "component_id")
    ranks = {tuple(row[k] for k in keys): row["rank"] for row in table_of(contents, "rankings").to_pylist()}
    return _written(
        SCORES_FLOW,
        (
            (
                "A",
                code_of(row["ref_area"]),
                code_of(row["component_id"]),
                row["time_period"],
                MISSING if row["score"] is None else row["score"],
                OBS_STATUS_OF["M" if row["score"] is None else "A"],
                POINTS,
                ranks.get(tuple(row[k] for k in keys)),
                row["coverage"],
                row["status"],
            )
            for row in table_of(contents, "scores").to_pylist()
        ),
    )


def observations_csv(contents: Contents) -> bytes:
    """Write every figure in the unit of its series, with its status, day of publication and source."""
    units = {row["series_id"]: row["unit"] for row in table_of(contents, "series").to_pylist()}
    columns = ("ref_area", "series_id", "time_period", "obs_value", "obs_status", "vintage", "source_id")
    rows = zip(*(table_of(contents, "observations")[name].to_pylist() for name in columns), strict=True)
    return _written(
        OBSERVATIONS_FLOW,
        (
            (
                "A",
                code_of(area),
                code_of(series),
                year,
                MISSING if value is None else value,
                OBS_STATUS_OF[status],
                code_of(units.get(series, "")),
                vintage,
                source,
            )
            for area, series, year, value, status, vintage, source in rows
        ),
    )


def _cell(value: Cell) -> Cell:
    return "" if value is None else as_cell(value) if isinstance(value, str) else value


def _written(flow: Flow, rows: Iterable[Sequence[Cell]]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["STRUCTURE", "STRUCTURE_ID", "ACTION", *(column.concept_id for column in flow.columns)])
    head = ("dataflow", f"{AGENCY}:{flow.flow_id}({VERSION})", "I")
    writer.writerows((*head, *map(_cell, row)) for row in rows)
    return text.getvalue().encode()
