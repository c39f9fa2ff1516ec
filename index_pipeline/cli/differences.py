"""`icdi diff`: what changed from one release to another, and why."""

from collections import Counter
from typing import TYPE_CHECKING, Annotated, Any

import typer

from index_pipeline.cli import console
from index_pipeline.places import data_folder

if TYPE_CHECKING:
    from index_pipeline.framework.codes import CodeLists

SHOWN = 20
"""Figures of the chosen year that are listed, the largest change first; `--json` gives all of all years."""

KINDS = ("new", "revised", "withdrawn")


def diff(
    before: Annotated[str, typer.Argument(help="较早的发布 · id of the earlier release")],
    after: Annotated[str, typer.Argument(help="较晚的发布 · id of the later release")],
    component: Annotated[
        str | None, typer.Option(help="指数、一级或二级指标，默认指数 · component [default: the index]")
    ] = None,
    year: Annotated[
        int | None, typer.Option(help="年份，默认两次发布都有的最新年 · year [default: the newest that both have]")
    ] = None,
    data: console.DataFolder = None,
    as_json: console.AsJson = False,
) -> None:
    """比较两次发布 · Split each change of score exactly into new figures, revision and method; list the figures."""
    from index_pipeline.cli.changed import published
    from index_pipeline.publication.asked import component_of, year_of
    from index_pipeline.publication.contents import read_contents
    from index_pipeline.publication.releases import find
    from index_pipeline.robustness.attribution import attribute, changed_figures

    releases = data_folder(data) / "releases"
    old, new = (read_contents(find(releases, name)) for name in (before, after))
    chosen = component_of(new, component) if component else new.framework.index_id
    time_period = min(year_of(old, None), year_of(new, None)) if year is None else year_of(new, year)

    changes = attribute(published(old), published(new)).to_pylist()
    figures = changed_figures(old.tables["observations"], new.tables["observations"]).to_pylist()
    if as_json:
        console.answer({"before": before, "after": after, "scores": changes, "figures": figures})
        return
    console.say(f"{before} → {after} · {chosen} · {time_period}")
    rows = [row for row in changes if (row["component_id"], row["time_period"]) == (chosen, time_period)]
    _show_scores(rows, new.framework.codes)
    console.say(f"\n{len(figures):,} 个数据不同，各年合计 · figures differ, over all years")
    _show_series(figures, new.framework.codes)
    of_year = sorted((row for row in figures if row["time_period"] == time_period), key=_effect, reverse=True)
    if of_year:
        more = f"，列出变动最大的{SHOWN}个 · the {SHOWN} largest changes" if len(of_year) > SHOWN else ""
        console.say(f"\n{time_period}年的{len(of_year):,}个 · of {time_period}{more}")
        _show_figures(of_year[:SHOWN], new.framework.codes)


def _show_scores(rows: list[dict[str, Any]], codes: "CodeLists") -> None:
    columns = (
        "region",
        "",
        "rank before",
        "after",
        "score before",
        "after",
        "change",
        "new data",
        "revision",
        "method",
    )
    console.table(
        columns,
        [
            (
                row["ref_area"],
                _region(row["ref_area"], codes),
                _shown(row["rank_before"], "d"),
                _shown(row["rank_after"], "d"),
                *(_shown(row[name], ".2f") for name in ("score_before", "score_after")),
                *(
                    _shown(row[name], "+.3f")
                    for name in ("change", "new_data_effect", "revision_effect", "method_effect")
                ),
            )
            for row in rows
        ],
    )


def _show_series(figures: list[dict[str, Any]], codes: "CodeLists") -> None:
    counts = Counter((row["series_id"], row["kind"]) for row in figures)
    series = sorted({row["series_id"] for row in figures})
    console.table(
        ("series", "", *KINDS),
        [(name, _series(name, codes), *(counts[name, kind] for kind in KINDS)) for name in series],
    )


def _show_figures(figures: list[dict[str, Any]], codes: "CodeLists") -> None:
    console.table(
        ("series", "", "region", "", "before", "after", "change", "kind"),
        [
            (
                row["series_id"],
                _series(row["series_id"], codes),
                row["ref_area"],
                _region(row["ref_area"], codes),
                _shown(row["value_before"], ".10g"),
                _shown(row["obs_value"], ".10g"),
                f"{_effect(row):.1%}" if row["kind"] == "revised" else "",
                row["kind"],
            )
            for row in figures
        ],
    )


def _effect(row: dict[str, Any]) -> float:
    """Return the size of a change against the figure before; new and withdrawn figures sort last."""
    if row["kind"] != "revised" or not row["value_before"]:
        return 0.0
    return float(abs(row["obs_value"] / row["value_before"] - 1))


def _region(code: str, codes: "CodeLists") -> str:
    return codes.regions[code].title_zh if code in codes.regions else ""


def _series(code: str, codes: "CodeLists") -> str:
    return codes.series[code].title_zh if code in codes.series else ""


def _shown(value: float | None, how: str) -> str:
    return "" if value is None else format(value, how)
