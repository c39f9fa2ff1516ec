"""The inbox in Dagster's pages: which files were taken, and which were refused and why."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import dagster as dg

from index_pipeline.characters import visible
from index_pipeline.sources.receipts import Receipt, Rejection
from index_pipeline.sources.rejections import rejections

INBOX_FILES = "inbox_files"
"""The asset whose events are the files that arrived."""

SHOWN = 50
"""Number of refused files that a page lists, the newest first."""

REFUSED = dg.TableSchema(
    [
        dg.TableColumn("file", description="文件 · file"),
        dg.TableColumn("refused_at", description="时间 · when"),
        dg.TableColumn("zh", description="原因与处理 · why, and what to do, in Chinese"),
        dg.TableColumn("en", description="why, and what to do"),
        dg.TableColumn("moved_to", description="现存位置 · where it is now, in the data folder"),
    ]
)

Metadata = dict[str, dg.MetadataValue | int]


def inbox_files(group: str) -> dg.AssetSpec:
    """Declare the files that arrive in the inbox, before the sources in the graph."""
    return dg.AssetSpec(
        INBOX_FILES,
        group_name=group,
        description="接收目录：已导入和未导入的文件，未导入的附原因与处理办法；文件放入 data/inbox 即处理 · "
        "Files that arrived in data/inbox: those taken, and those refused with why and what to do.",
    )


def arrived(outcomes: Sequence[Receipt | Rejection], data: Path) -> dg.AssetMaterialization:
    """Return the event of files that were taken or refused together, with all that is refused by now."""
    taken = [outcome for outcome in outcomes if not isinstance(outcome, Rejection)]
    said = "\n".join(f"- {outcome.sentence('zh')} · {outcome.sentence('en')}" for outcome in outcomes)
    return dg.AssetMaterialization(
        asset_key=INBOX_FILES,
        description=f"导入{len(taken)}个，未导入{len(outcomes) - len(taken)}个 · "
        f"{len(taken)} taken, {len(outcomes) - len(taken)} refused",
        metadata={
            "已导入 · taken": len(taken),
            "未导入 · refused": len(outcomes) - len(taken),
            "结果 · outcomes": dg.MetadataValue.md(visible_lines(said)),
            **refused(data),
        },
    )


def refused(data: Path) -> Metadata:
    """Return number and list of the refused files of a data folder; empty if there is none."""
    found = rejections(data)
    if not found:
        return {"待处理的未导入文件 · refused files": 0}
    rows = [
        dg.TableRecord(
            {
                "file": visible(str(report.get("file"))),
                "refused_at": report["refused_at"],
                **{language: _reasons(report, language) for language in ("zh", "en")},
                "moved_to": visible(str(report.get("moved_to") or "inbox")),
            }
        )
        for report in reversed(found[-SHOWN:])
    ]
    return {
        "待处理的未导入文件 · refused files": len(found),
        "未导入的文件与原因 · refused files and why": dg.MetadataValue.table(rows, schema=REFUSED),
    }


def visible_lines(text: str) -> str:
    """Return text of several lines without hidden characters."""
    return "\n".join(map(visible, text.split("\n")))


def _reasons(report: dict[str, Any], language: str) -> str:
    """Return why a file was refused and what to do, cause by cause; its problems in a report that has no causes."""
    rows = report.get("causes") or report["problems"]
    said = (
        f"{row.get('cell') or ''} {row.get('value') or ''}".strip() + f": {row['reason'][language]}; "
        f"{row['remedy'][language]}"
        for row in rows
    )
    return visible(" | ".join(each.removeprefix(": ") for each in said))
