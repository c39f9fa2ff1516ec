"""`weight: measured_themes`: a component weighs as many points as it has themes with weighted indicators."""

import re
from pathlib import Path
from typing import Any

import pytest
from editions import FIRST, copy_first
from pydantic import ValidationError

from index_pipeline.framework.load import load
from index_pipeline.framework.model import Component
from index_pipeline.methods.weigh import weigh
from index_pipeline.tables import WEIGHTINGS

ROOT = Path(__file__).resolve().parents[2]


def themes(folder: Path) -> dict[str, float]:
    """The effective weight of each measured theme of a framework."""
    rows = weigh(WEIGHTINGS.empty(), load(folder)).to_pylist()
    pillars = {row["child_id"] for row in rows if row["component_id"] == "icdi"}
    return {r["child_id"]: r["effective_weight"] for r in rows if r["component_id"] in pillars and r["weight"]}


def test_each_measured_theme_weighs_the_same() -> None:
    assert themes(FIRST) == pytest.approx(dict.fromkeys(themes(FIRST), 1 / 17), abs=1e-15)


def test_a_theme_that_becomes_measured_weighs_as_much_as_the_others(tmp_path: Path) -> None:
    folder = tmp_path / "indicators"
    copy_first(folder)
    text = (folder / "framework.yaml").read_text("utf-8")
    brands = re.search(r"          supplementary: \[trademark_density\]\n          not_measured:\n.*\n.*\n", text)
    assert brands
    (folder / "framework.yaml").write_text(
        text.replace(brands[0], "          indicators: {trademark_density: 1}\n"), "utf-8"
    )

    found = themes(folder)

    assert "brands_and_quality" in found
    assert found == pytest.approx(dict.fromkeys(found, 1 / 18), abs=1e-15)


def theme(name: str) -> dict[str, Any]:
    return {"id": name, "title": {"en": name}, "indicators": {f"{name}_1": 1, f"{name}_2": 1}}


UNMEASURED = {"id": "u", "title": {"en": "U"}, "not_measured": {"reason": {"en": "–"}, "wanted": {"en": "–"}}}


@pytest.mark.parametrize(
    ("children", "weight"),
    [
        pytest.param({"components": [theme("a")]}, 1, id="one"),
        pytest.param({"components": [theme("a"), theme("b"), UNMEASURED]}, 2, id="what is not measured does not count"),
        pytest.param({"indicators": {"a": 1, "b": 1}}, 1, id="a theme is one, whatever its number of indicators"),
        pytest.param({"components": [theme("a")], "indicators": {"b": 1}}, 2, id="own indicators make a theme"),
        pytest.param(
            {"components": [{"id": "p", "title": {"en": "P"}, "components": [theme("a"), theme("b")]}, theme("c")]},
            3,
            id="three levels",
        ),
        pytest.param({"not_measured": UNMEASURED["not_measured"]}, 1, id="not measured: the default, unused"),
    ],
)
def test_themes_are_counted_below_the_component(children: dict[str, Any], weight: int) -> None:
    stated = {"id": "x", "title": {"en": "X"}, "weight": "measured_themes"}

    assert Component.model_validate({**stated, **children}).weight == weight
    assert Component.model_validate({**children, **stated}).weight == weight  # whatever the order of the fields


def test_another_word_is_no_weight() -> None:
    with pytest.raises(ValidationError, match="did you mean measured_themes"):
        Component.model_validate({**theme("a"), "weight": "measured_theme"})
