"""The reference of methods says what the models take, and leaves none out."""

import re
from pathlib import Path
from typing import Any, get_args

import pytest
import yaml
from pydantic import TypeAdapter

from index_pipeline.framework.methods import Aggregation, Imputation, Normalisation, Treatment, Weighting
from index_pipeline.framework.quantities import Formula
from index_pipeline.framework.robustness import Robustness

PAGE = Path(__file__).resolve().parents[3] / "docs" / "methods.md"
UNIONS: dict[str, Any] = {
    "Quantity": Formula,
    "Imputation": Imputation,
    "Treatment": Treatment,
    "Normalisation": Normalisation,
    "Weighting": Weighting,
    "Aggregation": Aggregation,
}


def snippets(heading: str) -> list[str]:
    """The spans of code that name a method, in the section of this heading."""
    section = re.search(rf"^## {heading}\n(.*?)(?=^## |\Z)", PAGE.read_text(encoding="utf-8"), re.M | re.S)
    assert section
    return re.findall(r"`(\{method: [^`]*\})`", section[1])


@pytest.mark.parametrize("heading", UNIONS)
def test_every_snippet_is_accepted(heading):
    for snippet in snippets(heading):
        TypeAdapter(UNIONS[heading]).validate_python(yaml.safe_load(snippet))


@pytest.mark.parametrize("heading", UNIONS)
def test_every_method_is_documented(heading):
    models = get_args(get_args(UNIONS[heading])[0])
    known = {get_args(model.model_fields["method"].annotation)[0] for model in models}

    assert known == {yaml.safe_load(snippet)["method"] for snippet in snippets(heading)}


def test_the_example_of_what_varies_is_accepted():
    example = re.search(r"^```yaml\n(robustness:.*?)^```", PAGE.read_text(encoding="utf-8"), re.M | re.S)
    assert example

    varied = Robustness.model_validate(yaml.safe_load(example[1])["robustness"])
    assert all((varied.aggregation, varied.imputation, varied.denominators))
