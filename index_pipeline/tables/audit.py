"""Audit: whether the index holds together."""

from index_pipeline.tables.declare import declare

AUDIT_INDICATORS = declare(
    "audit_indicators",
    "indicator_id",
    indicator_id="str",
    values="int",
    observed_share="float",
    zero="int",
    distinct="int",
    minimum="float?",
    median="float?",
    maximum="float?",
    skew_before="float?",
    kurtosis_before="float?",
    skew_after="float?",
    kurtosis_after="float?",
    treatment="str",
    points="int",
    flag="str?",
)
"""Each weighted indicator over the scored years, before treatment; `observed_share` is that of cells with a figure.

`flag` is `missing` (less than two thirds observed), `outliers` (skew and kurtosis over their limits after treatment
as well), or null.
"""

AUDIT_COVERAGE = declare(
    "audit_coverage",
    "ref_area time_period",
    ref_area="str",
    time_period="int",
    observed_share="float",
    lowest_coverage="float",
    lowest_component_id="str",
    flag="str?",
)
"""Share of the weighted indicators that a region has figures for, and its least covered component below the index."""

AUDIT_CORRELATIONS = declare(
    "audit_correlations",
    "first_id second_id",
    first_id="str",
    second_id="str",
    relation="str",
    regions="int",
    pearson="float?",
    pearson_p_value="float?",
    spearman="float?",
    spearman_p_value="float?",
    kendall="float?",
    kendall_p_value="float?",
    flag="str?",
)
"""Correlations of scores in one year, pairwise complete, with two-sided p-values.

`relation` is `siblings` (children of one component), `parent`, `other_parent` (another component of the parent's
level), `index`, or `elsewhere` (indicators of two components; only redundant ones are listed). `flag` is `redundant`
(|r| > 0.92), `negative`, `weak` (r < 0.3 with its parent), or `closer_to_other` (r above that with its own parent).
"""

AUDIT_CONSISTENCY = declare(
    "audit_consistency",
    "component_id",
    component_id="str",
    children="int",
    regions="int",
    alpha="float?",
    alpha_p05="float?",
    alpha_p95="float?",
    first_share="float?",
    eigenvalues_above_one="int?",
    flag="str?",
)
"""Whether a component's children measure one thing: Cronbach's alpha, and the first principal component's share.

`flag` is `inconsistent` (alpha < 0.7), `several_dimensions` (more than one eigenvalue above 1, or a first share under
half), or null.
"""

AUDIT_PCA = declare(
    "audit_pca",
    "component_id axis child_id",
    component_id="str",
    axis="int",
    child_id="str",
    eigenvalue="float",
    variance_share="float",
    loading="float",
)
"""Principal components of the children's scores: eigenvectors of their correlations, the greatest loading positive."""

AUDIT_IMPORTANCE = declare(
    "audit_importance",
    "component_id child_id",
    component_id="str",
    child_id="str",
    share="float",
    importance="float?",
    importance_share="float?",
    flag="str?",
)
"""Nominal share of a child against its importance: Var(E[score of the component | child]) / Var(score).

`flag` is `outweighs` or `underweighs` where the share of importance is over 1.5 times, or under 2/3 of, the share of
weight.
"""

AUDIT_ADDED_VALUE = declare(
    "audit_added_value",
    "component_id",
    component_id="str",
    regions="int",
    share_apart="float?",
    spearman="float?",
    flag="str?",
)
"""Share of regions whose rank in a component differs from that in the index by 5 or more; `repeats` where under 1/5."""

AUDIT_FINDINGS = declare(
    "audit_findings",
    "position",
    position="int",
    topic="str",
    subject="str?",
    finding_zh="str",
    finding_en="str",
)
"""What the audit says, one sentence each."""
