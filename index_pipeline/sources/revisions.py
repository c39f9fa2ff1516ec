"""Revisions: which figures of a file the store does not have yet."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

import pyarrow as pa
import pyarrow.compute as pc

from index_pipeline.framework.codes import CodeLists
from index_pipeline.language import Both
from index_pipeline.sources.figures import Figure
from index_pipeline.sources.problems import Problem


@dataclass(frozen=True)
class Stored:
    """One vintage of a figure in the store."""

    vintage: date
    value: float | None
    batch: str


@dataclass
class NewFigures:
    """Figures that the store does not have, with their vintage; how many of them revise one; what stops them."""

    rows: list[tuple[Figure, date]] = field(default_factory=list)
    revised: int = 0
    unchanged: int = 0
    superseded: int = 0
    problems: list[Problem] = field(default_factory=list)


def changes(
    figures: Sequence[Figure], observations: pa.Table, released: date, codes: CodeLists, *, is_known: bool
) -> NewFigures:
    """Compare a file's figures with the store.

    If the day of release is known, a figure is new if it differs from the vintage that was the newest on that day.
    If it is only the day of reading, a figure that equals any stored vintage is not new: it is an older file, and
    what superseded it stays. One that equals none is a revision of today, if the file reaches the last stored year
    of its series; a shorter file may be older than the store, so the day must be stated.
    """
    store = _store(observations, {figure.series_id for figure in figures})
    last_stored: dict[str, int] = {}
    for series, _, year in store:
        last_stored[series] = max(year, last_stored.get(series, year))
    last_read: dict[str, int] = {}
    for figure in figures:
        last_read[figure.series_id] = max(figure.time_period, last_read.get(figure.series_id, 0))
    found = NewFigures()
    undated: list[tuple[Figure, Stored]] = []
    for figure in figures:
        vintages = store.get(figure.key, [])
        day = figure.vintage or released
        if is_known or figure.vintage:
            current = next((v for v in reversed(vintages) if v.vintage <= day), None)
        else:
            current = vintages[-1] if vintages else None
            if any(figure.equals(v.value) for v in vintages):
                found.unchanged += 1
                found.superseded += not figure.equals(vintages[-1].value)
                continue
        if current and figure.equals(current.value):
            found.unchanged += 1
        elif current and current.vintage >= day:
            found.problems.append(_conflict(figure, current, day, codes))
        elif current and not is_known and last_read[figure.series_id] < last_stored[figure.series_id]:
            undated.append((figure, current))
        else:
            found.rows.append((figure, day))
            found.revised += current is not None
    if undated:
        found.problems.append(_undated(undated, last_read, last_stored, codes))
    return found


def _store(observations: pa.Table, series: set[str]) -> dict[tuple[str, str, int], list[Stored]]:
    columns = ["series_id", "ref_area", "time_period", "vintage", "obs_value", "batch"]
    rows = observations.filter(pc.is_in(observations["series_id"], pa.array(sorted(series), pa.string()))).select(
        columns
    )
    found: dict[tuple[str, str, int], list[Stored]] = defaultdict(list)
    for row in rows.sort_by("vintage").to_pylist():
        key = (row["series_id"], row["ref_area"], row["time_period"])
        found[key].append(Stored(row["vintage"], row["obs_value"], row["batch"]))
    return found


def _conflict(figure: Figure, current: Stored, day: date, codes: CodeLists) -> Problem:
    details = _details(figure, current, codes) | {"released": day, "batch": current.batch, "vintage": current.vintage}
    kind = "released_conflict" if current.vintage == day else "later_vintage"
    return Problem(kind, figure.sheet, figure.cell, figure.text, details)


def _undated(
    undated: list[tuple[Figure, Stored]], last_read: dict[str, int], last_stored: dict[str, int], codes: CodeLists
) -> Problem:
    figure, current = undated[0]
    details = _details(figure, current, codes)
    said = Both("{area} {year}: {value}, stored {stored}", "{area}{year}年为{value}，库中为{stored}")
    details["example"] = said.with_details(**details, value=figure.text)
    details |= {"count": len(undated), "last": last_read[figure.series_id], "until": last_stored[figure.series_id]}
    return Problem("missing_released", figure.sheet, figure.cell, figure.text, details)


def _details(figure: Figure, current: Stored, codes: CodeLists) -> dict[str, object]:
    return {
        "series": figure.series_id,
        "area": codes.area_title(figure.ref_area),
        "year": figure.time_period,
        "stored": Both("no value", "无数值") if current.value is None else f"{current.value:.15g}",
    }
