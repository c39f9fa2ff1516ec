"""The second edition, computed from the project's own figures, keeps the rules that it is made by."""

import re
from functools import cache

import numpy as np
import pandas as pd
import pytest
from running import ROOT

from index_pipeline.framework.framework import Framework, components
from index_pipeline.framework.load import load
from index_pipeline.methods.build import Build, build
from index_pipeline.robustness.audit import Audit, audit
from index_pipeline.sources.registers.stocks import load_events, stocks
from index_pipeline.sources.store.vintages import load_observations, newest

FOLDER = ROOT / "indicators"
REGISTERS = ("arts_and_crafts", "industrial_heritage")
"""Themes that are made of lists of designations alone."""


PAGE = re.findall(
    r"^\| (.+ · .+) \| (\S+(?: \S+){4}) \| (\S+(?: \S+){4}) \|$",
    (ROOT / "docs" / "does_it_look_right.md").read_text(encoding="utf-8"),
    re.MULTILINE,
)
"""Lines of the page's tables: theme, the first five and the last five regions."""


@cache
def framework() -> Framework:
    return load(FOLDER)


@cache
def built() -> Build:
    figures = newest(load_observations(ROOT / "data"))
    return build(figures, stocks(load_events(ROOT / "data"), framework()), framework())


@cache
def audited() -> Audit:
    found = built()
    return audit(
        found.screened,
        found.imputed,
        found.treatments,
        found.treated,
        found.normalised,
        found.weights,
        found.scores,
        framework(),
    )


def scores(component: str) -> pd.DataFrame:
    """Scores of the assessed regions in each year."""
    found = built().scores.to_pandas().query("component_id == @component")
    wide = found.pivot(index="ref_area", columns="time_period", values="score")
    return wide.loc[list(framework().ref_areas)]


def normalised() -> pd.DataFrame:
    """Scores of scored indicators by region and year."""
    scored = [name for node in components(framework().definition.index) for name in node.indicators]
    found = built().normalised.to_pandas()
    found = found[found["indicator_id"].isin(scored) & found["ref_area"].isin(framework().ref_areas)]
    return found.pivot(index=["time_period", "ref_area"], columns="indicator_id", values="score")


def weight_of_theme() -> dict[str, float]:
    """Share of each measured theme in the index."""
    rows = built().weights.to_pylist()
    themes = {row["component_id"] for row in rows if row["kind"] == "indicator"}
    return {row["child_id"]: row["effective_weight"] for row in rows if row["child_id"] in themes}


def test_every_region_is_scored_in_every_year() -> None:
    assert scores("icdi").notna().all(axis=None)
    assert list(scores("icdi").columns) == [2019, 2020, 2021, 2022, 2023]


def test_a_theme_weighs_a_third_where_all_its_indicators_are_indirect() -> None:
    themes = {node.id: node for node in components(framework().definition.index) if node.indicators}
    indirect = {
        name
        for name, node in themes.items()
        if all(framework().indicators[child].proxy == "indirect" for child in node.indicators)
    }
    grades = {row["component_id"]: row["grade"] for row in built().grades.to_pylist()}

    assert len(themes) == 14
    assert {name for name, grade in grades.items() if grade == "C"} == indirect
    assert len(indirect) == 5
    for name, weight in weight_of_theme().items():
        assert weight * 32 == pytest.approx(1 if name in indirect else 3)


def test_lists_that_are_scored_tell_more_than_chance_and_tourism_bases_do_not() -> None:
    found = built().reliability.to_pandas().groupby("indicator_id")["reliability"]

    assert found.min()[["craft_share", "heritage_share", "green_factory_share"]].min() > 0.5
    assert found.max()["tourism_base_share"] < 0.5


def test_less_than_a_quarter_of_the_weight_is_indirect() -> None:
    indirect = sum(
        weight * np.mean([framework().indicators[child].proxy == "indirect" for child in node.indicators])
        for node in components(framework().definition.index)
        if (weight := weight_of_theme().get(node.id))
    )

    assert indirect <= 0.25


def test_designation_rounds_make_less_than_a_tenth_of_the_rise() -> None:
    rise = scores("icdi").mean()
    made = sum(weight_of_theme()[name] * (scores(name).mean()[2023] - scores(name).mean()[2019]) for name in REGISTERS)

    assert rise[2023] > rise[2019]
    assert made / (rise[2023] - rise[2019]) < 0.1


@pytest.mark.parametrize(("theme", "register"), [("industrial_heritage", "industrial_heritage"),
                                                 ("arts_and_crafts", "intangible_heritage")])  # fmt: skip
def test_no_region_without_an_entry_outranks_one_with_entries(theme: str, register: str) -> None:
    found = stocks(load_events(ROOT / "data"), framework()).to_pandas().query("register_id == @register")
    held = found.groupby(["ref_area", "time_period"])["stock"].sum().unstack()

    for year in scores(theme).columns:
        entries, score = held.loc[scores(theme).index, year], scores(theme)[year]
        assert score[entries == 0].max() < score[entries > 0].min() or not (entries == 0).any()


def test_no_two_scored_indicators_say_the_same() -> None:
    found = normalised().loc[2023].corr()

    assert found.where(~np.eye(len(found), dtype=bool)).max(axis=None) < 0.95


def test_each_indicator_agrees_with_the_rest_of_its_theme_and_each_theme_with_its_pillar() -> None:
    values = normalised().loc[2023]
    for node in components(framework().definition.index):
        children = {child: values[child] for child in node.indicators}
        children |= {child.id: scores(child.id)[2023] for child in node.components if not child.not_measured}
        for name in children if len(children) > 1 else ():
            rest = pd.DataFrame({other: column for other, column in children.items() if other != name}).mean(axis=1)
            assert children[name].corr(rest) > 0, name


def test_ranks_by_an_indicator_last_from_one_year_to_the_next() -> None:
    values = normalised()
    for earlier, later in zip(range(2019, 2023), range(2020, 2024), strict=True):
        same = values.loc[earlier].corrwith(values.loc[later], method="spearman")
        assert same.min() > 0.8


def test_ranks_of_windows_without_common_years_agree() -> None:
    """Overlapping means agree of themselves; what moves by chance does not last from one window to the other."""
    values = built().indicators.to_pandas().pivot(
        index=["indicator_id", "ref_area"], columns="time_period", values="ratio"
    )  # fmt: skip
    for name in normalised().columns:
        own = values.loc[name].reindex(framework().ref_areas)
        if framework().indicators[name].over == 3:
            first, second = own[2020], own[2023]
        else:
            first, second = own[[2018, 2019, 2020]].mean(axis=1), own[[2021, 2022, 2023]].mean(axis=1)
        assert first.corr(second, method="spearman") >= 0.75, name


@pytest.mark.parametrize("line", PAGE)
def test_the_page_names_the_first_and_the_last_five(line: tuple[str, str, str]) -> None:
    title, first, last = line
    nodes = {node.id: node for node in components(framework().definition.index)}
    english = title.partition(" · ")[2].casefold()
    node = "icdi" if english == "index" else next(n for n in nodes if nodes[n].title.en.casefold() == english)
    short = {region.ref_area: region.short_zh for region in framework().codes.regions.values()}

    order = scores(node)[2023].dropna().sort_values(ascending=False).index

    assert [short[area] for area in order[:5]] == first.split()
    assert [short[area] for area in order[-5:]] == last.split()


def test_no_scored_indicator_has_a_notice() -> None:
    """None is empty for a scored year, and none is less stable or reliable than `demand` asks."""
    scored = {name for node in components(framework().definition.index) for name in node.indicators}

    notices = [row for row in built().notices.to_pylist() if row["subject"] in scored and row["step"] != "estimates"]
    assert [row["message"] for row in notices] == []
    evidence = framework().definition.evidence
    assert evidence is not None
    assert evidence.demand.rank_correlation == 0.75


def test_every_finding_of_the_audit_is_answered() -> None:
    rows = audited().audit_findings.to_pylist()

    assert [row["finding_en"] for row in rows if row["topic"] == "no_such_finding"] == []
    assert [row["finding_en"] for row in rows if row["topic"] != "scope" and not row["answer_en"]] == []
    assert all(row["answer_zh"] for row in rows if row["answer_en"])


def test_the_two_sub_indices_share_the_scored_indicators_out_between_them() -> None:
    """Each is in one of the two; the core has every direct one, progress every one that counts no register."""
    indices = {index.id: set(framework().indicators_of(index)) for index in framework().definition.indices}
    scored = {name for node in components(framework().definition.index) for name in node.indicators}

    assert indices["cultural_resources"] | indices["innovation_and_industry"] == scored
    assert not indices["cultural_resources"] & indices["innovation_and_industry"]
    assert {name for name in scored if framework().indicators[name].proxy == "direct"} == indices["core"]
    assert scored - indices["progress"] == {name for name in scored if framework().indicators[name].counts_register}
