"""Caveats: what a reader must know about a result, in one sentence, in Chinese and English."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Bilingual:
    """A text in Chinese and English."""

    zh: str
    en: str


TEXTS = {
    "missing": Bilingual("{areas}没有得分，未计入。", "Without a score and left out: {areas}."),
    "small_zone": Bilingual(
        "{zone}仅有{n}个地区，其区内数值几乎没有意义。",
        "{zone}: n = {n}, too few for its own figure to say much.",
    ),
    "one_zone": Bilingual(
        "各地区同属一个区域，全部差异都在区内。", "All regions are of one zone: all inequality is within it."
    ),
    "negative": Bilingual(
        "{areas}得分为负，基尼系数没有定义。", "Gini is not defined, as scores are negative: {areas}."
    ),
    "all_zero": Bilingual("各地区得分均为0，不平等没有定义。", "All scores are 0: inequality is not defined."),
    "not_positive": Bilingual(
        "{areas}得分不为正，{measure}没有定义。", "{measure} is not defined, as scores are not positive: {areas}."
    ),
    "ceiling": Bilingual(
        "得分有共同上限，β为负可能部分由此而来。",
        "Scores share a ceiling: a negative β may come partly from it.",
    ),
    "few_degrees": Bilingual(
        "{n}个地区估计{parameters}个参数，仅余{degrees}个自由度。",
        "n = {n} for {parameters} parameters: degrees of freedom {degrees}.",
    ),
    "too_few": Bilingual(
        "仅有{n}个地区，无法估计{parameters}个参数。", "n = {n} cannot determine {parameters} parameters."
    ),
    "collinear": Bilingual(
        "解释变量完全共线或没有变化，无法估计。", "A regressor does not vary or repeats the others: no estimate."
    ),
    "no_covariate": Bilingual("{areas}没有控制变量，未计入。", "Without a control and left out: {areas}."),
    "low_power": Bilingual(
        "仅有{n}个地区，检验功效低：不显著不等于没有集聚。",
        "n = {n} gives little power: not significant does not mean no clustering.",
    ),
    "fallen_pairs": Bilingual(
        "{n}对相邻关系中有地区没有得分，未计入。", "Pairs left out, as a region has no score: {n}."
    ),
    "isolates": Bilingual("{areas}没有相邻地区。", "Without a neighbour: {areas}."),
    "no_pattern": Bilingual(
        "地区太少、没有相邻关系或得分没有差异，莫兰指数没有定义。",
        "Too few regions, no links, or no variation: Moran's I is not defined.",
    ),
    "too_many": Bilingual(
        "地区超过{most}个，未计算莫兰指数。", "There are more than {most} regions: Moran's I is not computed."
    ),
    "alike": Bilingual("{n}个子系统时C多接近1，D主要由T决定。", "With {n} components C is mostly near 1: D follows T."),
    "unscored": Bilingual(
        "{components}没有得分，不计算耦合协调度。", "Coupling is not computed, as there is no score of: {components}."
    ),
    "outside_scale": Bilingual(
        "{components}得分在量表之外，耦合协调度没有定义。",
        "Coupling is not defined, as scores are outside the scale: {components}.",
    ),
    "off_scale": Bilingual(
        "{method}的得分不在指数的量表上，耦合协调度没有定义。",
        "Coupling is not defined, as scores by {method} are not on the scale of the index.",
    ),
    "fewer_tiers": Bilingual(
        "不同得分只有{distinct}个，分不出{number}档。",
        "Distinct scores: {distinct}, too few for {number} tiers.",
    ),
    "weak_structure": Bilingual(
        "轮廓系数低于0.25，没有明显的类。", "A silhouette below 0.25: there is no substantial structure."
    ),
    "few_ranked": Bilingual("仅有{n}个地区，p值仅供参考。", "n = {n}: p is indicative only."),
    "no_agreement": Bilingual(
        "地区少于3个或位次没有差异，相关系数没有定义。",
        "Fewer than 3 regions, or no variation: no correlation is defined.",
    ),
}
"""Every caveat, by its name."""


def caveat(name: str, **values: Bilingual | str | float) -> Bilingual:
    """Return the text of the caveat `name`, filled with `values`."""
    text = TEXTS[name]
    return Bilingual(
        text.zh.format(**{key: value.zh if isinstance(value, Bilingual) else value for key, value in values.items()}),
        text.en.format(**{key: value.en if isinstance(value, Bilingual) else value for key, value in values.items()}),
    )


def columns(caveats: Iterable[Bilingual]) -> dict[str, str | None]:
    """Return the columns `caveat_zh` and `caveat_en`; null if there is no caveat."""
    given = list(caveats)
    return {
        "caveat_zh": "".join(text.zh for text in given) or None,
        "caveat_en": " ".join(text.en for text in given) or None,
    }
