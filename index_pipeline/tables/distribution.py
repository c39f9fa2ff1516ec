"""What the scores say of all regions together: inequality, convergence, densities, space."""

from index_pipeline.tables.declare import declare

INEQUALITY = declare(
    "inequality",
    "component_id time_period",
    component_id="str",
    time_period="int",
    n="int",
    zones="int",
    mean="float",
    gini="float?",
    gini_within="float?",
    gini_net_between="float?",
    gini_transvariation="float?",
    theil="float?",
    theil_within="float?",
    theil_between="float?",
    caveat_zh="str?",
    caveat_en="str?",
)
"""Gini and Theil of a component over `n` regions, with their parts within and between zones, which add up to them."""

ZONE_INEQUALITY = declare(
    "zone_inequality",
    "component_id time_period zone",
    component_id="str",
    time_period="int",
    zone="str",
    n="int",
    mean="float",
    population_share="float",
    score_share="float?",
    gini="float?",
    gini_within="float?",
    theil="float?",
    theil_within="float?",
    caveat_zh="str?",
    caveat_en="str?",
)
"""Inequality inside each zone, and the part (`_within`) that it adds to that of all regions."""

ZONE_PAIRS = declare(
    "zone_pairs",
    "component_id time_period zone other_zone",
    component_id="str",
    time_period="int",
    zone="str",
    other_zone="str",
    n="int",
    other_n="int",
    gini="float",
    gross_affluence="float",
    transvariation="float",
    relative_affluence="float",
    gini_net_between="float",
    gini_transvariation="float",
    caveat_zh="str?",
    caveat_en="str?",
)
"""Gini between two zones, `zone` the one of the higher mean, and what the pair adds to the Gini of all regions."""

SIGMA_CONVERGENCE = declare(
    "sigma_convergence",
    "component_id time_period zone",
    component_id="str",
    time_period="int",
    zone="str?",
    n="int",
    mean="float",
    sd="float?",
    cv="float?",
    sigma="float?",
    sigma_sample="float?",
    caveat_zh="str?",
    caveat_en="str?",
)
"""Dispersion of a component over all regions (`zone` null) or those of a zone.

`sd`, `cv` and `sigma_sample` divide by n − 1; `sigma`, that of the logarithms, by n.
"""

BETA_CONVERGENCE = declare(
    "beta_convergence",
    "component_id model zone",
    component_id="str",
    model="str",
    zone="str?",
    first_year="int",
    last_year="int",
    n="int",
    beta="float?",
    standard_error="float?",
    t_value="float?",
    p_value="float?",
    degrees_of_freedom="int?",
    r_squared="float?",
    speed="float?",
    speed_standard_error="float?",
    half_life="float?",
    caveat_zh="str?",
    caveat_en="str?",
)
"""Regression of yearly growth on the logarithm of the initial score; `beta` negative means convergence.

`model` is `absolute`, over all regions or those of `zone`, or `conditional`, with the controls of `BETA_TERMS`.
"""

BETA_TERMS = declare(
    "beta_terms",
    "component_id model zone term",
    component_id="str",
    model="str",
    zone="str?",
    term="str",
    estimate="float",
    standard_error="float",
    t_value="float?",
    p_value="float?",
)
"""Every coefficient of the regressions of `BETA_CONVERGENCE`: `intercept`, `ln_initial` and the controls."""

COVARIATES = declare(
    "covariates",
    "ref_area covariate_id",
    ref_area="str",
    covariate_id="str",
    value="float?",
)
"""What conditional convergence is conditional on, as a researcher supplies it: one value a region."""

DENSITIES = declare(
    "densities",
    "component_id time_period point",
    component_id="str",
    time_period="int",
    point="int",
    n="int",
    bandwidth="float",
    score="float",
    density="float",
)
"""Kernel density of a component's scores; bandwidth and points are the same in all years of a component."""

ADJACENCY = declare(
    "adjacency",
    "ref_area other_area",
    ref_area="str",
    other_area="str",
    kind="str",
)
"""Pairs of regions that are neighbours, each stated once; `kind` `convention` marks those without a common border."""

GLOBAL_MORAN = declare(
    "global_moran",
    "component_id time_period links weighting",
    component_id="str",
    time_period="int",
    links="str",
    weighting="str",
    n="int",
    pairs="int",
    isolates="int",
    moran="float?",
    expected="float?",
    variance="float?",
    z_value="float?",
    p_value="float?",
    permutations="int",
    seed="int",
    caveat_zh="str?",
    caveat_en="str?",
)
"""Moran's I of a component; variance and z under randomisation, p two-sided by permutation.

`links` is `all` or `without_convention`, `weighting` `row_standardised` or `binary`.
"""

LOCAL_MORAN = declare(
    "local_moran",
    "component_id time_period links weighting ref_area",
    component_id="str",
    time_period="int",
    links="str",
    weighting="str",
    ref_area="str",
    n="int",
    neighbours="int",
    score="float",
    lag="float?",
    moran="float?",
    quadrant="str?",
    p_value="float?",
    p_adjusted="float?",
    significant="bool?",
    caveat_zh="str?",
    caveat_en="str?",
)
"""Local Moran's I of each region; p two-sided by conditional permutation, adjusted for the false discovery rate.

`lag` is the weighted sum of the neighbours' deviations from the mean, in points; `quadrant` HH, LH, LL or HL.
"""
