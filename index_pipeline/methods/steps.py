"""The steps of the index, in order: from figures to rankings and the explanation of changes."""

import pyarrow as pa

from index_pipeline.framework.framework import Framework
from index_pipeline.methods.aggregate import aggregate, balance, region_weights
from index_pipeline.methods.chance import register_reliability
from index_pipeline.methods.decompose import decompose
from index_pipeline.methods.denominate import denominate
from index_pipeline.methods.fit_weights import fit_weights
from index_pipeline.methods.goalposts import fit_goalposts
from index_pipeline.methods.grade import evidence, grades
from index_pipeline.methods.impute import impute
from index_pipeline.methods.normalise import normalise
from index_pipeline.methods.notices import notices
from index_pipeline.methods.operands import operands
from index_pipeline.methods.rank import rank
from index_pipeline.methods.screen import leave_out, screenings
from index_pipeline.methods.shrink import shrink
from index_pipeline.methods.treat import fit_treatments, treat, treated_points
from index_pipeline.methods.weigh import weigh
from index_pipeline.steps import Step


def indicators(observations: pa.Table, register_stocks: pa.Table, framework: Framework) -> pa.Table:
    """Compute indicator values: ratios; those of small counts are shrunk."""
    return shrink(denominate(observations, register_stocks, framework), framework)


STEPS = (
    Step(
        indicators,
        {
            "indicators": (
                "指标值：分子/分母×倍数，低频计数作收缩",
                "Indicator values: numerator / denominator × multiplier, small counts shrunk.",
            )
        },
    ),
    Step(
        operands,
        {
            "operands": (
                "占比、区位商、增长率与多年平均所用的数据及全国合计",
                "Figures and national totals of shares, location quotients, growth, and means over years.",
            )
        },
    ),
    Step(
        screenings,
        {
            "screenings": (
                "各地区各年份数据完备程度及是否达到要求",
                "How much is known of each region and year, and whether that is enough.",
            )
        },
    ),
    Step(
        leave_out,
        {
            "screened": (
                "数据完备程度达到要求的地区的指标值",
                "Indicator values of the assessed regions of which enough is known.",
            )
        },
    ),
    Step(
        impute,
        {
            "imputed": (
                "插补后的指标值，插补值逐一标记",
                "Indicator values with gaps filled and each filled value marked.",
            )
        },
    ),
    Step(
        fit_treatments,
        {
            "treatments": (
                "各指标离群值与偏态的处理，按参照期确定",
                "Treatment of outliers and skew of each indicator, fitted on the reference period.",
            )
        },
    ),
    Step(treat, {"treated": ("处理后的指标值", "Indicator values after treatment.")}),
    Step(treated_points, {"treated_points": ("被缩尾的各个数值", "Each value that treatment has moved.")}),
    Step(
        fit_goalposts,
        {
            "goalposts": (
                "各指标的阈值，按参照期确定后保持不变",
                "Worst and best value of each indicator, fitted on the reference period and then frozen.",
            )
        },
    ),
    Step(
        normalise,
        {
            "normalised": (
                "无量纲化后的指标得分，越高越好",
                "Indicator scores on the common scale; higher is better.",
            )
        },
    ),
    Step(
        register_reliability,
        {
            "reliability": (
                "名录条目分布在多大程度上并非偶然，按年份",
                "How much more than chance the entries of registers say; where the framework grades evidence.",
            )
        },
    ),
    Step(
        evidence,
        {
            "evidence": (
                "各计分指标的稳定性与自有数据比重",
                "How stable each weighted indicator is, and how much of it is observed.",
            )
        },
    ),
    Step(
        grades,
        {"grades": ("各二级指标的证据等级", "Grade of the evidence of each component that has indicators.")},
    ),
    Step(
        fit_weights,
        {
            "weightings": (
                "由数据得出的权重，按参照期确定；权重均为给定时为空",
                "Weights that are derived from the figures, fitted on the reference period; none where all are given.",
            )
        },
    ),
    Step(weigh, {"weights": ("指标体系的权重：名义权重与综合权重", "Weights of the tree, nominal and effective.")}),
    Step(
        aggregate,
        {
            "scores": (
                "各级指标的得分与覆盖率，按地区和年份",
                "Score and coverage of every component, for each region and year.",
            )
        },
    ),
    Step(
        region_weights,
        {
            "region_weights": (
                "因地区而异的权重（如有）",
                "Weights that differ from region to region, where a component chooses them so.",
            )
        },
    ),
    Step(
        rank,
        {
            "rankings": (
                "各级指标各年份的位次及较上年变动",
                "Rank of every region in every component and year, and its change against the year before.",
            )
        },
    ),
    Step(
        decompose,
        {
            "changes": (
                "总指数较上年变动按指标的精确分解",
                "Change of the index against the year before, split exactly into its indicators' parts.",
            )
        },
    ),
    Step(
        balance,
        {
            "balance": (
                "总指数采用两种合成方法的得分与位次",
                "The index by its own aggregation across its components and, beside it, by another.",
            )
        },
    ),
    Step(
        notices,
        {
            "notices": (
                "使用得分时须知：暂不评价的地区与年份、无数据指标、为零的分母",
                "What a reader of the scores should know: regions left out, indicators without figures, "
                "zero denominators.",
            )
        },
    ),
)
"""Every step of the index, each after the steps whose tables it uses."""
