"""The index: from figures to values on the common scale."""

from index_pipeline.tables.declare import declare

REGISTER_STOCKS = declare("register_stocks", "*register_id *category *ref_area *time_period stock obs_status")
"""Entries of a register in force at year end, in each region and category (`_Z` if there is none)."""

INDICATORS = declare(
    "indicators",
    "*ref_area *time_period *indicator_id numerator? denominator? ratio? obs_value? obs_status",
)
"""Indicator values in their own unit; `ratio` is as computed, `obs_value` after shrinkage of small counts."""

OPERANDS = declare(
    "operands",
    "*ref_area *time_period *indicator_id numerator? denominator? numerator_total? denominator_total? "
    "numerator_total_source? denominator_total_source? years?",
)
"""Operands of shares, location quotients, growth and means over years; no other indicator has a row.

`numerator` and `denominator` are the region's, `…_total` the nation's in its year; `…_source` is `published`, `sum` (of
the regions, if each has a figure) or `register` (all entries in force). With a mean over years all are means, over
`years` of them.
"""

SCREENINGS = declare("screenings", "*ref_area *time_period missing zero observed_share non_zero kept reason?")
"""Weighted indicators without a value and with a zero, by region and year; whether it is kept, or why not."""

SCREENED = declare("screened", "*ref_area *time_period *indicator_id obs_value? obs_status kept")
"""Values of the assessed regions; those of a region's year that is not `kept` are missing and stay so."""

IMPUTED = declare("imputed", "*ref_area *time_period *indicator_id obs_value? obs_status filled_by?")
"""As `SCREENED`, gaps filled; `filled_by` names the method, null if the figure is the region's own."""

TREATMENTS = declare(
    "treatments",
    "*indicator_id *time_period? method lower? upper? transform shift exponent? points skew_before? "
    "kurtosis_before? skew_after? kurtosis_after?",
)
"""Fitted treatment, for one year or, null, for all: cap to [lower, upper], add `shift`, then `transform`.

`mirrored_log` is −ln(shift − x); skew and kurtosis are those of the values fitted on, before and after.
"""

TREATED = declare("treated", "*ref_area *time_period *indicator_id obs_value? obs_status filled_by? capped")
"""As `IMPUTED`, outliers capped and values transformed; `capped` marks each value that was moved to a limit."""

TREATED_POINTS = declare("treated_points", "*ref_area *time_period *indicator_id value_before value_after treatment")
"""Each value that was moved to a limit, before and after: `winsorised_high` or `winsorised_low`."""

GOALPOSTS = declare(
    "goalposts",
    "*indicator_id *time_period? *ref_area? method form direction lower upper floor ceiling capped floored "
    "first_year? last_year?",
)
"""Parameters of each indicator's normalisation, for one year, for one region or, null, for all.

`form` says how values become scores. `linear`: `lower` scores `floor` and `upper` scores `ceiling`, swapped if
lower is better. `ratio`: floor + (ceiling − floor) · upper / x. `rank_min`, `rank_average`, `rank_max`: by rank among
the values of `first_year` to `last_year`, the first rank scores `floor`, the last `ceiling`. Scores above the ceiling
are set to it if `capped`, those below the floor raised to it if `floored`.
"""

NORMALISED = declare("normalised", "*ref_area *time_period *indicator_id score? obs_status filled_by?")
"""Indicator scores on the common scale; higher is better."""
