"""`icdi diff`: what changed from one release to another, and why."""

from typing import Annotated

import typer

from index_pipeline.cli import console
from index_pipeline.places import data_folder

SHOWN = 20
"""Figures that are listed, revisions first; `--json` gives all."""


def diff(
    before: Annotated[str, typer.Argument(help="较早的发布 · id of the earlier release")],
    after: Annotated[str, typer.Argument(help="较晚的发布 · id of the later release")],
    component: Annotated[
        str | None, typer.Option(help="指数、支柱或主题，默认指数 · component [default: the index]")
    ] = None,
    year: Annotated[int | None, typer.Option(help="年份，默认最新 · year [default: the newest]")] = None,
    data: console.DataFolder = None,
    as_json: console.AsJson = False,
) -> None:
    """比较两次发布 · Split each change of score exactly into new figures, revision and method; list the figures."""
    from index_pipeline.publication.contents import Contents, read_contents
    from index_pipeline.publication.releases import find
    from index_pipeline.robustness.attribution import Published, attribute, changed_figures

    releases = data_folder(data) / "releases"
    old, new = (read_contents(find(releases, name)) for name in (before, after))

    def published(contents: Contents) -> Published:
        found = contents.tables
        return Published(
            found["observations"], found["register_stocks"], found["scores"], found["rankings"], contents.framework
        )

    changes = attribute(published(old), published(new)).to_pylist()
    figures = changed_figures(old.tables["observations"], new.tables["observations"]).to_pylist()
    figures.sort(key=lambda row: row["kind"] == "new")
    if as_json:
        console.answer({"before": before, "after": after, "scores": changes, "figures": figures})
        return
    chosen = component or new.framework.index_id
    newest = year or max(row["time_period"] for row in changes)
    rows = [row for row in changes if (row["component_id"], row["time_period"]) == (chosen, newest)]
    console.say(f"{before} → {after} · {chosen} · {newest}")
    console.table(
        ("region", "rank", "", "score", "", "change", "new data", "revision", "method"),
        [
            (
                row["ref_area"],
                _shown(row["rank_before"], "d"),
                _shown(row["rank_after"], "d"),
                *(_shown(row[name], ".2f") for name in ("score_before", "score_after")),
                *(_shown(row[name], "+.3f") for name in ("change", "new_data", "revision", "method")),
            )
            for row in rows
        ],
    )
    console.say(
        f"{len(figures):,} 个数据不同 · figures differ" + (f", the first {SHOWN}:" if len(figures) > SHOWN else "")
    )
    console.table(
        ("series", "region", "year", "before", "after", "kind"),
        [
            (
                row["series_id"],
                row["ref_area"],
                str(row["time_period"]),
                _shown(row["value_before"], ".10g"),
                _shown(row["obs_value"], ".10g"),
                row["kind"],
            )
            for row in figures[:SHOWN]
        ],
    )


def _shown(value: float | None, how: str) -> str:
    return "" if value is None else format(value, how)
