"""`icdi` answers at once, in sentences, and leaves with 0 or 1."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ICDI = [sys.executable, "-c", "from index_pipeline.cli import main; main()"]


def icdi(*arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*ICDI, *map(str, arguments)], capture_output=True, text=True, check=False)


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
            pytest.param([*command, "--data", "nowhere"], "nowhere: this is no data folder", id=" ".join(command))
            for command in (["inbox"], ["due"], ["release", "list"], ["ingest", "x.csv"])
        ),
        pytest.param(["ingest", "nowhere.csv"], "nowhere.csv: refused: the file cannot be opened", id="no file"),
        pytest.param(["score", "--framework", "x"], "Missing option '--observations'", id="missing option"),
    ],
)
def test_a_mistake_is_one_sentence(arguments: list[str], said: str) -> None:
    done = icdi(*arguments)

    assert done.returncode == 1
    assert said in done.stderr
    assert done.stderr.count("\n") == 1
    assert done.stdout == ""


def test_check_answers_a_program() -> None:
    done = icdi("framework", "check", ROOT / "indicators", "--json")

    assert done.returncode == 0
    found = json.loads(done.stdout)
    assert (found["indicators"], found["supplementary"], found["regions"]) == (45, 11, 31)
    assert len(found["not_measured"]) == 8
