"""The index: weights, scores and ranks."""

from index_pipeline.tables.declare import declare

WEIGHTS = declare(
    "weights",
    "component_id child_id",
    component_id="str",
    child_id="str",
    weight="float",
    share="float",
    effective_weight="float",
    kind="str",
    method="str",
)
"""Each edge of the tree: weight by the component's `method`, its share within the component, and of the index.

`kind` is `component`, `indicator`, `supplementary` (weight 0) or `not_measured` (weight 0).
"""

WEIGHTINGS = declare(
    "weightings",
    "component_id method statistic child_id",
    component_id="str",
    method="str",
    statistic="str",
    child_id="str?",
    value="float",
)
"""What weights were derived from: consistency ratio, entropies, loadings, the parts of a combination."""

REGION_WEIGHTS = declare(
    "region_weights",
    "component_id ref_area time_period child_id",
    component_id="str",
    ref_area="str",
    time_period="int",
    child_id="str",
    weight="float",
    share="float",
)
"""Weights that a region chose under the benefit of the doubt, and each child's share of the region's score."""

SCORES = declare(
    "scores",
    "ref_area time_period component_id",
    ref_area="str",
    time_period="int",
    component_id="str",
    score="float?",
    coverage="float",
    status="str",
)
"""Score of each component, in points of the scale, and the share of its weight that rests on the region's figures."""

RANKINGS = declare(
    "rankings",
    "ref_area time_period component_id",
    ref_area="str",
    time_period="int",
    component_id="str",
    score="float?",
    rank="int?",
    ranked="int",
    score_change="float?",
    rank_change="int?",
)
"""Rank (1 best, ties share the better) among `ranked` regions; changes are against the year before, up is positive."""

CHANGES = declare(
    "changes",
    "ref_area time_period component_id part_id kind",
    ref_area="str",
    time_period="int",
    component_id="str",
    part_id="str",
    kind="str",
    change="float",
)
"""Change of a component's score against the year before, split into parts that add up to it.

`kind` is `indicator`; `coverage`, the part of component `part_id` whose children with a score are not the same in
both years; or `unsplit`, the change of component `part_id` whose score depends on other regions.
"""

NOTICES = declare(
    "notices",
    "step subject ref_area time_period",
    step="str",
    subject="str",
    ref_area="str?",
    time_period="int?",
    message="str",
)
"""What a reader has to know of a build that has a result all the same, one sentence each."""

BALANCE = declare(
    "balance",
    "ref_area time_period",
    ref_area="str",
    time_period="int",
    arithmetic="float?",
    geometric="float?",
    arithmetic_rank="int?",
    geometric_rank="int?",
)
"""Index by arithmetic and by geometric means across its components: a check of balance."""
