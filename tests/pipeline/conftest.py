"""One real release of the project's own figures, made once for all tests of this folder."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ICDI = [sys.executable, "-c", "from index_pipeline.cli import main; main()"]


def icdi(*arguments: object, check: bool = True, **options: object) -> subprocess.CompletedProcess[str]:
    """Run `icdi` as a person would, in a process of its own, with no history kept."""
    environment = {**os.environ, "DAGSTER_HOME": ""}
    done = subprocess.run(
        [*ICDI, *map(str, arguments)], capture_output=True, text=True, env=environment, check=False, **options
    )
    assert not check or done.returncode == 0, done.stderr
    return done


def copy_data(folder: Path) -> Path:
    """Copy figures and registers, nothing computed."""
    for name in ("observations", "registers"):
        shutil.copytree(ROOT / "data" / name, folder / name)
    return folder


@pytest.fixture(scope="session")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder in which one release is published."""
    folder = copy_data(tmp_path_factory.mktemp("data"))
    icdi("run", "--framework", ROOT / "indicators", "--data", folder)
    return folder


@pytest.fixture(scope="session")
def release(data: Path) -> Path:
    """The folder of that release."""
    return next(path.parent for path in (data / "releases").glob("*/datapackage.json"))
