"""Old releases are removed; the newest one and those that wait for a decision never are."""

import json
from pathlib import Path

import pytest
from running import answered

from index_pipeline.publication.releases.folder import DESCRIPTION, LATEST, PUBLISHED
from index_pipeline.publication.releases.pruning import removable, remove

RAISED = [{"kind": "as_of", "en": "earlier", "zh": "较早"}]


def made(releases: Path, name: str, day: int, raised: list[dict[str, str]] | None = None) -> Path:
    """A release with records alone."""
    folder = releases / name
    folder.mkdir(parents=True)
    package = {"resources": [], "provenance": {}, "version": "x-1", "id": name}
    (folder / DESCRIPTION).write_text(json.dumps(package), encoding="utf-8")
    at = f"2026-01-{day:02d}T00:00:00+00:00"
    (folder / PUBLISHED).write_text(json.dumps({"published": at}), encoding="utf-8")
    judgement = {"at": at, "compared_with": None, "raised": raised or [], "decision": None}
    (folder / "gate.json").write_text(json.dumps({"judgements": [judgement]}), encoding="utf-8")
    return folder


@pytest.fixture
def releases(tmp_path: Path) -> Path:
    """Four releases that were the newest once, one that waits, and the newest one, which is not the last."""
    found = tmp_path / "releases"
    for day, name in enumerate(["a", "b", "newest", "c", "d"], start=1):
        made(found, name, day)
    made(found, "waits", 1, RAISED)
    (found / LATEST).write_text(json.dumps({"release_id": "newest"}), encoding="utf-8")
    return found


@pytest.mark.parametrize(("keep", "gone"), [(5, []), (2, ["a", "b"]), (0, ["a", "b", "c", "d"])])
def test_the_oldest_decided_ones_go(releases: Path, keep: int, gone: list[str]) -> None:
    assert [folder.name for folder in removable(releases, keep)] == gone


def test_the_newest_and_those_that_wait_stay_whatever_is_asked(releases: Path) -> None:
    removed = remove(releases, sorted(releases.glob("[a-z]*/")))

    assert [folder.name for folder in removed] == ["a", "b", "c", "d"]
    assert sorted(folder.name for folder in releases.glob("[a-z]*/")) == ["newest", "waits"]


def test_what_an_earlier_removal_left_is_removed_first(releases: Path) -> None:
    (releases / ".b.removed" / "tables").mkdir(parents=True)

    assert remove(releases, []) == []
    assert not (releases / ".b.removed").exists()


def test_nothing_is_removed_without_yes(releases: Path) -> None:
    command = ("release", "prune", "--keep", 3, "--data", releases.parent)

    asked = answered(*command)
    kept = (releases / "a").is_dir()
    done = answered(*command, "--yes")

    assert "give --yes" in asked.stdout
    assert kept
    assert "1 release was removed" in done.stdout
    assert not (releases / "a").exists()
