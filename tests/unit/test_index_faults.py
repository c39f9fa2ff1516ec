"""A further index that cannot be computed is refused when the framework is read, by place and name."""

from pathlib import Path

import pytest

from index_pipeline.framework.framework import Framework
from index_pipeline.framework.load import FrameworkError, load

FRAMEWORK = """id: x
edition: '1'
title: {en: X}
years: {first: 2018, last: 2021}
index:
  id: x
  title: {en: X}
  components:
    - {id: p, title: {en: P}, components: [{id: s, title: {en: S}, indicators: {a: 1}}], indicators: {b: 1}}
    - {id: q, title: {en: Q}, indicators: {c: 1}, supplementary: [d]}
    - {id: gap, title: {en: Gap}, supplementary: [e], not_measured: {reason: {en: None yet}, wanted: {en: A table}}}
"""
SOURCE = """id: lists
title: {en: Lists}
kind: register
publisher: {en: P}
publication: {en: P}
licence: {en: L}
citation: {en: C}
registers: [{register_id: r, title: {en: R}, first: 2018, last: 2021}]
"""
INDICATORS = {
    "a": "numerator: {series: a}\nproxy: direct",
    "b": "numerator: {series: b}\nproxy: indirect",
    "c": "numerator: {parts: [{register: r}]}\nproxy: direct",
    "d": "numerator: {series: d}\nproxy: direct",
    "e": "numerator: {series: e}",
}


def framework(folder: Path, *indices: str) -> Framework:
    """Return the framework with further indices: each the fields beside the title, `core` where no id is given."""
    (folder / "indicator").mkdir()
    (folder / "source").mkdir()
    (folder / "source" / "lists.yaml").write_text(SOURCE, encoding="utf-8")
    for name, fields in INDICATORS.items():
        (folder / "indicator" / f"{name}.yaml").write_text(
            f"id: {name}\ntitle: {{en: I}}\n{fields}\n", encoding="utf-8"
        )
    listed = [f"  - {{title: {{en: T}}, {one if 'id: ' in one else f'id: core, {one}'}}}\n" for one in indices]
    (folder / "framework.yaml").write_text(FRAMEWORK + "indices:\n" + "".join(listed), encoding="utf-8")
    return load(folder)


@pytest.mark.parametrize(
    ("fields", "taken"),
    [
        ("only: direct", ("a", "c")),
        ("without: registers", ("b", "a")),
        ("components: [p]", ("b", "a")),
        ("components: [s, q]", ("a", "c")),
        ("components: [q, s, s, p]", ("b", "a", "c")),
        ("components: [x], without: registers", ("b", "a")),
        ("components: [p], only: direct", ("a",)),
        ("only: direct, without: registers", ("a",)),
    ],
)
def test_takes_the_weighted_indicators_that_meet_every_condition(
    tmp_path: Path, fields: str, taken: tuple[str, ...]
) -> None:
    read = framework(tmp_path, fields)
    assert read.indicators_of(read.definition.indices[0]) == taken


@pytest.mark.parametrize(
    ("indices", "expected"),
    [
        pytest.param(
            ["components: [p, qq]"],
            "framework.yaml: indices.0: components: component qq is not in the tree; did you mean q?",
            id="unknown",
        ),
        pytest.param(["components: [a]"], "component a is not in the tree", id="an indicator"),
        pytest.param(["components: [gap]"], "component gap has no indicator with weight", id="not measured"),
        pytest.param(["components: [p, gap]"], "component gap has no indicator with weight", id="one of two"),
        pytest.param(
            ["components: [q], without: registers"], "index core leaves no indicator with weight", id="nothing left"
        ),
        pytest.param(["id: other"], "index other is the whole tree: name `components`", id="no condition"),
        pytest.param(["components: []"], "framework.yaml: indices.0.components", id="no component"),
        pytest.param(["id: p, only: direct"], "p is an index as well as a component", id="id of a component"),
        pytest.param(["id: x, only: direct"], "x is an index as well as a component", id="id of the index"),
        pytest.param(["id: d, only: direct"], "d is an index as well as a component", id="id of an indicator"),
        pytest.param(["only: direct", "without: registers"], "index core is listed 2 times", id="id twice"),
        pytest.param(["only: indirect"], "framework.yaml: indices.0.only", id="no such kind"),
        pytest.param(["without: series"], "framework.yaml: indices.0.without", id="no such source"),
        pytest.param(["only: direct, without: registers, componets: [p]"], "componets", id="no such field"),
    ],
)
def test_one_that_cannot_be_is_refused_by_name(tmp_path: Path, indices: list[str], expected: str) -> None:
    with pytest.raises(FrameworkError) as refused:
        framework(tmp_path, *indices)
    (fault,) = refused.value.faults
    assert expected in fault
    (chinese,) = refused.value.sentences("zh")
    assert any("\u4e00" <= letter <= "\u9fff" for letter in chinese)
