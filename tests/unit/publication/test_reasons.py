"""Why a score moved: the exact split in words, with the figures behind it."""

import dataclasses

import pytest
from example_release import example_release, with_tables

from index_pipeline.framework.codes import Unit
from index_pipeline.framework.indicator import Indicator
from index_pipeline.publication.amounts import pair
from index_pipeline.publication.explorer.reasons import reason_data
from index_pipeline.publication.lookups.panel import Panel
from index_pipeline.publication.lookups.reasons import reasons, sentence, significance
from index_pipeline.publication.text import words

ZH, EN = words("zh"), words("en")
AREA, YEAR = "11", 2023
YUAN = Unit("cny_10k", "万元", "10,000 yuan", "cny", 10000.0, ())
PATENTS = Unit("patents", "件", "patents", "count", 1.0, ())
RATE = Unit("rate", "元/万元", "yuan per 10,000 yuan", "rate", 1.0, ())
PERCENT = Unit("percent", "%", "percent", "percent", 1.0, ())


@pytest.mark.parametrize(
    ("before", "now", "unit", "zh", "en"),
    [
        pytest.param(47000, 308000, YUAN, ("4.7亿元", "30.8亿元"), ("0.47", "3.08 billion yuan"), id="scaled"),
        pytest.param(3, 4, PATENTS, ("3件", "4件"), ("3", "4 patents"), id="whole numbers"),
        pytest.param(
            123456, 98765, PATENTS, ("12.3万件", "9.9万件"), ("123,456", "98,765 patents"), id="by the larger"
        ),
        pytest.param(
            37.04,
            219.2,
            RATE,
            ("37.0元/万元", "219.2元/万元"),
            ("37.0", "219.2 yuan per 10,000 yuan"),
            id="a rate has no scale",
        ),
        pytest.param(2.001, 2.004, None, ("2.001", "2.004"), ("2.001", "2.004"), id="decimals until they differ"),
        pytest.param(0.074, 0.141, PERCENT, ("0.074%", "0.141%"), ("0.074", "0.141%"), id="percent"),
        pytest.param(2.0000001, 2.0, None, ("2.00", "2.00"), ("2.00", "2.00"), id="the same within five digits"),
    ],
)
def test_two_amounts_are_written_in_one_scale(before, now, unit, zh, en):
    assert pair(before, now, unit, ZH)[:2] == zh
    assert pair(before, now, unit, EN)[:2] == en


def release(indicator=None, **tables):
    contents = example_release()
    if indicator:
        model = Indicator.model_validate({"id": "patents", "title": {"zh": "专利密度", "en": "Patents"}} | indicator)
        indicators = contents.framework.indicators | {"patents": model}
        contents = dataclasses.replace(
            contents, framework=dataclasses.replace(contents.framework, indicators=indicators)
        )
    return with_tables(contents, **tables)


def part(name, contribution, kind="indicator"):
    key = {"ref_area": AREA, "time_period": YEAR, "component_id": "example"}
    return key | {"part_id": name, "kind": kind, "contribution": contribution}


def values(name, *rows):
    """Rows of `indicators`: (year, numerator, denominator)."""
    return [
        {
            "ref_area": AREA,
            "time_period": year,
            "indicator_id": name,
            "numerator": n,
            "denominator": d,
            "ratio": n / d,
            "obs_value": n / d,
            "obs_status": "A",
        }
        for year, n, d in rows
    ]


def split(contents, area=AREA, language=ZH, most=5):
    found = reasons(Panel(contents), area, YEAR, language, most)
    assert found
    return found


def said(contents, language=ZH, most=5):
    return [sentence(reason, language) for reason in split(contents, AREA, language, most).named]


def test_parts_are_those_of_the_table_the_largest_first_and_add_up_to_the_change():
    contents = release(changes=[part("patents", 0.4), part("museums", -1.25), part("emissions", 0.01)])
    found = split(contents)

    assert [(reason.part, reason.contribution) for reason in found.named] == [("museums", -1.25), ("patents", 0.4)]
    assert found.change == pytest.approx(0.4 - 1.25 + 0.01)
    assert sum(r.contribution for r in found.named) + found.others == pytest.approx(found.change)


def test_a_split_of_the_real_example_adds_up_to_the_change_of_score():
    contents = example_release()
    panel = Panel(contents)
    for area in ("11", "12", "22"):
        row = panel.rankings[area, YEAR, "example"]
        assert split(contents, area).change == pytest.approx(row["score_change"])
    assert reasons(panel, AREA, 2021, ZH, 5) is None


def test_a_ratio_that_rises_with_its_numerator_names_the_numerator():
    contents = release(
        {"numerator": {"series": "patents"}, "denominator": {"series": "museums"}, "unit": "per_head"},
        changes=[part("patents", 3.6)],
        indicators=values("patents", (2022, 3, 10), (2023, 6, 12)),
    )
    assert said(contents) == [
        "专利密度由0.300个/万人升至0.500个/万人（patents由3个/万人增至6个/万人），使总指数得分提高3.6分"
    ]
    assert said(contents, EN) == [
        "Patents rose from 0.300 to 0.500 per head (patents rose from 3 to 6 per head), "
        "which adds 3.6 points to the score"
    ]


def test_a_ratio_that_falls_while_its_numerator_rises_names_the_denominator_too():
    contents = release(
        {"numerator": {"series": "patents"}, "denominator": {"series": "museums"}, "unit": "per_head"},
        changes=[part("patents", -0.5)],
        indicators=values("patents", (2022, 3, 10), (2023, 4, 20)),
    )
    assert said(contents) == [
        "专利密度由0.300个/万人降至0.200个/万人（patents由3个/万人增至4个/万人，museums由10个/万人增至20个/万人），"
        "使总指数得分降低0.5分"
    ]


def test_counts_of_samples_are_not_compared_over_the_years():
    contents = release(
        {"numerator": {"series": "patents"}, "denominator": {"series": "museums"}, "unit": "per_head"},
        changes=[part("patents", 3.6)],
        indicators=values("patents", (2022, 3, 10), (2023, 6, 12)),
    )
    codes = contents.framework.codes
    sampled = {name: dataclasses.replace(series, sampled=True) for name, series in codes.series.items()}
    framework = dataclasses.replace(contents.framework, codes=dataclasses.replace(codes, series=sampled))
    assert said(dataclasses.replace(contents, framework=framework)) == [
        "专利密度由0.300个/万人升至0.500个/万人，使总指数得分提高3.6分"
    ]


def test_a_value_that_was_carried_forward_is_called_so():
    contents = release(
        changes=[part("patents", 0.5)],
        imputed=[
            {"ref_area": AREA, "time_period": year, "indicator_id": "patents", "obs_value": value, "obs_status": status}
            for year, value, status in ((2022, 1.0, "A"), (2023, 2.0, "C"))
        ],
        indicators=[],
    )
    assert said(contents) == ["专利密度由1个/万人升至2个/万人（2023年为沿用前值），使总指数得分提高0.5分"]


def test_parts_that_are_no_indicator_and_the_rest():
    contents = release(
        changes=[
            part("culture", 2.0, "coverage"),
            part("nature", -1.0, "unsplit"),
            part("patents", 0.3),
            part("museums", 0.2),
        ]
    )
    assert said(contents, most=2) == [
        "“文化”有得分的下级指标与上年不同，使总指数得分提高2.0分",
        "“自然”的得分取决于其他地区，不再分解，使总指数得分降低1.0分",
    ]
    found = split(contents, most=2)
    assert (found.others_count, found.others) == (2, pytest.approx(0.5))


@pytest.mark.parametrize(
    ("change", "significant", "zh"),
    [
        (2, True, "在有位次的方法设定模拟中，96%位次上升，位次变动稳健。"),
        (-1, False, "在有位次的方法设定模拟中，50%位次上升，40%位次下降，位次变动不稳健。"),
        (0, None, ""),
    ],
)
def test_significance_is_said_with_its_share(change, significant, zh):
    row = {"ref_area": AREA, "time_period": YEAR, "component_id": "example", "rank_change": change}
    shares = {"p_up": 0.96 if significant else 0.5, "p_down": 0.4}
    contents = release(rank_changes=[row | shares | {"significant": significant}])
    assert significance(Panel(contents), AREA, YEAR, ZH) == zh


def test_the_explorer_has_the_same_sentences():
    contents = release(changes=[part("patents", 0.4)], indicators=[], imputed=[])
    assert reason_data(Panel(contents)) == {
        "2022": {},
        "2023": {
            AREA: {
                "parts": [
                    ["patents", 0.4, "专利密度，使总指数得分提高0.4分", "Patents, which adds 0.4 points to the score"]
                ],
                "others": [0, 0],
                "significance": ["", ""],
            }
        },
    }
