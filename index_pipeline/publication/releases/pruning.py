"""Removal of releases that are neither the newest one nor wait for a decision."""

import shutil
from collections.abc import Sequence
from pathlib import Path

from index_pipeline.publication.releases.decisions import deciding
from index_pipeline.publication.releases.folder import listing, newest
from index_pipeline.publication.releases.judgements import State, state

STAY: frozenset[State] = frozenset({"newest", "waiting"})
"""States of releases that are never removed."""

REMOVED = ".removed"
"""End of the name of a hidden folder that is being removed."""


def removable(releases: Path, keep: int) -> dict[Path, State]:
    """Return the releases that may be removed, the oldest first, with their states.

    The newest release stays, and so does each one that waits for a decision; of the others, the `keep` newest stay.
    """
    latest = newest(releases)
    states = {folder: state(folder, latest) for folder in listing(releases)}
    decided = [folder for folder, found in states.items() if found not in STAY]
    return {folder: states[folder] for folder in decided[: max(0, len(decided) - keep)]}


def remove(releases: Path, chosen: Sequence[Path]) -> list[Path]:
    """Remove releases, each first hidden, so that no half of one is ever seen; the newest and those waiting stay.

    What an earlier removal hid and did not finish is removed first.

    Raises:
        TimeoutError: another process judges or decides.
        OSError: a folder cannot be removed.
    """
    removed = []
    with deciding(releases):
        for left in releases.glob(f".*{REMOVED}"):
            shutil.rmtree(left)
        latest = newest(releases)
        for release in chosen:
            if state(release, latest) in STAY:
                continue
            hidden = release.with_name(f".{release.name}{REMOVED}")
            release.rename(hidden)
            shutil.rmtree(hidden)
            removed.append(release)
    return removed
