"""Scorecards: what they say is what the tables hold, on two pages."""

import re
from dataclasses import replace
from decimal import Decimal

import pyarrow as pa
import pyarrow.compute as pc
import pypdfium2
import pytest
from example_release import WITHOUT_FIGURES, example_release, with_tables

from index_pipeline.framework.context import ContextFigure
from index_pipeline.publication.lookups.national import national
from index_pipeline.publication.lookups.panel import Panel
from index_pipeline.publication.releases.contents import read_contents
from index_pipeline.publication.scorecards.card import card
from index_pipeline.publication.scorecards.files import ScorecardError, scorecard
from index_pipeline.publication.scorecards.print import reason_rows
from index_pipeline.publication.scorecards.strengths import strengths, weaknesses
from index_pipeline.publication.text import LANGUAGES, number, signed, words

EVIDENCE = {"zh": r"(?:[A-C] · )?(?:直接|间接|部分间接)", "en": r"(?:[A-C] · )?(?:direct|indirect|partly indirect)"}


def pages(content):
    document = pypdfium2.PdfDocument(content)
    return [page.get_textpage().get_text_bounded().replace("\r\n", "\n") for page in document]


def squeezed(text):
    return re.sub(r"\s|\u200b", "", text)


def files(contents, area, year=2023, language="zh"):
    return {file.path.rpartition(".")[2]: file.content for file in scorecard(contents, area, year, language)}


@pytest.fixture(scope="module")
def published_contents(release):
    """The release of the project's own figures."""
    return read_contents(release)


@pytest.fixture(scope="module", params=LANGUAGES)
def printed_cards(release, request):
    """The language, and the text of both pages of every region's card in it, as published."""
    cards = sorted((release / "scorecards" / request.param).glob("*.pdf"))
    return request.param, {card.stem: pages(card.read_bytes()) for card in cards}


def test_every_region_has_a_card_of_two_pages(published_contents, printed_cards):
    _, cards = printed_cards

    assert {area: len(found) for area, found in cards.items()} == dict.fromkeys(Panel(published_contents).areas, 2)


def test_numbers_on_every_card_are_those_of_the_release(published_contents, printed_cards):
    language, cards = printed_cards
    rankings = published_contents.tables["rankings"].to_pylist()
    rows = {(r["ref_area"], r["component_id"]): r for r in rankings if r["time_period"] == 2023}
    standing = {
        "zh": "2023年，{name}工业文化发展指数得分{score:.1f}分，在31个地区中居第{rank}位",
        "en": "Development Index 2023: {name} scored {score:.1f} points and ranked {rank} of 31 regions",
    }[language]

    for area, (first, second) in cards.items():
        index = rows[area, "icdi"]
        name = getattr(published_contents.framework.codes.regions[area], f"title_{language}")
        said = standing.format(name=name, score=index["score"], rank=index["rank"])
        assert squeezed(said) in squeezed(first), area
        for component in published_contents.tables["components"].to_pylist()[1:]:
            row = rows[area, component["component_id"]]
            if row["score"] is not None:
                cells = (number(row["score"]), str(row["rank"]), signed(row["score_change"]))
                title = r"\s*".join(map(re.escape, squeezed(component[f"title_{language}"])))
                evidence, interval = rf"(?:\s+{EVIDENCE[language]})?", r"(?:\s+\d+(?:[–—]\d+)?\s?[†§]*)?"
                score, rank, change = map(re.escape, cells)
                line = rf"{title}{evidence}\s+{score}\s+{rank}{interval}\s+{change}\s"
                assert re.search(line, second), (area, component["component_id"], cells)


def test_values_of_strengths_and_weaknesses_are_those_of_the_release(published_contents, printed_cards):
    language, cards = printed_cards
    panel, wording, sources = Panel(published_contents), words(language), list(published_contents.framework.sources)
    values = {
        (row["ref_area"], row["indicator_id"]): row["obs_value"] if row["ratio"] is None else row["ratio"]
        for row in published_contents.tables["indicators"].to_pylist()
        if row["time_period"] == 2023
    }
    named = {panel.title(name, wording): name for name in panel.indicators}

    for area, (first, _) in cards.items():
        text = squeezed(first)
        for row in (*strengths(panel, area, 2023, wording, sources), *weaknesses(panel, area, 2023, wording, sources)):
            places = len(row.value.partition(".")[2])
            assert row.value == number(values[area, named[row.title]], places), (area, row.title)
            mark = "†" if row.shrunk else "‡" if row.tied else ""
            assert squeezed(f"{row.title}{row.rank}{mark}{row.value}") in text, (area, row.title)


def test_the_reasons_on_a_card_add_up_to_the_change_of_score(real):
    panel = Panel(real)
    for area in panel.areas:
        rows = reason_rows(card(panel, area, 2023, words("zh")), words("zh"))
        points = [Decimal(row["points"].replace("−", "-")) for row in rows]
        change = panel.rankings[area, 2023, "icdi"]["score_change"]
        assert sum(points) == Decimal(signed(change, 2).replace("−", "-")), area  # as printed, to the last digit


def test_context_is_what_was_published_with_year_and_source(real):
    lines = {line.title: line for line in card(Panel(real), "460000", 2023, words("zh")).context}

    assert lines["年末常住人口"].value == "1,043万人"
    assert lines["人均地区生产总值"].source == "国家统计局"
    assert {line.year for line in lines.values()} == {2023}
    assert lines["工业增加值占地区生产总值比重"].value == "11.6%"


def test_a_context_figure_of_zero_is_printed_and_a_source_without_description_named_by_its_identifier(example):
    context = (ContextFigure(series="patents"),)
    definition = example.framework.definition.model_copy(update={"context": context})
    rows = example.tables["observations"].to_pylist()
    for row in rows:
        if (row["ref_area"], row["series_id"], row["time_period"]) == ("11", "patents", 2023):
            row |= {"obs_value": 0.0, "source_id": "elsewhere"}
    contents = replace(example, framework=replace(example.framework, definition=definition))

    (line,) = card(Panel(with_tables(contents, observations=rows)), "11", 2023, words("zh")).context

    assert line.value.startswith("0")
    assert (line.year, line.source) == (2023, "elsewhere")


def test_the_expected_score_and_the_distance_to_it_are_said(example):
    row = {"time_period": 2023, "ref_area": "11", "predictor": 9.0, "score": 50.0, "n": 31, "r_squared": 0.5}
    row |= {"expected_score": 40.0, "expected_p05": 30.0, "expected_p95": 50.5, "residual": 10.0}
    context = (ContextFigure(series="patents", predictor=True),)
    definition = example.framework.definition.model_copy(update={"context": context})
    contents = replace(example, framework=replace(example.framework, definition=definition))
    found = card(Panel(with_tables(contents, expected_scores=[row])), "11", 2023, words("zh"))

    said = "按“patents”估计的得分为40.0分（90%区间为30.0～50.5分），实际得分高10.0分，在区间之内。"
    assert said in found.headline.sentences


def test_a_card_has_a_code_where_the_owner_says_where_it_is_published(example):
    address = "https://example.org/icdi/scorecards/zh/11.html"
    definition = example.framework.definition.model_copy(update={"site_url": "https://example.org/icdi/"})
    there = replace(example, framework=replace(example.framework, definition=definition))

    found = card(Panel(there), "11", 2023, words("zh"))
    assert found.address == address
    assert found.code.startswith("<svg")
    assert address in squeezed(pages(files(there, "11")["pdf"])[1])
    assert card(Panel(example), "11", 2023, words("zh")).code == ""


def test_a_component_of_one_indicator_says_what_its_interval_does_not_know(example):
    interval = {"rank": 1, "rank_median": 1.0, "rank_p05": 1.0, "rank_p95": 1.0, "p_top": 1.0, "p_scored": 1.0}
    key = {"ref_area": "11", "time_period": 2023}
    contents = with_tables(
        example, rank_intervals=[key | interval | {"component_id": name} for name in ("culture", "knowledge")]
    )
    marked = {line.title: line.interval for line in card(Panel(contents), "11", 2023, words("zh")).lines}

    assert marked["知识"] == "1†"
    assert marked["文化"] == "1"
    assert "† 只有一项指标有得分" in files(contents, "11")["html"].decode()


def test_an_interval_over_some_of_the_simulations_says_so(example):
    interval = {"rank": 1, "rank_median": 1.0, "rank_p05": 1.0, "rank_p95": 2.0, "p_top": 1.0}
    rows = [
        {"ref_area": area, "time_period": 2023, "component_id": name, "p_scored": share} | interval
        for area, share in (("11", 0.6), ("12", 0.8))  # a fifth of the draws leaves the component out for all regions
        for name in ("example", "culture")
    ]
    found = {area: files(with_tables(example, rank_intervals=rows), area)["html"].decode() for area in ("11", "12")}

    assert "（因数据不足，仅在60%的模拟中有位次）" in found["11"]
    assert "§ 部分模拟中因数据不足没有位次" in found["11"]
    assert "部分模拟" not in found["12"]
    assert "仅在" not in found["12"]


def test_a_rank_that_regions_with_other_values_share_is_marked(real):
    panel, wording, sources = Panel(real), words("zh"), list(real.framework.sources)
    found = {
        (area, row.title): (row.rank, row.tied)
        for area in panel.areas
        for row in strengths(panel, area, 2023, wording, sources)
    }
    scores = {panel.title(name, wording): panel.indicator_scores(2023, name) for name in panel.indicators}

    first_of_many = {
        key for key, (rank, _) in found.items() if rank.startswith("1/") and scores[key[1]].count(100.0) > 1
    }
    assert first_of_many
    assert all(found[key][1] for key in first_of_many)
    assert not all(tied for _, tied in found.values())


def test_every_pillar_of_the_best_rank_is_named(real):
    (sentence,) = (
        text for text in card(Panel(real), "110000", 2023, words("zh")).headline.sentences if "最靠前" in text
    )
    panel = Panel(real)
    best = [name for name in panel.pillars if panel.rankings["110000", 2023, name]["rank"] == 1]

    assert len(best) > 1
    assert all(panel.title(name, words("zh")) in sentence.partition("均为第1位")[0] for name in best)


def test_a_source_is_cited_for_the_years_that_it_has_figures_of(real):
    panel = Panel(real)
    stated = {name: real.framework.indicators[name] for name in panel.indicators}
    plain = [name for name, one in stated.items() if not one.counts_register and not one.years_behind]
    rows = [row for row in real.tables["observations"].to_pylist() if row["time_period"] == 2023]
    by_series = {
        series: {row["source_id"] for row in rows if row["series_id"] == series}
        for series in {each for one in stated.values() for each in one.series}
    }

    of_the_year = {name: set().union(*(by_series[each] for each in stated[name].series)) for name in plain}
    held = {name: found for name, found in of_the_year.items() if all(by_series[each] for each in stated[name].series)}
    assert {name: set(panel.source_ids(name, 2023)) for name in held} == held
    assert any(held[name] < set(panel.source_ids(name)) for name in held)


def test_an_interpolated_value_cites_the_figures_on_both_sides(real):
    panel = Panel(real)
    filled = (key for key, row in panel.values.items() if row["filled_by"] == "interpolate")
    area, year, indicator = next(key for key in filled if not real.framework.indicators[key[2]].counts_register)
    after = min(at for at in panel.own_years[area, indicator] if at > year)
    observations = real.tables["observations"]
    later = pc.and_(
        pc.is_in(observations["series_id"], pa.array(real.framework.indicators[indicator].series)),
        pc.equal(observations["time_period"], after),
    )
    other = next(name for name in real.framework.sources if name not in panel.source_ids(indicator))
    sources = pc.if_else(later, other, observations["source_id"])
    revised = observations.set_column(observations.column_names.index("source_id"), "source_id", sources)

    cited = Panel(replace(real, tables={**real.tables, "observations": revised})).source_ids(indicator, year, area)

    assert other in cited


def test_a_region_without_a_score_is_not_scored(example):
    found = files(example, WITHOUT_FIGURES)

    assert "暂不评价，不列得分与位次" in pages(found["pdf"])[0]
    assert "暂不评价" in found["html"].decode()


def test_an_earlier_year(example):
    assert "2022年，甲省示例指数得分" in pages(files(example, "11", 2022)["pdf"])[0]


@pytest.mark.parametrize(("area", "year"), [("99", 2023), ("11", 1999)])
def test_what_the_release_does_not_hold_is_refused(example, area, year):
    with pytest.raises(ScorecardError, match=f"{area}|{year}"):
        files(example, area, year)


def test_one_year_alone_has_no_trend_and_no_change():
    found = files(example_release((2023, 2023)), "11")["html"].decode()

    assert "走势" not in found
    assert "与上年相比" not in found


def test_strengths_and_weaknesses_rest_on_observed_values(real):
    panel, zh = Panel(real), words("zh")
    sources = list(real.framework.sources)
    for area in panel.areas:
        own = {
            panel.title(name, zh): panel.normalised[area, 2023, name]
            for name in panel.indicators
            if (area, 2023, name) in panel.normalised
        }
        for standing in (*strengths(panel, area, 2023, zh, sources), *weaknesses(panel, area, 2023, zh, sources)):
            rank, ranked = map(int, standing.rank.split("/"))
            assert own[standing.title]["obs_status"] == "A"
            assert rank * 3 <= ranked or (ranked - rank + 1) * 3 <= ranked


def test_a_rank_that_many_share_is_no_strength(real):
    panel = Panel(real)
    shared = [s for s in panel.indicator_scores(2023, "registered_resource_variety") if s == 100]

    assert len(shared) * 3 > len(panel.areas)
    assert all(
        s.title != "国家级工业文化资源门类覆盖率"
        for a in panel.areas
        for s in strengths(panel, a, 2023, words("zh"), list(real.framework.sources))
    )


def test_national_value_is_the_total_where_it_is_known_and_the_mean_where_not(real):
    panel = Panel(real)

    total, is_total = national(panel, 2023, "education_spending_share")
    mean, is_mean = national(panel, 2023, "broadband_penetration")

    assert is_total
    assert total == panel.raw["000000", 2023, "education_spending_share"]["obs_value"]
    assert not is_mean
    own = [
        row["obs_value"]
        for (area, year, name), row in panel.raw.items()
        if name == "broadband_penetration" and year == 2023 and area in panel.areas and row["obs_value"] is not None
    ]
    assert mean == pytest.approx(sum(own) / len(own))


def test_what_is_not_computed_is_said_or_left_out(example):
    found = files(example, "11")["html"].decode()

    assert found.count("未计算") == 2  # interval and tier
    assert "障碍" not in found
    assert "相近地区" not in found


def test_intervals_tiers_obstacles_and_similar_regions_where_they_are_computed(example):
    key = {"ref_area": "11", "time_period": 2023}
    contents = with_tables(
        example,
        rank_intervals=[
            key
            | {
                "component_id": "example",
                "rank": 1,
                "rank_median": 2.0,
                "rank_p05": 1.0,
                "rank_p95": 4.0,
                "p_top": 1.0,
                "p_scored": 1.0,
            }
        ],
        rank_changes=[
            key | {"component_id": "culture", "rank_change": 1, "p_up": 0.5, "p_down": 0.1, "significant": False}
        ],
        tiers=[key | {"tier": 2, "borderline": True}],
        obstacles=[key | {"indicator_id": "emissions", "gap": 1.0, "obstacle_degree": 0.75}],
        similar_regions=[key | {"other_area": "12", "distance": 1.0, "position": 1, "n": 2}],
    )

    for text in ("\n".join(pages(files(contents, "11")["pdf"])), files(contents, "11")["html"].decode()):
        assert "第1—4位" in text
        assert "第二梯队（临界）" in text
        assert "75.0%" in text
        assert "相近地区" in text


def test_an_insignificant_change_is_marked(example):
    rows = {
        r["component_id"]: r
        for r in example.tables["rankings"].to_pylist()
        if (r["ref_area"], r["time_period"]) == ("11", 2023)
    }
    moved = rows["example"] | {"rank_change": 1}
    table = example.tables["rankings"].to_pylist()
    changed = [moved if r == rows["example"] else r for r in table]
    doubt = {
        "ref_area": "11",
        "time_period": 2023,
        "component_id": "example",
        "rank_change": 1,
        "p_up": 0.5,
        "p_down": 0.1,
        "significant": False,
    }

    contents = with_tables(example, rankings=changed, rank_changes=[doubt])

    assert "位次上升1位（位次变动不稳健）" in pages(files(contents, "11")["pdf"])[0]
