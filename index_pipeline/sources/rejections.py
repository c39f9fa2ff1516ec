"""Rejections: the reports beside refused files."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from index_pipeline.files import listed
from index_pipeline.sources.inbox import REJECTED

REPORT = ".report.json"
"""Ending of a report."""


def rejections(data: Path, since: datetime | None = None) -> list[dict[str, Any]]:
    """Read the reports of `rejected/`, the oldest first.

    A report that cannot be read is skipped: it is only for people, and no figure depends on it.

    Args:
        data: The data folder.
        since: Leave out reports written before; all are read if it is None.

    Raises:
        OSError: the folder cannot be listed.

    Returns:
        One report per refused file, as `Rejection.as_dict` wrote it, with `refused_at` in ISO 8601.
    """
    found = []
    folder = data / REJECTED
    for path in listed(folder) if folder.is_dir() else []:
        if not path.name.endswith(REPORT):
            continue
        try:
            at = datetime.fromtimestamp(path.stat().st_mtime, UTC)
            report = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            continue
        if _is_report(report) and (since is None or at >= since):
            found.append({**report, "refused_at": at.isoformat(timespec="seconds")})
    return sorted(found, key=lambda report: report["refused_at"])


def _is_report(report: object) -> bool:
    """Return whether a report says of each problem in both languages why and what to do, as it was written."""
    if not isinstance(report, dict) or not isinstance(report.get("problems"), list):
        return False
    rows = [*(report.get("causes") or []), *report["problems"]]
    texts = [row.get(key) if isinstance(row, dict) else None for row in rows for key in ("reason", "remedy")]
    return all(isinstance(text, dict) and {"zh", "en"} <= text.keys() for text in texts)
