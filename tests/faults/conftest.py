"""What the tests of faults share: a data folder with a release."""

import shutil
from pathlib import Path

import pytest
from killing import FRAMEWORK, ROOT, finish


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with one release."""
    folder = tmp_path_factory.mktemp("published")
    for name in ("observations", "registers"):
        shutil.copytree(ROOT / "data" / name, folder / name)
    finish("run", "--framework", FRAMEWORK, "--data", folder)
    return folder


@pytest.fixture
def data(published: Path, tmp_path: Path) -> Path:
    """A copy of that folder, to be harmed."""
    folder = tmp_path / "data"
    shutil.copytree(published, folder)
    return folder
