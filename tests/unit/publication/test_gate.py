"""What is raised against a release: its differences to the newest one, each with the regions and figures named."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pyarrow as pa
import pytest
from example_release import example_release

from index_pipeline import tables
from index_pipeline.framework.gate import Gate
from index_pipeline.publication.releases.contents import Contents
from index_pipeline.publication.releases.gate import Lost, compare

RELEASE = example_release()
ROOT = RELEASE.framework.index_id

Rows = list[dict[str, Any]]


def changed(name: str, change: Callable[[Rows], Rows | None], gate: Gate | None = None) -> Contents:
    """The release with one of its tables changed."""
    rows = RELEASE.tables[name].to_pylist()
    kept = change(rows)
    declared = tables.DECLARED[name]
    table = declared.conform(pa.Table.from_pylist(rows if kept is None else kept, schema=declared.schema))
    found = replace(RELEASE, tables=RELEASE.tables | {name: table})
    return with_gate(found, gate) if gate else found


def with_gate(release: Contents, gate: Gate) -> Contents:
    definition = release.framework.definition.model_copy(update={"gate": gate})
    return replace(release, framework=replace(release.framework, definition=definition))


def of(rows: Rows, **wanted: object) -> dict[str, Any]:
    return next(row for row in rows if all(row[name] == value for name, value in wanted.items()))


def kinds(candidate: Contents) -> list[str]:
    return [raised.kind for raised in compare(candidate, RELEASE)]


def test_nothing_is_raised_against_the_same_figures() -> None:
    assert compare(RELEASE, RELEASE) == ()


def test_a_new_year_and_a_first_score_of_a_region_are_not_differences() -> None:
    def until_2022(rows: Rows) -> Rows:
        return [row for row in rows if row["time_period"] < 2023]

    def unscored(rows: Rows) -> Rows:
        rows = until_2022(rows)
        of(rows, component_id=ROOT, ref_area="12", time_period=2021)["score"] = None
        return rows

    earlier = RELEASE.tables | {name: changed(name, until_2022).tables[name] for name in ("observations", "scores")}
    earlier["rankings"] = changed("rankings", unscored).tables["rankings"]

    assert compare(RELEASE, replace(RELEASE, tables=earlier)) == ()


@pytest.mark.parametrize(("change", "raises"), [(1.01, True), (-1.01, True), (0.99, False)])
def test_a_score_may_change_by_a_hundredth_of_the_scale(change: float, raises: bool) -> None:
    def move(rows: Rows) -> None:
        of(rows, component_id="memory", ref_area="13", time_period=2022)["score"] += change

    found = compare(changed("rankings", move), RELEASE)

    assert [raised.kind for raised in found] == ["score_change"] * raises
    if raises:
        before = of(RELEASE.tables["rankings"].to_pylist(), component_id="memory", ref_area="13", time_period=2022)
        now = before["score"] + change
        assert f"丙省2022年记忆 {before['score']:.1f} → {now:.1f}" in found[0].zh
        assert f"Memory, Province 13 2022: {before['score']:.1f} → {now:.1f}" in found[0].en


def test_the_bounds_are_the_frameworks() -> None:
    def move(rows: Rows) -> None:
        row = of(rows, component_id=ROOT, ref_area="11", time_period=2023)
        row["score"] += 5
        row["rank"] += 3

    wide = Gate(score_change=5, rank_change=3)

    assert kinds(changed("rankings", move)) == ["score_change", "rank_change"]
    assert kinds(changed("rankings", move, wide)) == []


def test_a_rank_that_is_gone_is_raised_and_where_neither_has_one_nothing_is() -> None:
    def unranked(rows: Rows) -> None:
        of(rows, component_id=ROOT, ref_area="12", time_period=2021)["rank"] = None

    without = changed("rankings", unranked)

    assert kinds(without) == ["rank_gone"]
    assert compare(without, without) == ()


def test_a_score_that_is_gone_and_a_coverage_that_falls_are_raised() -> None:
    def lose(rows: Rows) -> None:
        of(rows, component_id=ROOT, ref_area="12", time_period=2021)["score"] = None

    def fall(rows: Rows) -> None:
        of(rows, component_id=ROOT, ref_area="12", time_period=2021)["coverage"] -= 0.25

    assert kinds(changed("rankings", lose)) == ["score_gone"]
    (raised,) = compare(changed("scores", fall), RELEASE)
    assert "乙省2021年示例指数 100% → 75%" in raised.zh


@pytest.mark.parametrize(("revised", "raises"), [(0, False), (1, True)])
def test_the_share_of_revised_figures_has_a_bound(revised: int, raises: bool) -> None:
    def revise(rows: Rows) -> None:
        for row in rows[:revised]:
            row["obs_value"] *= 1.001

    exact = Gate(revised_share=0.5 / RELEASE.tables["observations"].num_rows)

    assert kinds(changed("observations", revise, exact)) == ["revised"] * raises


def test_the_largest_revision_is_named_first() -> None:
    def revise(rows: Rows) -> None:
        for row in rows:
            row["obs_value"] *= 1.05
        of(rows, series_id="museums", ref_area="21", time_period=2022)["obs_value"] *= 3

    (raised,) = compare(changed("observations", revise), RELEASE)

    assert raised.en.partition("(")[2].partition("(")[2].startswith("museums, Province 21 2022 8.1 → 25.515")


def test_figures_and_events_that_are_gone_are_named() -> None:
    figures = [{"series_id": "patents", "ref_area": "13", "time_period": 2023}]
    events = [row for row in RELEASE.tables["register_events"].to_pylist() if row["entry_id"] == "dock"]

    raised = compare(RELEASE, RELEASE, Lost(figures, events))

    assert [each.kind for each in raised] == ["gone", "events_gone"]
    assert "丙省2023年patents" in raised[0].zh
    assert "2 event(s) of register entries" in raised[1].en
    assert "船坞" in raised[1].zh


def test_another_index_edition_or_framework_is_raised() -> None:
    def of_definition(**update: object) -> Contents:
        definition = RELEASE.framework.definition.model_copy(update=update)
        return replace(RELEASE, framework=replace(RELEASE.framework, definition=definition))

    root = RELEASE.framework.definition.index.model_copy(update={"id": "other"})

    assert kinds(of_definition(edition="example-2")) == ["other_edition"]
    assert kinds(of_definition(index=root)) == ["other_index"]
    assert kinds(replace(RELEASE, framework=replace(RELEASE.framework, digest="1" * 64))) == ["other_framework"]
