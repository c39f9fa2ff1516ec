"""Whether the tables of a release are fit to be published: ranks of the newest year, and every expectation met."""

from collections.abc import Callable

import pyarrow as pa
import pyarrow.compute as pc

from index_pipeline.clock import today
from index_pipeline.defs.kept import kept_report
from index_pipeline.errors import UserError
from index_pipeline.framework.framework import Framework
from index_pipeline.keeping import Keeping
from index_pipeline.language import Both, joined
from index_pipeline.quality import suites
from index_pipeline.quality.findings import first
from index_pipeline.quality.validate import validate

SUITES: dict[str, Callable[[Framework], suites.Suite]] = {
    "observations": suites.observations_suite,
    "register_events": suites.register_events_suite,
    "indicators": suites.indicators_suite,
    "scores": suites.scores_suite,
    "rankings": suites.rankings_suite,
}
"""The suite of each boundary table that is not one source's."""


class UnfitToPublishError(UserError):
    """The staged tables do not meet their expectations."""


def ensure_fit(staged: dict[str, pa.Table], framework: Framework, keeping: Keeping | None = None) -> None:
    """Check the tables once more, as they will be published; a table that was checked in the run has its report kept.

    Raises:
        UnfitToPublishError: the newest year has no ranks, or a critical finding is not acknowledged.
    """
    refused = _unranked(staged["rankings"], framework)
    if refused is not None:
        raise UnfitToPublishError(refused)
    for name, suite in SUITES.items():
        checked = staged[name], suite(framework), framework, today(), name
        report = kept_report(*checked, keeping) if keeping else validate(*checked)
        if report.blocked:
            raise UnfitToPublishError(joined(first(report.sentences())))


def _unranked(rankings: pa.Table, framework: Framework) -> Both | None:
    """Say why the index has no rank in the newest scored year; None if it has one."""
    name, last = framework.index_id, framework.definition.years.last
    index = rankings.filter(pc.equal(rankings["component_id"], name))
    newest = pc.max(index.filter(pc.is_valid(index["rank"]))["time_period"]).as_py()
    if newest == last:
        return None
    if pc.max(index.filter(pc.is_valid(index["score"]))["time_period"]).as_py() == last:
        return Both(
            f"all regions have the same score of {name} in {last}, the newest of the scored years, so that none has a "
            "rank: compare the indicators of the year, or let `years` in framework.yaml end earlier",
            f"测算的最后一年 {last} 年各地区 {name} 得分相同，没有位次：请核对该年各指标，"
            "或在 framework.yaml 中提前 years 的末年",
        )
    before = Both("no year", "各年份均无") if newest is None else Both(f"none after {newest}", f"{newest} 年后无")
    return Both(
        f"no region has a score of {name} in {last}, the newest of the scored years ({before.en} has one): add its "
        "figures, or let `years` in framework.yaml end earlier",
        f"测算的最后一年 {last} 年没有任何地区有 {name} 得分（{before.zh}得分）：请补充该年数据，"
        "或在 framework.yaml 中提前 years 的末年",
    )
