"""`icdi score` computes any framework over any tidy table."""

import csv
import math
import subprocess
import sys
from pathlib import Path

import pytest
from running import ROOT, answered, icdi

ASEM = ROOT / "tests" / "framework" / "asem"

HDI = {
    "framework.yaml": """
id: hdi
edition: hdi-2021
title: {en: Human Development Index}
years: {first: 2021, last: 2021}
scale: [0, 1]
coverage: 1
aggregation: {method: geometric}
index:
  id: hdi
  title: {en: Human Development Index}
  components:
    - {id: health, title: {en: Health}, indicators: {life_expectancy: 1}}
    - id: education
      title: {en: Education}
      aggregation: {method: arithmetic}
      indicators: {expected_schooling: 1, mean_schooling: 1}
    - {id: income, title: {en: Income}, indicators: {national_income: 1}}
""",
    "indicator/life_expectancy.yaml": """
id: life_expectancy
title: {en: Life expectancy at birth}
numerator: {series: life_expectancy}
normalisation: {method: goalposts, lower: 20, upper: 85}
""",
    "indicator/expected_schooling.yaml": """
id: expected_schooling
title: {en: Expected years of schooling}
numerator: {series: expected_schooling}
normalisation: {method: goalposts, lower: 0, upper: 18}
""",
    "indicator/mean_schooling.yaml": """
id: mean_schooling
title: {en: Mean years of schooling}
numerator: {series: mean_schooling}
normalisation: {method: goalposts, lower: 0, upper: 15}
""",
    "indicator/national_income.yaml": """
id: national_income
title: {en: "Gross national income per head, PPP dollars"}
numerator: {series: national_income}
treatment: {method: log}
normalisation: {method: goalposts, lower: 100, upper: 75000}
""",
}
FIGURES = {
    "NOR": (83.2, 18.2, 13.0, 64_660),
    "CHN": (78.2, 14.2, 7.6, 17_504),
    "XXX": (70.0, None, 8.0, 12_000),
}
SERIES = ("life_expectancy", "expected_schooling", "mean_schooling", "national_income")


@pytest.fixture
def hdi(tmp_path: Path) -> Path:
    for name, text in HDI.items():
        path = tmp_path / "hdi" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    rows = [
        f"{area},2021,{series},{'' if value is None else value}"
        for area, values in FIGURES.items()
        for series, value in zip(SERIES, values, strict=True)
    ]
    (tmp_path / "figures.csv").write_text("\n".join(["ref_area,time_period,series_id,obs_value", *rows]), "utf-8")
    return tmp_path


def scores(folder: Path, framework: Path, observations: Path) -> dict[tuple[str, str], dict[str, str]]:
    icdi("score", "--framework", framework, "--observations", observations, "--out", folder / "out")
    with (folder / "out" / "scores.csv").open(encoding="utf-8", newline="") as file:
        return {(row["ref_area"], row["component_id"]): row for row in csv.DictReader(file)}


def test_human_development_index(hdi: Path) -> None:
    """Figures and results of the Human Development Report 2021/22, table 1; its technical note 1 for the formula."""
    found = scores(hdi, hdi / "hdi", hdi / "figures.csv")

    assert round(float(found["NOR", "hdi"]["score"]), 3) == 0.961
    assert round(float(found["CHN", "hdi"]["score"]), 3) == 0.768
    health, income = (83.2 - 20) / 65, (math.log(64_660) - math.log(100)) / (math.log(75_000) - math.log(100))
    education = (1 + 13 / 15) / 2
    assert float(found["NOR", "hdi"]["score"]) == pytest.approx((health * education * income) ** (1 / 3), rel=1e-12)
    assert [found[area, "hdi"]["rank"] for area in FIGURES] == ["1", "2", ""]


def test_no_score_unless_all_is_there(hdi: Path) -> None:
    row = scores(hdi, hdi / "hdi", hdi / "figures.csv")["XXX", "hdi"]

    assert row["score"] == ""
    assert float(row["coverage"]) == pytest.approx(5 / 6)


def test_asem_equals_coinr(tmp_path: Path) -> None:
    found = scores(tmp_path, ASEM, ASEM / "observations.csv")
    with (ASEM / "expected_scores.csv").open(encoding="utf-8", newline="") as file:
        expected = list(csv.DictReader(file))

    assert len(expected) == 51 * 11
    for row in expected:
        score = float(found[row["ref_area"], row["component_id"]]["score"])
        assert score == pytest.approx(float(row["score"]), rel=1e-9)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        pytest.param(
            "CHN,2021,life_expectancy,eighty", "line 14: life_expectancy of CHN in 2021: obs_value eighty", id="text"
        ),
        pytest.param("CHN,2021,life_expectancy,inf", "obs_value inf is not a finite number", id="infinity"),
        pytest.param('CHN,2021,life_expectancy,"1,234"', "obs_value 1,234 is not a finite number", id="thousands"),
        pytest.param(
            "CHN,2021,life_expectancy,60", "line 14: life_expectancy of CHN in 2021 is 60.0, but 78.2", id="doubled"
        ),
        pytest.param("CHN,21,life_expectancy,60", "time_period 21 is not a year", id="no year"),
        pytest.param(",2021,life_expectancy,60", "line 14: ref_area is empty", id="no region"),
        pytest.param("CHN,2021,life_expectancy", "line 14: the row has too many or too few cells", id="torn row"),
        pytest.param("CHN,2021,life_expectancy,", "in 2021 is missing, but 78.2 in line 6", id="doubled by a gap"),
    ],
)
def test_a_bad_table_is_refused_by_line(hdi: Path, line: str, said: str) -> None:
    table = hdi / "figures.csv"
    table.write_text(table.read_text("utf-8") + "\n" + line + "\n", "utf-8")

    done = answered("score", "--framework", hdi / "hdi", "--observations", table, "--out", hdi / "out")

    assert done.returncode == 1
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert not (hdi / "out").exists()


def said_of(hdi: Path, table: str) -> str:
    """Return what `icdi score` says on standard error of a table of figures, given as text."""
    (hdi / "given.csv").write_text(table, "utf-8")
    arguments = ("--framework", hdi / "hdi", "--observations", hdi / "given.csv", "--out", hdi / "out")
    return answered("score", *arguments).stderr


def test_a_table_that_no_figure_can_be_read_from_is_refused(hdi: Path) -> None:
    header, *rows = (hdi / "figures.csv").read_text("utf-8").splitlines()

    assert "there is no row below the header" in said_of(hdi, header + "\n")
    assert "separated by commas, and has ref_area;time_period" in said_of(hdi, header.replace(",", ";"))
    assert "column obs_value is twice in the header" in said_of(hdi, header + ",obs_value\n")
    assert not (hdi / "out").exists()
    assert said_of(hdi, "\n".join([header.replace(",", ", "), *rows])) == ""


def test_a_region_that_the_code_list_does_not_have_is_refused(hdi: Path) -> None:
    (hdi / "hdi" / "regions.csv").write_text("ref_area\nNOR\nCHN\n", "utf-8")

    assert "given.csv line 10: region XXX is not in the framework's regions.csv: add it there" in said_of(
        hdi, (hdi / "figures.csv").read_text("utf-8")
    )


def test_an_indicator_without_figures_is_said(hdi: Path) -> None:
    misspelt = (hdi / "figures.csv").read_text("utf-8").replace("mean_schooling", "mean_scholing")

    assert "indicator mean_schooling: no region has a value in any year that is scored" in said_of(hdi, misspelt)


def test_an_index_by_arithmetic_loads_no_statistics_package(hdi: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from index_pipeline.framework.load import load; "
        "from index_pipeline.methods.build import build; from index_pipeline.sources.tidy import read_tidy; "
        "from index_pipeline.tables import REGISTER_STOCKS; "
        "build(read_tidy(Path(sys.argv[2])), REGISTER_STOCKS.empty(), load(Path(sys.argv[1]))); "
        "print([name for name in sys.modules if name.startswith('scipy')])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, hdi / "hdi", hdi / "figures.csv"], capture_output=True, text=True, check=True
    )

    assert done.stdout.strip() == "[]"
