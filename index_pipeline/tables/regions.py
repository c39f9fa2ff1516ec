"""What the scores say of single regions: tiers, obstacles, similar regions, clusters, coupling, other rankings."""

from index_pipeline.tables.declare import declare

TIERS = declare(
    "tiers",
    "ref_area time_period",
    ref_area="str",
    time_period="int",
    tier="int",
    borderline="bool?",
)
"""Tier of each region by the index, 1 best; `borderline` where the 90% interval of its rank crosses a border.

`borderline` is null where the interval is not known.
"""

TIER_BORDERS = declare(
    "tier_borders",
    "time_period tier",
    time_period="int",
    tier="int",
    n="int",
    lowest="float",
    highest="float",
    first_rank="int",
    last_rank="int",
    gvf="float?",
    caveat_zh="str?",
    caveat_en="str?",
)
"""Extent of each tier in a year, in points and in ranks; `gvf` is the goodness of variance fit of all its tiers."""

OBSTACLES = declare(
    "obstacles",
    "ref_area time_period indicator_id",
    ref_area="str",
    time_period="int",
    indicator_id="str",
    gap="float",
    share="float",
)
"""障碍度: share of each indicator in a region's weighted gap to the best score; the shares of a region sum to 1.

`gap` is the indicator's own gap, in points.
"""

OBSTACLE_COMPONENTS = declare(
    "obstacle_components",
    "ref_area time_period component_id",
    ref_area="str",
    time_period="int",
    component_id="str",
    level="int",
    share="float",
)
"""Shares of `OBSTACLES` summed over each component below the index; those of one level sum to 1."""

SIMILAR_REGIONS = declare(
    "similar_regions",
    "ref_area time_period other_area",
    ref_area="str",
    time_period="int",
    other_area="str",
    distance="float",
    position="int",
    n="int",
)
"""Regions by their distance from each region, over the scores of the index's components; `position` 1 is nearest.

`n` components were compared.
"""

CLUSTERS = declare(
    "clusters",
    "ref_area time_period",
    ref_area="str",
    time_period="int",
    cluster="int",
    silhouette="float",
)
"""Cluster of each region by its profile of scores, 1 the cluster of the highest mean, and how well it fits there."""

CLUSTER_COUNTS = declare(
    "cluster_counts",
    "time_period clusters",
    time_period="int",
    clusters="int",
    n="int",
    silhouette="float",
    chosen="bool",
    caveat_zh="str?",
    caveat_en="str?",
)
"""Mean silhouette by number of clusters; the greatest is `chosen`."""

COUPLING = declare(
    "coupling",
    "ref_area time_period",
    ref_area="str",
    time_period="int",
    n="int",
    coupling_degree="float?",
    development="float?",
    coordination="float?",
    grade="int?",
    grade_zh="str?",
    grade_en="str?",
    caveat_zh="str?",
    caveat_en="str?",
)
"""耦合协调度: coupling C, development T and coordination D = √(C·T) of `n` components; `grade` 1 worst to 10 best."""

OTHER_RANKING = declare(
    "other_ranking",
    "ref_area time_period",
    ref_area="str",
    time_period="int",
    rank="float?",
)
"""Another ranking of the regions, as a user supplies it; 1 is best."""

AGREEMENT = declare(
    "agreement",
    "component_id time_period",
    component_id="str",
    time_period="int",
    n="int",
    spearman="float?",
    spearman_p_value="float?",
    kendall="float?",
    kendall_p_value="float?",
    mean_absolute_rank_shift="float?",
    caveat_zh="str?",
    caveat_en="str?",
)
"""Agreement of a component with another ranking, over the `n` regions that both rank."""

AGREEMENT_REGIONS = declare(
    "agreement_regions",
    "ref_area time_period component_id",
    ref_area="str",
    time_period="int",
    component_id="str",
    rank="int",
    other_rank="int",
    rank_shift="int",
)
"""Ranks among the regions that both rank; the shift is positive where the other ranking places the region higher."""
