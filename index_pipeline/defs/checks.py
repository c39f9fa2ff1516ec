"""Asset checks: one a boundary table, its expectations derived from the framework; one a source's release calendar."""

from collections.abc import Callable

import dagster as dg
import pyarrow as pa

from index_pipeline.clock import today
from index_pipeline.defs.ended import UP_TO_DATE
from index_pipeline.defs.notify import said_of_due
from index_pipeline.defs.preview import markdown
from index_pipeline.defs.resources import DataResource, FrameworkResource
from index_pipeline.framework.framework import Framework
from index_pipeline.quality import suites
from index_pipeline.quality.validate import Report, validate
from index_pipeline.sources.calendar import due
from index_pipeline.sources.registers import load_events
from index_pipeline.sources.vintages import load_observations

SUITES: dict[str, Callable[[Framework], suites.Suite]] = {
    "observations": suites.observations_suite,
    "register_events": suites.register_events_suite,
    "indicators": suites.indicators_suite,
    "scores": suites.scores_suite,
    "rankings": suites.rankings_suite,
}
"""The suite of each boundary table that is not one source's."""


def asset_checks(framework: Framework) -> list[dg.AssetChecksDefinition]:
    """Build the checks of the sources' tables, of every boundary table after them, and of the release calendars."""
    sources = {
        source.id: _source_suite(source.id) if source.kind == "series" else suites.register_events_suite
        for source in framework.sources.values()
    }
    expected = [_check(name, suite) for name, suite in {**sources, **SUITES}.items()]
    timely = [_up_to_date(source.id) for source in framework.sources.values() if source.release]
    return [*expected, *timely]


def _source_suite(source_id: str) -> Callable[[Framework], suites.Suite]:
    return lambda framework: suites.observations_suite(framework, source_id)


def _check(asset: str, suite: Callable[[Framework], suites.Suite]) -> dg.AssetChecksDefinition:
    @dg.asset_check(
        name=f"{asset}_as_expected",
        asset=asset,
        blocking=True,
        description="Great Expectations suite derived from the framework. Critical expectations stop the run.",
    )
    def as_expected(table: pa.Table, framework: FrameworkResource) -> dg.AssetCheckResult:
        return _result(validate(table, suite(framework.load()), asset))

    return as_expected


def _up_to_date(source_id: str) -> dg.AssetChecksDefinition:
    @dg.asset_check(
        name=f"{source_id}{UP_TO_DATE}",
        asset=source_id,
        description="Whether the store has the year that the source's release calendar promises by now.",
    )
    def up_to_date(data: DataResource, framework: FrameworkResource) -> dg.AssetCheckResult:
        rows = due(load_observations(data.path), load_events(data.path), framework.load(), today()).to_pylist()
        row = next(row for row in rows if row["source_id"] == source_id)
        return dg.AssetCheckResult(
            passed=not row["overdue"],
            severity=dg.AssetCheckSeverity.WARN,
            description=said_of_due(row),
            metadata={
                "newest year": row["newest_year"] or 0,
                "expected by now": row["expected_year"],
                "late series": row["late_series"] or "",
            },
        )

    return up_to_date


def _result(report: Report) -> dg.AssetCheckResult:
    failed = [result for result in report.results if not result.success]
    examples = {
        f"examples {number}: {result.meaning}": dg.MetadataValue.md(
            markdown(pa.Table.from_pylist(list(result.examples)))
        )
        for number, result in enumerate(failed, start=1)
        if result.examples
    }
    return dg.AssetCheckResult(
        passed=report.success,
        severity=dg.AssetCheckSeverity.ERROR if report.blocked else dg.AssetCheckSeverity.WARN,
        description="\n".join(report.sentences()) or f"{report.rows} rows meet {len(report.results)} expectations",
        metadata={"report": dg.MetadataValue.json(report.as_dict()), **examples},
    )
