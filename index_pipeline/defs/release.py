"""Asset of the release: last in the graph, and the only one with effects outside the tables folder."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import dagster as dg
import pyarrow as pa
import pyarrow.compute as pc

from index_pipeline.clock import BEIJING
from index_pipeline.defs.ended import GATE_CHECK, newest_reports, with_retried
from index_pipeline.defs.fitness import SUITES, ensure_fit
from index_pipeline.defs.groups import NOT_PUBLISHED, step_tables
from index_pipeline.defs.io import stored_table
from index_pipeline.defs.links import NEWEST_QUALITY, RELEASES
from index_pipeline.defs.refused import refused
from index_pipeline.defs.resources import DataResource, FrameworkResource, KnowledgeResource
from index_pipeline.defs.steps import ASSETS
from index_pipeline.defs.times import PUBLISHED_IN_TIME
from index_pipeline.framework.framework import Framework
from index_pipeline.language import joined
from index_pipeline.publication.catalogue import catalogue
from index_pipeline.publication.publish import Recipe, publish
from index_pipeline.publication.releases.contents import COMPARED, Contents, read_contents
from index_pipeline.publication.releases.decisions import judge
from index_pipeline.publication.releases.folder import START, has_products, published
from index_pipeline.publication.releases.gate import Lost, Raised, raised_against, say
from index_pipeline.publication.releases.judgements import pending
from index_pipeline.quality.findings import MOST_SENTENCES, Finding, in_order
from index_pipeline.scale.partitions import partitioned_registers
from index_pipeline.sources.store.losses import losses, lost_events
from index_pipeline.sources.store.withdrawal import withdrawals

MOST_STEPS = 3
"""Number of failed steps that are named."""

RAISED = dg.TableSchema([dg.TableColumn(name) for name in ("kind", "zh", "en")])
"""Columns of what was raised, in the web interface."""

RANKING = dg.TableSchema(
    [dg.TableColumn("rank", "int"), *(dg.TableColumn(name) for name in ("地区", "region", "score"))]
)
"""Columns of the ranking, in the web interface."""

PUBLISHED_TABLES = (
    *("observations", "revisions", "register_events", "register_stocks"),
    *(name for name in step_tables() if name != NOT_PUBLISHED),
)
"""Tables that a release publishes, those of the catalogue aside."""

STORED = "observations"
"""Asset of every vintage of every figure, with which is compared what the newest release has published."""


@dg.asset(
    group_name="publication",
    description="发布：各表、图表、评价简报及其说明；未提出问题的成为最新发布，否则待批准 · "
    "One published folder: tables, charts, "
    "scorecards and their description. It becomes the newest release if nothing is raised against it, and waits for "
    "approval otherwise.",
    deps=[*(ASSETS.get(name, name) for name in PUBLISHED_TABLES), STORED],
    freshness_policy=PUBLISHED_IN_TIME,
    check_specs=[
        dg.AssetCheckSpec(
            GATE_CHECK, asset="release", description="能否成为最新发布 · Whether it becomes the newest release."
        )
    ],
)
def release(
    context: dg.AssetExecutionContext,
    knowledge: KnowledgeResource,
    framework: FrameworkResource,
    data: DataResource,
) -> dg.MaterializeResult:  # type: ignore[type-arg]  # with a check, Dagster refuses the class with a type
    """One published folder: tables, figures, scorecards, and the description that proves them complete.

    It becomes the newest release if nothing is raised against it, and waits for a person's approval otherwise.
    """
    found, now = framework.load(), datetime.now(UTC)

    def made(asset: str) -> pa.Table:
        return stored_table(data.tables, context.run, asset, of_this_run=True)

    tables, stored = {name: made(ASSETS.get(name, name)) for name in PUBLISHED_TABLES}, made(STORED)
    tables |= catalogue(found, tables["weights"])
    partitioned = {each.register_id: {"events": each.events, "digest": each.digest} for each in data.partitioned()}
    recipe = Recipe(tables, found, knowledge.day(), partitioned)
    left = refused(data.path)  # before anything is published, as the folder may be one that cannot be listed
    folder = publish(
        recipe,
        data.releases,
        now,
        lambda staged: ensure_fit(staged, found, data.keeping),
        data.keeping,
        with_products=data.with_products,
    )
    runs = with_retried(context.instance, context.run)
    reports, faults = newest_reports(runs), runs[-1].faults
    if knowledge.is_candidate():
        judge(folder, now, lambda newest: _raised(folder, newest, reports, faults, stored, data.path))
    metadata = {**_metadata(folder, len(_findings(reports))), **_ranking(tables["rankings"], found), **left}
    version = dg.DataVersion(folder.name)
    return dg.MaterializeResult(metadata=metadata, check_results=[_gate(folder)], data_version=version)


def _raised(
    folder: Path,
    newest: Path | None,
    reports: dict[str, dict[str, Any]],
    faults: Sequence[str],
    stored: pa.Table,
    data: Path,
) -> Iterator[Raised]:
    """Yield what is raised against a release: checks that were left out, new findings, differences to the newest."""
    candidate = read_contents(folder, COMPARED)
    if faults:
        failed = joined(faults[:MOST_STEPS], "; ")
        yield say("failed_steps", steps=(failed.en, failed.zh))
    unchecked = sorted({*candidate.framework.sources, *SUITES} - reports.keys())
    if unchecked:
        yield say("unchecked", tables=", ".join(unchecked))
    new = [finding for finding in _findings(reports) if not finding.known]
    yield from (say("finding", sentence=(each.en, each.zh), key=each.key) for each in new[:MOST_SENTENCES])
    if len(new) > MOST_SENTENCES:
        yield say("more_findings", count=len(new) - MOST_SENTENCES)
    yield from raised_against(candidate, newest, lambda before: _lost(before, candidate, stored, data))


def _findings(reports: dict[str, dict[str, Any]]) -> list[Finding]:
    """Return what the checks found, each once, though two of them may find it."""
    return in_order(Finding.from_dict(each) for report in reports.values() for each in report["findings"])


def _lost(before: Contents, candidate: Contents, stored: pa.Table, data: Path) -> Lost:
    since = datetime.fromisoformat(published(data / "releases" / before.release_id)).astimezone(BEIJING).date()
    figures = losses(before.tables["observations"], stored, withdrawals(data), since)
    known = before.tables["register_events"]
    in_parts = pa.array([register.register_id for register in partitioned_registers(data)], pa.string())
    events = lost_events(
        known.filter(pc.invert(pc.is_in(known["register_id"], in_parts))), candidate.tables["register_events"]
    )
    return Lost(figures.to_pylist(), events.to_pylist())


def _metadata(folder: Path, findings: int) -> dict[str, dg.MetadataValue | str | int]:
    """Return identifier, folder, links that `icdi ui` serves, and counts that Dagster draws over the runs."""
    page = f"{RELEASES}/{folder.name}/{START}"
    return {
        "release_id": folder.name,
        "folder": dg.MetadataValue.path(str(folder)),
        **({"浏览页面（icdi ui） · index.html (icdi ui)": dg.MetadataValue.url(page)} if has_products(folder) else {}),
        "质量报告（icdi ui） · quality report (icdi ui)": dg.MetadataValue.url(NEWEST_QUALITY),
        "检查发现的问题 · findings": findings,
        "待批准事项 · raised": len(pending(folder)),
    }


def _ranking(rankings: pa.Table, framework: Framework) -> dict[str, dg.MetadataValue]:
    """Return the ranking of the newest year by the index, with the regions' names; empty if nobody has a score."""
    year = pc.max(rankings["time_period"]).as_py()
    of_index = pc.and_(pc.equal(rankings["component_id"], framework.index_id), pc.equal(rankings["time_period"], year))
    scored = rankings.filter(pc.and_(of_index, pc.is_valid(rankings["score"]))).sort_by("rank").to_pylist()
    regions = framework.codes.regions
    rows = [
        dg.TableRecord(
            {
                "rank": row["rank"],
                "地区": regions[row["ref_area"]].title_zh if row["ref_area"] in regions else row["ref_area"],
                "region": regions[row["ref_area"]].title_en if row["ref_area"] in regions else row["ref_area"],
                "score": f"{row['score']:.2f}",
            }
        )
        for row in scored
    ]
    return {f"{year}年排名 · ranking of {year}": dg.MetadataValue.table(rows, schema=RANKING)} if rows else {}


def _gate(folder: Path) -> dg.AssetCheckResult:
    """Say in the web interface what was raised against a release."""
    waits = pending(folder)
    return dg.AssetCheckResult(
        check_name=GATE_CHECK,
        passed=not waits,
        severity=dg.AssetCheckSeverity.WARN,
        description=_said(folder.name, len(waits)),
        metadata={"待批准事项 · raised": dg.MetadataValue.table(_rows(waits), schema=RAISED)} if waits else {},
    )


def _said(release_id: str, raised: int) -> str:
    if not raised:
        return "未提出任何问题 · nothing was raised"
    how = f'icdi release approve {release_id} --why "…"'
    return f"待批准，提出{raised}项 · waits for approval, {raised} raised: {how}"


def _rows(raised: Iterable[Raised]) -> list[dg.TableRecord]:
    return [dg.TableRecord({"kind": each.kind, "zh": each.zh, "en": each.en}) for each in raised]
