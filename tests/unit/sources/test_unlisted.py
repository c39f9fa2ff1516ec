"""An indicator that series.csv does not have: how a refusal names it, and the command that it proposes."""

import pytest
from samples import as_csv, refusal

from index_pipeline.sources.labels.unlisted import named_in


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("国家级工业设计中心数（个）", "国家级工业设计中心数"),
        ("表3-1 各地区国家级工业设计中心数", "国家级工业设计中心数"),
        ("续表 5-12 分地区中华老字号企业数", "中华老字号企业数"),
        ("一、中国质量奖获奖组织数(家)", "中国质量奖获奖组织数"),
        ("2023年各省工业博物馆数量（座）", "工业博物馆数量"),
        ("一般公共预算收入", "一般公共预算收入"),
        ("二氧化碳排放总量（万吨）", "二氧化碳排放总量"),
        ("5G基站数", "5G基站数"),
        ("Number of industrial museums by province", "Number of industrial museums"),
        ("2018—2023年", ""),
        ("（万元）", ""),
        ("字" * 61, ""),
    ],
)
def test_a_title_names_an_indicator(title: str, name: str) -> None:
    assert named_in(title) == name


def test_a_refusal_proposes_the_row() -> None:
    rows = [["各地区工业展览面积"], ["单位：万个"], ["地区", "2022年", "2023年"], ["北京市", 1, 2], ["天津市", 3, 4]]

    problem = refusal(as_csv(rows)).problems[0]

    assert (problem.kind, problem.value) == ("unlisted_series", "工业展览面积")
    assert "`icdi series add ID --title '工业展览面积' --unit units_10k`" in str(problem)
