"""The quality report as one HTML page that loads nothing from the network."""

from pathlib import Path
from typing import Any

import jinja2

from index_pipeline.quality.report import ORIGINS, Quality

SHOWN_REFUSED = 20
SHOWN_PROBLEMS = 5
SHOWN_HISTORY = 12


def page(quality: Quality) -> str:
    """Draw a quality report; every value is escaped."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"percent": _percent, "points": _points, "cell": _cell}
    environment.filters["named"] = lambda value: f" {quality.names[value]}" if value in quality.names else ""
    return environment.get_template("quality.html").render(
        quality=quality,
        summary=quality.summary(),
        new=[finding for finding in quality.findings if not finding["known"]],
        known=[finding for finding in quality.findings if finding["known"]],
        origins=ORIGINS,
        most_refused=SHOWN_REFUSED,
        most_problems=SHOWN_PROBLEMS,
        history=quality.history[:SHOWN_HISTORY],
    )


def _percent(share: float | None) -> str:
    return "—" if share is None else f"{100 * share:.1f}%"


def _points(share: float | None) -> str:
    """Return a change of a share in percentage points, with its sign."""
    if share is None:
        return "—"
    shown = f"{100 * share:+.1f}"
    return "0" if float(shown) == 0 else shown.replace("-", "−")


def _cell(value: Any) -> str:
    return "" if value is None else f"{value:.6g}" if isinstance(value, float) else str(value)
