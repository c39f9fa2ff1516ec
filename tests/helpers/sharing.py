"""What takes long to make is made once in a run of the tests, and shared by its processes: nobody may change it."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from index_pipeline.locks import locked

PATIENCE = 900
"""Seconds that a process waits while another one makes a folder."""


def made_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """Return the folder `name`, which the first process that asks for it makes, and for which the others wait."""
    base = factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        base = base.parent
    folder, made = base / name, base / f"{name}.made"
    with locked(base / f"{name}.lock", PATIENCE):
        if not made.exists():
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            make(folder)
            made.touch()
    return folder
