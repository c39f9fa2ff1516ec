"""One real release of the project's own figures, made once for all notebooks."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder in which one release is published."""
    folder = tmp_path_factory.mktemp("data")
    for name in ("observations", "registers"):
        shutil.copytree(ROOT / "data" / name, folder / name)
    command = "from index_pipeline.cli import main; main()"
    subprocess.run(
        [sys.executable, "-c", command, "run", "--framework", ROOT / "indicators", "--data", folder],
        env={**os.environ, "DAGSTER_HOME": ""},
        capture_output=True,
        check=True,
    )
    return folder
