"""One real release of the project's own figures, made once for all tests of this folder."""

from pathlib import Path

import pytest
from running import ROOT, copy_data, icdi


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


@pytest.fixture(scope="session")
def earlier(data: Path, release: Path) -> Path:
    """A second release in that data folder: the index as it would have been on 2025-01-01."""
    run = icdi("run", "--framework", ROOT / "indicators", "--data", data, "--as-of", "2025-01-01")
    return Path(run.stdout.splitlines()[-1])
