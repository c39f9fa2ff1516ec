"""Fetch one series from the Bureau's library: find it, ask, archive the answer, import its figures."""

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from index_pipeline.fetch.bureau import ROUNDS, Library
from index_pipeline.fetch.finding import find
from index_pipeline.fetch.memory import Memory
from index_pipeline.fetch.outcomes import FetchOutcome
from index_pipeline.fetch.places import CataloguePlace
from index_pipeline.fetch.troubles import FailedError
from index_pipeline.framework.framework import Framework
from index_pipeline.sources.answers import REPEATED, Asked, read_answer
from index_pipeline.sources.captures import Capture, keep
from index_pipeline.sources.ingest import ingest
from index_pipeline.sources.options import Options
from index_pipeline.sources.problems import Problem, Refusal
from index_pipeline.sources.receipts import Receipt
from index_pipeline.sources.store.vintages import load_observations, newest

MOVED = frozenset({"answer_empty", "answer_emptied", "answer_other_indicator", "answer_other_unit"})
"""Kinds of problems that come of identifiers that have changed."""


@dataclass(frozen=True)
class Task:
    """Where figures go to, by which framework, and on which day."""

    data: Path
    framework: Framework
    source_id: str
    today: date


def fetch_series(series_id: str, first: int, last: int, library: Library, memory: Memory, task: Task) -> FetchOutcome:
    """Fetch the years `first` to `last` of a series.

    If the identifiers that are remembered answer nothing, are another indicator's, or end before `last`, the series
    is searched for again by name, once.

    Raises:
        FailedError: the series is not found, or the call fails; nothing was changed.
        StoppedError: the site accepts no further request; nothing was changed.
    """
    wanted = library.fetch.series[series_id]
    remembered = memory.places.get(series_id)
    if remembered and remembered[-1].last >= last:
        try:
            return _fetch(series_id, remembered, first, last, library, memory, task)
        except FailedError as error:
            if error.problem.kind not in MOVED:
                raise
        memory.forget(series_id)
    places = find(series_id, wanted, library, task.framework.codes)
    memory.remember(series_id, places)
    return _fetch(series_id, places, first, last, library, memory, task)


def _fetch(
    series_id: str,
    places: tuple[CataloguePlace, ...],
    first: int,
    last: int,
    library: Library,
    memory: Memory,
    task: Task,
) -> FetchOutcome:
    """Ask for a series at each of its places: all answers are there before the figures of the first are imported."""
    areas = task.framework.ref_areas
    spans = [(place.indicator, max(first, place.first), min(last, place.last)) for place in places]
    captures = [
        _capture(Asked(series_id, indicator, areas, begin, end), library, task)
        for indicator, begin, end in spans
        if begin <= end
    ]
    filled = [capture for capture in captures if _problem(capture, task) is None]
    if not filled and (count := _stored(series_id, first, last, task.data)):
        raise FailedError("answer_emptied", count=count)
    receipts: list[Receipt] = []
    archive: list[str] = []
    for capture in filled:
        archive.append(capture.name)
        try:
            receipts.append(ingest(keep(capture, task.data), task.data, task.framework, Options(task.today)))
        except Refusal as refusal:
            return FetchOutcome(task.source_id, series_id, "refused", tuple(archive), tuple(receipts), refusal.problems)
    if receipts and not any(capture.asked["confirmed"] for capture in captures):
        memory.finish(series_id, first, last)
    outcome = FetchOutcome(
        task.source_id, series_id, "unchanged" if receipts else "nothing", tuple(archive), tuple(receipts)
    )
    return replace(outcome, status="taken") if outcome.changed else outcome


def _capture(asked: Asked, library: Library, task: Task) -> Capture:
    """Ask until an answer is complete: incomplete or empty ones occur at random; the same one twice is accepted.

    Raises:
        FailedError: none is complete, or it is not about what was asked for.
    """
    regions = [(area, task.framework.codes.regions[area].title_zh or area) for area in asked.areas]
    seen: set[str] = set()
    trouble = FailedError("answer_empty")
    for _ in range(ROUNDS):
        try:
            answer = library.figures(asked.indicator, regions, asked.first, asked.last)
        except FailedError as error:
            if error.problem.kind not in {"answer_cut", "site_failure"}:
                raise
            trouble = error
            continue
        capture = Capture(
            source_id=task.source_id,
            item=asked.series_id,
            kind="bureau",
            body=answer.body,
            request=answer.request,
            at=answer.at,
            status=answer.status,
            headers=answer.headers,
            asked=asked.as_dict(),
        )
        problem = _problem(capture, task)
        if problem and problem.kind == "answer_lacks_years" and capture.digest in seen:
            capture = replace(capture, asked=replace(asked, confirmed=True).as_dict())
            problem = _problem(capture, task)
        if problem is None or problem.kind == "no_figures":
            return capture
        trouble = FailedError(problem)
        if problem.kind not in REPEATED:
            break
        seen.add(capture.digest)
    raise trouble


def _problem(capture: Capture, task: Task) -> Problem | None:
    """Return what is wrong with an answer; None if nothing is."""
    try:
        read_answer(capture, task.framework.codes)
    except Refusal as refusal:
        return refusal.problems[0]
    return None


def _stored(series_id: str, first: int, last: int, data: Path) -> int:
    """Count the figures of a series and years in the store."""
    held = newest(load_observations(data)).select(["series_id", "time_period", "obs_value"]).to_pylist()
    return sum(
        row["series_id"] == series_id and first <= row["time_period"] <= last and row["obs_value"] is not None
        for row in held
    )
