"""The index: weights, scores and ranks."""

from index_pipeline.tables.declare import declare

WEIGHTS = declare("weights", "*component_id *child_id weight share effective_weight kind method")
"""Each edge of the tree: weight by the component's `method`, its share within the component, and of the index.

`kind` is `component`, `indicator`, `supplementary` (weight 0) or `not_measured` (weight 0).
"""

WEIGHTINGS = declare("weightings", "*component_id *method *statistic *child_id? value")
"""Statistics that weights were derived from: consistency ratio, entropies, loadings, the parts of a combination."""

RELIABILITY = declare("reliability", "*indicator_id *time_period entries_counted reliability?")
"""Reliability of the entries of a register, by year: 1 minus chance variance over observed variance."""

EVIDENCE = declare(
    "evidence",
    "*indicator_id component_id proxy? rank_correlation_years rank_correlation? lowest_rank_correlation? own_share "
    "reliability?",
)
"""Evidence of each weighted indicator: rank correlation with itself `rank_correlation_years` before, share observed."""

GRADES = declare(
    "grades",
    "*component_id grade indicators direct indirect rank_correlation? own_share reliability? alpha?",
)
"""Grade of the evidence of each component with weighted indicators, and the figures that it follows from.

`rank_correlation` and `reliability` are the least of its indicators', `own_share` their mean, `alpha` is Cronbach's in
the newest year.
"""

REGION_WEIGHTS = declare("region_weights", "*component_id *ref_area *time_period *child_id weight share")
"""Weights that a region chose under the benefit of the doubt, and each child's share of the region's score."""

SCORES = declare("scores", "*ref_area *time_period *component_id score? coverage status")
"""Score of each component, in points of the scale, and the share of its weight based on the region's figures."""

RANKINGS = declare("rankings", "*ref_area *time_period *component_id score? rank? ranked score_change? rank_change?")
"""Rank (1 best, ties share the better) among `ranked` regions; changes are against the year before, up is positive."""

CHANGES = declare("changes", "*ref_area *time_period *component_id *part_id *kind contribution")
"""Change of a component's score against the year before, split into parts that add up to it.

`kind` is `indicator`; `coverage`, the part of component `part_id` whose children with a score are not the same in
both years; or `unsplit`, the change of component `part_id` whose score depends on other regions.
"""

NOTICES = declare("notices", "*step *subject *ref_area? *time_period? *message message_zh?")
"""What a reader must know about a build that nevertheless has a result, one sentence each."""

BALANCE = declare("balance", "*ref_area *time_period own_score? other_score? own_rank? other_rank?")
"""Index by its own aggregation across its components and by the other one of `balance`: a check of balance."""
