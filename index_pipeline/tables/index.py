"""The index: from figures to values on the common scale."""

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
