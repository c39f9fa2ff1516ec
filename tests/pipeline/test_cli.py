"""`icdi` answers at once, in sentences, and leaves with 0 or 1."""

import errno
import json
import sqlite3
import subprocess
import sys
import threading
from http.client import HTTPConnection
from pathlib import Path

import pytest
from running import ROOT, answered
from small_project import Project

from index_pipeline.characters import visible
from index_pipeline.cli.console import table
from index_pipeline.cli.main import sentences
from index_pipeline.cli.serving import server
from index_pipeline.files import write_whole
from index_pipeline.loopback import PortError


def test_help_imports_nothing_heavy() -> None:
    heavy = "dagster", "great_expectations", "pandas", "pyarrow", "duckdb", "numpy", "plotly", "scipy", "pydantic"
    script = (
        "import sys; from index_pipeline.cli.main import app; app(['--help'], standalone_mode=False);"
        f"print([name for name in {heavy} if name in sys.modules], file=sys.stderr)"
    )

    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)

    assert done.stderr.strip() == "[]"
    for command in ("run", "score", "ingest", "inbox", "explain", "ui", "framework", "release"):
        assert f"  {command} " in done.stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        pytest.param(["frobnicate"], "No such command 'frobnicate'", id="unknown command"),
        pytest.param(["run", "--as-of", "yesterday"], "yesterday is not a day; write it as 2025-06-30", id="no day"),
        pytest.param(
            ["framework", "check", "nowhere"], "nowhere: there is no such framework folder", id="no framework"
        ),
        pytest.param(["release", "verify", "--data", "nowhere"], "no release is published yet", id="no release"),
        *(
            pytest.param([*command, "--data", "nowhere"], "nowhere: this is not a data folder", id=" ".join(command))
            for command in (["inbox"], ["due"], ["release", "list"], ["ingest", "x.csv"])
        ),
        pytest.param(["ingest", "nowhere.csv"], "nowhere.csv: refused: the file cannot be opened", id="no file"),
        pytest.param(
            ["register", "list", "--region", "辽定"], "no region 辽定 in the framework; did you mean 辽宁", id="region"
        ),
        pytest.param(
            ["register", "list", "industrial_heritag"], "did you mean industrial_heritage", id="unknown register"
        ),
        pytest.param(["serve", "--port", "70000"], "'--port': at most 65535", id="port"),
        pytest.param(["ui", "--port", "-1"], "'--port': at least 1", id="ui port"),
        pytest.param(["score", "--framework", "x"], "Missing option '--observations'", id="missing option"),
    ],
)
def test_a_mistake_is_one_sentence(arguments: list[str], said: str) -> None:
    done = answered(*arguments)

    assert done.returncode == 1
    assert said in done.stderr
    assert done.stderr.count("\n") == 1
    assert done.stdout == ""


def test_a_full_disk_is_said_without_the_database_s_own_words() -> None:
    try:
        try:
            raise sqlite3.OperationalError("database or disk is full")
        except sqlite3.OperationalError as error:
            raise RuntimeError("[SQL: INSERT INTO runs (run_id, …) VALUES (?, …)]") from error
    except RuntimeError as error:
        (said,) = sentences(error)

    assert "database or disk is full" in said
    assert "SQL" not in said


def test_a_write_that_fails_names_its_file(tmp_path: Path) -> None:
    def full(_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(OSError, match="No space left") as caught:
        write_whole(tmp_path / "table.parquet", full)

    assert sentences(caught.value) == [f"{tmp_path / 'table.parquet'}: No space left on device"]


@pytest.mark.parametrize(
    ("path", "host", "status"),
    [
        ("/index.html", "localhost:8000", 200),
        ("/index.html", "[::1]:8000", 200),
        ("/tables/a.csv", "127.0.0.1", 200),
        ("/index.html", "evil.example:8000", 421),
        ("/tables/%00", "localhost", 404),
        ("/link.html", "localhost", 404),
        ("/outside/secret.html", "localhost", 404),
        ("/../secret.html", "localhost", 404),
    ],
)
def test_serve_answers_with_files_of_the_release_to_this_machine(
    tmp_path: Path, path: str, host: str, status: int
) -> None:
    folder = tmp_path / "release"
    (folder / "tables").mkdir(parents=True)
    for file in (folder / "index.html", folder / "tables" / "a.csv", tmp_path / "secret.html"):
        file.write_text("x", encoding="utf-8")
    (folder / "link.html").symlink_to(tmp_path / "secret.html")
    (folder / "outside").symlink_to(tmp_path)
    with server(folder, 0) as listening:
        threading.Thread(target=listening.handle_request, daemon=True).start()
        connection = HTTPConnection("127.0.0.1", listening.server_port, timeout=5)
        connection.request("GET", path, headers={"Host": host})
        answer = connection.getresponse()
        with pytest.raises(PortError, match="already in use"):
            server(folder, listening.server_port)

    assert answer.status == status


def test_check_answers_a_program() -> None:
    done = answered("framework", "check", ROOT / "indicators", "--json")

    assert done.returncode == 0
    found = json.loads(done.stdout)
    assert (found["indicators"], found["supplementary"], found["regions"]) == (50, 21, 31)
    assert len(found["not_measured"]) == 12


@pytest.mark.parametrize("cell", ["[/x]", "[red]red[/red]", "\x1b[31m", "[bold", "\udcff", "\u202e"])
def test_a_table_shows_texts_as_they_are(cell: str, capsys: pytest.CaptureFixture[str]) -> None:
    """No word of them is taken for a colour, and no sign moves the cursor."""
    table(("title",), [(cell,)])

    shown = capsys.readouterr().out.splitlines()[1].strip()
    assert shown == visible(cell).strip()


def test_lists_name_regions_sources_and_units(small: Project) -> None:
    events = answered("register", "list", "--lang", "zh", *small.options()).stdout
    sources = answered("due", "--lang", "zh", *small.options()).stdout
    series = answered("series", "gdp", "--lang", "zh", "--framework", small.framework).stdout

    assert "北京市" in events
    assert "110000" not in events
    assert "国家统计局" in sources
    assert "亿元" in series
