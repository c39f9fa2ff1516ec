"""The index: from figures to scores and ranks."""

from index_pipeline.tables.declare import declare

REGISTER_STOCKS = declare(
    "register_stocks",
    "register_id category ref_area time_period",
    register_id="str",
    category="str",
    ref_area="str",
    time_period="int",
    stock="float",
    obs_status="str",
)
"""Entries of a register in force at year end, in each region and category (`_Z` where there is none)."""

INDICATORS = declare(
    "indicators",
    "ref_area time_period indicator_id",
    ref_area="str",
    time_period="int",
    indicator_id="str",
    numerator="float?",
    denominator="float?",
    ratio="float?",
    obs_value="float?",
    obs_status="str",
)
"""Indicator values in their own unit; `ratio` is as computed, `obs_value` after shrinkage of small counts."""

SCREENINGS = declare(
    "screenings",
    "ref_area time_period",
    ref_area="str",
    time_period="int",
    missing="int",
    zero="int",
    share="float",
    non_zero="float",
    kept="bool",
    reason="str?",
)
"""Weighted indicators without a value and with a zero, of each region and year; whether it is kept, and why not."""

SCREENED = declare(
    "screened",
    "ref_area time_period indicator_id",
    ref_area="str",
    time_period="int",
    indicator_id="str",
    obs_value="float?",
    obs_status="str",
    kept="bool",
)
"""Values of the assessed regions; those of a region's year that is not `kept` are missing and stay so."""

IMPUTED = declare(
    "imputed",
    "ref_area time_period indicator_id",
    ref_area="str",
    time_period="int",
    indicator_id="str",
    obs_value="float?",
    obs_status="str",
    filled_by="str?",
)
"""As `SCREENED`, gaps filled; `filled_by` names the method, null where the figure is the region's own."""

TREATMENTS = declare(
    "treatments",
    "indicator_id time_period",
    indicator_id="str",
    time_period="int?",
    method="str",
    lower="float?",
    upper="float?",
    transform="str",
    shift="float",
    exponent="float?",
    points="int",
    skew_before="float?",
    kurtosis_before="float?",
    skew_after="float?",
    kurtosis_after="float?",
)
"""Fitted treatment, for one year or, null, for all: cap to [lower, upper], add `shift`, then `transform`.

`mirrored_log` is −ln(shift − x); skew and kurtosis are those of the values fitted on, before and after.
"""

TREATED = declare(
    "treated",
    "ref_area time_period indicator_id",
    ref_area="str",
    time_period="int",
    indicator_id="str",
    obs_value="float?",
    obs_status="str",
    filled_by="str?",
    capped="bool",
)
"""As `IMPUTED`, outliers capped and values transformed; `capped` marks each value that was moved to a limit."""

TREATED_POINTS = declare(
    "treated_points",
    "ref_area time_period indicator_id",
    ref_area="str",
    time_period="int",
    indicator_id="str",
    value_before="float",
    value_after="float",
    treatment="str",
)
"""Each value that was moved to a limit, before and after: `winsorised_high` or `winsorised_low`."""

GOALPOSTS = declare(
    "goalposts",
    "indicator_id time_period ref_area",
    indicator_id="str",
    time_period="int?",
    ref_area="str?",
    method="str",
    form="str",
    direction="str",
    lower="float",
    upper="float",
    floor="float",
    ceiling="float",
    capped="bool",
    floored="bool",
    first_year="int?",
    last_year="int?",
)
"""Parameters of each indicator's normalisation, for one year, for one region or, null, for all.

`form` tells how values become scores. `linear`: `lower` scores `floor` and `upper` scores `ceiling`, swapped where
lower is better. `ratio`: floor + (ceiling − floor) · upper / x. `rank_min`, `rank_average`, `rank_max`: by rank among
the values of `first_year` to `last_year`, the first rank scores `floor`, the last `ceiling`. Scores above the ceiling
are cut to it where `capped`, those below the floor raised to it where `floored`.
"""

NORMALISED = declare(
    "normalised",
    "ref_area time_period indicator_id",
    ref_area="str",
    time_period="int",
    indicator_id="str",
    score="float?",
    obs_status="str",
    filled_by="str?",
)
"""Indicator scores on the common scale; higher is better."""

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
