"""Run the whole graph in this process, and say in plain words how it went."""

import logging
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import dagster as dg

from index_pipeline.defs.automation import publish_index
from index_pipeline.defs.graph import build_definitions
from index_pipeline.errors import UserError

Progress = Callable[[str, int], None]
"""Called after each step: its name, and how many steps there are."""


class RunError(UserError):
    """A run has failed; one sentence a fault."""


@dataclass(frozen=True)
class Outcome:
    """What a run has made: the release's folder, and the expectations that were not met but stopped nothing."""

    release: Path
    warnings: tuple[str, ...]


def run(framework: Path, data: Path, as_of: date | None, on_step: Progress) -> Outcome:
    """Compute the index and publish a release.

    Args:
        framework: The framework folder.
        data: The data folder.
        as_of: Use no later vintage than of this day.
        on_step: Told of each step that has ended.

    Raises:
        FrameworkError: the framework is refused.
        RunError: a step failed, or a critical expectation was not met; the last release is as it was.
    """
    listener = {"steps": _step_logger(on_step)}
    job = build_definitions(framework, data, listener).resolve_job_def(publish_index.name)
    config: dict = {"loggers": {"steps": {}}}
    if as_of:
        known = {"config": {"as_of": as_of.isoformat()}}
        config["ops"] = dict.fromkeys(("newest_observations", "first_observations", "revisions"), known)
    with dg.DagsterInstance.get() if os.environ.get("DAGSTER_HOME") else dg.DagsterInstance.ephemeral() as instance:
        result = job.execute_in_process(run_config=config, instance=instance, raise_on_error=False)
    if not result.success:
        raise RunError("\n".join(_faults(result)) or "the run has failed")
    folder = result.asset_materializations_for_node("release")[0].metadata["folder"].value
    unmet = tuple(str(check.description) for check in result.get_asset_check_evaluations() if not check.passed)
    return Outcome(Path(str(folder)), unmet)


def _faults(result: dg.ExecuteInProcessResult) -> Iterator[str]:
    for evaluation in result.get_asset_check_evaluations():
        if not evaluation.passed and evaluation.severity == dg.AssetCheckSeverity.ERROR:
            yield evaluation.description or f"{evaluation.check_name} failed"
    for event in result.all_events:
        if event.is_step_failure:
            error = event.step_failure_data.error
            while error and error.cause:
                error = error.cause
            if error and "DagsterAssetCheckFailed" not in (error.cls_name or ""):
                yield f"{event.step_key}: {_message(error.message, error.cls_name)}"


def _message(message: str, class_name: str | None) -> str:
    return message.strip().removeprefix(f"{class_name}: ") if class_name else message.strip()


def _step_logger(on_step: Progress) -> dg.LoggerDefinition:
    class Listener(logging.Handler):
        def __init__(self, steps: int):
            super().__init__()
            self.steps = steps

        def emit(self, record: logging.LogRecord) -> None:
            event = getattr(record, "dagster_event", None)
            if event is not None and event.is_step_success:
                on_step(event.step_key, self.steps)

    @dg.logger
    def steps(context: dg.InitLoggerContext) -> logging.Logger:
        logger = logging.Logger("steps", logging.DEBUG)
        logger.addHandler(Listener(len(context.job_def.nodes) if context.job_def else 0))
        return logger

    return steps
