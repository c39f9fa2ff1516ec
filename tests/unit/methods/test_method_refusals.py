"""What the methods refuse is said in English and in Chinese, at the same place and with the same figures."""

import re
from pathlib import Path
from string import Formatter

import numpy as np
import pytest

from index_pipeline.framework.methods import Log
from index_pipeline.kernel.arrays import Axes
from index_pipeline.kernel.errors import MESSAGES, MethodError, said
from index_pipeline.kernel.treatment import treat

PACKAGES = [Path(__file__).parents[3] / "index_pipeline" / package for package in ("kernel", "methods", "robustness")]


def filled(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize("kind", MESSAGES)
def test_both_languages_are_filled_from_the_same_details(kind: str) -> None:
    assert filled(MESSAGES[kind].en) == filled(MESSAGES[kind].zh)


def test_each_message_is_used_and_each_that_is_used_is_there() -> None:
    code = "".join(path.read_text(encoding="utf-8") for package in PACKAGES for path in package.glob("*.py"))

    used = {kind for kind in re.findall(r'"(\w+)"', code) if kind in MESSAGES}
    called = set(re.findall(r'(?:\bsaid|\.refusal)\(\s*"(\w+)"', code))

    assert used == set(MESSAGES)
    assert called <= set(MESSAGES)


def test_a_refusal_names_indicator_region_and_year_in_both_languages() -> None:
    axes = Axes(("a",), (2020,), ("R0", "R1"))

    with pytest.raises(MethodError) as caught:
        treat([np.array([[[1.0, -2.0]]])], [Log(method="log")], np.array([True]), axes)

    assert str(caught.value).startswith("indicator a, region R1, 2020: the value -2 is outside the domain")
    assert caught.value.sentences("en") == [str(caught.value)]
    (chinese,) = caught.value.sentences("zh")
    assert chinese.startswith("指标 a，地区 R1，2020 年：数值 -2 不在变换的定义域内")


def test_a_place_and_a_reason_are_parted_by_the_colon_of_each_language() -> None:
    error = MethodError.at(said("component", name="index"), said("negative_score", child="x", score=-1.5))

    assert str(error).startswith("component index: x scores -1.5; ")
    assert error.sentences("zh")[0].startswith("指标 index：下级指标 x 得分为 -1.5，")
