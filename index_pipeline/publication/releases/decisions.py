"""Decisions: which release is the newest one, by comparison with the one before or by a person."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from index_pipeline.characters import visible
from index_pipeline.errors import UserError
from index_pipeline.files import listed, write_text
from index_pipeline.language import Bilingual, joined
from index_pipeline.locks import locked
from index_pipeline.publication.releases.folder import LATEST, as_json, described, find, newest
from index_pipeline.publication.releases.gate import Raised, say
from index_pipeline.publication.releases.judgements import (
    Decision,
    Judgement,
    State,
    Verdict,
    is_damaged,
    is_undecided,
    judgements,
    record,
    state,
)
from index_pipeline.publication.releases.verifying import verify

FIGURES = tuple(f"tables/{name}.parquet" for name in ("observations", "register_events", "scores"))
"""Files that are alike in two releases of the same figures and scores."""

PATIENCE = 60.0
"""Seconds to wait for another process that judges or decides."""


class DecisionError(UserError):
    """A decision cannot be made; nothing has changed."""


def judge(release: Path, now: datetime, raised_against: Callable[[Path | None], Iterable[Raised]]) -> Judgement | None:
    """Submit a release to the gate: it becomes the newest one if nothing is raised, and waits for a person otherwise.

    The newest release is not judged again. If there is none but there was one before, that is raised. A release
    that was discarded waits again, and that it was is raised.

    Args:
        release: The folder of an intact release, among the others.
        now: The current time.
        raised_against: Given the folder of the newest release, or None if there is none, returns what is raised.

    Returns:
        The judgement; None if the release is the newest one already.

    Raises:
        TimeoutError: another process judges or decides.
        OSError: the record cannot be written.
    """
    releases = release.parent
    with deciding(releases):
        latest = newest(releases)
        if latest == release.name:
            return None
        earlier = judgements(release)
        before = releases / latest if latest else None
        raised = [*_standing_against(release, earlier, latest), *raised_against(before)]
        found = Judgement(now.isoformat(timespec="seconds"), latest, tuple(raised))
        record(release, (*earlier[: len(earlier) - is_undecided(earlier)], found))
        if not raised:
            _point_to(release)
    return found


def approve(releases: Path, release_id: str, by: str, why: str, now: datetime) -> Decision:
    """Make a release the newest one, whatever was raised against it; also an earlier one, which restores it.

    Raises:
        ReleaseError: there is no such release.
        DecisionError: it is the newest one already, is not intact, or no reason is given.
    """
    return _decide(releases, release_id, "approved", by, why, now)


def discard(releases: Path, release_id: str, by: str, why: str, now: datetime) -> Decision:
    """Decide that a release that waits does not become the newest one; it is kept, with the reason.

    Raises:
        ReleaseError: there is no such release.
        DecisionError: it does not wait, or no reason is given.
    """
    return _decide(releases, release_id, "discarded", by, why, now)


def _decide(releases: Path, release_id: str, kind: Verdict, by: str, why: str, now: datetime) -> Decision:
    person, reason = (" ".join(visible(text).split()) for text in (by, why))
    decision = Decision(kind, person, now.isoformat(timespec="seconds"), reason)
    if not decision.why or not decision.by:
        raise DecisionError(
            Bilingual('say who decides and why: --by NAME --why "…"', "请用 --by 和 --why 写明决定人与理由")
        )
    release = find(releases, release_id)
    with deciding(releases):
        latest = newest(releases)
        current, earlier = state(release, latest), judgements(release)
        _refuse(release, decision, current, earlier, latest)
        is_judged = current in {"waiting", "discarded"}
        raised = earlier[-1].raised if is_judged else (say("restored" if current == "earlier" else "unjudged"),)
        found = Judgement(earlier[-1].at if is_judged else decision.at, latest, raised, decision)
        record(release, (*(earlier[:-1] if current == "waiting" else earlier), found))
        if decision.decision == "approved":
            _point_to(release)
    return decision


def _refuse(
    release: Path, decision: Decision, current: State, earlier: Sequence[Judgement], latest: str | None
) -> None:
    """Refuse a decision on a release in a state that does not allow it, or that was compared with another newest one.

    Raises:
        DecisionError: it says why.
    """
    name = release.name
    if current == "newest":
        raise DecisionError(Bilingual(f"{name} is the newest release already", f"{name} 已是最新发布"))
    if decision.decision == "discarded":
        if current != "waiting":
            raise DecisionError(Bilingual(f"{name} does not wait for a decision", f"{name} 不在待批准状态"))
        return
    if faults := verify(release):
        raise DecisionError(joined(faults))
    if current in {"waiting", "discarded"} and (before := earlier[-1].compared_with) != latest:
        raise DecisionError(
            Bilingual(
                f"{name}: it was compared with {before or 'none'}, and the newest release is "
                f"{latest or 'none'} now: run again, then decide",
                f"{name}：审核时对比的是 {before or '（无）'}，现最新发布为 {latest or '（无）'}，请重新运行后再决定",
            )
        )


@contextmanager
def deciding(releases: Path) -> Iterator[None]:
    """Let one process at a time compare with the newest release and move it."""
    with locked(releases / ".gate.lock", PATIENCE):
        yield


def _standing_against(release: Path, earlier: Sequence[Judgement], latest: str | None) -> Iterator[Raised]:
    """Raise what needs no comparison: decisions of a person against it, or that the newest release is missing."""
    releases = release.parent
    if is_damaged(earlier):
        yield say("record_damaged")
    against = _discarded(earlier) or _discarded_before(release)
    if against:
        yield say("discarded", day=against.at[:10], by=against.by, why=against.why)
    if latest is None:
        if (
            (releases / LATEST).exists()
            or (releases / LATEST).is_symlink()
            or any(map(_may_have_been, _others(release)))
        ):
            yield say("no_newest")
        return
    found = judgements(releases / latest)
    if found and found[-1].decision and any(raised.kind == "restored" for raised in found[-1].raised):
        by = found[-1].decision
        yield say("after_restored", before=latest, day=by.at[:10], by=by.by, why=by.why)


def _discarded(found: Sequence[Judgement]) -> Decision | None:
    """Return the last decision of a person, if it is to discard."""
    last = next((each.decision for each in reversed(found) if each.decision), None)
    return last if last and last.decision == "discarded" else None


def _discarded_before(release: Path) -> Decision | None:
    """Return the decision that discarded another release of the same figures."""
    own = _figures(release)
    same = (other for other in _others(release) if own and _figures(other) == own)
    return next((against for other in same if (against := _discarded(judgements(other)))), None)


def _figures(release: Path) -> dict[str, str]:
    """Return the hashes of the inputs and results of a release; empty if it has no description."""
    try:
        return {name: digest for name, digest in described(release).files.items() if name in FIGURES}
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return {}


def _others(release: Path) -> list[Path]:
    return [
        path
        for path in listed(release.parent)
        if path.is_dir() and not path.name.startswith(".") and path.name != release.name
    ]


def _may_have_been(release: Path) -> bool:
    """Return whether a release may have been the newest one: it was, or its record is damaged."""
    return is_damaged(judgements(release)) or state(release, None) == "earlier"


def _point_to(release: Path) -> None:
    write_text(release.parent / LATEST, as_json({"release_id": release.name}))
