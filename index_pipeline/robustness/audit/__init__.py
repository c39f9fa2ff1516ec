"""Audit: whether the index is sound, in the manner of the European Commission's Joint Research Centre."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from index_pipeline.framework.framework import Framework
from index_pipeline.framework.robustness import Robustness
from index_pipeline.robustness.audit.consistency import audit_consistency, audit_pca
from index_pipeline.robustness.audit.correlations import audit_correlations
from index_pipeline.robustness.audit.findings import findings
from index_pipeline.robustness.audit.importance import audit_added_value, audit_importance
from index_pipeline.robustness.audit.indicators import audit_coverage, audit_indicators
from index_pipeline.robustness.audit.scores import scores_of_year


@dataclass(frozen=True)
class Audit:
    """Tables of one audit, named as in `tables`."""

    audit_indicators: pa.Table
    audit_coverage: pa.Table
    audit_correlations: pa.Table
    audit_consistency: pa.Table
    audit_pca: pa.Table
    audit_importance: pa.Table
    audit_added_value: pa.Table
    audit_findings: pa.Table


def audit(
    screened: pa.Table,
    imputed: pa.Table,
    treatments: pa.Table,
    treated: pa.Table,
    normalised: pa.Table,
    weights: pa.Table,
    scores: pa.Table,
    framework: Framework,
    year: int | None = None,
) -> Audit:
    """Audit a build: coverage, gaps, outliers, correlations, consistency, importance, added value.

    Scores are those of one year, by default the newest: regions of several years are not independent. With 31
    regions, all results are descriptive; thresholds are JRC practice, not tests.

    Args:
        screened, imputed, treatments, treated, normalised, weights, scores: The tables of the build.
        framework: Gives tree, years and titles.
        year: The year of the scores.

    Source: OECD/JRC Handbook (2008), steps 4 and 7; Paruolo, Saisana and Saltelli (2013), JRSS A 176.
    """
    one_year = scores_of_year(normalised, weights, scores, framework, year)
    found = {
        "audit_indicators": audit_indicators(imputed, treated, treatments, one_year.tree, framework),
        "audit_coverage": audit_coverage(screened, scores, one_year.tree, framework),
        "audit_correlations": audit_correlations(one_year),
        "audit_consistency": audit_consistency(one_year, (framework.definition.robustness or Robustness()).seed),
        "audit_pca": audit_pca(one_year),
        "audit_importance": audit_importance(one_year),
        "audit_added_value": audit_added_value(one_year),
    }
    regions = int((~np.isnan(one_year.of(one_year.index_id))).sum())
    return Audit(**found, audit_findings=findings(found, one_year.year, regions, framework))
