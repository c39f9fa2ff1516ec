"""`acknowledgements.yaml` is refused by entry and field where it cannot mean a finding; it is part of no score."""

import time
from datetime import date
from pathlib import Path

import pytest
import yaml
from small_project import Project

from index_pipeline.framework.acknowledgements import FILE, Place, entry
from index_pipeline.framework.checks import CHECKS
from index_pipeline.framework.load import FrameworkError, load
from index_pipeline.quality.findings import Finding

GOOD = """\
- check: observations.jump
  series: gdp
  regions: ["110000"]
  years: [2023]
  value: 900
  since: 2026-11-28
  until: 2027-12-31
  by: 维护者
  why: {zh: 已核对}
"""
HAS = "a finding of observations.jump has series and regions and years"
OTHER = GOOD.replace("110000", "310000")


def of_indicator(name: str) -> str:
    return GOOD.replace("observations.jump", "indicators.jump").replace("series: gdp", f"indicator: {name}")


def of_score(name: str) -> str:
    return GOOD.replace("observations.jump", "scores.goalposts").replace("series: gdp", f"component: {name}")


def faults(project: Project, text: str) -> list[str]:
    (project.framework / FILE).write_text(text, encoding="utf-8")
    with pytest.raises(FrameworkError) as refused:
        load(project.framework)
    return refused.value.faults


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(GOOD, id="one"),
        pytest.param(GOOD + OTHER, id="two"),
        pytest.param(GOOD + GOOD.replace("value: 900", "value: 901"), id="two values of one place"),
        pytest.param(GOOD.replace("  value: 900\n", ""), id="any value"),
        pytest.param(GOOD.replace("2026-11-28", '"2026-11-28"'), id="a day between quotes"),
        pytest.param(
            GOOD.replace("  value: 900\n", "").replace("[2023]", "[2022, 2023]").replace('"]', '", "310000"]'),
            id="several places",
        ),
        pytest.param("# nothing yet\n", id="only a comment"),
        pytest.param("[]\n", id="an empty list"),
    ],
)
def test_a_sound_list_is_taken_and_changes_no_digest(small: Project, text: str) -> None:
    before = load(small.framework)
    (small.framework / FILE).write_text(text, encoding="utf-8")

    found = load(small.framework)

    assert found.digest == before.digest
    assert len(found.acknowledgements) == text.count("check:")
    assert FILE in found.files


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        pytest.param(
            "observations.jump",
            "observations.jmp",
            "entry 1: check: there is no check “observations.jmp”; did you mean observations.jump?",
            id="unknown check",
        ),
        pytest.param(
            "observations.jump",
            "observations.key",
            "check: a finding of observations.key cannot be acknowledged, for the table itself is wrong; "
            "those that can are observations.minimum, ",
            id="check of the table",
        ),
        pytest.param(
            "observations.jump",
            "scores.scale",
            "check: a finding of scores.scale cannot be acknowledged",
            id="score outside the scale",
        ),
        pytest.param(
            "series: gdp", "series: gpd", "series: gpd is not in series.csv; did you mean gdp?", id="unknown series"
        ),
        pytest.param("  series: gdp\n", "", f"series: this field is missing: {HAS}", id="no series"),
        pytest.param("series: gdp", "series: gdp\n  component: small", f"component: {HAS}", id="component too"),
        pytest.param(
            '["110000"]',
            '["110001"]',
            "regions: “110001” is not a code in regions.csv; did you mean 110000?",
            id="unknown region",
        ),
        pytest.param(
            '["110000"]',
            "[北京]",
            "regions: “北京” is not a code in regions.csv; its code is 110000",
            id="name for a code",
        ),
        pytest.param(
            '["110000"]',
            "[110000]",
            "regions.0: a text is wanted: put it between quotes (given: 110000)",
            id="code read as a number",
        ),
        pytest.param('["110000"]', '"110000"', "regions: a list is wanted", id="no list of regions"),
        pytest.param('  regions: ["110000"]\n', "", "regions: this field is missing", id="no region"),
        pytest.param("[2023]", "[1948]", "years: 1948 is not within 1949–2026", id="before any figure"),
        pytest.param("[2023]", "[2027]", "years: 2027 is not within 1949–2026", id="after it was written"),
        pytest.param(
            "[2023]", "[23]", "years.0: input should be greater than or equal to 1000 (given: 23)", id="no year"
        ),
        pytest.param("[2023]", "2023", "years: a list is wanted", id="no list of years"),
        pytest.param("  until: 2027-12-31\n", "", "until: this field is missing", id="no end"),
        pytest.param("until: 2027-12-31", "until:", "until: a day is wanted, such as 2027-12-31", id="empty end"),
        pytest.param(
            "until: 2027-12-31",
            "until: 2027",
            "until: a day is wanted, such as 2027-12-31 (given: 2027)",
            id="a year for a day",
        ),
        pytest.param(
            "until: 2027-12-31",
            "until: never",
            "until: a day is wanted, such as 2027-12-31 (given: 'never')",
            id="a word for a day",
        ),
        pytest.param("until: 2027-12-31", "until: 2027-12-31 10:00:00", "until: a day is wanted", id="an hour"),
        pytest.param("until: 2027-12-31", "until: 2027-13-31", "the file cannot be read as YAML", id="no such day"),
        pytest.param(
            "until: 2027-12-31",
            "until: 2026-11-27",
            "until: 2026-11-27 is not after 2026-11-28, the day of since: it has expired",
            id="expired when written",
        ),
        pytest.param("by: 维护者", "by: ' '", "by: it is empty: name the person or the office", id="by nobody"),
        pytest.param("by: 维护者", 'by: "a\\e[31m"', "by: it has signs that cannot be seen", id="by an escape"),
        pytest.param("why: {zh: 已核对}", "why: {zh: '', en: ' '}", "why: neither zh nor en is given", id="no reason"),
        pytest.param(
            "why: {zh: 已核对}", "why: 已核对", "why: a mapping of fields is wanted", id="reason in no language"
        ),
        pytest.param("  why: {zh: 已核对}\n", "", "why: this field is missing", id="reason left out"),
        pytest.param("value: 900", "value: .nan", "value: a finite number is wanted", id="no number"),
        pytest.param(
            "[2023]", "[2022, 2023]", "value: it belongs to one region and one year", id="one value, two years"
        ),
        pytest.param("by: 维护者", "by: 维护者\n  note: x", "note: this field is not known", id="unknown field"),
        pytest.param("by: 维护者", "by: 维护者\n  by: x", "by is given twice", id="doubled field"),
        pytest.param("by: 维护者", "by: !!python/name:os.system x", "tag", id="tag"),
    ],
)
def test_a_fault_is_named_by_entry_and_field(small: Project, old: str, new: str, named: str) -> None:
    assert old in GOOD

    (fault,) = faults(small, GOOD.replace(old, new, 1))

    assert fault.startswith(f"{FILE}: ")
    assert named in fault


@pytest.mark.parametrize(
    ("text", "named"),
    [
        pytest.param(
            GOOD + OTHER + GOOD,
            "entry 3: the finding observations.jump gdp 110000 2023 is acknowledged already (by entry 1)",
            id="twice",
        ),
        pytest.param(
            GOOD + GOOD.replace("900", "900.0001"), "entry 2: the finding", id="the same value, to six digits"
        ),
        pytest.param(GOOD + GOOD.replace("  value: 900\n", ""), "entry 2: the finding", id="a value, and any value"),
        pytest.param(
            GOOD.replace('["110000"]', '["110000", "110000"]').replace("  value: 900\n", ""),
            "entry 1: the finding",
            id="a region twice",
        ),
        pytest.param("check: observations.jump\n", "the file is not a list of entries", id="no list"),
        pytest.param("- a\n", "entry 1: a mapping of fields is wanted", id="an entry that is a word"),
        pytest.param("x: [", "line 1, column 5: this is not YAML", id="no YAML"),
    ],
)
def test_a_fault_of_the_list_is_named(small: Project, text: str, named: str) -> None:
    (fault,) = faults(small, text)

    assert fault.startswith(f"{FILE}: ")
    assert named in fault


def test_years_of_indicators_and_scores_are_those_that_are_checked(small: Project) -> None:
    of_indicator = GOOD.replace("observations.jump", "indicators.jump").replace(
        "series: gdp", "indicator: patent_grants"
    )
    of_score = GOOD.replace("observations.jump", "scores.goalposts").replace("series: gdp", "component: invention")

    found = faults(small, (of_indicator + of_score).replace("[2023]", "[2018]"))

    assert "years: 2018 is not within 2019–2023, the years that indicators.jump can find something in" in found[0]
    assert "years: 2018 is not within 2020–2023, the years that scores.goalposts can find something in" in found[1]


def test_unknown_indicators_and_components_are_named(small: Project) -> None:
    of_indicator = GOOD.replace("observations.jump", "indicators.jump").replace(
        "series: gdp", "indicator: patent_grant"
    )
    of_score = GOOD.replace("observations.jump", "scores.goalposts").replace("series: gdp", "component: inventions")

    found = faults(small, of_indicator + of_score)

    assert "indicator: there is no patent_grant; did you mean patent_grants?" in found[0]
    assert "component: inventions is not in framework.yaml; did you mean invention?" in found[1]


def test_a_list_of_millions_of_findings_is_refused_at_once(small: Project) -> None:
    (small.framework / "regions.csv").unlink()
    regions = [f"{number:06}" for number in range(9000)]
    text = GOOD.replace('["110000"]', str(regions)).replace("[2023]", str(list(range(1950, 2024))))
    began = time.monotonic()

    found = faults(small, text.replace("  value: 900\n", ""))

    assert "more than 10,000 findings are acknowledged" in found[-1]
    assert time.monotonic() - began < 5


def test_a_link_to_nowhere_is_named(small: Project) -> None:
    (small.framework / FILE).symlink_to("nowhere")

    with pytest.raises(FrameworkError, match=f"{FILE}: the file cannot be opened"):
        load(small.framework)


@pytest.mark.parametrize("day", [date(2026, 11, 28), date(2028, 2, 29)])
def test_the_entry_that_is_proposed_is_sound_once_it_is_filled_in(small: Project, day: date) -> None:
    finding = Finding(Place("observations.jump", "gdp", "110000", 2023), "observations", False, 1 / 3, "中", "English")
    proposed = finding.entry(day)
    assert proposed is not None

    left = faults(small, proposed)
    filled = proposed.replace("by: ''", "by: me").replace("en: ''", "en: it is so")
    (small.framework / FILE).write_text(filled, encoding="utf-8")

    assert [fault.split(": ")[2] for fault in left] == ["by", "why"]
    (found,) = load(small.framework).acknowledgements
    assert list(found.places()) == [finding.place]
    assert found.means(1 / 3)
    assert found.counts(day)


def test_a_finding_of_a_check_of_the_whole_table_has_no_place_in_its_entry() -> None:
    (content,) = yaml.safe_load(entry(Place("observations.size"), (), None, "said", date(2026, 11, 28)))

    assert set(content) == {"check", "since", "until", "by", "why"}


def test_checks_name_their_tables_and_what_they_find() -> None:
    acknowledgeable = [check for check in CHECKS.values() if check.where is not None]

    assert {check.table for check in CHECKS.values()} == {
        *("observations", "register_events", "indicators", "scores", "rankings")
    }
    assert all(check.found and check.found_zh for check in acknowledgeable)
    assert all(check.expected and check.expected_zh for check in CHECKS.values())


def test_the_projects_own_list_says_why_in_both_languages() -> None:
    own = load(Path(__file__).resolve().parents[2] / "indicators").acknowledgements

    assert own
    assert all(each.why.zh and each.why.en and each.value is not None for each in own)
