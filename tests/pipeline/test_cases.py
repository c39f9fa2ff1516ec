"""Files that people had trouble with elsewhere: each is read right, or refused in one sentence."""

from datetime import date
from pathlib import Path

import pytest

from index_pipeline.framework.framework import Framework
from index_pipeline.framework.load import load
from index_pipeline.sources.harmonise import harmonise
from index_pipeline.sources.options import Options
from index_pipeline.sources.problems import Refusal
from index_pipeline.sources.readers import read

ROOT = Path(__file__).resolve().parents[2]
CASES = ROOT.parent / "shared" / "cases"
TODAY = date(2026, 11, 24)

pytestmark = pytest.mark.skipif(not CASES.is_dir(), reason="the files are not beside the checkout")

GDP_2023 = ("gdp", "110000", 2023, 47353.7)
READ = [
    ("A03_indicator_column/worldbank.csv", None, 62, GDP_2023),
    ("A03_indicator_column/one_indicator.csv", None, 62, ("population_resident", "110000", 2023, 2186)),
    ("A03_indicator_column/alternating.csv", None, 62, ("gdp", "120000", 2023, 17211.8)),
    ("A03_indicator_column/地区_指标_年.csv", None, 124, GDP_2023),
    ("A03_indicator_column/指标_地区_年.csv", None, 124, ("population_resident", "650000", 2023, 2598)),
    ("A04_nbs_english/AnnualbyProvince.csv", None, 62, GDP_2023),
    ("A04_nbs_english/raffg_AnnualbyProvince.csv", None, 589, ("population_resident", "110000", 2018, 2154)),
    ("A06_percent_format/占比_百分比格式.xlsx", None, 60, ("ecommerce_enterprise_share", "110000", 2023, 23.6)),
    ("A07_continued/单位只写一次.xlsx", None, 31, ("ind_rd_expenditure", "650000", 2023, 811001)),
    ("A07_continued/单位只写一次_续表有年.xlsx", None, 31, ("ind_rd_expenditure", "650000", 2023, 811001)),
    ("A07_continued/续表.xlsx", None, 93, ("secondary_industry_value_added", "110000", 2023, 6893.8)),
    ("A07_continued/续表_年.xlsx", None, 124, GDP_2023),
    ("B01_biff8_codepage/cp1252.xls", None, 62, GDP_2023),
    ("B02_zone_and_province/id_year.csv", None, 62, ("gdp", "110000", 2022, 45222.4)),
    ("B02_zone_and_province/region_province.csv", None, 62, ("gdp", "110000", 2022, 45222.4)),
    ("B02_zone_and_province/区域_省份.csv", None, 62, ("gdp", "110000", 2022, 45222.4)),
    ("B02_zone_and_province/地区_省份.csv", None, 62, ("gdp", "110000", 2022, 45222.4)),
    ("B02_zone_and_province/省份_地区.csv", None, 62, ("gdp", "110000", 2022, 45222.4)),
    ("B03_title/csv.csv", None, 62, ("gdp", "110000", 2023, 47353.7)),
    ("B03_title/各地区生产总值(亿元).xlsx", None, 62, GDP_2023),
    ("B03_title/地区生产总值(万元).xlsx", None, 62, GDP_2023),
    ("B03_title/地区生产总值(亿元).xlsx", None, 62, GDP_2023),
    ("B03_title/地区生产总值.xlsx", None, 62, GDP_2023),
    ("B04_ceic/地区gdp.xlsx", None, 2235, ("gdp_per_capita", "110000", 2023, 200000)),
    ("B05_spreadsheetml/分省年度数据.xls", "gdp", 62, GDP_2023),
    ("B06_power_query/逆透视.csv", "gdp", 62, GDP_2023),
    ("B06_power_query/逆透视_en.csv", "gdp", 62, GDP_2023),
    ("B06_power_query/逆透视_指标.csv", None, 124, ("population_resident", "110000", 2023, 2186)),
    ("B14_codes_and_names/code_float.csv", None, 62, ("gdp", "110000", 2022, 45222.4)),
]
REFUSED = [
    ("A01_formula_zero/gdp_公式.xlsx", None, "formula", 31),
    ("A01_formula_zero/gdp_一格公式.xlsx", None, "formula", 1),
    ("A03_indicator_column/alternating.csv", "gdp", "series_conflict", 1),
    ("A03_indicator_column/one_indicator.csv", "gdp", "series_conflict", 1),
    ("A03_indicator_column/worldbank.csv", "population_resident", "series_conflict", 1),
    ("A04_nbs_english/AnnualbyProvince.csv", "retail_sales", "series_conflict", 1),
    ("A05_cities/省会.csv", None, "parts_of_regions", 1),
    ("A05_cities/省会.csv", "gdp", "parts_of_regions", 1),
    ("A05_cities/省会_宽表.csv", "gdp", "parts_of_regions", 2),
    ("A08_prefixed_formula/gdp_x前缀_公式无值.xlsx", "gdp", "formula", 1),
    ("A08_prefixed_formula/gdp_公式无值.xlsx", "gdp", "formula", 1),
    ("B01_biff8_codepage/Zhejiang_prov__17-2 各市国民经济主要指标（2012年）.xls", "gdp", "parts_of_regions", 1),
    ("B02_zone_and_province/yetian_region_first.csv", None, "unknown_series", 1),
    ("B04_ceic/地区gdp.xlsx", "gdp", "series_conflict", 1),
    ("B07_quarters/2013年第一季度~2021年第三季度地区生产总值.xls", "gdp", "part_of_year", 35),
    ("B14_codes_and_names/kelly_AnnualbyProvince.csv", None, "missing_series", 1),
]


@pytest.fixture(scope="module")
def framework() -> Framework:
    return load(ROOT / "indicators")


@pytest.mark.parametrize(("path", "series", "number", "one"), READ, ids=lambda value: str(value))
def test_read_right(
    path: str, series: str | None, number: int, one: tuple[str, str, int, float], framework: Framework
) -> None:
    figures = harmonise(read(CASES / path, framework.codes), framework, Options(TODAY, series=series)).figures

    assert len(figures) == number
    assert one in {(*figure.key, float(figure.value or 0)) for figure in figures}


@pytest.mark.parametrize(("path", "series", "kind", "places"), REFUSED, ids=lambda value: str(value))
def test_refused_in_one_sentence(path: str, series: str | None, kind: str, places: int, framework: Framework) -> None:
    with pytest.raises(Refusal) as caught:
        harmonise(read(CASES / path, framework.codes), framework, Options(TODAY, series=series))

    assert [(cause.problems[0].kind, cause.count) for cause in caught.value.causes] == [(kind, places)]
