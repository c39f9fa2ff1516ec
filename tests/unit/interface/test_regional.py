"""Regional analyses from the interface: what pandas really gives is taken, what cannot be is said in one sentence."""

import json
from typing import Any

import numpy as np
import pandas as pd
import pytest

import index_pipeline as icdi
from index_pipeline.errors import UserError

PAIRS = [("110000", "120000"), ("120000", "130000")]


@pytest.fixture(scope="module")
def ranking(release: icdi.Release) -> pd.DataFrame:
    """The release's own ranks and scores."""
    rows = release.rankings.query("component_id == 'icdi'")
    return rows[["ref_area", "time_period", "rank", "score"]].rename(columns={"score": "value"})


def moran(release: icdi.Release, pairs: Any, **stated: Any) -> pd.DataFrame:
    asked: dict[str, Any] = {"components": "icdi", "permutations": 9} | stated
    return release.regional.global_moran(pairs, **asked)


@pytest.mark.parametrize(
    "stated",
    [
        pytest.param(pd.DataFrame(PAIRS, columns=["ref_area", "other_area"]).astype(int), id="codes read as numbers"),
        pytest.param(pd.DataFrame(PAIRS, columns=["ref_area", "other_area"]).astype(float), id="codes with a point"),
        pytest.param([*PAIRS, ("120000", "110000"), PAIRS[0]], id="pairs stated again"),
        pytest.param([(*pair, "own") for pair in PAIRS], id="with their kind"),
        pytest.param([dict(zip(("ref_area", "other_area"), pair, strict=True)) for pair in PAIRS], id="records"),
    ],
)
def test_pairs_of_neighbours(release: icdi.Release, stated: Any) -> None:
    pd.testing.assert_frame_equal(moran(release, stated), moran(release, PAIRS))


def test_pairs_that_fall_away_are_counted(release: icdi.Release) -> None:
    found = moran(release, [*PAIRS, ("110000", "710000")])
    assert found.caveat_en.str.startswith("Pairs left out, as a region has no score: 1.").all()


def test_other_ranks_and_values(release: icdi.Release, ranking: pd.DataFrame) -> None:
    assert release.regional.agreement(ranking, "icdi").spearman.round(12).eq(1).all()
    assert release.regional.agreement(ranking, "icdi", higher_is_better=True).spearman.round(12).eq(1).all()
    assert release.regional.agreement(ranking, "icdi", higher_is_better=False).spearman.round(12).eq(-1).all()
    assert (release.regional.agreement_regions(ranking, "icdi").rank_shift == 0).all()


def test_ranks_that_are_missing_and_codes_read_as_numbers(release: icdi.Release, ranking: pd.DataFrame) -> None:
    read = ranking.astype({"ref_area": int, "time_period": float, "rank": float})
    read.iloc[0, 2] = np.nan
    assert release.regional.agreement(read, "icdi").n.to_list() == [30, 31, 31, 31, 31, 31]


def test_controls_of_convergence(release: icdi.Release) -> None:
    areas = release.rankings.ref_area.unique()
    controls = pd.DataFrame({"ref_area": areas.astype(int), "covariate_id": "income", "value": np.arange(31.0) ** 2})
    controls.loc[3, "value"] = np.nan
    found = release.regional.beta_convergence(controls, "icdi").set_index("model").loc["conditional"]
    assert found.n == 30
    assert "Without a control" in found.caveat_en
    terms = release.regional.beta_terms(controls, "icdi").query("model == 'conditional'")
    assert terms.term.to_list() == ["intercept", "ln_initial", "income"]


def test_every_analysis_has_its_table(release: icdi.Release) -> None:
    regional = release.regional
    assert set(regional.tiers().tier) == {1, 2, 3, 4}
    assert regional.tiers(number=3).tier.max() == regional.tier_borders(number=3).tier.max() == 3
    assert regional.clusters().cluster.min() == 1
    assert regional.cluster_counts().chosen.sum() == 6
    assert regional.similar_regions().position.max() == 30
    pillars = (
        regional.obstacle_components().query("level == 2").groupby(["ref_area", "time_period"]).obstacle_degree.sum()
    )
    np.testing.assert_allclose(pillars, 1)


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        pytest.param(lambda r, _: moran(r, [("110000",)]), "adjacency: column other_area is absent", id="half a pair"),
        pytest.param(lambda r, _: moran(r, 3), "adjacency: it is neither a frame nor a list of rows", id="a number"),
        pytest.param(lambda r, _: moran(r, [("110000", None)]), "adjacency: other_area is empty in row 0", id="gap"),
        pytest.param(lambda r, _: moran(r, None, permutations=0), "permutations: 0 is not a whole number", id="none"),
        pytest.param(lambda r, _: moran(r, None, seed="a"), "seed: a is not a whole number from 0 to", id="seed"),
        pytest.param(lambda r, _: moran(r, None, seed=2**40), "seed: 1099511627776 is not", id="seed beyond the table"),
        pytest.param(lambda r, _: moran(r, None, permutations=10**12), "from 1 to 3225806$", id="more than memory"),
        pytest.param(lambda r, _: moran(r, None, components="idci"), "component idci .* mean icdi", id="component"),
        pytest.param(lambda r, _: moran(r, None, components=3), "components: 3 is neither a name", id="components"),
        pytest.param(lambda r, t: r.regional.agreement(t.drop(columns=["rank", "value"])),
                     "other_ranking: column rank is absent; it takes ref_area, time_period, rank", id="no rank"),
        pytest.param(lambda r, t: r.regional.agreement(t.drop(columns="rank")),
                     "values and no ranks: say by higher_is_better", id="values"),
        pytest.param(lambda r, t: r.regional.agreement(t.assign(time_period=2018.5)),
                     "time_period is 2018.5, and has to be a whole number", id="half a year"),
        pytest.param(lambda r, t: r.regional.agreement(t.assign(rank=0)),
                     "other_ranking: rank 0 of 110000 in 2018 is below 1", id="0 for no rank"),
        pytest.param(lambda r, t: r.regional.agreement(t.assign(rank="first")), "rank is first, and has", id="text"),
        pytest.param(lambda r, t: r.regional.agreement(t.assign(value=float("inf")), higher_is_better=True),
                     "value is inf, and has to be a finite number", id="infinite"),
        pytest.param(lambda r, t: r.regional.agreement(pd.concat([t, t.assign(rank=1.5)])),
                     "other_ranking: more than one row for ref_area 110000, time_period 2018", id="two ranks"),
        pytest.param(lambda r, _: r.regional.tiers(0), "tiers: 0 is not a whole number from 1 on", id="no tiers"),
        pytest.param(lambda r, _: r.figure(language="fr"), "fr is not a language of the project", id="language"),
        pytest.param(lambda r, _: r.explain("北京", "2023", "icdi"), "the year is '2023'", id="year as text"),
        pytest.param(lambda r, _: r.map("nowhere.json"), "nowhere.json: the boundaries cannot be read", id="no map"),
        pytest.param(lambda r, _: r.map("nowhere.json", year=1900), "has no scores of 1900; it has 2018", id="map of"),
        pytest.param(lambda r, _: r.named(r.table("scores")), "takes a pandas frame.*not a Table", id="names of Arrow"),
        pytest.param(lambda r, _: r.compare(3), "3 is not an index to compare with", id="no index"),
    ],
)  # fmt: skip
def test_what_is_not_clear_is_said_in_one_sentence(
    release: icdi.Release, ranking: pd.DataFrame, asked: Any, message: str
) -> None:
    with pytest.raises(UserError, match=message) as refused:
        asked(release, ranking)
    assert "\n" not in str(refused.value)


def test_everything_says_what_it_is_in_one_line(release: icdi.Release) -> None:
    explained, many = release.explain("北京", 2023, "icdi"), release.rescore_many([{}])
    for held in (release, release.regional, release.framework, explained, many, release.contents, release.rescore()):
        assert len(repr(held)) < 400
        assert "\n" not in repr(held)
    assert repr(many) == "<Rescorings of icdi: 1 changes, 31 regions, 2018–2023>"


def test_completion_shows_what_is_offered(release: icdi.Release) -> None:
    assert {"rescore", "map", "named", "regional", "scores"} <= set(dir(release))
    assert not [name for name in (*dir(release), *dir(release.regional)) if name.startswith("_") or name == "contents"]


def test_names_stand_beside_codes(release: icdi.Release) -> None:
    found = release.named(release.rankings)
    assert found.columns[:3].to_list() == ["ref_area", "ref_area_zh", "ref_area_en"]
    assert found.loc[0, ["ref_area_zh", "ref_area_en"]].to_list() == ["北京市", "Beijing"]
    assert release.named(found).columns.to_list() == found.columns.to_list()


def test_a_map_within_boundaries_of_ones_own(release: icdi.Release, tmp_path: Any) -> None:
    drawn = release.regions[release.regions.role.isin(["assessed", "separate"])].ref_area
    features = [
        {
            "type": "Feature",
            "id": code,
            "properties": {},
            "geometry": {"type": "Polygon", "coordinates": [[[x, 30], [x + 1, 30], [x + 1, 31], [x, 30]]]},
        }
        for x, code in enumerate(drawn, start=80)
    ]
    path = tmp_path / "boundaries.json"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    figure = release.map(path, component="foundations", year=2020, language="zh")
    assert len(figure.data) >= len(drawn)
