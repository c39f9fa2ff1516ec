"""Alerts, if the environment names a channel: failed checks, refused files, overdue sources."""

import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from index_pipeline.alerts import Alert, send
from index_pipeline.fetch.outcomes import FetchOutcome
from index_pipeline.framework.framework import Framework
from index_pipeline.language import Bilingual
from index_pipeline.quality.findings import known_and_new
from index_pipeline.sources.receipts import Receipt, Rejection

if TYPE_CHECKING:  # the commands that report on a file need no Dagster
    from index_pipeline.defs.ended import Ended


def tell_of_refusals(outcomes: Iterable[Receipt | Rejection]) -> list[str]:
    """Send one alert for all files that were moved to `rejected/`; a file left in the inbox is only tried again.

    Returns:
        One sentence per channel that failed, as from `alerts.send`; so do the functions below.
    """
    refused = [outcome for outcome in outcomes if isinstance(outcome, Rejection) and outcome.moved_to]
    if not refused:
        return []
    what = refused[0].file if len(refused) == 1 else f"{len(refused)} 个文件 · files"
    lines = tuple(each.sentence() for each in refused)
    return _send([Alert("refused_file", f"文件未导入 · refused: {what}", lines)])


def tell_of_fetch(outcomes: Iterable[FetchOutcome]) -> list[str]:
    """Send one alert for all series that were not fetched or not taken."""
    left = [outcome for outcome in outcomes if outcome.problems]
    if not left:
        return []
    what = left[0].item if len(left) == 1 else f"{len(left)} 项数据序列 · series"
    lines = tuple(outcome.sentence() for outcome in left)
    return _send([Alert("refused_file", f"未取得或未导入 · not fetched or refused: {what}", lines)])


def tell_of_due(rows: Sequence[dict[str, Any]], framework: Framework) -> list[str]:
    """Report the sources that are overdue, rows of `tables.DUE`."""
    return _overdue([said_of_due(row, framework) for row in rows])


def said_of_due(row: Mapping[str, Any], framework: Framework) -> Bilingual:
    """Describe a row of `tables.DUE` in both languages: the series that lack the year, with their newest."""
    source = framework.sources[row["source_id"]].title
    newest, expected, overdue = row["newest_year"], row["expected_year"], row["overdue"]
    late = [part.split(":") for part in (row["late_series"] or "").split("|") if part]
    series = framework.codes.series
    titles = [(series[code].title_zh, series[code].title_en) if code in series else (code, code) for code, _ in late]
    late_zh = "、".join(f"{zh or en}（{year}年）" for (zh, en), (_, year) in zip(titles, late, strict=True))
    late_en = ", ".join(f"{en or zh} ({year})" for (zh, en), (_, year) in zip(titles, late, strict=True))
    zh = f"{source.get('zh')}：" + (f"现有数据至{newest}年" if newest else "尚无数据")
    en = f"{source.get('en')}: " + (f"figures up to {newest}" if newest else "no figures")
    if expected:
        zh, en = f"{zh}，至今应有{expected}年数据", f"{en}, {expected} expected by now"
    if overdue:
        zh += "，已逾期" + (f"；缺{expected}年数据的数据序列：{late_zh}" if late else "")
        en += ": overdue" + (f"; series without figures of {expected}: {late_en}" if late else "")
    key = f"[{row['source_id']}]"
    return Bilingual(f"{en} {key}", f"{zh} {key}", f"{zh} · {en} {key}")


def tell_of_run(ended: "Ended", page: Path | None) -> list[str]:
    """Report a run that failed, new findings, and a release that waits for approval."""
    where = (Bilingual(f"quality report: {page}", f"质量报告：{page}"),) if page else ()
    if not ended.success:
        return _send([Alert("failed_run", "运行失败 · the run has failed", (*ended.faults, *where))])
    if ended.raised and ended.release:
        name = ended.release.name
        how = f'icdi release approve {name} --why "…" | icdi release discard {name} --why "…"'
        lines = (*(str(each) for each in ended.raised), how, *where)
        return _send([Alert("waiting_release", f"发布待批准 · a release waits for approval: {name}", lines)])
    if ended.warnings:
        subject = (
            f"检查有新发现 · the checks have found something new: {known_and_new(len(ended.known), len(ended.new))}"
        )
        return _send([Alert("failed_check", subject, (*ended.warnings, *where))])
    return []


def tell_of_sources(ended: "Ended") -> list[str]:
    """Report the sources that a run of `check_sources` found overdue, and its failure."""
    failed = [] if ended.success else tell_of_run(ended, None)
    return [*failed, *_overdue(ended.overdue)]


def _overdue(lines: Sequence[str]) -> list[str]:
    return _send(
        [Alert("overdue_source", f"{len(lines)} 个来源逾期 · sources are overdue", tuple(lines))] if lines else []
    )


def _send(alerts: Iterable[Alert]) -> list[str]:
    return [fault for alert in alerts for fault in send(alert, os.environ)]
