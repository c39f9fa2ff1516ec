"""The folder of quality reports: one HTML page and one JSON file per run."""

import json
from pathlib import Path
from typing import Any

from index_pipeline.files import listed, write_text
from index_pipeline.quality.findings import Finding
from index_pipeline.quality.page import page
from index_pipeline.quality.report import Quality

KEPT = 100
"""Number of earlier reports whose summary is read."""


def write(quality: Quality, folder: Path) -> Path:
    """Write a report as JSON and HTML, each completely or not at all; a repeated run replaces its own report.

    Returns:
        The HTML page, `<start in UTC>__<first 8 of the run's id>.html`.

    Raises:
        OSError: the disk is full or the folder cannot be written.
    """
    path = folder / f"{quality.run.started:%Y%m%dT%H%M%SZ}__{quality.run.run_id[:8]}.html"
    text = json.dumps(quality.as_dict(), ensure_ascii=False, indent=1, default=str)
    write_text(path.with_suffix(".json"), text + "\n")
    write_text(path, page(quality))
    return path


def pages(folder: Path) -> list[Path]:
    """Return the HTML pages of all reports, oldest first.

    Raises:
        OSError: the folder cannot be listed.
    """
    found = listed(folder) if folder.is_dir() else []
    return [path for path in found if path.match("*__*.html") and not path.name.startswith(".")]


def summary(path: Path) -> dict[str, Any] | None:
    """Return the summary of the report at `path`; None if its JSON is missing or damaged."""
    try:
        content = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
        return dict(content["summary"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def findings(path: Path) -> list[Finding] | None:
    """Return the findings of the report at `path`; None if its JSON is missing or damaged, or of an older version."""
    try:
        content = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
        return [Finding.from_dict(found) for found in content["findings"]]
    except (OSError, ValueError, KeyError, TypeError):
        return None


def history(folder: Path, run_id: str) -> list[dict[str, Any]]:
    """Return the summaries of the earlier reports, oldest first, without that of `run_id`."""
    found = (summary(path) for path in pages(folder)[-KEPT:])
    return [row for row in found if row is not None and row.get("run_id") != run_id]
