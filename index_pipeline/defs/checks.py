"""Asset checks: one per boundary table, derived from the framework; one per source's release calendar.

The step that makes a table makes its checks too.
"""

from collections.abc import Mapping
from typing import Any

import dagster as dg
import pyarrow as pa

from index_pipeline.clock import today
from index_pipeline.defs.ended import UP_TO_DATE
from index_pipeline.defs.kept import kept_report
from index_pipeline.defs.notify import said_of_due
from index_pipeline.framework.framework import Framework
from index_pipeline.keeping import Keeping
from index_pipeline.quality import suites
from index_pipeline.quality.findings import first, known_and_new

SHOWN = 100
"""Number of findings that the web interface lists; the report in the metadata has all."""

FINDINGS = dg.TableSchema(
    [dg.TableColumn("known", "bool"), *(dg.TableColumn(name, "string") for name in ("key", "zh", "en"))]
)


def expectations_of(asset: str) -> dg.AssetCheckSpec:
    """Declare the check of a boundary table, which the step that makes the table makes after it."""
    return dg.AssetCheckSpec(
        f"{asset}_as_expected",
        asset=asset,
        blocking=True,
        description="按指标体系得出的检查（Great Expectations）；严重且未经确认的问题会中止运行 · "
        "Great Expectations suite derived from the framework. Critical findings that nobody has acknowledged stop "
        "the run.",
    )


def validated(
    table: pa.Table, asset: str, suite: suites.Suite, framework: Framework, keeping: Keeping
) -> dg.AssetCheckResult:
    """Return the result of that check."""
    report = kept_report(table, suite, framework, today(), asset, keeping)
    known = len(report.findings) - len(report.new)
    in_short = f"{report.rows} 行、{len(report.results)} 项检查 · rows, checks; {known_and_new(known, len(report.new))}"
    return dg.AssetCheckResult(
        asset_key=asset,
        check_name=expectations_of(asset).name,
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


def calendar_of(source_id: str) -> dg.AssetCheckSpec:
    """Declare the check whether the figures of a source are up to date."""
    return dg.AssetCheckSpec(
        f"{source_id}{UP_TO_DATE}",
        asset=source_id,
        description="按来源的发布日程，至今应有的年份是否已有数据 · Whether the store has the year that the source's "
        "release calendar promises by now.",
    )


def compared_with_calendar(row: Mapping[str, Any], framework: Framework) -> dg.AssetCheckResult:
    """Return the result of that check from the row of `tables.DUE` about the source."""
    return dg.AssetCheckResult(
        asset_key=row["source_id"],
        check_name=calendar_of(row["source_id"]).name,
        passed=not row["overdue"],
        severity=dg.AssetCheckSeverity.WARN,
        description=said_of_due(row, framework),
        metadata={
            "最新年份 · newest year": row["newest_year"] or 0,
            "至今应有年份 · expected by now": row["expected_year"],
            "逾期数据序列 · late series": row["late_series"] or "",
        },
    )
