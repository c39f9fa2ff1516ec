"""A unit test takes no release of the whole pipeline."""

from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def data() -> Path:
    """Takes the place of the data folder in which a release is published."""
    raise AssertionError("a unit test takes no release of the pipeline: it belongs in tests/pipeline")


@pytest.fixture(scope="session")
def published() -> Path:
    """Takes the place of the small project with a release."""
    raise AssertionError("a unit test takes no release of the pipeline: it belongs in tests/pipeline")
