"""What the steps that failed say, in both languages: Dagster's record of an error has its text in one only."""

from collections.abc import Iterable, Iterator, Sequence

import dagster as dg
from dagster._core.events import EngineEventData

from index_pipeline.causes import cause
from index_pipeline.defs.groups import GROUPS
from index_pipeline.errors import UserError
from index_pipeline.language import Bilingual, Both, english_first

SAID = "said_by_step"
"""Begins the names of the metadata in which an event of a run has an error in both languages."""


@dg.failure_hook(name="error_in_both_languages")
def in_both_languages(context: dg.HookContext) -> None:
    """Add to the run's events what the error of a step says in English and in Chinese, if it is meant for people."""
    error = context.op_exception
    run = context.instance.get_run_by_id(context.run_id)
    if isinstance(error, UserError | OSError) and run:
        said = _said_by(error)
        data = EngineEventData({f"{SAID}_en": said.en, f"{SAID}_zh": said.zh})
        context.instance.report_engine_event(said.zh, run, data, step_key=context.step_key)


def _said_by(error: UserError | OSError) -> Both:
    """Return what an error says; of one of the system, the file that it is about and why."""
    said = cause(error)
    place = getattr(error, "filename", None)
    return Both(f"{place}: {said.en}", f"{place}：{said.zh}") if place else said


def step_error(event: dg.DagsterEvent) -> tuple[str, str]:
    """Return class and message of the error that made a step fail, below the errors that Dagster wraps around it."""
    error = event.step_failure_data.error
    while error and error.cause and (error.cls_name or "").rpartition(".")[2].startswith("Dagster"):
        error = error.cause
    return (error.cls_name or "", error.message) if error else ("", "")


def faults(events: Iterable[dg.DagsterEvent]) -> Iterator[Bilingual]:
    """Yield one sentence per cause, with the steps that failed by it; of a failed check nothing is said here.

    An error that is not meant for people, or of a job without `in_both_languages`, says the same in both languages.
    """
    found = list(events)
    said = dict(_said(found))
    failed: dict[Both, list[str]] = {}
    for event in found:
        if event.is_step_failure:
            class_name, message = step_error(event)
            if class_name and "DagsterAssetCheckFailed" not in class_name:
                step, stated = str(event.step_key), _without_class(message, class_name)
                failed.setdefault(said.get(step, Both(stated, stated)), []).append(_unmade(step, found))
    for text, steps in failed.items():
        place = f"{steps[0]} (+{len(steps) - 1})" if len(steps) > 1 else steps[0]
        en, zh = f"{place}: {text.en}", f"{place}：{text.zh}"
        yield Bilingual(en, zh) if text.en != text.zh else english_first(en, zh)


def _said(events: Iterable[dg.DagsterEvent]) -> Iterator[tuple[str, Both]]:
    for event in events:
        if event.is_engine_event and f"{SAID}_en" in event.engine_event_data.metadata:
            en, zh = (str(event.engine_event_data.metadata[f"{SAID}_{side}"].value) for side in ("en", "zh"))
            yield str(event.step_key), Both(en, zh)


def _unmade(step: str, events: Sequence[dg.DagsterEvent]) -> str:
    """Return what failed: in a step of Dagster that makes a group of tables, the first of its steps without a table."""
    planned = _assets(event for event in events if event.is_asset_materialization_planned)
    left = planned - _assets(event for event in events if event.is_step_materialization)
    return next((each.name for each in GROUPS.get(step, ()) if left & each.makes.keys()), step)


def _assets(events: Iterable[dg.DagsterEvent]) -> set[str]:
    return {event.asset_key.to_user_string() for event in events if event.asset_key}


def _without_class(message: str, class_name: str) -> str:
    """Leave out the class that the error's message begins with, by its short name or its full one."""
    text = message.strip()
    head, colon, rest = text.partition(": ")
    return rest if colon and head.rpartition(".")[2] == class_name else text
