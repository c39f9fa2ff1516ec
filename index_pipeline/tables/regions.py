"""Analyses of single regions: tiers, obstacles, similar regions, clusters, coupling, other rankings."""

from index_pipeline.tables.declare import declare

TIERS = declare("tiers", "*ref_area *time_period tier borderline?")
"""Tier of each region by the index, 1 best; `borderline` if the 90% interval of its rank crosses a border.

`borderline` is null if the interval is not known.
"""

TIER_BORDERS = declare(
    "tier_borders",
    "*time_period *tier n lowest highest first_rank last_rank gvf? caveat_zh? caveat_en?",
)
"""Extent of each tier in a year, in points and in ranks; `gvf` is the goodness of variance fit of all its tiers."""

OBSTACLES = declare("obstacles", "*ref_area *time_period *indicator_id gap obstacle_degree")
"""障碍度: share of each indicator in a region's weighted gap to the best score; the shares of a region sum to 1.

`gap` is the indicator's own gap, in points.
"""

OBSTACLE_COMPONENTS = declare("obstacle_components", "*ref_area *time_period *component_id level obstacle_degree")
"""Obstacle degrees of `OBSTACLES` summed over each component below the index; those of one level sum to 1."""

SIMILAR_REGIONS = declare("similar_regions", "*ref_area *time_period *other_area distance position n")
"""Regions by their distance from each region, over the scores of the index's components; `position` 1 is nearest.

`n` components were compared.
"""

CLUSTERS = declare("clusters", "*ref_area *time_period cluster silhouette")
"""Cluster of each region by its profile of scores, 1 the cluster with the highest mean, and its silhouette."""

CLUSTER_COUNTS = declare("cluster_counts", "*time_period *clusters n silhouette chosen caveat_zh? caveat_en?")
"""Mean silhouette by number of clusters; the greatest is `chosen`."""

COUPLING = declare(
    "coupling",
    "*ref_area *time_period n coupling_degree? development? coordination? coordination_grade? "
    "coordination_grade_zh? coordination_grade_en? caveat_zh? caveat_en?",
)
"""耦合协调度: coupling C, development T and coordination D = √(C·T) of `n` components.

`coordination_grade` is from 1, the worst, to 10.
"""

OTHER_RANKING = declare("other_ranking", "*ref_area *time_period rank?")
"""Another ranking of the regions, supplied by a user; 1 is best."""

AGREEMENT = declare(
    "agreement",
    "*component_id *time_period n spearman? spearman_p_value? kendall? kendall_p_value? mean_absolute_rank_shift? "
    "caveat_zh? caveat_en?",
)
"""Agreement of a component with another ranking, over the `n` regions that both rank."""

AGREEMENT_REGIONS = declare("agreement_regions", "*ref_area *time_period *component_id rank other_rank rank_shift")
"""Ranks among the regions that both rank; the shift is positive if the other ranking places the region higher."""
