"""A theme that was not measured is measured by a register: a change of few lines, the rest of the file as it was."""

import difflib
from pathlib import Path
from typing import Any

import pytest
from editions import FIRST, copy_first
from running import answered

from index_pipeline.cli import frameworks, registers
from index_pipeline.framework.changes.measuring import MeasureError, with_measured
from index_pipeline.framework.changes.register_indicators import measured_by_register
from index_pipeline.framework.framework import components
from index_pipeline.framework.indicator import Indicator
from index_pipeline.framework.load import load
from index_pipeline.framework.model import Definition
from index_pipeline.framework.registers import wanted_lists, with_known_years
from index_pipeline.framework.yaml_files import read_model

SHIPPED = load(FIRST)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return copy_first(tmp_path / "indicators")


def changes(before: str, after: str) -> list[str]:
    lines = difflib.ndiff(before.splitlines(), after.splitlines())
    return [" ".join(line.split()) for line in lines if line[0] in "+-"]


def test_the_change_is_small_and_the_rule_of_weights_is_kept() -> None:
    text = SHIPPED.files["framework.yaml"].decode()

    after = with_measured(text, SHIPPED.definition, "brands_and_quality", {"brands": 1})

    found = changes(text, after)
    assert [line for line in found if line[0] == "+"] == ["+ indicators:", "+ brands: 1"]
    assert [line[:20] for line in found if line[0] == "-"] == [
        "- not_measured:",
        '- reason: {zh: "已有的分',
        '- wanted: {zh: "分省逐年',
    ]


@pytest.mark.parametrize("theme", [n.id for n in components(SHIPPED.definition.index) if n.not_measured])
def test_every_theme_of_the_edition_can_be_measured_and_weighs_as_the_others(folder: Path, theme: str) -> None:
    files = measured_by_register(folder, SHIPPED, theme, "little_giants_2021", ("density",), edition="next")
    files.write(folder)

    framework = load(folder)

    assert framework.definition.edition == "next"
    for pillar in framework.definition.index.components:
        measured = [node for node in pillar.components if not node.not_measured]
        assert pillar.weight == len(measured)
        assert {node.weight for node in measured} == {1}
    assert framework.indicators["little_giants_2021_density"].denominator is not None


def test_an_indicator_that_exists_is_not_replaced(folder: Path) -> None:
    with pytest.raises(MeasureError, match="it exists already"):
        measured_by_register(folder, SHIPPED, "brands_and_quality", "industrial_heritage", ("density",))


BLOCK = """\
# the whole
id: x
edition: x-1   # first
title: {en: X}
years: {first: 2020, last: 2021}
index:
  id: x
  title: {en: X}
  components:
    - id: a
      title: {en: A}
      weight: WA   # as many as it has
      components:
        - {id: a1, title: {en: A1}, indicators: {one: 1}}
        - {id: a2, title: {en: A2}, not_measured: {reason: {en: none}, wanted: {en: much}}, supplementary: [s]}  # two
    - id: b
      title: {en: B}
      weight: WB
      components:
        # both
        - {id: b1, title: {en: B1}, weight: 2, indicators: {two: 1}}
        - {id: b2, title: {en: B2}, weight: 2, indicators: {four: 1}}
        - id: b3
          title: {en: B3}
          not_measured:   # wanted
            reason: {en: none}
            wanted: {en: a list}
"""


def definition(text: str) -> Definition:
    return read_model(text.encode(), Definition)


@pytest.mark.parametrize(
    ("weights", "expected"), [((1, 2), 2), ((3, 2), 3), ((1, 1), 1)], ids=["by number", "otherwise", "equal"]
)
def test_a_weight_follows_the_rule_that_the_others_show(weights: tuple[int, int], expected: int) -> None:
    text = BLOCK.replace("WA", str(weights[0])).replace("WB", str(weights[1]))

    after = with_measured(text, definition(text), "a2", {"five": 1, "six": 1})

    was = "not_measured: {reason: {en: none}, wanted: {en: much}}"
    assert after == text.replace(was, "indicators: {five: 1, six: 1}").replace(
        f"weight: {weights[0]}   #", f"weight: {expected}   #"
    )


def test_a_theme_weighs_what_its_siblings_weigh() -> None:
    text = BLOCK.replace("WA", "1").replace("WB", "2")

    after = with_measured(text, definition(text), "b3", {"five": 0.5})

    assert after == text.replace("title: {en: B3}\n", "title: {en: B3}\n          weight: 2\n").replace(
        "not_measured:   # wanted\n            reason: {en: none}\n            wanted: {en: a list}\n",
        "indicators:\n            five: 0.5\n",
    ).replace("weight: 2\n      components:\n        # both", "weight: 3\n      components:\n        # both")


def test_line_ends_of_windows_stay() -> None:
    text = BLOCK.replace("WA", "1").replace("WB", "2")

    after = with_measured(text.replace("\n", "\r\n"), definition(text), "b3", {"five": 1})

    assert after.replace("\r\n", "\n") == with_measured(text, definition(text), "b3", {"five": 1})
    assert after.count("\n") == after.count("\r\n")


@pytest.mark.parametrize(
    ("theme", "said"), [("b1", "measured already"), ("nothing", "no component nothing"), ("b", "measured already")]
)
def test_what_cannot_be_measured_is_said(theme: str, said: str) -> None:
    text = BLOCK.replace("WA", "1").replace("WB", "2")

    with pytest.raises(MeasureError, match=said):
        with_measured(text, definition(text), theme, {"five": 1})


def test_weights_that_follow_no_rule_are_asked_for() -> None:
    text = BLOCK.replace("WA", "1").replace("WB", "2").replace("{en: B2}, weight: 2", "{en: B2}, weight: 5")

    with pytest.raises(MeasureError, match="--weight"):
        with_measured(text, definition(text), "b3", {"five": 1})
    assert "weight: 4" in with_measured(text, definition(text), "b3", {"five": 1}, weight=4)


# --- commands ---------------------------------------------------------------------------------------------------------


def test_a_register_is_declared_and_measures_a_theme(folder: Path) -> None:
    options = ("--framework", folder)
    done = answered("register", "new", "time_honoured_brands", "--last", 2023, *options)
    assert done.returncode == 0, done.stderr
    assert load(folder).registers["time_honoured_brands"].title.zh == "中华老字号"

    shown = answered(
        "framework", "measure", "brands_and_quality", "--register", "time_honoured_brands", "--dry-run", *options
    )
    assert load(folder).digest == load(folder).digest
    assert "nothing was written" in shown.stdout
    assert "time_honoured_brands_density" not in load(folder).indicators

    done = answered("framework", "measure", "brands_and_quality", "--register", "time_honoured_brands", *options)
    assert done.returncode == 0, done.stderr
    assert "+          indicators:" in done.stdout
    indicator = load(folder).indicators["time_honoured_brands_density"]
    assert (indicator.multiplier, indicator.unit) == (100, "entries_per_million_residents")


def test_another_denominator(folder: Path) -> None:
    files = measured_by_register(
        folder, SHIPPED, "brands_and_quality", "industrial_tourism_bases", ("density",), per="gdp"
    )

    text = files.texts["indicator/industrial_tourism_bases_density.yaml"]
    assert "denominator: {series: gdp}" in text
    assert "multiplier" not in text
    assert "unit: entries_per_cny_100m" in text
    assert changes(SHIPPED.files["units.csv"].decode(), files.texts["units.csv"]) == [
        "+ entries_per_cny_100m,项/亿元,entries per 100 million yuan,entries_per_cny_100m,1,"
    ]


@pytest.mark.skipif("formula" not in Indicator.model_fields, reason="indicators have no formula")
def test_a_share_and_a_location_quotient(folder: Path) -> None:
    measured_by_register(
        folder, SHIPPED, "brands_and_quality", "little_giants_2021", ("share", "location_quotient")
    ).write(folder)

    framework = load(folder)

    brands = next(node for node in components(framework.definition.index) if node.id == "brands_and_quality")
    assert brands.indicators == {"little_giants_2021_share": 1, "little_giants_2021_location_quotient": 1}
    assert framework.indicators["little_giants_2021_share"].denominator is None
    assert framework.codes.units["ratio"].factor == 1


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("register", "new", "own"), "--title"),
        (("register", "new", "own", "--title", "X", "--publisher", "Y"), "--first"),
        (("register", "new", "time_honoured_brands"), "--last"),
        (("register", "new", "nbs_annual", "--title", "X", "--publisher", "Y", "--first", 1999, "--last", 2000),
         "register or source of that name"),
        (("register", "new", "1x", "--title", "X", "--publisher", "Y", "--first", 1999, "--last", 2000), "id"),
        (("register", "new", "x", "--title", "X", "--publisher", "Y", "--first", 2001, "--last", 2000), "2001"),
        (("register", "known", "nothing", 2024), "nothing"),
        (("register", "known", "industrial_heritage", 2000), "2017"),
        (("framework", "measure", "brands_and_quality", "--register", "nothing"), "nothing is not a register"),
        (("framework", "measure", "brands_and_quality", "--register", "industrial_heritage", "--as", "size"), "size"),
        (("framework", "measure", "brands_and_quality", "--register", "little_giants_2021", "--per", "nothing"),
         "nothing"),
    ],
)  # fmt: skip
def test_what_is_missing_or_wrong_is_said_and_nothing_written(folder: Path, arguments: tuple, said: str) -> None:
    digest = load(folder).digest

    done = answered(*arguments, "--framework", folder)

    assert done.returncode == 1
    assert said in done.stderr
    assert load(folder).digest == digest


def test_known_years_are_a_change_of_one_number() -> None:
    text = SHIPPED.files["source/miit_industrial_heritage.yaml"].decode()

    assert with_known_years(text, "industrial_heritage", 2026) == text.replace("last: 2025", "last: 2026")


def test_wanted_lists_are_of_themes_that_are_not_measured() -> None:
    unmeasured = {node.id for node in components(SHIPPED.definition.index) if node.not_measured}

    for wanted in wanted_lists().values():
        assert set(wanted.themes) <= unmeasured
        assert wanted.files
        assert all(total.source for total in wanted.totals)
    assert answered("register", "wanted").stdout.count("  authority: ") == len(wanted_lists())


@pytest.mark.parametrize("app", [registers.app, frameworks.app], ids=["register", "framework"])
def test_the_help_of_every_command_has_an_example(app: Any) -> None:
    for command in app.registered_commands:
        assert "例 Example: icdi " in (command.callback.__doc__ or ""), command.callback
