"""What may be under `robustness:` in framework.yaml, and how a mistake there is said."""

import shutil
from pathlib import Path

import pytest
from pydantic import ValidationError

from index_pipeline.framework.load import FrameworkError, load
from index_pipeline.framework.robustness import Robustness

ASEM = Path(__file__).resolve().parents[2] / "framework" / "asem"


@pytest.mark.parametrize(
    ("options", "message"),
    [
        pytest.param({"weights": [{"method": "range", "range": 1.2}]}, "could be negative", id="range above 1"),
        pytest.param(
            {"weights": [{"method": "range", "level": 1, "components": ["p"]}]}, "not both", id="two selections"
        ),
        pytest.param(
            {"weights": [{"method": "dirichlet", "concentration": 0}]}, "greater than 0", id="no concentration"
        ),
        pytest.param({"sensitivity": {"samples": 500}}, "500 is not a power of 2", id="samples not a power of 2"),
        pytest.param({"tiers": [1], "tier_borders": [50]}, "not both", id="tiers twice"),
        pytest.param({"tier_borders": [50, 60]}, "not in order", id="borders upside down"),
        pytest.param({"leave_out": 1.5}, "less than or equal to 1", id="probability above 1"),
        pytest.param({"leave_out_theme": -0.1}, "greater than or equal to 0", id="probability below 0"),
        pytest.param(
            {"weighting": [{"method": "by_grade", "weights": {"A": 0}}]}, "one grade at least", id="no grade counts"
        ),
        pytest.param({"reference_period": [{"first": 2021, "last": 2020}]}, "2021", id="years upside down"),
        pytest.param({"replicates": 0}, "greater than or equal to 1", id="no replicates"),
        pytest.param({"normalization": []}, "Extra inputs are not permitted", id="misspelt"),
    ],
)
def test_options_are_refused(options: dict[str, object], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        Robustness.model_validate(options)


@pytest.mark.parametrize(
    ("section", "fault"),
    [
        pytest.param(
            "weights: [{method: range, components: [Phisical]}]",
            "robustness.weights.0: component Phisical is not in the tree; did you mean Physical?",
            id="weights",
        ),
        pytest.param(
            "aggregation: [{rule: {method: geometric}, components: [Indx]}]",
            "robustness.aggregation.0: component Indx is not in the tree; did you mean Index?",
            id="aggregation",
        ),
        pytest.param(
            "reference_period: [{first: 2017, last: 2018}]",
            "robustness.reference_period.0: year 2017 is neither scored nor in the reference period: "
            "extend reference_period to it",
            id="years without figures",
        ),
        pytest.param(
            "weighting: [{method: by_grade, weights: {A: 1, B: 0}}]",
            "by_grade needs the rule of the grades: give the framework `evidence`",
            id="grades of a framework without",
        ),
        pytest.param(
            "single_years: true", "robustness.single_years: no indicator is a mean over years (`over`)", id="no means"
        ),
        pytest.param(
            "components: [Nowhere]", "robustness.components: component Nowhere is not in the tree", id="report"
        ),
        pytest.param(
            "denominators: [{FDy: {series: GDP}}]",
            "robustness.denominators.0: indicator FDy is not known; did you mean FDI?",
            id="denominators",
        ),
    ],
)
def test_an_unknown_name_is_refused_with_the_framework(tmp_path: Path, section: str, fault: str) -> None:
    folder = tmp_path / "asem"
    shutil.copytree(ASEM, folder)
    file = folder / "framework.yaml"
    file.write_text(f"{file.read_text(encoding='utf-8')}robustness:\n  {section}\n", encoding="utf-8")

    with pytest.raises(FrameworkError) as error:
        load(folder)

    assert all(sentence.startswith("framework.yaml: ") for sentence in error.value.faults)
    assert fault in error.value.faults[0]
