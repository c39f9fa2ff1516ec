"""Robustness: how far ranks depend on the choices made, and what changed between two releases."""

from index_pipeline.tables.declare import declare

RANK_INTERVALS = declare(
    "rank_intervals",
    "*ref_area *time_period *component_id rank? rank_median? rank_p05? rank_p95? p_top? p_scored",
)
"""Rank as published, and over all draws: median, 5th and 95th percentile, probability of being among the top.

They are taken over the draws in which the region has a score, whose share is `p_scored`.
"""

TIER_PROBABILITIES = declare("tier_probabilities", "*ref_area *time_period *component_id *tier probability?")
"""Probability of each tier (1 best) over the draws in which the region has a score."""

RANK_CHANGES = declare("rank_changes", "*ref_area *time_period *component_id rank_change? p_up? p_down? significant?")
"""Published change of rank against the year before, and how often the rank moves up or down within the same draw."""

RANK_PAIRS = declare("rank_pairs", "*component_id *time_period *ref_area *other_area probability?")
"""Probability that `ref_area` is ranked above `other_area`, over the draws in which both are ranked."""

SENSITIVITY = declare(
    "sensitivity",
    "*output *ref_area? *factor first_order? first_order_p05? first_order_p95? total? total_p05? total_p95?",
)
"""Sobol indices of each assumption, with bootstrap percentiles; null if the output does not vary.

`output` is `mean_absolute_rank_shift` of all regions or the `rank` of one, of the index in the newest year.
"""

REMOVED = declare("removed", "depth *element_id *ref_area *time_period score? score_shift? rank? rank_shift?")
"""The index without one element; shifts are against the index as published, a rise in rank is positive."""

REMOVED_SUMMARY = declare(
    "removed_summary",
    "depth *element_id *time_period mean_absolute_rank_shift? largest_rank_shift? spearman?",
)
"""The effect of removing one element on the ranks of the index; depth 1 are the index's own children."""

FURTHER_INDICES = declare(
    "further_indices",
    "*index_id *ref_area *time_period score? coverage rank? ranked score_change? rank_change? "
    "rank_median? rank_p05? rank_p95? p_scored",
)
"""Indices over parts of the tree, with the intervals of their ranks over the draws in which they have a score."""

COMPARISON = declare(
    "comparison",
    "*ref_area *time_period *component_id score? other_score? score_shift? rank? other_rank? rank_shift?",
)
"""Comparison of two methodologies; shifts are the other's against the first, a rise in rank is positive."""

COMPARISON_SUMMARY = declare(
    "comparison_summary",
    "*time_period *component_id regions spearman? kendall? mean_absolute_rank_shift? largest_rank_shift?",
)
"""Agreement of two methodologies over the `regions` that both score."""

SCORE_CHANGES = declare(
    "score_changes",
    "*ref_area *time_period *component_id score_before? score_after? rank_before? rank_after? change? "
    "new_data_effect? revision_effect? method_effect?",
)
"""Change of each score from one release to another, in points: the sum of new figures, revision and method."""

FIGURE_CHANGES = declare("figure_changes", "*series_id *ref_area *time_period value_before? obs_value? kind")
"""Figures that differ between two releases: `new`, `revised` or `withdrawn`."""

ESTIMATES = declare(
    "estimates",
    "*ref_area *time_period *component_id estimated_score? estimated_p05? estimated_p95? final_score? error? "
    "estimated_rank? final_rank? own_weight",
)
"""Scores estimated from a part of a year's figures: the newest year, which has no final score, and years now known."""

ESTIMATE_ERRORS = declare(
    "estimate_errors",
    "*component_id *time_period? estimates bias mean_absolute_error mean_absolute_rank_error? "
    "mean_absolute_rank_change? skill? interval_coverage? own_weight",
)
"""Errors of the estimates of years now known; `time_period` is null for all of them together."""
