"""Audit: whether the index is internally consistent."""

from index_pipeline.tables.declare import declare

AUDIT_INDICATORS = declare(
    "audit_indicators",
    "*indicator_id values observed_share zero distinct minimum? median? maximum? skew_before? kurtosis_before? "
    "skew_after? kurtosis_after? treatment points flag?",
)
"""Each weighted indicator over the scored years, before treatment; `observed_share` is that of cells with a figure.

`flag` is `missing` (less than two thirds observed), `outliers` (skew and kurtosis reach their limits after treatment
as well), or null.
"""

AUDIT_COVERAGE = declare(
    "audit_coverage",
    "*ref_area *time_period observed_share lowest_coverage lowest_component_id flag?",
)
"""Share of the weighted indicators that a region has figures for, and its least covered component below the index."""

AUDIT_CORRELATIONS = declare(
    "audit_correlations",
    "*first_id *second_id relation regions pearson? pearson_p_value? spearman? spearman_p_value? kendall? "
    "kendall_p_value? flag?",
)
"""Correlations of scores in one year, pairwise complete, with two-sided p-values.

`relation` is `siblings` (children of one component), `parent`, `other_parent` (another component of the parent's
level), `index`, or `elsewhere` (indicators of two components; only redundant ones are listed). `flag` is `redundant`
(|r| > 0.92), `negative`, `weak` (r < 0.3 with its parent), or `closer_to_other` (r above that with its own parent).
"""

AUDIT_CONSISTENCY = declare(
    "audit_consistency",
    "*component_id children regions alpha? alpha_p05? alpha_p95? first_share? eigenvalues_above_one? flag?",
)
"""Whether a component's children measure the same thing: Cronbach's alpha, and the first principal component's share.

`flag` is `inconsistent` (alpha < 0.7), `several_dimensions` (more than one eigenvalue above 1, or a first share under
half), or null.
"""

AUDIT_PCA = declare("audit_pca", "*component_id *axis *child_id eigenvalue variance_share loading")
"""Principal components of the children's scores: eigenvectors of their correlations, the greatest loading positive."""

AUDIT_IMPORTANCE = declare("audit_importance", "*component_id *child_id share importance? importance_share? flag?")
"""Nominal share of a child compared with its importance: Var(E[score of the component | child]) / Var(score).

`flag` is `outweighs` or `underweighs` if the share of importance is over 1.5 times, or under 2/3 of, the share of
weight.
"""

AUDIT_ADDED_VALUE = declare("audit_added_value", "*component_id regions share_apart? spearman? flag?")
"""Share of regions whose rank in a component differs from that in the index by 5 or more; `repeats` if under 1/5."""

AUDIT_FINDINGS = declare(
    "audit_findings", "*position topic subject? other? finding_zh? finding_en? answer_zh? answer_en?"
)
"""Findings of the audit, one sentence each, and the framework's answer (`answers.yaml`), if any.

A finding of two indicators or components names the second as `other`.
"""
