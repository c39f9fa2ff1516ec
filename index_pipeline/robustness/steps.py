"""The steps of robustness: how far ranks depend on the choices made, and whether the index is sound."""

import pyarrow as pa

from index_pipeline import tables
from index_pipeline.analysis.tiers import tiers
from index_pipeline.framework.framework import Framework
from index_pipeline.robustness import sensitivity as sobol
from index_pipeline.robustness import uncertainty as monte_carlo
from index_pipeline.robustness.audit import audit
from index_pipeline.robustness.draws import after_nominal
from index_pipeline.robustness.estimated_year import Frozen
from index_pipeline.robustness.estimates import estimates as estimate_years
from index_pipeline.robustness.figures import Inputs
from index_pipeline.robustness.further import further_indices
from index_pipeline.robustness.model import model_of
from index_pipeline.robustness.removal import removed
from index_pipeline.robustness.replicates import leaves_of
from index_pipeline.steps import Step


def uncertainty(
    indicators: pa.Table,
    normalised: pa.Table,
    grades: pa.Table,
    weights: pa.Table,
    scores: pa.Table,
    rankings: pa.Table,
    observations: pa.Table,
    first_observations: pa.Table,
    register_stocks: pa.Table,
    framework: Framework,
) -> tuple[pa.Table, ...]:
    """Vary every choice that the framework's `robustness` lists: ranks, tiers, Sobol indices, parts of the tree."""
    figures = (observations, first_observations, register_stocks)
    model = model_of(Inputs(indicators, weights, rankings, *figures, normalised, grades), framework)
    unmarked = tiers(scores, tables.RANK_INTERVALS.empty(), framework)
    draws = after_nominal(monte_carlo.random_draws(model), model.tree)
    leaves = leaves_of(model, draws)  # further indices are ranked under the same draws
    found = monte_carlo.uncertainty(model, tiers=unmarked, leaves=leaves)
    return (*vars(found).values(), sobol.sensitivity(model), further_indices(model, leaves=leaves))


def removal(
    indicators: pa.Table, weights: pa.Table, rankings: pa.Table, framework: Framework
) -> tuple[pa.Table, pa.Table]:
    """Compute the index without each of its elements."""
    return removed(Inputs(indicators, weights, rankings), framework)


def estimates(
    observations: pa.Table,
    register_stocks: pa.Table,
    imputed: pa.Table,
    treatments: pa.Table,
    goalposts: pa.Table,
    weights: pa.Table,
    scores: pa.Table,
    framework: Framework,
) -> tuple[pa.Table, pa.Table]:
    """Estimate the newest year from a part of its figures, with the error of such estimates in the years before."""
    frozen = Frozen(observations, register_stocks, imputed, treatments, goalposts, weights, framework)
    return estimate_years(scores, frozen)


STEPS = (
    Step(
        uncertainty,
        {
            "rank_intervals": (
                "全部模拟下各级指标各年份位次的中位数与90%区间",
                "Rank of every component, region and year over all draws: median and 90% interval.",
            ),
            "tier_probabilities": ("各地区处于各梯队的模拟比例", "Probability of each tier."),
            "rank_changes": (
                "位次变动是否稳健：同一次模拟下两年比较",
                "Whether a change of rank is significant: paired draws agree.",
            ),
            "rank_pairs": (
                "最新年份两地区之间位次先后的模拟比例",
                "Probability that one region is above another, in the newest year.",
            ),
            "sensitivity": (
                "Sobol指数：哪些方法选择影响位次",
                "Sobol indices: which choices move the ranks.",
            ),
            "further_indices": (
                "指标体系所列分指数的得分、位次及90%位次区间；未列时为空",
                "Scores, ranks and 90% intervals of the indices over parts of the tree; empty where none is listed.",
            ),
        },
    ),
    Step(
        removal,
        {
            "removed": (
                "逐一剔除各级指标后的总指数",
                "The index without each indicator, theme and pillar.",
            ),
            "removed_summary": (
                "剔除各级指标对位次的影响",
                "What the removal of each element does to the ranks.",
            ),
        },
    ),
    Step(
        estimates,
        {
            "estimates": (
                "最新年份得分的初步测算，及以往年份同法测算的误差",
                "Estimated scores of the newest year, and of earlier years by the same rule, with their errors.",
            ),
            "estimate_errors": (
                "初步测算的误差、区间覆盖率与技巧",
                "Errors of the estimates by component: bias, mean absolute error, coverage of the interval, skill.",
            ),
        },
    ),
    Step(
        audit,
        {
            "audit_indicators": (
                "统计审核：各指标的缺失、零值与离群值",
                "Statistical audit: gaps, zeros and outliers of each indicator.",
            ),
            "audit_coverage": (
                "统计审核：各地区的数据完备程度",
                "Statistical audit: what is known of each region.",
            ),
            "audit_correlations": (
                "统计审核：指标与上级指标的相关性",
                "Statistical audit: correlations within and across components.",
            ),
            "audit_consistency": (
                "统计审核：各级指标内部一致性",
                "Statistical audit: internal consistency of each component.",
            ),
            "audit_pca": ("统计审核：主成分", "Statistical audit: principal components."),
            "audit_importance": (
                "统计审核：各指标的实际贡献与名义权重",
                "Statistical audit: importance of each child against its weight.",
            ),
            "audit_added_value": (
                "统计审核：总指数较一级指标增加的信息",
                "Statistical audit: what the index adds to its pillars.",
            ),
            "audit_findings": ("统计审核：发现的问题", "Statistical audit: findings."),
        },
    ),
)
"""Every step of robustness."""
