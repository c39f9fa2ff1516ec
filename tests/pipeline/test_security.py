"""Nothing phones home, and no text becomes code."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest
from running import ICDI, ROOT
from small_project import Project
from watching import noted, watching


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
    assert watch(watched, *ICDI, "run", *small.options(), ICDI_DATA=str(small.data)) == []
    assert (small.data / "dagster" / "history").is_dir()
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
