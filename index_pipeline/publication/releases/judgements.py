"""Judgements: what was raised against a release, who decided, when and why, and what state it is in.

Each release keeps them in `gate.json`, outside of its digest: the same release can be judged more than once.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal, get_args

from index_pipeline.files import read_regular, write_text
from index_pipeline.language import Both
from index_pipeline.publication.releases.folder import GATE, LARGEST_RECORD, as_json
from index_pipeline.publication.releases.gate import Raised, say

State = Literal["newest", "earlier", "waiting", "discarded", "aside"]
"""`earlier` was the newest release once; `aside` was never to be, such as a release as of an earlier day."""

STATES: dict[State, Both] = {
    "newest": Both("newest", "最新"),
    "earlier": Both("earlier", "较早"),
    "waiting": Both("waits for approval", "待批准"),
    "discarded": Both("discarded", "已放弃"),
    "aside": Both("kept aside", "另存备查"),
}
"""What a person reads of a state."""

Verdict = Literal["approved", "discarded"]


@dataclass(frozen=True)
class Decision:
    """What a person decided: `approved` or `discarded`; who, when (ISO 8601) and why."""

    decision: Verdict
    by: str
    at: str
    why: str


@dataclass(frozen=True)
class Judgement:
    """A release compared with the one that was the newest then.

    `compared_with` is None if there was none. Nothing raised means that the release became the newest one.
    """

    at: str
    compared_with: str | None
    raised: tuple[Raised, ...]
    decision: Decision | None = None


def judgements(release: Path) -> tuple[Judgement, ...]:
    """Return the judgements of a release, the oldest first; none if it was not submitted to the gate.

    A record that is damaged is itself raised, so that the release waits.
    """
    path = release / GATE
    if not path.exists() and not path.is_symlink():
        return ()
    try:
        found = json.loads(read_regular(path, LARGEST_RECORD).decode("utf-8"))["judgements"]
        return tuple(_judgement(item) for item in list.copy(found))
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return (Judgement("", None, (say("record_damaged"),)),)


def pending(release: Path) -> tuple[Raised, ...]:
    """Return what was raised against a release and still waits for a decision; empty if it does not wait."""
    found = judgements(release)
    return found[-1].raised if is_undecided(found) else ()


def state(release: Path, latest: str | None) -> State:
    """Return the state of a release; `latest` is the identifier of the newest one.

    A release without a record was made before there was a gate: it is an earlier one.
    """
    if release.name == latest:
        return "newest"
    found = judgements(release)
    if not found:
        return "aside" if (release / GATE).exists() else "earlier"
    decision = found[-1].decision
    if not found[-1].raised or (decision and decision.decision == "approved"):
        return "earlier"
    return "discarded" if decision else "waiting"


def is_damaged(found: Sequence[Judgement]) -> bool:
    """Return whether a record could not be read."""
    return any(raised.kind == "record_damaged" for judgement in found for raised in judgement.raised)


def is_undecided(earlier: Sequence[Judgement]) -> bool:
    """Return whether the last judgement still waits: a new one replaces it."""
    return bool(earlier) and bool(earlier[-1].raised) and earlier[-1].decision is None


def record(release: Path, found: Sequence[Judgement]) -> None:
    """Write the judgements of a release.

    Raises:
        OSError: they cannot be written.
    """
    write_text(release / GATE, as_json({"judgements": [asdict(judgement) for judgement in found]}))


def _judgement(item: dict[str, Any]) -> Judgement:
    raised = tuple(Raised(**each) for each in item["raised"])
    decision = Decision(**item["decision"]) if item["decision"] else None
    texts = [item["at"], *(asdict(decision).values() if decision else ())]
    if not all(isinstance(text, str) for text in texts) or (decision and decision.decision not in get_args(Verdict)):
        raise ValueError("a text is wanted")
    return Judgement(item["at"], item["compared_with"], raised, decision)
