"""Scores and figures as SDMX-CSV 2.0."""

from collections.abc import Callable, Mapping

import pyarrow as pa
import pyarrow.compute as pc

from index_pipeline.parquet import as_csv
from index_pipeline.publication.formats.sdmx import (
    AGENCY,
    COMPONENT,
    COVERAGE,
    FREQ,
    OBS_STATUS,
    OBS_STATUS_OF,
    OBS_VALUE,
    OBSERVATIONS_FLOW,
    POINTS,
    RANK,
    REF_AREA,
    SCORE_STATUS,
    SCORES_FLOW,
    SERIES,
    SOURCE,
    TIME_PERIOD,
    UNIT_MEASURE,
    VERSION,
    VINTAGE,
    Concept,
    Flow,
    code_of,
    table_of,
)
from index_pipeline.publication.releases.contents import Contents

MISSING = "NaN"
"""An observation value that is missing, as SDMX writes it; an attribute that is missing is empty."""


def scores_csv(contents: Contents) -> bytes:
    """Write every score with its rank, coverage and status, with all its digits; a missing one is NaN.

    Source: SDMX-CSV field guide, version 2.0.0.
    """
    scores, keys = table_of(contents, "scores"), ("ref_area", "time_period", "component_id")
    ranks = {tuple(row[k] for k in keys): row["rank"] for row in table_of(contents, "rankings").to_pylist()}
    ranked = [ranks.get(key) for key in zip(*(scores[name].to_pylist() for name in keys), strict=True)]
    return _written(
        SCORES_FLOW,
        {
            REF_AREA: _each(scores["ref_area"], code_of),
            COMPONENT: _each(scores["component_id"], code_of),
            TIME_PERIOD: scores["time_period"],
            OBS_VALUE: scores["score"],
            OBS_STATUS: pc.if_else(pc.is_valid(scores["score"]), OBS_STATUS_OF["A"], OBS_STATUS_OF["M"]),
            UNIT_MEASURE: pa.repeat(POINTS, scores.num_rows),
            RANK: pa.array(["" if rank is None else str(rank) for rank in ranked], pa.string()),
            COVERAGE: scores["coverage"],
            SCORE_STATUS: scores["status"],
        },
    )


def observations_csv(contents: Contents) -> bytes:
    """Write every figure in the unit of its series, with its status, day of publication and source."""
    found = table_of(contents, "observations")
    units = {row["series_id"]: row["unit"] for row in table_of(contents, "series").to_pylist()}
    return _written(
        OBSERVATIONS_FLOW,
        {
            REF_AREA: _each(found["ref_area"], code_of),
            SERIES: _each(found["series_id"], code_of),
            TIME_PERIOD: found["time_period"],
            OBS_VALUE: found["obs_value"],
            OBS_STATUS: _each(found["obs_status"], OBS_STATUS_OF.__getitem__),
            UNIT_MEASURE: _each(found["series_id"], lambda series: code_of(units.get(series, ""))),
            VINTAGE: found["vintage"],
            SOURCE: found["source_id"],
        },
    )


def _each(column: pa.ChunkedArray, changed: Callable[[str], str]) -> pa.Array:
    """Return the texts of a column as `changed` writes them: called once for each that differs."""
    encoded = column.combine_chunks().dictionary_encode()
    return pa.array([changed(text) for text in encoded.dictionary.to_pylist()], pa.string()).take(encoded.indices)


def _written(flow: Flow, found: Mapping[Concept, pa.Array | pa.ChunkedArray]) -> bytes:
    rows = len(found[REF_AREA])
    head = {"STRUCTURE": "dataflow", "STRUCTURE_ID": f"{AGENCY}:{flow.flow_id}({VERSION})", "ACTION": "I"}
    columns = {name: pa.repeat(text, rows) for name, text in head.items()}
    given = {FREQ: pa.repeat("A", rows), **found}
    return as_csv(pa.table(columns | {concept.concept_id: given[concept] for concept in flow.columns}), MISSING)
