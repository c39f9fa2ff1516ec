"""The notebooks as tutorials: run on the newest release, their charts drawn by the Plotly that lies in the site.

Where `tutorials_run` is false they are shown as they are kept, without outputs.
"""

import json
from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient
from plotly.offline import get_plotlyjs
from sphinx.application import Sphinx

ROOT = Path(__file__).resolve().parents[2]
PLOTLY = "application/vnd.plotly.v1+json"
QUIET = {"displaylogo": False, "responsive": True, "modeBarButtonsToRemove": ["sendChartToCloud"]}


def setup(app: Sphinx) -> dict[str, bool]:
    """Write the tutorials before pages are read."""
    app.add_config_value("tutorials_run", True, "env", bool)
    app.connect("builder-inited", write_tutorials)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def write_tutorials(app: Sphinx) -> None:
    """Write each notebook, run where that is asked for, into `tutorials/` beside the pages."""
    folder = Path(app.srcdir) / "tutorials"
    folder.mkdir(exist_ok=True)
    for path in sorted((ROOT / "notebooks").glob("*.ipynb")):
        notebook = nbformat.read(path, as_version=4)
        if app.config.tutorials_run:
            NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(ROOT)}}).execute()
            _draw_charts(notebook)
        nbformat.write(notebook, folder / path.name)
    if app.config.tutorials_run:
        static = Path(app.outdir) / "_static"
        static.mkdir(parents=True, exist_ok=True)
        (static / "plotly.min.js").write_text(get_plotlyjs(), encoding="utf-8")


def _draw_charts(notebook: nbformat.NotebookNode) -> None:
    """Put in the place of each Plotly chart the elements that draw it; the first loads the library."""
    count = 0
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            chart = output.get("data", {}).pop(PLOTLY, None)
            if chart:
                library = "" if count else '<script src="../_static/plotly.min.js"></script>'
                output["data"] = {"text/html": library + _chart(chart, f"chart-{count}")}
                count += 1


def _chart(chart: dict[str, Any], name: str) -> str:
    given = json.dumps([chart["data"], chart.get("layout", {}), QUIET], ensure_ascii=False).replace("<", "\\u003c")
    return f'<div id="{name}"></div><script>Plotly.newPlot("{name}", ...{given});</script>'
