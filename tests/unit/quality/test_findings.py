"""What checks find: a sentence and a stable key per row; known where an acknowledgement in force means its value."""

from dataclasses import replace
from datetime import date
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_project import Project

from index_pipeline import tables
from index_pipeline.framework.acknowledgements import Acknowledgement, Place
from index_pipeline.framework.checks import CHECKS, Check
from index_pipeline.framework.framework import Framework
from index_pipeline.framework.load import load
from index_pipeline.quality import validate as validation
from index_pipeline.quality.findings import Finding, by_place, first, in_order, judged, unmatched
from index_pipeline.quality.sentences import number, said
from index_pipeline.quality.suites import Expectation, Suite, indicators_suite, observations_suite
from index_pipeline.quality.validate import Report, validate

TODAY = date(2026, 11, 28)
GIVEN: dict[str, Any] = {
    "check": "observations.jump",
    "series": "gdp",
    "regions": ("110000",),
    "years": (2023,),
    "since": date(2026, 1, 1),
    "until": date(2027, 12, 31),
    "by": "王",
    "why": {"zh": "查明", "en": "looked at"},
}
PLACE = Place("observations.jump", "gdp", "110000", 2023)
FINDING = Finding(PLACE, "observations", False, 900.0, "北京", "Beijing")


@pytest.fixture(scope="module")
def framework(small_project: Project) -> Framework:
    return load(small_project.framework)


def acknowledged(**changed: Any) -> Acknowledgement:
    return Acknowledgement.model_validate({**GIVEN, **changed})


def observations(*rows: tuple[str, int, float], series: str = "gdp", vintage: int = 2025) -> pa.Table:
    """Figures of one series: region, year, value."""
    return tables.OBSERVATIONS.conform(
        pa.Table.from_pylist(
            [
                {
                    "series_id": series,
                    "ref_area": area,
                    "time_period": year,
                    "vintage": date(vintage, 12, 31),
                    "obs_value": value,
                    "obs_status": "A",
                    "source_id": "nbs_annual",
                    "source_file": "f",
                    "batch": "b",
                    "batch_line": line,
                }
                for line, (area, year, value) in enumerate(rows)
            ],
            schema=tables.OBSERVATIONS.schema,
        )
    )


def checked(table: pa.Table, framework: Framework, *entries: Acknowledgement) -> Report:
    known = replace(framework, acknowledgements=entries)
    return validate(table, observations_suite(known), known, TODAY)


# --- sentences -------------------------------------------------------------------------------------------------------


def test_a_jump_is_said_with_names_units_and_factor(framework: Framework) -> None:
    (finding,) = checked(observations(("110000", 2022, 200.0), ("110000", 2023, 900.0)), framework).findings

    assert finding.key == "observations.jump gdp 110000 2023"
    assert finding.zh == "北京市2023年地区生产总值为900亿元，是上年（200亿元）的4.5倍，超过合理倍数（3倍）"
    assert finding.en == (
        "Beijing, 2023: “Gross regional product” is 900 × 100 million yuan, 4.5 times the 200 of the year before; "
        "the largest plausible factor is 3"
    )
    assert (finding.critical, finding.value, finding.known) == (False, 900.0, False)


def test_a_fall_is_said_as_a_part(framework: Framework) -> None:
    (finding,) = checked(observations(("110000", 2022, 900.0), ("110000", 2023, 200.0)), framework).findings

    assert "仅为上年（900亿元）的1/4.5" in finding.zh
    assert "1/4.5 of the 900 of the year before" in finding.en


def test_the_newest_year_comes_first_and_what_stops_the_run_before_it(framework: Framework) -> None:
    table = observations(
        ("110000", 2020, 100.0), ("110000", 2021, 900.0), ("110000", 2022, 9000.0), ("310000", 2019, 4e12)
    )

    found = checked(table, framework).findings

    assert [finding.key for finding in found] == [
        "observations.maximum gdp 310000 2019",
        "observations.jump gdp 110000 2022",
        "observations.jump gdp 110000 2021",
    ]


def test_an_unknown_code_is_shown_without_what_cannot_be_seen(framework: Framework) -> None:
    found = checked(observations(("99\u202e\x1b[31m", 2023, 1.0)), framework).findings

    (finding,) = [finding for finding in found if finding.place.check == "observations.region"]
    assert finding.zh.startswith("地区“99\ufffd\ufffd[31m”2023年地区生产总值：不符合“地区已列入 regions.csv”")
    assert "expected that the region is in regions.csv" in finding.en
    assert finding.entry(TODAY) is None


@pytest.mark.parametrize(
    ("value", "digits", "zh", "en"),
    [
        (4e12, 15, "4000000000000", "4,000,000,000,000"),
        (1234.5, 4, "1234", "1,234"),
        (0.00819672, 4, "0.008197", "0.008197"),
        (0.7, 15, "0.7", "0.7"),
        (0.0, 4, "0", "0"),
        (-1500.0, 4, "-1500", "-1,500"),
        (1e300, 15, "1e+300", "1e+300"),
        (1e-300, 4, "1e-300", "1e-300"),
    ],
)
def test_numbers_are_written_without_needless_digits(value: float, digits: int, zh: str, en: str) -> None:
    assert (number(value, digits, "zh"), number(value, digits, "en")) == (zh, en)


@given(st.floats(1.0000001, 1e9), st.sampled_from([2.0, 2.5, 500.0]))
def test_a_factor_is_never_shown_as_the_largest_plausible_one(framework: Framework, over: float, jump: float) -> None:
    row = {"item": None, "region": None, "year": 2023, "value": jump * over, "value_before": 1.0, "jump": jump}

    shown = said(CHECKS["observations.jump"], row, (), framework, "en").split(" times")[0].rpartition(" ")[2]

    assert float(shown.replace(",", "")) > jump


def test_a_value_is_never_shown_as_the_bound_that_it_is_beyond(framework: Framework) -> None:
    row = {"item": "i", "region": None, "year": 2023, "value": 100.000004, "maximum": 100.0, "minimum": None}

    assert "is 100.000004, above the plausible maximum of 100" in said(
        CHECKS["indicators.maximum"], row, (), framework, "en"
    )


# --- known and new ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changed", "known", "says"),
    [
        pytest.param({}, True, "Beijing", id="any value of the place"),
        pytest.param({"value": 900.003}, True, "Beijing", id="this value, to six digits"),
        pytest.param({"value": 901}, False, "the value acknowledged is 901, not this one", id="another value"),
        pytest.param({"until": TODAY}, True, "Beijing", id="on its last day"),
        pytest.param({"until": date(2026, 11, 27)}, False, "王 until 2026-11-27: expired", id="the day after"),
        pytest.param({"since": date(2026, 11, 29)}, False, "from 2026-11-29 on only", id="not yet"),
        pytest.param({"years": (2022,)}, False, "Beijing", id="another year"),
        pytest.param({"regions": ("310000",)}, False, "Beijing", id="another region"),
        pytest.param({"series": "population_resident"}, False, "Beijing", id="another series"),
        pytest.param({"check": "observations.maximum"}, False, "Beijing", id="another check"),
        pytest.param({"years": (2021, 2022, 2023), "regions": ("110000", "310000")}, True, "Beijing", id="several"),
    ],
)
def test_what_an_acknowledgement_means(changed: dict[str, Any], known: bool, says: str) -> None:
    found = judged(FINDING, by_place([acknowledged(**changed)]), TODAY)

    assert found.known == known
    assert says in found.en


def test_the_entry_that_is_in_force_counts_beside_one_that_has_expired() -> None:
    entries = [acknowledged(until=date(2026, 2, 1)), acknowledged(value=900), acknowledged(value=5)]

    assert judged(FINDING, by_place(entries), TODAY).acknowledgement == entries[1]


def test_a_check_whose_findings_are_all_known_passes(framework: Framework) -> None:
    table = observations(("110000", 2022, 200.0), ("110000", 2023, 900.0))

    report = checked(table, framework, acknowledged())

    assert (report.success, report.sentences()) == (True, [])
    (result,) = [result for result in report.results if result.check == "observations.jump"]
    assert (result.failed, result.known, result.new, result.success) == (1, 1, 0, True)


def test_one_new_finding_among_known_ones_is_seen(framework: Framework) -> None:
    table = observations(
        ("110000", 2022, 200.0), ("110000", 2023, 900.0), ("310000", 2022, 200.0), ("310000", 2023, 900.0)
    )

    report = checked(table, framework, acknowledged())

    assert [finding.place.region for finding in report.new] == ["310000"]
    assert [finding.known for finding in report.findings] == [False, True]


def test_a_bound_that_stops_the_run_does_not_where_it_is_acknowledged(framework: Framework) -> None:
    table = observations(("110000", 2023, 4e12))

    assert checked(table, framework).blocked
    assert not checked(table, framework, acknowledged(check="observations.maximum", value=4e12)).blocked
    assert checked(table, framework, acknowledged(check="observations.maximum", value=4e11)).blocked


def test_a_revised_value_is_new(framework: Framework) -> None:
    """The acknowledged figure and its revision are two findings of one place."""
    first_one = observations(("110000", 2022, 200.0), ("110000", 2023, 900.0), vintage=2024)
    revised = observations(("110000", 2023, 9000.0), vintage=2025)

    report = checked(pa.concat_tables([first_one, revised]), framework, acknowledged(value=900))

    assert [finding.value for finding in report.new] == [9000.0]
    (known,) = [finding for finding in report.findings if finding.known]
    assert known.zh.endswith("（2024-12-31公布，后已修订）")
    assert known.en.endswith("(as of 2024-12-31, revised since)")


def test_every_row_is_looked_at_and_many_new_ones_are_counted(
    framework: Framework, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(validation, "MOST_FINDINGS", 3)
    rows = [(area, year, 4e12) for area in ("110000", "310000") for year in range(2015, 2020)]
    known = acknowledged(check="observations.maximum", regions=("110000", "310000"), years=(2015, 2016))

    report = checked(observations(*rows), framework, known)

    assert sum(finding.known for finding in report.findings) == 4
    assert [finding.place.year for finding in report.new] == [2019, 2019, 2018, None]
    assert "3 more rows are not named one by one" in report.new[-1].en


def test_a_whole_table_can_be_acknowledged(framework: Framework) -> None:
    check = Check("observations.size", "there are three rows", "有三行", where=())
    suite = Suite(
        tables.OBSERVATIONS,
        (Expectation(check, "expect_table_row_count_to_be_between", {"min_value": 3}),),
        lambda frame: frame,
        "series_id",
        "obs_value",
    )
    table = observations(("110000", 2023, 1.0))
    entry = acknowledged(check="observations.size", series=None, regions=(), years=())

    new, known = (
        validate(table, suite, replace(framework, acknowledgements=entries), TODAY) for entries in ((), (entry,))
    )

    assert [finding.en for finding in new.new] == ["observations: expected that there are three rows (1)"]
    assert new.blocked
    assert known.success


def test_a_check_that_cannot_be_made_is_a_finding(framework: Framework) -> None:
    suite = observations_suite(framework)
    broken = replace(suite, prepare=lambda frame: frame)

    report = validate(observations(("110000", 2023, 1.0)), broken, framework, TODAY)

    assert report.blocked
    assert any("minimum" in finding.en for finding in report.new)


def test_findings_survive_the_event_log(framework: Framework) -> None:
    report = checked(observations(("110000", 2022, 200.0), ("110000", 2023, 900.0)), framework, acknowledged())

    assert [Finding.from_dict(found) for found in report.as_dict()["findings"]] == list(report.findings)


def test_what_two_tables_show_is_one_finding() -> None:
    other = replace(FINDING, table="nbs_annual")

    assert in_order([other, FINDING, replace(FINDING, value=1.0)]) == [FINDING, replace(FINDING, value=1.0)]


def test_acknowledgements_of_nothing_are_named() -> None:
    entry = acknowledged(years=(2022, 2023))
    of_scores = acknowledged(check="scores.goalposts", series=None, component="small")

    found = list(unmatched([entry, of_scores], [FINDING], {"observations"}))

    assert found == [(entry, Place("observations.jump", "gdp", "110000", 2022))]


def test_many_sentences_are_cut() -> None:
    assert first(["a"] * 50) == ["a"] * 50
    assert first(["a"] * 53)[-1] == "另有3项，见质量报告 · 3 more are in the quality report"


def test_an_indicator_whose_denominator_is_zero(framework: Framework) -> None:
    row = {"ref_area": "110000", "time_period": 2022, "indicator_id": "output_per_resident", "obs_status": "M"}
    values = {"numerator": 3.0, "denominator": 0.0, "ratio": None, "obs_value": None}
    table = tables.INDICATORS.conform(pa.Table.from_pylist([{**row, **values}], schema=tables.INDICATORS.schema))

    (finding,) = validate(table, indicators_suite(framework), framework, TODAY).findings

    assert finding.zh.endswith("的分母为零，数值缺失")
    assert "the denominator of “" in finding.en
    assert finding.entry(TODAY) is not None
