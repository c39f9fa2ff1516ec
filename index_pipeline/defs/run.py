"""Run the whole graph in this process, and report the outcome in plain words."""

import logging
import os
import shutil
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from pathlib import Path

import dagster as dg

from index_pipeline.causes import cause
from index_pipeline.clock import today
from index_pipeline.defs.automation import publish_index
from index_pipeline.defs.ended import Ended, ended
from index_pipeline.defs.graph import build_definitions
from index_pipeline.defs.groups import GROUPS, step_after
from index_pipeline.defs.history import opened_for_run
from index_pipeline.defs.io import tables_as_of
from index_pipeline.defs.notify import tell_of_run
from index_pipeline.defs.quality import write_quality
from index_pipeline.defs.resources import DataResource
from index_pipeline.defs.unchanged import Outcome, keep, made_from
from index_pipeline.errors import UserError
from index_pipeline.keeping import Keeping
from index_pipeline.language import Bilingual, Both, joined
from index_pipeline.locks import locked
from index_pipeline.publication.releases.folder import damage
from index_pipeline.publication.releases.program import is_unchanged

Progress = Callable[[str, int], None]
"""Called as each step begins: its name, and how many steps there are."""


class RunError(UserError):
    """A run has failed; one sentence per fault."""


def run(
    framework: Path,
    data: Path,
    as_of: date | None,
    *,
    latest: bool | None,
    on_step: Progress,
    afresh: bool = False,
    with_products: bool = True,
) -> Outcome:
    """Compute the index and publish a release; keep what it was made from, for `unchanged` to find.

    Nothing is kept if an input was written meanwhile, or if something could not be reported or written.

    Args:
        framework: The framework folder.
        data: The data folder.
        as_of: Use no later vintage than of this day.
        latest: Whether the release is the newest one from now on; None leaves it to `KnowledgeResource.is_candidate`.
        on_step: Called as each step begins.
        afresh: Whether every step is computed, whatever earlier runs have kept.
        with_products: Whether the release has pages, documents and charts, and not its tables alone.

    Raises:
        FrameworkError: the framework is refused.
        KeyboardInterrupt: the run was interrupted.
        OSError: the folder of the tables cannot be written.
        RunError: a step failed, or a critical finding is not acknowledged; the last release is unchanged.
    """
    tables = tables_as_of(data / "tables", as_of.isoformat() if as_of else None)
    with suppress(TimeoutError), locked(tables / ".lock", 0):
        pass  # a folder that cannot be written is named before anything is computed
    before = made_from(framework, data, as_of, latest=latest)
    listener = {"steps": _step_logger(on_step)}
    graph = build_definitions(framework, data, listener, afresh=afresh, with_products=with_products)
    job = graph.resolve_job_def(publish_index.name)
    knowledge = {"as_of": as_of.isoformat() if as_of else None, "latest": latest}
    config = {"loggers": {"steps": {}}, "resources": {"knowledge": {"config": knowledge}}}
    with opened_for_run() if os.environ.get("DAGSTER_HOME") else dg.DagsterInstance.ephemeral() as instance:
        result = job.execute_in_process(run_config=config, instance=instance, raise_on_error=False)
        run_ended = ended(instance, result.run_id)
    _tidy(DataResource(folder=str(data)).keeping)
    if run_ended.interrupted:
        raise KeyboardInterrupt
    page, unwritten = _report(run_ended, framework, data)
    unsaid = [*unwritten, *damage(data / "releases"), *tell_of_run(run_ended, page)]
    if not run_ended.success or run_ended.release is None:
        where = [Bilingual(f"quality report: {page}", f"质量报告：{page}")] if page else []
        faults = run_ended.faults or [Bilingual("the run has failed", "运行失败")]
        raise RunError(joined([*faults, *unsaid, *where]))
    outcome = Outcome(run_ended.release, run_ended.findings, (*run_ended.warnings, *unsaid), page)
    if before and not unsaid and before == made_from(framework, data, as_of, latest=latest):
        keep(data, before.digest, outcome)
    return outcome


def _tidy(keeping: Keeping) -> None:
    """Limit what is kept; keep nothing of a run during which the program's files were changed."""
    if is_unchanged():
        keeping.prune()
    else:
        shutil.rmtree(keeping.folder, ignore_errors=True)


def _report(run_ended: Ended, framework: Path, data: Path) -> tuple[Path | None, list[str]]:
    """Write the quality report; if it cannot be written, say so and leave the run unchanged."""
    try:
        return write_quality(run_ended, framework, DataResource(folder=str(data)), today()), []
    except (OSError, UserError) as error:
        reason = cause(error)
    said = Both("the quality report was not written: {why}", "质量报告未写出：{why}").with_details(why=reason)
    return None, [Bilingual(said.en, said.zh)]


def _step_logger(on_step: Progress) -> dg.LoggerDefinition:
    class Listener(logging.Handler):
        def __init__(self, steps: int):
            super().__init__()
            self.steps = steps

        def emit(self, record: logging.LogRecord) -> None:
            event = getattr(record, "dagster_event", None)
            name = _begun(event) if event is not None else None
            if name is not None:
                on_step(name, self.steps)

    @dg.logger
    def steps(context: dg.InitLoggerContext) -> logging.Logger:
        logger = logging.Logger("steps", logging.DEBUG)
        logger.addHandler(Listener(_number_of_steps(context.job_def) if context.job_def else 0))
        return logger

    return steps


def _begun(event: dg.DagsterEvent) -> str | None:
    """Return the step that begins with an event: a step of Dagster, or, in a group, the next one of its steps."""
    if event.is_step_start:
        return step_after(str(event.step_key)) or event.step_key
    return step_after(event.asset_key.to_user_string()) if event.is_step_materialization and event.asset_key else None


def _number_of_steps(job: dg.JobDefinition) -> int:
    names = [node.name for node in job.nodes]
    return sum(len(GROUPS.get(name, (name,))) for name in names)
