"""What the events of a run say: its checks, its faults, what it made."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import dagster as dg

UP_TO_DATE = "_up_to_date"
"""Ending of the names of the checks that compare a source with its release calendar."""


INTERRUPTED = ("KeyboardInterrupt", "DagsterExecutionInterruptedError")
"""Classes of what a step ends with that is broken off."""


@dataclass(frozen=True)
class Ended:
    """A run that has ended.

    Attributes:
        run_id: Its identifier.
        started: Time of its first event, in UTC.
        success: Whether every step succeeded and no critical expectation failed; a run that was killed has not.
        faults: One sentence a fault.
        warnings: Expectations that were not met but stopped nothing.
        overdue: One sentence an overdue source.
        reports: `quality.validate.Report` of every checked table, as plain data.
        made: Assets that were written.
        release: Folder of the release; None where none was made.
        interrupted: Whether a person or the system broke a step off.
    """

    run_id: str
    started: datetime
    success: bool
    faults: tuple[str, ...]
    warnings: tuple[str, ...]
    overdue: tuple[str, ...]
    reports: tuple[dict[str, Any], ...]
    made: frozenset[str]
    release: Path | None
    interrupted: bool = False


def ended(instance: dg.DagsterInstance, run_id: str) -> Ended:
    """Read what the event log holds of a run."""
    entries = instance.all_logs(run_id)
    events = [entry.dagster_event for entry in entries if entry.dagster_event]
    made = {
        event.asset_key.to_user_string(): event.step_materialization_data.materialization.metadata
        for event in events
        if event.is_step_materialization and event.asset_key
    }
    checks = [
        event.asset_check_evaluation_data
        for event in events
        if event.event_type == dg.DagsterEventType.ASSET_CHECK_EVALUATION
    ]
    unmet = [check for check in checks if not check.passed]
    expected = [check for check in unmet if not check.check_name.endswith(UP_TO_DATE)]
    release = made.get("release", {}).get("folder")
    return Ended(
        run_id=run_id,
        started=datetime.fromtimestamp(min((entry.timestamp for entry in entries), default=0), UTC),
        success=any(event.event_type == dg.DagsterEventType.RUN_SUCCESS for event in events),
        faults=tuple(_faults(events, expected)),
        warnings=tuple(_said(check) for check in expected if check.severity != dg.AssetCheckSeverity.ERROR),
        overdue=tuple(_said(check) for check in unmet if check.check_name.endswith(UP_TO_DATE)),
        reports=tuple(_report(check) for check in checks if "report" in check.metadata),
        made=frozenset(made),
        release=Path(str(release.value)) if release else None,
        interrupted=any(_error(event)[0].endswith(INTERRUPTED) for event in events if event.is_step_failure),
    )


def _report(check: dg.AssetCheckEvaluation) -> dict[str, Any]:
    value: Any = check.metadata["report"].value
    return dict(value)


def _said(check: dg.AssetCheckEvaluation) -> str:
    return check.description or f"{check.check_name} failed"


def _error(event: dg.DagsterEvent) -> tuple[str, str]:
    """Return class and message of what a step failed by, below the errors that Dagster wraps around it."""
    error = event.step_failure_data.error
    while error and error.cause and (error.cls_name or "").rpartition(".")[2].startswith("Dagster"):
        error = error.cause
    return (error.cls_name or "", error.message) if error else ("", "")


def _faults(events: Iterable[dg.DagsterEvent], unmet: Iterable[dg.AssetCheckEvaluation]) -> Iterator[str]:
    """Yield one sentence a cause, with the steps that failed by it."""
    yield from (_said(check) for check in unmet if check.severity == dg.AssetCheckSeverity.ERROR)
    failed: dict[str, list[str]] = {}
    for event in events:
        if event.is_step_failure:
            class_name, message = _error(event)
            if class_name and "DagsterAssetCheckFailed" not in class_name:
                failed.setdefault(_message(message, class_name), []).append(str(event.step_key))
    for message, steps in failed.items():
        more = f" (+{len(steps) - 1})" if len(steps) > 1 else ""
        yield f"{steps[0]}{more}: {message}"


def _message(message: str, class_name: str) -> str:
    """Leave out the class that the error's message begins with, by its short name or its full one."""
    text = message.strip()
    head, colon, rest = text.partition(": ")
    return rest if colon and head.rpartition(".")[2] == class_name else text
