"""Scenarios in the browser are what the engine computes: any indicators of any region, and the way to a rank."""

import random

import pyarrow as pa
import pytest

from index_pipeline.methods.aggregate import aggregate
from index_pipeline.methods.normalise import normalise
from index_pipeline.methods.treat import treat

CASES, YEAR = 200, 2023

PREPARE = """(year) => {
  window.at = icdi.data.years.indexOf(year);
  window.situations = {};
  window.of = (area) => (situations[area] = situations[area] || icdi.scenario.situation(ICDI_INDICATORS, year, area));
}"""
COMPUTE = """(cases) => cases.map(([area, changes]) => {
  const found = icdi.scenario.computed(of(area), changes);
  return [Object.fromEntries(Object.entries(found.tree).map(([id, part]) => [id, part.score])), found.rank];
})"""
REACH = """(cases) => cases.map(([area, target]) => {
  const now = of(area), ids = icdi.data.indicators.filter((one) => one.kind === "indicator").map((one) => one.id);
  const alone = ids.map((id) => [id, icdi.scenario.reachOne(now, id, target, {})]).filter((one) => one[1] !== null);
  return [alone, icdi.scenario.reachTogether(now, ids, target, {})];
})"""


def engine_scores(contents, cases):
    """Scores by the pipeline's own steps: each case is a region, treated and normalised as the published ones are."""
    tables = contents.tables
    held = [row for row in tables["imputed"].to_pylist() if row["time_period"] == YEAR]
    rows = []
    for number, (area, changes) in enumerate(cases):
        for row in held:
            if row["ref_area"] == area:
                name = row["indicator_id"]
                own = {"obs_value": changes[name], "filled_by": None, "obs_status": "A"} if name in changes else {}
                rows.append(row | own | {"ref_area": f"case{number:03}"})
    imputed = pa.Table.from_pylist(rows, schema=tables["imputed"].schema)
    normalised = normalise(treat(imputed, tables["treatments"]), tables["goalposts"])
    found = aggregate(normalised, tables["weights"], contents.framework).to_pylist()
    return {(row["ref_area"], row["component_id"]): row["score"] for row in found}


def random_cases(contents, page):
    chance = random.Random(20231231)
    indicators = [i for i in page.evaluate("icdi.data.indicators") if i["kind"] == "indicator"]
    values: dict[str, dict[str, float]] = {}
    for row in contents.tables["imputed"].to_pylist():
        if row["time_period"] == YEAR and row["obs_value"] is not None:
            values.setdefault(row["indicator_id"], {})[row["ref_area"]] = row["obs_value"]
    cases = []
    for _ in range(CASES):
        area = chance.choice(contents.framework.ref_areas)
        ids = [i["id"] for i in indicators if area in values[i["id"]]]
        chosen = chance.sample(ids, chance.randint(1, 8))
        spans = {name: (min(values[name].values()), max(values[name].values())) for name in chosen}
        cases.append((area, {name: chance.uniform(*span) for name, span in spans.items()}))
    return cases


@pytest.fixture
def page(visit):
    page = visit.open("index.html#view=whatif&area=460000")
    page.evaluate(PREPARE, YEAR)
    return page


def test_200_random_scenarios_are_those_of_the_engine(page, contents):
    cases = random_cases(contents, page)

    found = page.evaluate(COMPUTE, cases)

    wanted = engine_scores(contents, cases)
    root = contents.framework.index_id
    published = {
        row["ref_area"]: row["score"]
        for row in contents.tables["scores"].to_pylist()
        if (row["time_period"], row["component_id"]) == (YEAR, root)
    }
    for number, ((area, _), (scores, rank)) in enumerate(zip(cases, found, strict=True)):
        for component, score in scores.items():
            assert score == pytest.approx(wanted[f"case{number:03}", component], abs=1e-9), (number, component)
        others = [score for other, score in published.items() if other != area and score is not None]
        assert rank == 1 + sum(score > scores[root] for score in others)


def test_what_reaches_a_rank_reaches_it_by_the_engine_and_nothing_smaller_does(page, contents):
    root = contents.framework.index_id
    rows = [r for r in contents.tables["rankings"].to_pylist() if (r["time_period"], r["component_id"]) == (YEAR, root)]
    score_of = {row["ref_area"]: row["score"] for row in rows}
    rank_of = {row["ref_area"]: row["rank"] for row in rows}
    chance = random.Random(7)
    areas = [area for area in chance.sample(list(rank_of), 12) if rank_of[area] > 3]
    cases = [(area, rank_of[area] - chance.randint(1, 3)) for area in areas]

    def rank(area, score):
        return 1 + sum(other > score + 1e-9 for name, other in score_of.items() if name != area)

    tried, short, targets = [], [], []
    for (area, target), (alone, together) in zip(cases, page.evaluate(REACH, cases), strict=True):
        published = page.evaluate(
            "(area) => Object.fromEntries(icdi.data.indicators.map((one) => [one.id, of(area).value(one.id)]))", area
        )
        for name, value in chance.sample(alone, min(3, len(alone))):
            start = published[name]
            tried.append((area, {name: value}))
            short.append((area, {name: start + (value - start) * (1 - 1e-6)}))
            targets.append(target)
        if together:
            tried.append((area, together["values"]))
            short.append(
                (area, {n: published[n] + (v - published[n]) * (1 - 1e-6) for n, v in together["values"].items()})
            )
            targets.append(target)

    assert len(tried) >= 20
    enough, less = engine_scores(contents, tried), engine_scores(contents, short)
    for number, ((area, _), target) in enumerate(zip(tried, targets, strict=True)):
        assert rank(area, enough[f"case{number:03}", root]) <= target, tried[number]
        assert 1 + sum(o > less[f"case{number:03}", root] for n, o in score_of.items() if n != area) > target, tried[
            number
        ]


def result(page):
    return [
        [cell.strip() for cell in row.locator("th,td").all_inner_texts()]
        for row in page.locator("table.whatif tbody tr").all()
    ]


def test_two_indicators_at_once_and_the_link_carries_them(visit, contents):
    page = visit.open("index.html#view=whatif&area=520000")
    unchanged = result(page)

    page.locator("[data-key=添加指标]").select_option("college_share")
    page.locator("[data-key=添加指标]").select_option("science_spending_share")
    page.locator("[data-value=college_share]").fill("20")
    page.locator("[data-value=science_spending_share]").fill("4")

    changed = result(page)
    assert all(row[3] in ("0.0", "0") for row in unchanged)
    assert changed[0][0] == "6岁及以上人口中大专及以上受教育程度比重"
    assert float(changed[-2][2]) > float(changed[-2][1])
    assert "changes=college_share:20,science_spending_share:4" in page.url
    link = page.url
    page = visit.open("index.html" + link[link.index("#") :])
    assert result(page) == changed
    page.get_by_role("button", name="移除").first.click()
    assert len(result(page)) < len(changed)


def test_what_would_reach_a_rank_is_tried_at_once(visit):
    page = visit.open("index.html#view=whatif&area=460000&target=10")

    page.locator("table.reach tbody tr").first.get_by_role("button", name="试算").click()

    assert result(page)[-1][2] == "10"
    assert "已处于第10位" in page.locator("#reach").inner_text()


def test_a_region_of_ones_own_is_typed_in_or_pasted(visit):
    page = visit.open("index.html#view=whatif&area=460000")
    page.locator("[data-key=地区]").select_option("own")

    assert "暂不评价" in result(page)[0][2]
    page.get_by_text("粘贴多项数值").click()
    page.locator("#paste").fill("6岁及以上人口中大专及以上受教育程度比重\t18.5\n没有的指标 3")
    page.get_by_role("button", name="采用").click()
    assert "没有的指标 3" in page.locator("details [role=status]").inner_text()
    page.locator("[data-key=添加指标]").select_option("science_spending_share")
    assert "college_share" not in page.url, "nothing is taken of what is understood only in part"
    page.get_by_text("粘贴多项数值").click()
    page.locator("[data-key=以某地区的数值为起点]").select_option("460000")

    copied = result(page)[-2:]
    page = visit.open("index.html#view=whatif&area=460000")
    assert copied[0][2] == result(page)[0][1], "with Hainan's values it has Hainan's score"
    assert int(copied[1][2]) in (int(result(page)[1][1]), int(result(page)[1][1]) + 1)


def test_an_indicator_without_values_in_the_year_is_not_offered(visit):
    page = visit.open("index.html#view=whatif&area=110000")

    page.evaluate("""() => {
      const years = ICDI_INDICATORS.college_share.used;
      years[icdi.data.years.indexOf(icdi.state.year)].fill(null);
      icdi.show();
    }""")

    offered = page.locator("[data-key=添加指标] option").evaluate_all("(all) => all.map((one) => one.value)")
    assert "science_spending_share" in offered
    assert "college_share" not in offered


def test_a_value_beyond_what_is_plausible_is_refused(visit):
    page = visit.open("index.html#view=whatif&area=110000&changes=heritage_quotient:1")

    page.locator("[data-value=heritage_quotient]").fill("-5")

    assert "请输入0至" in page.locator("#whatif-result").inner_text()
