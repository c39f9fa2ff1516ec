"""Caveats: what a reader must know about a result, in one sentence, in Chinese and English."""

from collections.abc import Iterable

from index_pipeline.language import Both

TEXTS = {
    "missing": Both("Without a score and left out: {areas}.", "{areas}没有得分，未计入。"),
    "small_zone": Both(
        "{zone}: n = {n}, too few for its own figure to say much.", "{zone}仅有{n}个地区，其单独的结果仅供参考。"
    ),
    "one_zone": Both(
        "All regions are of one zone: all inequality is within it.", "各地区同属一个区域，全部差异都在区内。"
    ),
    "negative": Both("Gini is not defined, as scores are negative: {areas}.", "{areas}得分为负，基尼系数没有定义。"),
    "all_zero": Both("All scores are 0: inequality is not defined.", "各地区得分均为0，差异没有定义。"),
    "not_positive": Both(
        "{measure} is not defined, as scores are not positive: {areas}.", "{areas}得分不为正，{measure}没有定义。"
    ),
    "ceiling": Both(
        "Scores share a ceiling: a negative β may come partly from it.", "得分有共同上限，β为负可能部分由此而来。"
    ),
    "few_degrees": Both(
        "n = {n} for {parameters} parameters: degrees of freedom {degrees}.",
        "{n}个地区估计{parameters}个参数，仅余{degrees}个自由度。",
    ),
    "too_few": Both("n = {n} cannot determine {parameters} parameters.", "仅有{n}个地区，无法估计{parameters}个参数。"),
    "collinear": Both(
        "A regressor does not vary or repeats the others: no estimate.", "解释变量完全共线或没有变化，无法估计。"
    ),
    "no_covariate": Both("Without a control and left out: {areas}.", "{areas}没有控制变量，未计入。"),
    "low_power": Both(
        "n = {n} gives little power: not significant does not mean no clustering.",
        "仅有{n}个地区，检验功效低：不显著不等于没有集聚。",
    ),
    "fallen_pairs": Both("Pairs left out, as a region has no score: {n}.", "{n}对相邻关系中有地区没有得分，未计入。"),
    "isolates": Both("Without a neighbour: {areas}.", "{areas}没有相邻地区。"),
    "no_pattern": Both(
        "Too few regions, no links, or no variation: Moran's I is not defined.",
        "地区太少、没有相邻关系或得分没有差异，莫兰指数没有定义。",
    ),
    "too_many": Both(
        "There are more than {most} regions: Moran's I is not computed.", "地区超过{most}个，未计算莫兰指数。"
    ),
    "alike": Both("With {n} components C is mostly near 1: D follows T.", "{n}个子系统时C多接近1，D主要由T决定。"),
    "unscored": Both(
        "Coupling is not computed, as there is no score of: {components}.", "{components}没有得分，不计算耦合协调度。"
    ),
    "outside_scale": Both(
        "Coupling is not defined, as scores are outside the scale: {components}.",
        "{components}得分在分值范围之外，耦合协调度没有定义。",
    ),
    "off_scale": Both(
        "Coupling is not defined, as scores by {method} are not on the scale of the index.",
        "{method}的得分不在指数的分值范围上，耦合协调度没有定义。",
    ),
    "fewer_tiers": Both(
        "Distinct scores: {distinct}, too few for {number} tiers.", "不同得分只有{distinct}个，分不出{number}档。"
    ),
    "weak_structure": Both(
        "A silhouette below 0.25: there is no substantial structure.", "轮廓系数低于0.25，没有明显的类。"
    ),
    "few_ranked": Both("n = {n}: p is indicative only.", "仅有{n}个地区，p值仅供参考。"),
    "no_agreement": Both(
        "Fewer than 3 regions, or no variation: no correlation is defined.",
        "地区少于3个或位次没有差异，相关系数没有定义。",
    ),
}
"""Every caveat, by its name."""


def caveat(name: str, **values: Both | str | float) -> Both:
    """Return the text of the caveat `name`, filled with `values`."""
    return TEXTS[name].with_details(**values)


def columns(caveats: Iterable[Both]) -> dict[str, str | None]:
    """Return the columns `caveat_zh` and `caveat_en`; null if there is no caveat."""
    given = list(caveats)
    return {
        "caveat_zh": "".join(text.zh for text in given) or None,
        "caveat_en": " ".join(text.en for text in given) or None,
    }
