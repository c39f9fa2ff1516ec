"""Faults of a framework, said with names rather than positions, in English and Chinese."""

import re
from pathlib import Path
from string import Formatter

import pytest
from editions import copy_first

from index_pipeline.framework.fault import MESSAGES
from index_pipeline.framework.load import FrameworkError, load
from index_pipeline.framework.model import Definition
from index_pipeline.framework.yaml_files import YamlFileError, read_model
from index_pipeline.interface.changes import method_of
from index_pipeline.interface.errors import InterfaceError

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "index_pipeline"


def definition(tree: str, more: str = "") -> str:
    head = "id: x\nedition: '1'\ntitle: {en: X}\nyears: {first: 2020, last: 2021}\n"
    return f"{head}{more}index:\n  id: x\n  title: {{en: X}}\n  components:\n{tree}"


A = "  - {id: a, title: {en: A}, indicators: {i: 1}}\n"


@pytest.mark.parametrize(
    ("text", "en", "zh"),
    [
        pytest.param(
            definition(A + "  - {id: b, title: {en: B}, wieght: 2, indicators: {j: 1}}\n"),
            "component b: wieght: this field is not known",
            "各级指标 b：wieght：没有这个字段",
            id="field of a component",
        ),
        pytest.param(
            definition("  - {id: p, title: {en: P}, components: [{id: q, title: {en: Q}, indicators: {i: -1}}]}\n"),
            "component q: indicators.i: input should be greater than 0 (given: -1)",
            "各级指标 q：indicators.i：应大于 0（所填为：-1）",
            id="the innermost component is named",
        ),
        pytest.param(
            definition(A + "  - {title: {en: B}, indicators: {j: 1}}\n"),
            "component x: components.1.id: this field is missing",
            "各级指标 x：components.1.id：缺少该字段",
            id="a component without a name has its position",
        ),
        pytest.param(
            definition(A, "aggregation: {method: geometric, flor: 1}\n"),
            "aggregation geometric: it has no option flor",
            "aggregation geometric：没有选项 flor",
            id="option of a method",
        ),
        pytest.param(
            definition(A, "imputation: [{method: carry}, {method: meen}]\n"),
            "imputation.1: there is no method meen; did you mean mean?",
            "imputation.1：没有名为 meen 的方法（是否指 mean？）",
            id="method in a list",
        ),
        pytest.param(
            definition(A, "years: {first: 2021, last: 2020}\n").replace("years: {first: 2020, last: 2021}\n", ""),
            "years: first year 2021 is after last year 2020",
            "years：起始年 2021 晚于终止年 2020",
            id="a rule of a model",
        ),
        pytest.param(
            definition(A, "coverage_of: weigth\n"),
            "coverage_of: one of these is wanted: weight, children; did you mean weight? (given: 'weigth')",
            "coverage_of：应为下列之一：weight, children（是否指 weight？）（所填为：'weigth'）",
            id="one of a few words",
        ),
        pytest.param(
            definition(A, "id: x\n"), "id is given twice (line 5, column 1)", "id 重复填写（第 5 行第 1 列）", id="YAML"
        ),
    ],
)
def test_a_fault_is_said_in_both_languages(text: str, en: str, zh: str) -> None:
    with pytest.raises(YamlFileError) as refused:
        read_model(text.encode(), Definition)

    (said,), (said_zh,) = refused.value.sentences("en"), refused.value.sentences("zh")
    assert said.startswith(en)
    assert said_zh.startswith(zh)


@pytest.mark.parametrize(
    ("step", "stated"),
    [
        ("aggregation", {"method": "aritmetic"}),
        ("aggregation", {"method": "geometric", "flor": 1}),
        ("aggregation", {"method": "generalised", "exponent": 0}),
        ("normalisation", {"method": "zscore"}),
        ("normalisation", {"method": "z_score", "sd": 1}),
        ("normalisation", {"method": "goalposts", "lower": 2, "upper": 1}),
        ("normalisation", {"method": "goalposts", "lower": 2}),
        ("normalisation", {"method": "min_max", "fitted_on": "reference_period"}),
        ("treatment", {"method": "winsorize"}),
        ("treatment", {"method": "winsorise", "points": -1}),
        ("treatment", {"offset": 1}),
        ("weighting", {"method": "equall"}),
        ("weighting", {"method": "entropy", "cap": "half"}),
    ],
)
def test_one_mistake_has_one_sentence(step: str, stated: dict[str, object]) -> None:
    """In YAML and in `rescore`."""
    with pytest.raises(InterfaceError) as rescored:
        method_of(step, stated)  # type: ignore[arg-type]
    fields = ", ".join(f"{name}: {value}" for name, value in stated.items())
    with pytest.raises(YamlFileError) as read:
        read_model(definition(A, f"{step}: {{{fields}}}\n").encode(), Definition)

    assert str(rescored.value) == str(read.value)


def test_the_kinds_that_are_raised_are_those_that_have_a_message() -> None:
    places = [PACKAGE / "framework", PACKAGE / "interface" / "changes.py"]
    files = [path for place in places for path in ([place] if place.is_file() else place.rglob("*.py"))]
    pattern = r'(?:Fault(?:\.of)?|wrong|said|_refuse)\(\s*"(\w+)"'
    raised = {kind for path in files for kind in re.findall(pattern, path.read_text("utf-8"))}

    assert raised <= MESSAGES.keys()


@pytest.mark.parametrize("kind", MESSAGES)
def test_both_languages_say_the_same(kind: str) -> None:
    """Each with the same braces; a detail that only one of them has would be lost on the other's reader."""
    fields = [
        {name for _, name, _, _ in Formatter().parse(text) if name} for text in (MESSAGES[kind].en, MESSAGES[kind].zh)
    ]

    assert fields[0] == fields[1]


def test_a_framework_is_refused_in_chinese(tmp_path: Path) -> None:
    folder = tmp_path / "indicators"
    copy_first(folder)
    path = folder / "indicator" / "so2_intensity.yaml"
    path.write_text(path.read_text("utf-8").replace("so2_emissions", "so2_emission"), "utf-8")

    with pytest.raises(FrameworkError) as refused:
        load(folder)

    assert refused.value.sentences("zh") == [
        "indicator/so2_intensity.yaml：numerator：series.csv 中没有数据序列 so2_emission（是否指 so2_emissions？）"
    ]
