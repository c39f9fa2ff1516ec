"""The steps of analysis: comparisons of the regions' scores, with one another and over the years."""

import pyarrow as pa

from index_pipeline.analysis import spatial
from index_pipeline.analysis.clusters import cluster_counts, clusters
from index_pipeline.analysis.convergence import beta_convergence, beta_terms, sigma_convergence
from index_pipeline.analysis.coupling import coupling
from index_pipeline.analysis.densities import densities
from index_pipeline.analysis.expected import expected_scores
from index_pipeline.analysis.inequality import inequality, zone_inequality, zone_pairs
from index_pipeline.analysis.neighbours import adjacency
from index_pipeline.analysis.obstacles import obstacle_components, obstacles
from index_pipeline.analysis.similar import similar_regions
from index_pipeline.analysis.tiers import tier_borders, tiers
from index_pipeline.framework.framework import Framework
from index_pipeline.steps import Step


def global_moran(scores: pa.Table, framework: Framework) -> pa.Table:
    """Compute Moran's I with the framework's neighbours."""
    return spatial.global_moran(scores, adjacency(framework), framework)


def local_moran(scores: pa.Table, framework: Framework) -> pa.Table:
    """Compute local Moran's I with the framework's neighbours."""
    return spatial.local_moran(scores, adjacency(framework), framework)


STEPS = (
    Step(inequality, {"inequality": ("总指数地区差异的程度", "How unequal the regions' scores are.")}),
    Step(
        zone_inequality,
        {"zone_inequality": ("各区域内部的差异", "Inequality within each zone.")},
    ),
    Step(zone_pairs, {"zone_pairs": ("区域之间的差异", "Inequality between zones.")}),
    Step(
        sigma_convergence,
        {"sigma_convergence": ("σ收敛：差异逐年的变化", "Sigma convergence: dispersion over the years.")},
    ),
    Step(
        beta_convergence,
        {
            "beta_convergence": (
                "β收敛：起点较低的地区是否提高更快",
                "Beta convergence: whether lower regions rise faster.",
            )
        },
    ),
    Step(beta_terms, {"beta_terms": ("β收敛回归的各项系数", "Terms of the regressions of beta convergence.")}),
    Step(
        expected_scores,
        {
            "expected_scores": (
                "与人均水平相应的期望得分：总指数对解释变量对数的逐年回归",
                "Score that goes with the context's predictor: yearly regression of the index on its logarithm.",
            )
        },
    ),
    Step(densities, {"densities": ("得分分布的核密度", "Kernel densities of the scores.")}),
    Step(tier_borders, {"tier_borders": ("各梯队的界限", "Borders of the tiers.")}),
    Step(similar_regions, {"similar_regions": ("得分结构相近的地区", "Regions with a similar profile.")}),
    Step(clusters, {"clusters": ("按得分结构聚类的地区", "Regions grouped by their profile.")}),
    Step(cluster_counts, {"cluster_counts": ("聚类数目的选择", "How well each number of clusters fits.")}),
    Step(
        global_moran,
        {
            "global_moran": (
                "相邻地区得分是否相近：总指数与一级指标的莫兰指数",
                "Whether neighbours score alike: Moran's I of the index and its pillars.",
            )
        },
    ),
    Step(
        local_moran,
        {
            "local_moran": (
                "何处相邻地区得分相近：局部莫兰指数，控制错误发现率",
                "Where neighbours score alike: local Moran's I, with the false discovery rate controlled.",
            )
        },
    ),
    Step(
        coupling, {"coupling": ("各地区一级指标的耦合协调度", "Coupling coordination of the pillars in each region.")}
    ),
    Step(
        obstacles,
        {
            "obstacles": (
                "各指标在与最高得分的差距中所占比重（障碍度）",
                "Share of each indicator in a region's gap to the best score.",
            )
        },
    ),
    Step(
        obstacle_components,
        {
            "obstacle_components": (
                "障碍度按二级、一级指标合计",
                "Those shares summed over themes and pillars.",
            )
        },
    ),
    Step(
        tiers,
        {
            "tiers": (
                "按自然断点划分的梯队，位次区间跨越界限的予以标记",
                "Tier of each region by natural breaks, marked where its rank interval crosses a border.",
            )
        },
    ),
)
"""Every step of analysis."""
