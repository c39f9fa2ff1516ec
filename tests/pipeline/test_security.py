"""Nothing phones home, and what listens, listens on this machine only."""

import ast
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from running import ICDI, ROOT
from small_project import Project

WATCH = """
import json, os, sys

def seen(event, details):
    with open(os.environ["ICDI_WATCHED"], "a") as file:
        file.write(json.dumps([event, details]) + "\\n")

def outside(address):
    host = address[0] if isinstance(address, tuple) else address
    host = host.decode() if isinstance(host, bytes) else str(host)
    return not (host.startswith(("/", "127.", "\\0")) or host in {"", "::1", "localhost", "None"})

def hook(event, arguments):
    if event in {"socket.connect", "socket.sendto"} and outside(arguments[1]):
        seen(event, repr(arguments[1]))
        raise OSError("watched: no connection")
    if event in {"socket.getaddrinfo", "socket.gethostbyname"} and outside(arguments[0]):
        seen(event, repr(arguments[0]))
        raise OSError("watched: no look-up")
    if event == "os.exec":
        seen(event, [os.fsdecode(argument) for argument in arguments[1]])
        os._exit(0)

sys.addaudithook(hook)
seen("watching", sys.argv[:1])
"""


@pytest.fixture
def watched(tmp_path: Path) -> Path:
    """A folder whose `sitecustomize` notes, in every Python that starts with it, each call to another machine."""
    folder = tmp_path / "watch"
    folder.mkdir()
    (folder / "sitecustomize.py").write_text(WATCH, encoding="utf-8")
    return folder


def watch(folder: Path, *command: object, **environment: str) -> list[list]:
    """Run a command; return what was noted, the start of each Python left out."""
    notes = folder / "notes.jsonl"
    settings = {**os.environ, "PYTHONPATH": str(folder), "ICDI_WATCHED": str(notes), **environment}
    settings.pop("DAGSTER_HOME", None)
    done = subprocess.run([*map(str, command)], capture_output=True, text=True, env=settings, check=False, timeout=300)
    noted = [json.loads(line) for line in notes.read_text(encoding="utf-8").splitlines()]
    assert noted[0][0] == "watching"
    assert done.returncode == 0, done.stderr
    return [note for note in noted if note[0] != "watching"]


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


def test_the_web_interface_listens_on_this_machine_only(watched: Path, small: Project) -> None:
    ((event, arguments),) = watch(watched, *ICDI, "ui", *small.options())

    assert event == "os.exec"
    assert arguments[arguments.index("-h") + 1] == "127.0.0.1"


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
