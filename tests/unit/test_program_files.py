"""Whether the program's files were written since a process began: by their stamps, whatever they hold again."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from index_pipeline import program_files


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the program, with which this process begins."""
    copy = Path(shutil.copytree(program_files.PACKAGE, tmp_path / "package"))
    monkeypatch.setattr(program_files, "PACKAGE", copy)
    monkeypatch.setattr(program_files, "STAMPS", list(program_files._stamps(copy)))
    return copy


def test_the_files_are_noted_before_any_of_them_is_read() -> None:
    command = (
        "import index_pipeline.cli, sys; print([name for name in sys.modules if name.startswith('index_pipeline.')])"
    )
    said = subprocess.run([sys.executable, "-c", command], capture_output=True, text=True, check=True).stdout

    assert said.startswith("['index_pipeline.program_files'")


def test_a_copy_has_the_same_digest(package: Path) -> None:
    assert program_files.digest() == program_files.started()
    assert program_files.is_unchanged()


def test_a_file_that_was_changed_and_put_back_was_written(package: Path) -> None:
    template = package / "publication" / "templates" / "look.typ"
    content = template.read_bytes()
    template.write_bytes(content + b" ")
    template.write_bytes(content)
    os.utime(template, (0, 0))

    assert not program_files.is_unchanged()
    assert program_files.digest() == program_files.started()


def test_what_is_compiled_or_hidden_does_not_count(package: Path) -> None:
    for folder in ("__pycache__", ".ipynb_checkpoints"):
        (package / folder).mkdir(exist_ok=True)
        (package / folder / "more.py").write_text("x = 1")

    assert program_files.is_unchanged()
    assert program_files.digest() == program_files.started()


def test_a_new_file_counts(package: Path) -> None:
    (package / "more.py").touch()

    assert not program_files.is_unchanged()
    assert program_files.digest() != program_files.started()
