"""`icdi release` and `icdi explain`: what is published, whether it is intact, and where a score comes from."""

from collections.abc import Iterable
from itertools import takewhile
from pathlib import Path
from typing import Annotated

import typer

from index_pipeline.cli import console
from index_pipeline.cli.gate import approve, discard, gate
from index_pipeline.cli.language import headings, language, phrase, title_of
from index_pipeline.cli.pruning import prune
from index_pipeline.places import data_folder, store_folder

app = typer.Typer(
    help="发布：列出、校验、查找、显示、批准、放弃 · The releases: list, verify, find, show, approve, discard.",
    no_args_is_help=True,
)
app.command()(gate)
app.command()(approve)
app.command()(discard)
app.command()(prune)

ReleaseId = Annotated[str | None, typer.Argument(help="发布号，默认最新 · release id [default: the newest]")]


@app.command("list")
def list_releases(data: console.DataFolder = None, as_json: console.AsJson = False) -> None:
    """列出各次发布，最新的在最后，并说明与前一次的差别 ·
    List the releases, the newest last, and how each differs.

    截至某日的发布不作比较基准 · Each is compared with the one before that is not as of an earlier day.

    例 Example: icdi release list
    """
    from index_pipeline.publication.releases.folder import as_of, damage, listing, newest, published
    from index_pipeline.publication.releases.judgements import STATES, state

    releases = data_folder(data) / "releases"
    if not releases.is_dir():
        releases = store_folder(data) / "releases"
    latest = newest(releases)
    states = {folder: state(folder, latest) for folder in listing(releases)}
    rows = [
        {
            "release_id": folder.name,
            "published": published(folder),
            "as_of": as_of(folder),
            "newest": folder.name == latest,
            "state": found,
            "folder": str(folder),
        }
        for folder, found in states.items()
    ]
    if as_json:
        console.answer(rows)
    elif rows:
        console.table(
            headings("release", "published", "as_of", "state", "differs"),
            [
                (
                    folder.name,
                    published(folder),
                    as_of(folder) or "",
                    STATES[found].get(language()),
                    _since(_before(folder, states), folder),
                )
                for folder, found in states.items()
            ],
        )
    else:
        console.say(phrase("no_release_yet"))
    console.complain(*damage(releases))


def _before(release: Path, listed: Iterable[Path]) -> Path | None:
    """Return the last one listed before a release that is not as of an earlier day; None if there is none."""
    from index_pipeline.publication.releases.folder import as_of

    earlier = takewhile(lambda folder: folder != release, listed)
    return next((folder for folder in reversed(list(earlier)) if not as_of(folder)), None)


def _since(before: Path | None, release: Path) -> str:
    """Say in what a release differs from the one listed before it; nothing where one of them is damaged."""
    from index_pipeline.robustness.changed import differences, listed

    try:
        return listed(differences(before, release)).get(language()) if before else ""
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return ""


@app.command()
def verify(release_id: ReleaseId = None, data: console.DataFolder = None, as_json: console.AsJson = False) -> None:
    """校验发布：各文件与所记散列值、发布号与内容 ·
    Compare the files and the id of a release with what was recorded.

    例 Example: icdi release verify
    """
    from index_pipeline.publication.releases.folder import find
    from index_pipeline.publication.releases.verifying import verify as compare

    folder = find(data_folder(data) / "releases", release_id)
    faults = compare(folder)
    if as_json:
        console.answer({"release_id": folder.name, "whole": not faults, "faults": faults})
    elif not faults:
        console.say(phrase("intact", release=folder.name))
    else:
        console.complain(*faults)
    if faults:
        raise typer.Exit(1)


@app.command()
def find(
    number: Annotated[
        str, typer.Argument(help="简报编号或报告编号，印在页脚 · number at the foot of a scorecard or report")
    ],
    data: console.DataFolder = None,
    as_json: console.AsJson = False,
) -> None:
    """由简报编号或报告编号查找发布 · Name the releases that have the scorecard or report with this number.

    例 Example: icdi release find 320000-2024-3f9a1c2b4d5e
    """
    from index_pipeline.publication.printing.numbers import has_number
    from index_pipeline.publication.releases.folder import listing

    found = [folder.name for folder in listing(data_folder(data) / "releases") if has_number(folder, number)]
    if as_json:
        console.answer({"number": number, "releases": found})
    elif found:
        console.say("\n".join(found))
    else:
        console.complain(phrase("no_such_number", number=number))
    if not found:
        raise typer.Exit(1)


@app.command()
def show(
    release_id: ReleaseId = None,
    year: Annotated[int | None, typer.Option(help="年份，默认最新 · year [default: the newest]")] = None,
    data: console.DataFolder = None,
    as_json: console.AsJson = False,
) -> None:
    """显示发布的位次表 ·
    Show the ranking of a release.

    例 Example: icdi release show --year 2022
    """
    import pyarrow.compute as pc

    from index_pipeline.publication.lookups.asked import year_of
    from index_pipeline.publication.releases.contents import read_contents
    from index_pipeline.publication.releases.folder import find

    contents = read_contents(find(data_folder(data) / "releases", release_id))
    rankings = contents.tables["rankings"]
    scored = year_of(contents, year)
    chosen = rankings.filter(
        pc.and_(
            pc.equal(rankings["component_id"], contents.framework.index_id),
            pc.equal(rankings["time_period"], scored),
        )
    )
    rows = chosen.sort_by([("rank", "ascending"), ("ref_area", "ascending")]).to_pylist()
    if as_json:
        console.answer({"release_id": contents.release_id, "time_period": scored, "ranking": rows})
        return
    regions = contents.framework.codes.regions
    console.say(f"{contents.release_id} · {contents.framework.definition.title.get(language())} · {scored}")
    console.table(
        headings("rank", "region", "", "score", "rank_change"),
        [
            (
                row["rank"] or phrase("not_ranked"),
                row["ref_area"],
                title_of(regions.get(row["ref_area"])),
                "" if row["score"] is None else f"{row['score']:.1f}",
                "" if row["rank_change"] is None else f"{row['rank_change']:+d}",
            )
            for row in rows
        ],
    )


def explain(
    ref_area: Annotated[str, typer.Argument(help="地区代码或名称 · code or name of a region")],
    year: Annotated[int, typer.Argument(help="年份 · year")],
    component: Annotated[str, typer.Argument(help="指数、一级、二级或三级指标 · index, pillar, theme or indicator")],
    release_id: Annotated[
        str | None, typer.Option("--release", help="发布号，默认最新 · release id [default: the newest]")
    ] = None,
    data: console.DataFolder = None,
    as_json: console.AsJson = False,
) -> None:
    """由得分追溯到每个数据的文件，或所计的名录条目 ·
    Trace a score to the file of each figure, or the entries counted.

    工作表和单元格已知时一并列出 · Sheet and cell are given where they are known.

    例 Example: icdi explain 北京 2023 工匠精神
    """
    from dataclasses import asdict

    from index_pipeline.cli.explanation import lines
    from index_pipeline.publication.lookups.explain import explain as explain_score
    from index_pipeline.publication.releases.contents import read_contents
    from index_pipeline.publication.releases.folder import find

    contents = read_contents(find(data_folder(data) / "releases", release_id))
    explanation = explain_score(contents, ref_area, year, component)
    if as_json:
        console.answer({"release_id": contents.release_id, "time_period": year, **asdict(explanation)})
    else:
        for line in lines(explanation, contents):
            console.say(line)
