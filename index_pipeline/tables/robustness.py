"""Robustness: how far ranks depend on the choices made, and what changed between two releases."""

from index_pipeline.tables.declare import declare

RANK_INTERVALS = declare(
    "rank_intervals",
    "ref_area time_period component_id",
    ref_area="str",
    time_period="int",
    component_id="str",
    rank="int?",
    rank_median="float?",
    rank_p05="float?",
    rank_p95="float?",
    p_top="float?",
    p_scored="float",
)
"""Rank as published, and over all draws: median, 5th and 95th percentile, probability of being among the top.

They are taken over the draws in which the region has a score, whose share is `p_scored`.
"""

TIER_PROBABILITIES = declare(
    "tier_probabilities",
    "ref_area time_period component_id tier",
    ref_area="str",
    time_period="int",
    component_id="str",
    tier="int",
    probability="float?",
)
"""Probability of each tier (1 best) over the draws in which the region has a score."""

RANK_CHANGES = declare(
    "rank_changes",
    "ref_area time_period component_id",
    ref_area="str",
    time_period="int",
    component_id="str",
    rank_change="int?",
    p_up="float?",
    p_down="float?",
    significant="bool?",
)
"""Change of rank against the year before, as published, and how often the same draw moves up or down between them."""

RANK_PAIRS = declare(
    "rank_pairs",
    "component_id time_period ref_area other_area",
    component_id="str",
    time_period="int",
    ref_area="str",
    other_area="str",
    probability="float?",
)
"""Probability that `ref_area` is ranked above `other_area`, over the draws in which both are ranked."""

SENSITIVITY = declare(
    "sensitivity",
    "output ref_area factor",
    output="str",
    ref_area="str?",
    factor="str",
    first_order="float?",
    first_order_p05="float?",
    first_order_p95="float?",
    total="float?",
    total_p05="float?",
    total_p95="float?",
)
"""Sobol indices of each assumption, with bootstrap percentiles; null where the output does not vary.

`output` is `mean_absolute_rank_shift` of all regions or the `rank` of one, of the index in the newest year.
"""

REMOVED = declare(
    "removed",
    "element_id ref_area time_period",
    level="int",
    element_id="str",
    ref_area="str",
    time_period="int",
    score="float?",
    score_shift="float?",
    rank="int?",
    rank_shift="int?",
)
"""The index without one element; shifts are against the index as published, a rise in rank is positive."""

REMOVED_SUMMARY = declare(
    "removed_summary",
    "element_id time_period",
    level="int",
    element_id="str",
    time_period="int",
    mean_absolute_rank_shift="float?",
    largest_rank_shift="int?",
    spearman="float?",
)
"""What the removal of one element does to the ranks of the index; level 1 are the index's own children."""

COMPARISON = declare(
    "comparison",
    "ref_area time_period component_id",
    ref_area="str",
    time_period="int",
    component_id="str",
    score="float?",
    other_score="float?",
    score_shift="float?",
    rank="int?",
    other_rank="int?",
    rank_shift="int?",
)
"""Two methodologies side by side; shifts are the other's against the first, a rise in rank is positive."""

COMPARISON_SUMMARY = declare(
    "comparison_summary",
    "time_period component_id",
    time_period="int",
    component_id="str",
    regions="int",
    spearman="float?",
    kendall="float?",
    mean_absolute_rank_shift="float?",
    largest_rank_shift="int?",
)
"""Agreement of two methodologies over the `regions` that both score."""

SCORE_CHANGES = declare(
    "score_changes",
    "ref_area time_period component_id",
    ref_area="str",
    time_period="int",
    component_id="str",
    score_before="float?",
    score_after="float?",
    rank_before="int?",
    rank_after="int?",
    change="float?",
    new_data="float?",
    revision="float?",
    method="float?",
)
"""Change of each score from one release to another, in points: the sum of new figures, revision and method."""

FIGURE_CHANGES = declare(
    "figure_changes",
    "series_id ref_area time_period",
    series_id="str",
    ref_area="str",
    time_period="int",
    value_before="float?",
    obs_value="float?",
    kind="str",
)
"""Figures that two releases read differently: `new`, `revised` or `withdrawn`."""
