"""Nothing phones home, and no text becomes code."""

import ast
import csv
import io
import math
import re
import subprocess
import sys
import unicodedata
from dataclasses import replace
from datetime import date
from pathlib import Path

import dagster as dg
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import yaml
from running import ICDI, ROOT
from small_project import REGIONS, Project, export
from watching import noted, watching

from index_pipeline.characters import without_hidden
from index_pipeline.defs.graph import build_definitions
from index_pipeline.defs.preview import preview
from index_pipeline.defs.run import run
from index_pipeline.framework.load import load
from index_pipeline.publication.releases.contents import Contents
from index_pipeline.publication.releases.dictionary import data_dictionary
from index_pipeline.sources.ingest import ingest
from index_pipeline.sources.options import Options


@pytest.fixture
def watched(tmp_path: Path) -> Path:
    """An empty folder for the watch."""
    return tmp_path / "watch"


def watch(folder: Path, *command: object, **environment: str) -> list[list]:
    """Run a command; return what was noted, the start of each Python left out."""
    settings = {**watching(folder), **environment}
    done = subprocess.run([*map(str, command)], capture_output=True, text=True, env=settings, check=False, timeout=300)
    assert done.returncode == 0, done.stderr
    return noted(folder)


@pytest.mark.parametrize(
    "call",
    [
        "urllib.request.urlopen('http://192.0.2.1/')",
        "socket.create_connection(('example.org', 80))",
        "socket.socket(type=socket.SOCK_DGRAM).sendto(b'x', ('192.0.2.1', 53))",
    ],
)
def test_the_watch_sees_a_call(watched: Path, call: str) -> None:
    code = f"import socket, urllib.request\ntry:\n    {call}\nexcept OSError:\n    pass"

    assert watch(watched, sys.executable, "-c", code)


def test_a_run_calls_no_other_machine(watched: Path, small: Project) -> None:
    """With Dagster's own settings and history, every check by Great Expectations, and every product."""
    history = small.data / "dagster"
    own = {"ICDI_DATA": str(small.data), "ICDI_STATE": str(history)}

    assert watch(watched, *ICDI, "run", *small.options(), **own) == []
    assert (history / "history").is_dir()
    assert list((small.data / "releases").glob("*/datapackage.json"))


def test_the_definitions_call_no_other_machine(watched: Path, small: Project) -> None:
    code = "from index_pipeline.definitions import defs; defs().resolve_asset_graph()"

    assert (
        watch(watched, sys.executable, "-c", code, ICDI_FRAMEWORK=str(small.framework), ICDI_DATA=str(small.data)) == []
    )


def test_dagster_sends_no_telemetry() -> None:
    settings = (ROOT / "dagster.yaml").read_text(encoding="utf-8")

    assert "telemetry:\n  enabled: false" in settings
    assert "nux:\n  enabled: false" in settings


def test_no_code_evaluates_text_or_unpickles() -> None:
    """Formulas in YAML are data: nothing in the package turns text into code."""
    unsafe = {"eval", "exec", "compile", "__import__"}
    found = [
        f"{path.name}:{node.lineno}"
        for path in sorted((ROOT / "index_pipeline").rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in unsafe)
        or (isinstance(node, ast.Import) and any(alias.name in {"pickle", "marshal", "shelve"} for alias in node.names))
    ]

    assert found == []


HOSTILE = "![y](http://192.0.2.1/p.png) <img src=http://192.0.2.1/x onerror=alert(1)> =1+1 \u202e\u061c"
MARKUP = re.compile(r"(?<!\\)(?:<[a-z/]|\[|\]\()|(?<!\\)://")


def test_texts_of_a_framework_are_no_markup_in_the_web_interface(small: Project) -> None:
    """Title and citation of a source are the description of its asset, which Dagster shows as Markdown."""
    path = small.framework / "source" / "nbs_annual.yaml"
    source = yaml.safe_load(path.read_text(encoding="utf-8"))
    source |= {name: {"zh": HOSTILE, "en": HOSTILE} for name in ("title", "citation", "publisher", "licence")}
    path.write_text(yaml.safe_dump(source, allow_unicode=True), encoding="utf-8")

    definitions = build_definitions(small.framework, small.data)

    said = [spec.description or "" for spec in definitions.resolve_all_asset_specs()]
    assert any("192" in text for text in said)
    assert [text for text in said if MARKUP.search(text)] == []


def test_texts_of_a_table_are_cells_of_text_in_its_preview() -> None:
    table = pa.table({"title": [HOSTILE, None, "a | b"], "obs_value": [1.5, None, -2.0]})

    shown = preview(table, "index")["前几行 · first rows"]

    assert isinstance(shown, dg.TableMetadataValue)
    assert [record.data["title"] for record in shown.records][1:] == ["", "a | b"]
    assert all(without_hidden(str(cell), "") == cell for record in shown.records for cell in record.data.values())


def test_the_data_dictionary_holds_the_title_as_text() -> None:
    contents = example_of(HOSTILE)

    head = data_dictionary(contents).splitlines()[0]

    assert not MARKUP.search(head)
    assert not {sign for sign in head if unicodedata.category(sign) in {"Cf", "Cc"}}


def example_of(title: str) -> Contents:
    framework = load(ROOT / "tests" / "framework" / "asem")
    text = framework.definition.title.model_copy(update={"zh": title, "en": title})
    return Contents("x-0", replace(framework, definition=framework.definition.model_copy(update={"title": text})), {})


def test_a_formula_in_a_name_of_a_file_or_a_register_reaches_no_csv(small: Project, tmp_path: Path) -> None:
    """From an export and a register that someone wrote, to the store and every CSV of the release."""
    regions = {2031: dict(zip(REGIONS, (2e5, 1e5, 1.5e5, 2e4), strict=True))}
    file = export(tmp_path / "=cmd|' calc'!A0.csv", "国内专利申请授权量", "项", regions)
    take = Options(date(2032, 1, 1), source="nbs_annual")
    receipt = ingest(file, small.data, load(small.framework), take)
    register = small.data / "registers" / "industrial_heritage.csv"
    rows = list(csv.reader(io.StringIO(register.read_text(encoding="utf-8"))))
    rows[1][rows[0].index("title")] = "@SUM(1+1)*cmd|' /C calc'!A0"
    rows[1][rows[0].index("note")] = "\t=1+1"
    with register.open("w", encoding="utf-8", newline="") as opened:
        csv.writer(opened, lineterminator="\n").writerows(rows)

    release = run(small.framework, small.data, None, latest=None, on_step=lambda *_: None).release

    assert receipt.batch
    written = [small.data / receipt.batch, *release.rglob("*.csv")]
    cells = {path: csv.reader(io.StringIO(path.read_bytes().decode(), newline="")) for path in written}
    begun = [
        (path.name, cell)
        for path, lines in cells.items()
        if "framework" not in path.parts
        for line in lines
        for cell in line
        if cell.lstrip()[:1] in set("=+-@") and not is_number(cell)
    ]
    assert begun == []
    events = pq.read_table(release / "tables" / "register_events.parquet")
    assert "@SUM(1+1)*cmd|' /C calc'!A0" in events["title"].to_pylist()
    assert "'=cmd|" in (small.data / receipt.batch).read_text(encoding="utf-8")


def is_number(cell: str) -> bool:
    try:
        return math.isfinite(float(cell))
    except ValueError:
        return False
