"""`icdi release prune`: remove releases that nobody needs any more."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from index_pipeline.cli import console
from index_pipeline.cli.language import language, phrase
from index_pipeline.places import data_folder

MEGABYTE = 1_000_000


def prune(
    keep: Annotated[int, typer.Option(help="保留几个较早的发布 · how many of the older releases are kept", min=0)] = 5,
    yes: Annotated[bool, typer.Option("--yes", help="不再确认 · remove without asking")] = False,
    data: console.DataFolder = None,
    as_json: console.AsJson = False,
) -> None:
    """删除较早的发布；最新发布和等待批准的发布从不删除 ·
    Remove the oldest releases, never the newest nor one that waits.

    先列出将删除的发布并请求确认；程序调用须加 --yes · What would be removed is listed first, and the command asks; a
    program gives --yes.

    例 Example: icdi release prune --keep 5
    """
    from index_pipeline.publication.releases.judgements import STATES
    from index_pipeline.publication.releases.pruning import removable, remove

    releases = data_folder(data) / "releases"
    found = removable(releases, keep)
    sizes = {release: _size(release) for release in found}
    total = f"{sum(sizes.values()) / MEGABYTE:,.0f}"
    if not as_json:
        for release, state in found.items():
            shown = {"size": f"{sizes[release] / MEGABYTE:,.0f}", "state": STATES[state].get(language())}
            console.say(phrase("prune_will", release=release.name, **shown))
    if found and not yes and not as_json and sys.stdin.isatty():
        typer.confirm(phrase("prune_ask", count=len(found)), abort=True)
        yes = True
    removed = remove(releases, list(found)) if yes else []
    if as_json:
        console.answer({"removable": [release.name for release in found], "removed": [path.name for path in removed]})
    elif not found:
        console.say(phrase("prune_nothing", keep=keep))
    else:
        console.say(phrase("pruned", count=len(removed), size=total) if yes else phrase("prune_how"))


def _size(release: Path) -> int:
    return sum(path.lstat().st_size for path in release.rglob("*") if path.is_file())
