"""`icdi diff`: what changed from one release to another, and why."""

from collections import Counter
from typing import TYPE_CHECKING, Annotated, Any

import typer

from index_pipeline.cli import console
from index_pipeline.cli.language import headings, phrase, title_of
from index_pipeline.places import data_folder

if TYPE_CHECKING:
    from index_pipeline.framework.codes import CodeLists

SHOWN = 20
"""Figures of the chosen year that are listed at most, the largest change first; `--json` gives all of all years."""

KINDS = ("new", "revised", "withdrawn")

PARTS = ("change", "new_data_effect", "revision_effect", "method_effect")
"""The change of a score, and the parts that it is split into."""


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
    """比较两次发布：得分变化分解为新数据、修订和方法 ·
    Split each change of score into new figures, revision and method.

    分解精确；只列出有变化的地区与数据，--json 给出全部 ·
    The parts add up exactly. Only regions and figures that differ are listed; --json gives all.

    例 Example: icdi diff icdi-2027-0123456789ab icdi-2027-ba9876543210
    """
    from index_pipeline.publication.lookups.asked import component_of, year_of
    from index_pipeline.publication.releases.contents import COMPARED, read_contents
    from index_pipeline.publication.releases.folder import find
    from index_pipeline.robustness.attribution import attribute, changed_figures
    from index_pipeline.robustness.changed import published
    from index_pipeline.rounding import rounding_of

    releases = data_folder(data) / "releases"
    old, new = (read_contents(find(releases, name), COMPARED) for name in (before, after))
    chosen = component_of(new, component) if component else new.framework.index_id
    time_period = min(year_of(old, None), year_of(new, None)) if year is None else year_of(new, year)

    changes = attribute(published(old), published(new)).to_pylist()
    figures = changed_figures(old.tables["observations"], new.tables["observations"]).to_pylist()
    if as_json:
        console.answer({"before": before, "after": after, "scores": changes, "figures": figures})
        return
    near = rounding_of(new.framework.definition.scale)
    if not figures and not any(_differs(row, near) for row in changes):
        console.say(phrase("nothing_differs", before=before, after=after))
        return
    console.say(f"{before} → {after} · {chosen} · {time_period}")
    rows = [row for row in changes if (row["component_id"], row["time_period"]) == (chosen, time_period)]
    differing = [row for row in rows if _differs(row, near)]
    console.say(phrase("scores_differ", count=len(differing), of=len(rows)))
    if differing:
        _show_scores(differing, new.framework.codes)
    console.say("\n" + phrase("figures_differ", count=f"{len(figures):,}"))
    if figures:
        _show_series(figures, new.framework.codes)
    of_year = sorted((row for row in figures if row["time_period"] == time_period), key=_effect, reverse=True)
    if of_year:
        kind = "largest_of_year" if len(of_year) > SHOWN else "all_of_year"
        console.say("\n" + phrase(kind, year=time_period, count=f"{len(of_year):,}", shown=SHOWN))
        _show_figures(of_year[:SHOWN], new.framework.codes)


def _differs(row: dict[str, Any], near: float) -> bool:
    """Return whether the rank differs, or the change of the score or a part of it is not 0.

    Args:
        row: A row of `tables.SCORE_CHANGES`; a region that has no score has no rank.
        near: Points up to which two scores are equal.
    """
    return row["rank_before"] != row["rank_after"] or any(abs(row[part] or 0.0) > near for part in PARTS)


def _show_scores(rows: list[dict[str, Any]], codes: "CodeLists") -> None:
    columns = headings(
        *("region", "", "rank_before", "rank_after", "score_before", "score_after", "change"),
        *("new_data", "revision", "method"),
    )
    console.table(
        columns,
        [
            (
                row["ref_area"],
                title_of(codes.regions.get(row["ref_area"])),
                _shown(row["rank_before"], "d"),
                _shown(row["rank_after"], "d"),
                *(_shown(row[name], ".2f") for name in ("score_before", "score_after")),
                *(_shown(row[name], "+.3f") for name in PARTS),
            )
            for row in rows
        ],
    )


def _show_series(figures: list[dict[str, Any]], codes: "CodeLists") -> None:
    counts = Counter((row["series_id"], row["kind"]) for row in figures)
    series = sorted({row["series_id"] for row in figures})
    console.table(
        headings("series", "", *KINDS),
        [(name, title_of(codes.series.get(name)), *(counts[name, kind] for kind in KINDS)) for name in series],
    )


def _show_figures(figures: list[dict[str, Any]], codes: "CodeLists") -> None:
    console.table(
        headings("series", "", "region", "", "before", "after", "change", "kind"),
        [
            (
                row["series_id"],
                title_of(codes.series.get(row["series_id"])),
                row["ref_area"],
                title_of(codes.regions.get(row["ref_area"])),
                _shown(row["value_before"], ".10g"),
                _shown(row["obs_value"], ".10g"),
                f"{_effect(row):.1%}" if row["kind"] == "revised" else "",
                phrase(f"head_{row['kind']}"),
            )
            for row in figures
        ],
    )


def _effect(row: dict[str, Any]) -> float:
    """Return the size of a change against the figure before; new and withdrawn figures sort last."""
    if row["kind"] != "revised" or not row["value_before"]:
        return 0.0
    return float(abs(row["obs_value"] / row["value_before"] - 1))


def _shown(value: float | None, how: str) -> str:
    return "" if value is None else format(value, how)
