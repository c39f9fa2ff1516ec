"""A run reads each file of the store once, so that all of its steps see the same figures."""

from collections import Counter
from pathlib import Path

import pytest
from small_project import Project

from index_pipeline.defs.run import run
from index_pipeline.files import read_regular
from index_pipeline.sources.store import stored


def test_a_run_reads_each_file_of_figures_and_registers_once(
    published: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project, read = published.copy(tmp_path), Counter[str]()

    def counted(path: Path, largest: int) -> bytes:
        read[path.relative_to(project.data).as_posix()] += 1
        return read_regular(path, largest)

    monkeypatch.setattr(stored, "read_regular", counted)

    run(project.framework, project.data, None, latest=None, on_step=lambda *_: None)

    files = [path for folder in ("observations", "registers") for path in (project.data / folder).rglob("*.csv")]
    assert read == Counter(path.relative_to(project.data).as_posix() for path in files)
