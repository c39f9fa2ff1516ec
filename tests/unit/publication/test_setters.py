"""Documents that other processes set are those that this one would set, whatever happens to the processes."""

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from typst import TypstError

from index_pipeline.publication.lookups.panel import Panel
from index_pipeline.publication.printing import setters
from index_pipeline.publication.printing.documents import Document
from index_pipeline.publication.printing.setters import Setter, being_set
from index_pipeline.publication.releases.contents import Contents
from index_pipeline.publication.scorecards.files import scorecard_files


@pytest.fixture(scope="module")
def documents(example: Contents) -> list[Document]:
    return [each for each in scorecard_files(Panel(example)) if isinstance(each, Document)]


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Setter]]:
    """The processes that have been started; they are, for however few documents."""
    found: list[Setter] = []
    enter = Setter.__enter__

    def noted(setter: Setter) -> Setter:
        found.append(enter(setter))
        return setter

    monkeypatch.setattr(Setter, "__enter__", noted)
    monkeypatch.setattr(setters, "WORTH", 1)
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1})
    yield found
    assert [setter._process.poll() is None for setter in found] == [False] * len(found)


def test_other_processes_set_the_same_bytes(documents: list[Document], started: list[Setter]) -> None:
    with being_set(documents, None) as files:
        assert [(file.path, file.content) for file in files] == [(each.path, each.content) for each in documents]

    assert len(started) == setters.MOST


def test_what_a_killed_process_was_to_set_is_set_all_the_same(documents: list[Document], started: list[Setter]) -> None:
    with being_set(documents, None) as files:
        for setter in started:
            setter._process.kill()
        assert [file.content for file in files] == [each.content for each in documents]


def test_what_cannot_be_set_raises_what_it_raises_here(documents: list[Document], started: list[Setter]) -> None:
    wrong = Document("x.pdf", "card.typ", {})
    with pytest.raises(TypstError) as here:
        _ = wrong.content

    with pytest.raises(TypstError) as there, being_set([*documents, wrong, *documents], None) as files:
        list(files)

    assert str(there.value) == str(here.value)


def test_nothing_is_started_for_what_is_kept_or_on_one_processor(monkeypatch: pytest.MonkeyPatch) -> None:
    assert [setters._processes(number) for number in (0, setters.WORTH - 1)] == [0, 0]
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0})
    assert setters._processes(1000) == 0


def test_a_process_ends_when_the_one_that_started_it_is_killed(tmp_path: Path) -> None:
    child = os.fork()
    if not child:
        (tmp_path / "pid").write_text(str(Setter().__enter__()._process.pid))
        os.kill(os.getpid(), signal.SIGKILL)
    os.waitpid(child, 0)
    setter = int((tmp_path / "pid").read_text())

    until = time.monotonic() + 30
    while Path(f"/proc/{setter}").exists() and time.monotonic() < until:
        time.sleep(0.05)
    assert not Path(f"/proc/{setter}").exists()
