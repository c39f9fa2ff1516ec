"""Quality report of one run: what was checked, refused, filled or capped, how coverage changed, what is overdue."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

import pyarrow as pa

from index_pipeline import tables
from index_pipeline.framework.framework import Framework, components
from index_pipeline.quality.findings import Finding, unmatched

Rows = tuple[dict[str, Any], ...]

NO_FIGURES: Rows = ()


@dataclass(frozen=True)
class Run:
    """One run: when it was started, how it ended, what it published, and which release was the newest before it.

    `raised` is what was raised against its release, while it waits for approval: a text per language.
    """

    run_id: str
    started: datetime
    success: bool
    faults: tuple[str, ...]
    release_id: str | None
    release_before: str | None
    raised: tuple[dict[str, str], ...] = ()


@dataclass(frozen=True)
class Quality:
    """What a person should know about a run.

    Attributes:
        run: The run.
        title: Title of the index, by language.
        checks: One row per checked table: `quality.validate.Report` as plain data, without its findings.
        findings: What the checks found, as plain data: new ones first, then the acknowledged ones.
        unmatched: Acknowledgements that no longer match a finding: `key`, and the acknowledgement as plain data.
        figures: One row per indicator: how many of its values are observed, estimated, interpolated, carried, imputed
            or missing, and how many were capped.
        coverage: One row per component: mean coverage and number of scored regions in the newest year, now and in the
            release before.
        years: One row per year: mean coverage of the index and number of scored regions, now and before.
        overdue: `tables.DUE` of the sources that are overdue.
        refused: Reports of the files that were refused since the release before.
        history: Summaries of earlier reports, newest first.
        not_reached: Tables that the run did not reach, so that the report does not cover them.
        names: Chinese names of the codes of regions, series, indicators and components.
    """

    run: Run
    title: dict[str, str]
    checks: Rows
    findings: Rows
    unmatched: Rows
    figures: Rows
    coverage: Rows
    years: Rows
    overdue: Rows
    refused: Rows
    history: Rows
    not_reached: tuple[str, ...]
    names: dict[str, str]

    def as_dict(self) -> dict[str, Any]:
        """Return the report as plain data."""
        content = {**asdict(self), "summary": self.summary()}
        del content["names"]
        return content

    def summary(self) -> dict[str, Any]:
        """Return the summary of the report: outcome and counts."""
        failing = [result for check in self.checks for result in check["results"] if not result["success"]]
        counts = {name: sum(row[name] for row in self.figures) for name in ORIGINS}
        return {
            "run_id": self.run.run_id,
            "started": self.run.started.isoformat(timespec="seconds"),
            "success": self.run.success,
            "release_id": self.run.release_id,
            "tables_checked": len(self.checks),
            "expectations": sum(len(check["results"]) for check in self.checks),
            "failed_critical": sum(result["critical"] for result in failing),
            "failed_warning": sum(not result["critical"] for result in failing),
            "known": sum(finding["known"] for finding in self.findings),
            "new": sum(not finding["known"] for finding in self.findings),
            "unmatched": len(self.unmatched),
            **counts,
            "overdue": len(self.overdue),
            "refused": len(self.refused),
        }


ORIGINS = ("observed", "estimated", "interpolated", "carried", "imputed", "missing", "capped")
"""Where an indicator's value comes from; `capped` counts values of any origin that treatment moved."""


def quality(
    run: Run,
    checks: Sequence[dict[str, Any]],
    findings: Sequence[Finding],
    computed: Mapping[str, pa.Table],
    scores_before: pa.Table | None,
    due: pa.Table,
    refused: Sequence[dict[str, Any]],
    history: Sequence[dict[str, Any]],
    framework: Framework,
) -> Quality:
    """Return the quality report of a run, whether it succeeded or not.

    Coverage is the share of a component's weight that is based on the region's figures, as in `tables.SCORES`; its mean
    is over the assessed regions. Values are counted within the years of the edition, supplementary indicators too.

    Args:
        run: The run.
        checks: Reports of the checked tables, as plain data.
        findings: What they found, each once and in order.
        computed: The tables `imputed`, `treated_points` and `scores` that this run made; tables that it did not reach
            are absent, and are named as such.
        scores_before: `tables.SCORES` of the release before; None if there was none.
        due: `tables.DUE`.
        refused: Reports of refused files.
        history: Summaries of earlier reports, oldest first.
        framework: Gives titles, components and years.
    """
    scores = computed.get("scores")
    return Quality(
        run=run,
        title=framework.definition.title.model_dump(exclude_none=True),
        checks=tuple(
            {name: value for name, value in check.items() if name != "findings"}
            for check in sorted(checks, key=_severity, reverse=True)
        ),
        findings=tuple(finding.as_dict() for finding in findings),
        unmatched=tuple(_unmatched(checks, findings, framework)),
        figures=tuple(_figures(computed, framework)),
        coverage=tuple(_coverage(scores, scores_before, framework)) if scores is not None else NO_FIGURES,
        years=tuple(_years(scores, scores_before, framework)) if scores is not None else NO_FIGURES,
        overdue=tuple(row for row in due.to_pylist() if row["overdue"]),
        refused=tuple(refused),
        history=tuple(reversed(history)),
        not_reached=tuple(name for name in ("imputed", "treated_points", "scores") if name not in computed),
        names=_names(framework),
    )


def _unmatched(
    checks: Sequence[dict[str, Any]], findings: Sequence[Finding], framework: Framework
) -> Iterator[dict[str, Any]]:
    checked = {check["table"] for check in checks}
    for acknowledgement, place in unmatched(framework.acknowledgements, findings, checked):
        yield {"key": str(place), **acknowledgement.model_dump(mode="json", exclude_none=True)}


def _names(framework: Framework) -> dict[str, str]:
    """Return the Chinese names of codes."""
    codes = framework.codes
    return {
        **{area.ref_area: area.title_zh for area in codes.regions.values() if area.title_zh},
        **{series.series_id: series.title_zh for series in codes.series.values() if series.title_zh},
        **{node.id: node.title.get("zh") for node in components(framework.definition.index)},
        **{indicator.id: indicator.title.get("zh") for indicator in framework.indicators.values()},
        **{source.id: source.title.get("zh") for source in framework.sources.values()},
    }


def _severity(check: dict[str, Any]) -> tuple[bool, bool]:
    return check["blocked"], not check["success"]


def _figures(computed: Mapping[str, pa.Table], framework: Framework) -> Iterator[dict[str, Any]]:
    if "imputed" not in computed:
        return
    years = framework.definition.years
    values = computed["imputed"].to_pandas()
    values = values[values["time_period"].between(years.first, years.last)]
    origins = values.assign(
        origin=[_origin(*row) for row in zip(values["obs_status"], values["filled_by"], strict=True)]
    )
    counts = origins.groupby(["indicator_id", "origin"]).size().unstack(fill_value=0)
    points = computed.get("treated_points", tables.TREATED_POINTS.empty()).to_pandas()
    capped = points["indicator_id"].value_counts()
    for indicator in sorted(counts.index):
        found = {name: int(counts.loc[indicator].get(name, 0)) for name in ORIGINS}
        title = framework.indicators[indicator].title.model_dump(exclude_none=True)
        yield {"indicator_id": indicator, "title": title, **found, "capped": int(capped.get(indicator, 0))}


def _origin(status: str, filled_by: str | None) -> str:
    if status == "M":
        return "missing"
    if isinstance(filled_by, str):
        return {"interpolate": "interpolated", "carry": "carried"}.get(filled_by, "imputed")
    return {"E": "estimated", "I": "interpolated", "C": "carried"}.get(status, "observed")


def _coverage(scores: pa.Table, before: pa.Table | None, framework: Framework) -> Iterator[dict[str, Any]]:
    newest = framework.definition.years.last
    now, then = (_by(table, "component_id", newest) for table in (scores, before))
    for node in components(framework.definition.index):
        if not node.not_measured:
            title = node.title.model_dump(exclude_none=True)
            yield {"component_id": node.id, "title": title, **_moved(now.get(node.id), then.get(node.id))}


def _years(scores: pa.Table, before: pa.Table | None, framework: Framework) -> Iterator[dict[str, Any]]:
    years = framework.definition.years
    now, then = (_by(table, "time_period", None, framework.index_id) for table in (scores, before))
    for year in range(years.first, years.last + 1):
        yield {"time_period": year, **_moved(now.get(year), then.get(year))}


def _by(table: pa.Table | None, column: str, year: int | None, component: str | None = None) -> dict[Any, Any]:
    """Return (mean coverage, regions with a score) by `column`, of one year or of one component."""
    if table is None:
        return {}
    frame = table.to_pandas()
    frame = frame[frame["time_period"] == year] if year else frame[frame["component_id"] == component]
    grouped = frame.groupby(column)
    found = zip(grouped["coverage"].mean(), grouped["score"].count(), strict=True)
    return {key: (float(mean), int(scored)) for key, (mean, scored) in zip(grouped.groups, found, strict=True)}


def _moved(now: tuple[float, int] | None, before: tuple[float, int] | None) -> dict[str, Any]:
    coverage, scored = now or (None, None)
    coverage_before, scored_before = before or (None, None)
    return {
        "coverage": coverage,
        "scored": scored,
        "coverage_before": coverage_before,
        "scored_before": scored_before,
        "change": None if coverage is None or coverage_before is None else coverage - coverage_before,
    }
