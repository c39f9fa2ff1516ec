"""The page on one's own index: its commands run as printed, and make a whole release of real figures."""

import csv
import re
import shlex
from pathlib import Path

import pytest
import yaml
from running import ROOT, answered

from index_pipeline.framework.changes.starting import Title, first_framework
from index_pipeline.framework.changes.starting_figures import StartError
from index_pipeline.framework.load import load

COINR = ROOT / "tests" / "framework" / "asem"
PAGES = ("your-own-index.md", "your-own-index_zh.md")


def commands(page: str) -> list[str]:
    blocks = re.findall(r"```sh\n(.*?)```", (ROOT / "docs" / page).read_text("utf-8"), re.DOTALL)
    return [line for block in blocks for line in block.splitlines()]


def test_both_pages_have_the_same_commands() -> None:
    assert commands(PAGES[0]) == commands(PAGES[1])


def test_the_commands_of_the_page_publish_an_index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "docs").symlink_to(ROOT / "docs")
    monkeypatch.chdir(tmp_path)
    for line in commands(PAGES[0]):
        if not line.startswith("icdi serve"):
            done = answered(*shlex.split(line)[1:])
            assert done.returncode == 0, done.stderr

    (release,) = (path.parent for path in Path("my_data/releases").glob("*/datapackage.json"))
    assert (release / "report/en/report.pdf").exists()
    assert "National Bureau of Statistics" in (release / "scorecards/en/110000.html").read_text("utf-8")
    assert (tmp_path / "my_cards/110000_2022.pdf").exists()
    traced = answered("explain", "Beijing", "2022", "Income", "--data", "my_data").stdout
    assert "read from observations.csv, cell " in traced
    assert "vintage" not in traced, "a table without vintages was given some"


def test_the_figures_of_the_page_are_those_of_the_store() -> None:
    with (ROOT / "docs/examples/provinces.csv").open(encoding="utf-8") as file:
        shown = {(row["code"], row["year"]): row["Income"] for row in csv.DictReader(file)}
    with (ROOT / "data/observations/nbs_annual/disposable_income_per_capita.csv").open(encoding="utf-8") as file:
        stored = {(row["ref_area"], row["time_period"]): float(row["obs_value"]) for row in csv.DictReader(file)}

    assert len(shown) == 93
    assert all(float(value) == stored[key] for key, value in shown.items())


def test_columns_are_indicators_groups_or_missing_as_their_cells_say(tmp_path: Path) -> None:
    table = [
        {"地区": "甲省", "年份": "2023年", "人均收入": "1,234.5", "类型": "东部", "New firms (%)": "NA"},
        {"地区": "乙省", "年份": "2023年", "人均收入": "900", "类型": "西部", "New firms (%)": "3"},
    ]
    for name, text in first_framework(table, None, Title({"zh": "示例"})).items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")

    found = load(tmp_path)
    assert found.languages == ("zh",)
    assert set(found.indicators) == {"i1", "New_firms"}
    assert found.indicators["i1"].title.zh == "人均收入"
    assert "甲省,2023,i1,1234.5\n甲省,2023,New_firms,\n" in (tmp_path / "observations.csv").read_text("utf-8")


def test_each_column_of_text_is_a_group_and_a_repeated_row_counts_once() -> None:
    row = {"地区": "甲省", "年份": "2023", "区域": "东部", "经济带": "沿海", "人均收入": "900"}

    files = first_framework([row, row], None, Title({"zh": "示例"}))

    assert files["regions.csv"] == "ref_area,title_zh,title_en,i1,i2\n甲省,甲省,,东部,沿海\n"
    assert files["observations.csv"].count("甲省") == 1


@pytest.mark.parametrize(
    ("table", "structure", "said"),
    [
        ([], None, "no row below its heading"),
        ([{"name": "A", "year": "2023", "x": "1"}], [], "no row with a code in a column iCode"),
        ([{"name": "A", "year": "2023", "x": "1"}], [{"code": "x"}], "no row with a code in a column iCode"),
        ([{"name": "A", "x": "1"}], None, "no column of years"),
        ([{"name": "A", "year": "2023", "x": "a"}], None, "no column of numbers"),
        ([{"name": "A", "year": "now", "x": "1"}], None, "“now” is not a year"),
        (
            [{"name": "A", "year": "2023", "x": "1"}, {"name": "B", "year": "2023", "x": "n.b."}],
            None,
            "column “x” has numbers and texts, such as “n.b.” of B",
        ),
        ([{"name": "A", "year": "2023", "x": "1", "y": "NA"}], None, "column “y” is empty"),
        (
            [{"name": "A", "year": "2023", "x": "1"}, {"name": "A", "year": "2023", "x": "9"}],
            None,
            "A, 2023: two rows have different figures of x, “1” and “9”: keep one row",
        ),
        ([{"name": "A", "year": "2023", "x": "1"}], [{"iCode": "y", "Parent": "I"}], "no column of numbers y"),
        (
            [{"name": "A", "year": "2023", "x": "1"}],
            [{"iCode": "x", "Parent": "P"}, {"iCode": "I", "Type": "Aggregate"}],
            "a row for every Parent; see I, P",
        ),
        (
            [{"ref_area": "A", "time_period": "2023", "series_id": "../x", "obs_value": "1"}],
            None,
            "code “../x” must begin with a Latin letter",
        ),
        (
            [{"name": "A", "year": "2023", "x": "1"}],
            [{"iCode": "x", "Parent": "I", "Weight": "much"}],
            "x: weight “much” is not a number above 0",
        ),
        (
            [{"name": "A", "year": "2023", "x": "1"}],
            [{"iCode": "x", "Parent": "I", "Direction": "negative"}],
            "x: direction “negative” is neither 1 nor -1",
        ),
        (
            [{"name": "A", "year": "2023", "x": "1"}],
            [{"iCode": "x", "Parent": "I", "Type": "Leaf"}],
            "x: type “Leaf” is none of Indicator, Aggregate",
        ),
        (
            [{"name": "A", "year": "2023", "x": "1"}],
            [{"iCode": "x", "Parent": "I"}, {"iCode": "x", "Parent": "I"}],
            "several rows of x",
        ),
    ],
)
def test_a_table_that_does_not_fit_is_refused_with_its_reason(table, structure, said):
    with pytest.raises(StartError, match=said):
        first_framework(table, structure, Title({"en": "Index"}))


def test_cells_of_a_structure_may_say_that_they_have_no_value():
    table = [{"name": "A", "year": "2023", "x": "1", "y": "2"}]
    structure = [
        {"iCode": "I", "Type": "Aggregate", "Parent": "NA", "Weight": "NA", "Denominator": "NA"},
        {"iCode": "x", "Type": "Indicator", "Parent": "I", "Weight": "NA", "Denominator": "NA"},
        {"iCode": "y", "Type": "Indicator", "Parent": "I", "Weight": "2", "Denominator": ""},
    ]

    files = first_framework(table, structure, Title({"en": "Index"}))

    assert yaml.safe_load(files["framework.yaml"])["index"]["indicators"] == {"x": 1.0, "y": 2.0}
    assert "denominator" not in yaml.safe_load(files["indicator/x.yaml"])


@pytest.mark.parametrize("kind", ["", "NA", "indicator", "Indicator"])
def test_a_row_of_a_structure_is_an_indicator_unless_it_says_otherwise(kind: str) -> None:
    table = [{"name": "A", "year": "2023", "x": "1"}]

    files = first_framework(table, [{"iCode": "x", "Parent": "I", "Type": kind}], Title({"en": "Index"}))

    assert "indicator/x.yaml" in files


@pytest.mark.parametrize("direction", ["-1", "−1", "-1.0"])
def test_a_minus_is_one_however_it_is_written(direction: str) -> None:
    table = [{"name": "A", "year": "2023", "x": "−1,200"}]

    files = first_framework(table, [{"iCode": "x", "Parent": "I", "Direction": direction}], Title({"en": "Index"}))

    assert "direction: lower_is_better" in files["indicator/x.yaml"]
    assert files["observations.csv"].endswith("A,2023,x,-1200\n")


def test_nothing_is_written_of_a_framework_that_does_not_fit(tmp_path: Path) -> None:
    (tmp_path / "figures.csv").write_text("ref_area,time_period,series_id,obs_value\nA,2023,../../evil,1\n", "utf-8")

    done = answered("framework", "new", tmp_path / "in" / "new", "--figures", tmp_path / "figures.csv", "--title", "I")

    assert done.returncode == 1
    assert [path.name for path in tmp_path.rglob("*")] == ["figures.csv"]
