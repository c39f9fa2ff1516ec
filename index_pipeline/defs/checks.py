"""Asset checks: one per boundary table, derived from the framework; one per source's release calendar."""

from collections.abc import Callable

import dagster as dg
import pyarrow as pa

from index_pipeline.clock import today
from index_pipeline.defs.ended import UP_TO_DATE
from index_pipeline.defs.fitness import SUITES
from index_pipeline.defs.kept import kept_report
from index_pipeline.defs.notify import said_of_due
from index_pipeline.defs.resources import DataResource, FrameworkResource
from index_pipeline.errors import UserError
from index_pipeline.framework.framework import Framework
from index_pipeline.quality import suites
from index_pipeline.quality.findings import counted, first
from index_pipeline.quality.validate import Report
from index_pipeline.sources.calendar import due

SHOWN = 100
"""Number of findings that the web interface lists; the report in the metadata has all."""

FINDINGS = dg.TableSchema(
    [dg.TableColumn("known", "bool"), *(dg.TableColumn(name, "string") for name in ("key", "zh", "en"))]
)


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
        description="按指标体系得出的检查（Great Expectations）；严重且未经确认的问题会中止运行 · "
        "Great Expectations suite derived from the framework. Critical findings that nobody has acknowledged stop "
        "the run.",
    )
    def as_expected(table: pa.Table, framework: FrameworkResource, data: DataResource) -> dg.AssetCheckResult:
        found = framework.load()
        return _result(kept_report(table, suite(found), found, today(), asset, data.keeping))

    return as_expected


def _up_to_date(source_id: str) -> dg.AssetChecksDefinition:
    @dg.asset_check(
        name=f"{source_id}{UP_TO_DATE}",
        asset=source_id,
        description="按来源的发布日程，至今应有的年份是否已有数据 · Whether the store has the year that the source's "
        "release calendar promises by now.",
    )
    def up_to_date(data: DataResource, framework: FrameworkResource) -> dg.AssetCheckResult:
        found = framework.load()
        try:
            stored = data.observations(), data.events()
        except UserError as error:
            said = error.both()
            description = f"{said.zh} · {said.en}"
            return dg.AssetCheckResult(passed=False, severity=dg.AssetCheckSeverity.WARN, description=description)
        rows = due(*stored, found, today()).to_pylist()
        row = next(row for row in rows if row["source_id"] == source_id)
        return dg.AssetCheckResult(
            passed=not row["overdue"],
            severity=dg.AssetCheckSeverity.WARN,
            description=said_of_due(row, found),
            metadata={
                "最新年份 · newest year": row["newest_year"] or 0,
                "至今应有年份 · expected by now": row["expected_year"],
                "逾期数据序列 · late series": row["late_series"] or "",
            },
        )

    return up_to_date


def _result(report: Report) -> dg.AssetCheckResult:
    known = len(report.findings) - len(report.new)
    in_short = f"{report.rows} 行、{len(report.results)} 项检查 · rows, checks; {counted(known, len(report.new))}"
    return dg.AssetCheckResult(
        passed=report.success,
        severity=dg.AssetCheckSeverity.ERROR if report.blocked else dg.AssetCheckSeverity.WARN,
        description="\n".join(first(report.sentences())) or in_short,
        metadata={
            "report": dg.MetadataValue.json(report.as_dict()),
            "行数 · rows": report.rows,
            "已知问题 · known findings": known,
            "新问题 · new findings": len(report.new),
            "检查发现的问题 · findings": dg.MetadataValue.table(
                [
                    dg.TableRecord({"known": finding.known, "key": finding.key, "zh": finding.zh, "en": finding.en})
                    for finding in report.findings[:SHOWN]
                ],
                schema=FINDINGS,
            ),
        },
    )
