"""Analyses of all regions together: inequality, convergence, densities, space."""

from index_pipeline.tables.declare import declare

INEQUALITY = declare(
    "inequality",
    "*component_id *time_period n zones mean gini? gini_within? gini_net_between? gini_transvariation? theil? "
    "theil_within? theil_between? caveat_zh? caveat_en?",
)
"""Gini and Theil of a component over `n` regions, with their parts within and between zones, which add up to them."""

ZONE_INEQUALITY = declare(
    "zone_inequality",
    "*component_id *time_period *zone n mean population_share score_share? gini? gini_within? theil? "
    "theil_within? caveat_zh? caveat_en?",
)
"""Inequality inside each zone, and the part (`_within`) that it adds to that of all regions."""

ZONE_PAIRS = declare(
    "zone_pairs",
    "*component_id *time_period *zone *other_zone n other_n gini gross_affluence transvariation "
    "relative_affluence gini_net_between gini_transvariation caveat_zh? caveat_en?",
)
"""Gini between two zones, `zone` the one of the higher mean, and what the pair adds to the Gini of all regions."""

SIGMA_CONVERGENCE = declare(
    "sigma_convergence",
    "*component_id *time_period *zone? n mean sd? cv? sigma? sigma_sample? caveat_zh? caveat_en?",
)
"""Dispersion of a component over all regions (`zone` null) or those of a zone.

`sd`, `cv` and `sigma_sample` divide by n − 1; `sigma`, that of the logarithms, by n.
"""

BETA_CONVERGENCE = declare(
    "beta_convergence",
    "*component_id *model *zone? first_year last_year n beta? standard_error? t_value? p_value? "
    "degrees_of_freedom? r_squared? speed? speed_standard_error? half_life? caveat_zh? caveat_en?",
)
"""Regression of yearly growth on the logarithm of the initial score; `beta` negative means convergence.

`model` is `absolute`, over all regions or those of `zone`, or `conditional`, with the controls of `BETA_TERMS`.
"""

BETA_TERMS = declare("beta_terms", "*component_id *model *zone? *term estimate standard_error t_value? p_value?")
"""Every coefficient of the regressions of `BETA_CONVERGENCE`: `intercept`, `ln_initial` and the controls."""

COVARIATES = declare("covariates", "*ref_area *covariate_id value?")
"""Covariates of conditional convergence, supplied by a researcher: one value per region."""

EXPECTED_SCORES = declare(
    "expected_scores",
    "*time_period *ref_area predictor score expected_score expected_p05 expected_p95 residual n r_squared",
)
"""Regression of the index on the logarithm of the `predictor` of the framework's context, year by year.

`residual` is the score less the expected one; the interval is that of a single region.
"""

DENSITIES = declare("densities", "*component_id *time_period *point n bandwidth score density")
"""Kernel density of a component's scores; bandwidth and points are the same in all years of a component."""

ADJACENCY = declare("adjacency", "*ref_area *other_area kind")
"""Pairs of regions that are neighbours, each stated once; `kind` `convention` marks those without a common border."""

GLOBAL_MORAN = declare(
    "global_moran",
    "*component_id *time_period *links *weighting n pairs isolates moran? expected? variance? z_value? p_value? "
    "permutations seed caveat_zh? caveat_en?",
)
"""Moran's I of a component; variance and z under randomisation, p two-sided by permutation.

`links` is `all` or `without_convention`, `weighting` `row_standardised` or `binary`.
"""

LOCAL_MORAN = declare(
    "local_moran",
    "*component_id *time_period *links *weighting *ref_area n neighbours score lag? moran? quadrant? p_value? "
    "p_adjusted? significant? caveat_zh? caveat_en?",
)
"""Local Moran's I of each region; p two-sided by conditional permutation, adjusted for the false discovery rate.

`lag` is the weighted sum of the neighbours' deviations from the mean, in points; `quadrant` HH, LH, LL or HL.
"""
