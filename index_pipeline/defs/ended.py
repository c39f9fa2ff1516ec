"""The events of a run: its checks, its faults, what it made."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import dagster as dg
from dagster import DagsterEventType as Type

from index_pipeline.defs.io import day_of
from index_pipeline.defs.step_errors import faults, step_error
from index_pipeline.publication.releases.gate import Raised
from index_pipeline.publication.releases.judgements import pending
from index_pipeline.quality.findings import Finding, first, in_order

GATE_CHECK = "gate"
"""Name of the check that says whether a release becomes the newest one."""

UP_TO_DATE = "_up_to_date"
"""Ending of the names of the checks that compare a source with its release calendar."""


READ_EVENTS = {
    *(Type.ASSET_MATERIALIZATION_PLANNED, Type.ASSET_MATERIALIZATION, Type.ASSET_CHECK_EVALUATION),
    *(Type.STEP_FAILURE, Type.ENGINE_EVENT),
    *(Type.RUN_START, Type.RUN_SUCCESS, Type.RUN_FAILURE, Type.RUN_CANCELED),
}
"""Types of the events that say how a run ended."""

INTERRUPTED = ("KeyboardInterrupt", "DagsterExecutionInterruptedError")
"""Error classes of a step that is interrupted."""


@dataclass(frozen=True)
class Ended:
    """A run that has ended.

    Attributes:
        run_id: Its identifier.
        started: Time at which it started, in UTC; of a run that never started, the time at which it failed.
        success: Whether every step succeeded and no new finding was critical; a run that was killed has not.
        faults: One sentence per fault.
        findings: What the checks found, each once: new ones first, then the acknowledged ones.
        overdue: One sentence per overdue source.
        reports: `quality.validate.Report` of every checked table, as plain data.
        made: Assets that were written.
        release: Folder of the release; None if none was made.
        raised: What was raised against the release, while it waits for a person's approval.
        interrupted: Whether a person or the system interrupted a step.
        as_of: The day that the run is as of; None if it used the newest figures.
    """

    run_id: str
    started: datetime
    success: bool
    faults: tuple[str, ...]
    findings: tuple[Finding, ...]
    overdue: tuple[str, ...]
    reports: tuple[dict[str, Any], ...]
    made: frozenset[str]
    release: Path | None
    raised: tuple[Raised, ...] = ()
    interrupted: bool = False
    as_of: str | None = None

    @property
    def new(self) -> tuple[Finding, ...]:
        """The findings that are not acknowledged."""
        return tuple(finding for finding in self.findings if not finding.known)

    @property
    def known(self) -> tuple[Finding, ...]:
        """The acknowledged findings."""
        return tuple(finding for finding in self.findings if finding.known)

    @property
    def warnings(self) -> tuple[str, ...]:
        """The new findings that do not stop the run, in sentences; if there are many, the first and their number."""
        return tuple(first([finding.sentence() for finding in self.new if not finding.critical]))


def ended(instance: dg.DagsterInstance, run_id: str) -> Ended:
    """Read the event log of a run."""
    entries = instance.all_logs(run_id, of_type=READ_EVENTS)
    events = [entry.dagster_event for entry in entries if entry.dagster_event]
    made = {
        event.asset_key.to_user_string(): event.step_materialization_data.materialization.metadata
        for event in events
        if event.is_step_materialization and event.asset_key
    }
    checks = [event.asset_check_evaluation_data for event in events if event.event_type == Type.ASSET_CHECK_EVALUATION]
    late = [check for check in checks if not check.passed and check.check_name.endswith(UP_TO_DATE)]
    reports = tuple(_report(check) for check in checks if "report" in check.metadata)
    findings = in_order(Finding.from_dict(found) for report in reports for found in report["findings"])
    stopping = [found.sentence() for found in findings if found.critical and not found.known]
    folder = made.get("release", {}).get("folder")
    release = Path(str(folder.value)) if folder else None
    return Ended(
        run_id=run_id,
        started=datetime.fromtimestamp(min((entry.timestamp for entry in entries), default=0), UTC),
        success=any(event.event_type == Type.RUN_SUCCESS for event in events),
        faults=(*first(stopping), *faults(events)),
        findings=tuple(findings),
        overdue=tuple(check.description or check.check_name for check in late),
        reports=reports,
        made=frozenset(made),
        release=release,
        raised=pending(release) if release else (),
        interrupted=any(step_error(event)[0].endswith(INTERRUPTED) for event in events if event.is_step_failure),
        as_of=day_of(instance.get_run_by_id(run_id)),
    )


def with_retried(instance: dg.DagsterInstance, run: dg.DagsterRun) -> list[Ended]:
    """Read the events of a run, which may not have ended, and before it those of the runs that it retries."""
    runs: dict[str, Ended] = {}
    each: dg.DagsterRun | None = run
    while each is not None and each.run_id not in runs:
        runs[each.run_id] = ended(instance, each.run_id)
        each = instance.get_run_by_id(each.parent_run_id) if each.parent_run_id else None
    return list(reversed(runs.values()))


def newest_reports(runs: Iterable[Ended]) -> dict[str, dict[str, Any]]:
    """Return the newest report of each checked table, of runs that retry each other (`with_retried`).

    A table that a later run has made again is unchecked until that run checks it.
    """
    reports: dict[str, dict[str, Any]] = {}
    for run in runs:
        reports = {table: report for table, report in reports.items() if table not in run.made}
        reports |= {report["table"]: report for report in run.reports}
    return reports


def _report(check: dg.AssetCheckEvaluation) -> dict[str, Any]:
    value: Any = check.metadata["report"].value
    return dict(value)
