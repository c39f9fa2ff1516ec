"""Real files of the bureau and of yearbooks: each read right cell by cell, or refused for what it does not say."""

import csv
from collections import Counter
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from index_pipeline.framework.framework import Framework
from index_pipeline.framework.load import load
from index_pipeline.sources.harmonise import harmonise
from index_pipeline.sources.ingest import ingest
from index_pipeline.sources.options import Options
from index_pipeline.sources.problems import Refusal
from index_pipeline.sources.readers import read

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared"
TODAY = date(2026, 11, 24)

Reference = dict[tuple[str, str, int], set[float]]

pytestmark = pytest.mark.skipif(not SHARED.is_dir(), reason="reference files are not beside the checkout")


@dataclass(frozen=True)
class Export:
    """A file, its number of figures, and how many of them it rounds or the reference lacks.

    `series` or `year` is what the file does not say and has to ask for.
    """

    path: str
    figures: int
    series: str | None = None
    year: int | None = None
    rounded: int = 0
    lacking: int = 0

    @property
    def options(self) -> Options:
        return Options(TODAY, series=self.series, year=self.year)


READ = [
    Export("1376524890__tec_expenditure/data_分省年度数据_1.csv", 403, series="fiscal_expenditure_science"),
    Export("1376524890__tec_expenditure/data_分省年度数据_2.csv", 428, series="tech_market_turnover"),
    Export("1376524890__tec_expenditure/data_分省年度数据_6.csv", 434, series="gdp"),
    Export("1lmq__FYP_QMM2_Chinese_Railways/分省年度数据.csv", 310),
    Export("Liushenwuzhu-Alpaca__province-economy/data_raw_nbs_exports@46e915f_2025GDP.csv", 31, year=2025),
    Export("Liushenwuzhu-Alpaca__province-economy/data_raw_nbs_exports_分省年度数据2020.csv", 155),
    Export("Liushenwuzhu-Alpaca__province-economy/data_raw_nbs_exports_分省年度数据2023.csv", 155),
    Export("Liushenwuzhu-Alpaca__province-economy/data_raw_nbs_exports_社会消费品总额.csv", 279, series="retail_sales"),
    Export("RenJiyi163__panel_data_analysis_for_thesis/分省年度数据.csv", 589),
    Export("Riverdust-157689__tjjm2026/data_省市_省市_广东.xlsx", 55),
    Export("Riverdust-157689__tjjm2026/data_省市_省市_西藏.xlsx", 55),
    Export(
        "ZhangDongyang800__cn-edu-viz/resource_原始数据_分省年度数据-教育经费（万元）.csv",
        248,
        series="education_funding",
    ),
    Export(
        "ZhangDongyang800__cn-edu-viz/resource_原始数据_分省年度数据-普通、职业高等学校数（所）.csv",
        279,
        series="he_voc_institutions",
    ),
    Export("eoocl__work/分省年度数据.csv", 124, series="gdp"),
    Export("fallingsnow1111__TJJM/Raw_省份维度_经济相关_1990-2025各省第二产业增加值数据.xlsx", 1023, lacking=403),
    Export("huhuaping__techme/data-raw_tech-yearbook_part02-firm_00-firms_raw-2020.xls", 64),
    Export("huhuaping__techme/data-raw_tech-yearbook_part02-firm_09-tech-renew_raw-2020-soshu.xls", 116, rounded=105),
    Export("huhuaping__techme/data-raw_tech-yearbook_part02-firm_09-tech-renew_raw-2023.xls", 113),
    Export(
        "int886__tjjmlinxieli/原始数据_新质生产力测度指标_一般工业固体废物产生量.xlsx",
        372,
        series="ind_solid_waste_generated",
    ),
    Export("int886__tjjmlinxieli/原始数据_新质生产力测度指标_电子商务采购额.xlsx", 372),
    Export("int886__tjjmlinxieli/原始数据_新质生产力测度指标_规模以上工业企业R&D经费.xlsx", 403, rounded=28),
    Export(
        "upstream1119__statistical-modeling_CUC_PYH/data_raw_nbs_NBS_第二产业增加值_省级_2011-2022.csv",
        372,
        series="secondary_industry_value_added",
    ),
    Export("xiaoqi737__thesis-data-and-code/分省年度数据.xls", 589, series="gdp"),
]

NOT_HELD = [
    "RenJiyi163__panel_data_analysis_for_thesis/分省年度数据 (1).csv",
    "RenJiyi163__panel_data_analysis_for_thesis/分省年度数据 (2).csv",
]
"""Files of one indicator that has no series."""


@pytest.fixture(scope="module")
def framework() -> Framework:
    return load(ROOT / "indicators")


@pytest.fixture(scope="module")
def reference() -> Reference:
    """Every recorded value, of any vintage, by series, region and year."""
    found: Reference = {}
    with (SHARED / "figures" / "observations.csv").open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            key = row["series_id"], row["ref_area"], int(row["time_period"])
            found.setdefault(key, set()).add(float(row["obs_value"]))
    return found


def test_every_file_is_tried() -> None:
    at_hand = {path.relative_to(SHARED / "exports").as_posix() for path in (SHARED / "exports").glob("*/*")}

    assert at_hand == {export.path for export in READ} | set(NOT_HELD)


@pytest.mark.parametrize("export", READ, ids=lambda export: export.path.partition("__")[2])
def test_a_real_file_is_read_cell_by_cell(export: Export, framework: Framework, reference: Reference) -> None:
    reading = read(SHARED / "exports" / export.path, framework.codes)
    if export.series or export.year:
        with pytest.raises(Refusal, match="--series ID" if export.series else "--year YYYY"):
            harmonise(reading, framework, Options(TODAY))

    figures = harmonise(reading, framework, export.options).figures

    outcome: Counter[str] = Counter()
    for figure in figures:
        held = reference.get(figure.key, set())
        assert figure.value is not None
        if float(figure.value) in held:
            outcome["equal"] += 1
        elif any(figure.equals(number) for number in held):
            outcome["rounded"] += 1
        else:
            assert not held, f"{figure.key} is {figure.text} in {figure.cell}, but {held}"
            outcome["lacking"] += 1
    equal = export.figures - export.rounded - export.lacking
    assert (outcome["equal"], outcome["rounded"], outcome["lacking"]) == (equal, export.rounded, export.lacking)


@pytest.mark.parametrize("path", NOT_HELD)
def test_an_indicator_that_no_series_stands_for_is_refused_by_name(path: str, framework: Framework) -> None:
    with pytest.raises(Refusal, match=r"人口抽样调查.*not in series\.csv.*--series ID"):
        harmonise(read(SHARED / "exports" / path, framework.codes), framework, Options(TODAY))


def test_a_sample_survey_is_not_taken_for_the_population(tmp_path: Path, framework: Framework) -> None:
    (tmp_path / "observations").symlink_to(ROOT / "data" / "observations")

    with pytest.raises(Refusal, match="the unit of population_resident in 2006–2024 looks wrong"):
        ingest(SHARED / "exports" / NOT_HELD[0], tmp_path, framework, Options(TODAY, series="population_resident"))


def test_figures_that_the_store_was_made_from_change_nothing(tmp_path: Path, framework: Framework) -> None:
    (tmp_path / "observations").symlink_to(ROOT / "data" / "observations")

    for export in READ[::3]:
        if not export.lacking:
            receipt = ingest(SHARED / "exports" / export.path, tmp_path, framework, export.options)
            assert receipt.batch is None, receipt.sentence()
            assert receipt.unchanged == export.figures
