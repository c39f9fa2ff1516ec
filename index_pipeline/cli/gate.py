"""`icdi release gate`, `approve` and `discard`: what was raised against a release, and a person's decision."""

import getpass
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from index_pipeline.cli import console
from index_pipeline.cli.language import language, phrase
from index_pipeline.places import data_folder

if TYPE_CHECKING:
    from index_pipeline.publication.releases.gate import Raised
    from index_pipeline.publication.releases.judgements import Decision

Id = Annotated[str, typer.Argument(help="发布号，见 icdi release list · release id, as `icdi release list` names it")]
By = Annotated[
    str | None, typer.Option("--by", help="决定人，默认为当前用户 · who decides [default: the user of this machine]")
]
Why = Annotated[str, typer.Option("--why", help="理由，保存在发布中 · the reason, kept in the release")]


def waiting(release_id: str, raised: Sequence["Raised"], newest: str | None) -> list[str]:
    """Return the lines that say that a release is waiting: what was raised, and how to decide."""
    return [
        phrase("waits", release=release_id, count=len(raised)),
        *(f"  - {each.get(language())}" for each in raised),
        still_newest(newest),
        phrase("how_to_approve", release=release_id),
        phrase("how_to_discard", release=release_id),
    ]


def still_newest(newest: str | None) -> str:
    """Say which release is the newest one, as before."""
    return phrase("still_newest", newest=newest) if newest else phrase("no_newest_yet")


def gate(release_id: Id, data: console.DataFolder = None, as_json: console.AsJson = False) -> None:
    """查看审核关对发布提出的问题，以及何人何时因何决定 ·
    Show what was raised against a release, who decided, when and why.

    例 Example: icdi release gate icdi-2027-0123456789ab
    """
    from index_pipeline.publication.releases.folder import find, newest
    from index_pipeline.publication.releases.judgements import STATES, judgements, state

    releases = data_folder(data) / "releases"
    folder = find(releases, release_id)
    found, latest = judgements(folder), newest(releases)
    current = state(folder, latest)
    if as_json:
        console.answer({"release_id": release_id, "state": current, "judgements": [asdict(each) for each in found]})
        return
    said = STATES[current].get(language()) if found or current == "newest" else phrase("not_judged")
    console.say(phrase("state_of", release=release_id, state=said))
    for judgement in found:
        console.say(phrase("compared_with", at=judgement.at, before=judgement.compared_with or phrase("no_release")))
        for each in judgement.raised:
            console.say(f"  - {each.get(language())}")
        if not judgement.raised:
            console.say("  " + phrase("nothing_raised"))
        if judgement.decision:
            decided = judgement.decision
            console.say("  " + phrase(f"decided_{decided.decision}", at=decided.at, by=decided.by, why=decided.why))


def approve(
    release_id: Id, why: Why, by: By = None, data: console.DataFolder = None, as_json: console.AsJson = False
) -> None:
    """批准发布成为最新发布 ·
    Make a release the newest one, whatever was raised against it.

    较早的发布由此恢复 · An earlier release is restored in this way.

    例 Example: icdi release approve icdi-2027-0123456789ab --why "2023年经济普查修订，见公告"
    """
    from index_pipeline.publication.releases.decisions import approve as decide

    decision = decide(data_folder(data) / "releases", release_id, by or _user(), why, datetime.now(UTC))
    _say_decided(release_id, decision, as_json)


def discard(
    release_id: Id, why: Why, by: By = None, data: console.DataFolder = None, as_json: console.AsJson = False
) -> None:
    """放弃等待批准的发布，不成为最新发布 ·
    Decide that a waiting release does not become the newest one.

    发布与理由均予保留 · The release is kept, with the reason.

    例 Example: icdi release discard icdi-2027-0123456789ab --why "数据文件有误，已撤回"
    """
    from index_pipeline.publication.releases.decisions import discard as decide

    decision = decide(data_folder(data) / "releases", release_id, by or _user(), why, datetime.now(UTC))
    _say_decided(release_id, decision, as_json)


def _say_decided(release_id: str, decision: "Decision", as_json: bool) -> None:
    if as_json:
        console.answer({"release_id": release_id, **asdict(decision)})
    else:
        console.say(phrase(decision.decision, release=release_id))


def _user() -> str:
    """Return the user of this machine; empty if it has no name."""
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):
        return ""
