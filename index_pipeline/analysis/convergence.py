"""Convergence of scores: does their dispersion fall (σ), and do low ones grow faster (β)?"""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import pyarrow as pa

from index_pipeline.analysis.caveats import caveat, columns
from index_pipeline.analysis.growth import GrowthModel, models
from index_pipeline.analysis.scores import CrossSection, cross_sections
from index_pipeline.analysis.zones import FEW, area_titles, zone_title, zones_of
from index_pipeline.framework.framework import Framework
from index_pipeline.kernel.arrays import Floats
from index_pipeline.language import Both
from index_pipeline.tables import BETA_CONVERGENCE, BETA_TERMS, SIGMA_CONVERGENCE, finite

FEW_DEGREES = 10
"""A regression with fewer degrees of freedom than this has a caveat."""


def sigma_convergence(scores: pa.Table, framework: Framework, component_ids: Sequence[str] | None = None) -> pa.Table:
    """Compute the dispersion of scores in each year, over all regions and over those of each zone.

    sd = √(Σ(y − ȳ)²/(n − 1)); cv = sd/ȳ; sigma = √(Σ(ln y − mean)²/n), the population form used in the literature
    on convergence; sigma_sample the same with n − 1. σ convergence is a fall over the years.

    Args:
        scores: `tables.SCORES`, in points of the scale.
        framework: Gives the zones: attribute `zone` of its regions.
        component_ids: Components to take; the index and its pillars if None.

    Returns:
        `tables.SIGMA_CONVERGENCE`; sigma is null if a score is not positive, cv if the mean is not, and any
        statistic that divides by n − 1 for a single region.

    Raises:
        AnalysisError: the framework has no component of that name.

    Source: Barro and Sala-i-Martin (1992), JPE 100; R package REAT, `sigmaconv`.
    """
    rows = (row for section in cross_sections(scores, framework, component_ids) for row in _sigma(section, framework))
    return SIGMA_CONVERGENCE.of_rows(rows)


def beta_convergence(
    scores: pa.Table,
    framework: Framework,
    covariates: pa.Table | None = None,
    component_ids: Sequence[str] | None = None,
) -> pa.Table:
    """Regress the mean yearly growth of scores on the logarithm of the first one.

    (1/T) ln(y_T/y_0) = a + β ln y_0 + Σ c_k x_k, with T the years between the first and the last; by ordinary least
    squares with classical standard errors. Convergence is β < 0; its speed −ln(1 + βT)/T a year, with standard error
    se(β)/(1 + βT), and half-life ln 2/speed. `absolute` has no controls, over all regions and over those of each zone.
    `conditional` controls for `covariates`; if they are None, for the first scores of the other pillars and, for
    the index, for the lead of each pillar but the last over the index, as the leads add up to zero.

    Args:
        scores: `tables.SCORES`, in points of the scale.
        framework: Gives pillars and zones.
        covariates: `tables.COVARIATES`, figures of the first year.
        component_ids: Components to take; the index and its pillars if None.

    Returns:
        `tables.BETA_CONVERGENCE`. Estimates are null, with the reason as caveat, if a score is not positive or
        the regions do not determine the parameters; the speed if 1 + βT is not positive, the half-life if
        there is no convergence. No rows for a component scored in one year only, no conditional model without
        controls. Regions without a first or last score or a covariate are left out.

    Raises:
        AnalysisError: a component or the region of a covariate is not in the framework.

    Source: Barro and Sala-i-Martin (1992), JPE 100.
    """
    found = models(scores, framework, covariates, component_ids)
    return BETA_CONVERGENCE.of_rows(_beta(model, framework) for model in found)


def beta_terms(
    scores: pa.Table,
    framework: Framework,
    covariates: pa.Table | None = None,
    component_ids: Sequence[str] | None = None,
) -> pa.Table:
    """List every coefficient of the regressions of `beta_convergence`, which takes the same arguments.

    Returns:
        `tables.BETA_TERMS`; no rows for a regression without estimates.
    """
    found = models(scores, framework, covariates, component_ids)
    return BETA_TERMS.of_rows(row for model in found for row in _terms(model))


def _sigma(section: CrossSection, framework: Framework) -> Iterator[dict[str, Any]]:
    zones = zones_of(section.ref_areas, framework)
    yield _dispersion(section, None, section.ref_areas, section.scores, framework)
    for zone in dict.fromkeys(zones):
        inside = [other == zone for other in zones]
        areas = [area for area, here in zip(section.ref_areas, inside, strict=True) if here]
        yield _dispersion(section, zone, areas, section.scores[inside], framework)


def _dispersion(
    section: CrossSection, zone: str | None, areas: Sequence[str], y: Floats, framework: Framework
) -> dict[str, Any]:
    several, positive, mean = len(y) > 1, bool((y > 0).all()), float(y.mean())
    sd = float(y.std(ddof=1)) if several else None
    caveats = []
    if zone is not None and len(y) < FEW:
        caveats.append(caveat("small_zone", zone=zone_title(zone, framework), n=len(y)))
    if not positive:
        low = [area for area, score in zip(areas, y, strict=True) if score <= 0]
        caveats.append(_not_positive(low, framework))
    return {
        "component_id": section.component_id,
        "time_period": section.time_period,
        "zone": zone,
        "n": len(y),
        "mean": mean,
        "sd": sd,
        "cv": sd / mean if sd is not None and mean > 0 else None,
        "sigma": float(np.log(y).std()) if positive else None,
        "sigma_sample": float(np.log(y).std(ddof=1)) if positive and several else None,
        **columns(caveats),
    }


def _beta(model: GrowthModel, framework: Framework) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if model.fit is not None:
        beta, error = (float(values[1]) for values in (model.fit.estimates, model.fit.standard_errors))
        span = model.last_year - model.first_year
        left = 1 + beta * span
        speed = -np.log(left) / span if left > 0 else None
        found = {
            "beta": beta,
            "standard_error": error,
            "t_value": finite(float(model.fit.t_values[1])),
            "p_value": finite(float(model.fit.p_values[1])),
            "degrees_of_freedom": model.fit.degrees_of_freedom,
            "r_squared": finite(model.fit.r_squared),
            "speed": speed,
            "speed_standard_error": error / left if left > 0 else None,
            "half_life": np.log(2) / speed if speed is not None and speed > 0 else None,
        }
    return {
        "component_id": model.component_id,
        "model": model.name,
        "zone": model.zone,
        "first_year": model.first_year,
        "last_year": model.last_year,
        "n": model.n,
        **found,
        **columns(_caveats(model, framework)),
    }


def _caveats(model: GrowthModel, framework: Framework) -> Iterator[Both]:
    parameters = len(model.terms)
    if model.without_score:
        yield caveat("missing", areas=area_titles(model.without_score, framework))
    if model.without_covariate:
        yield caveat("no_covariate", areas=area_titles(model.without_covariate, framework))
    if model.not_positive:
        yield _not_positive(model.not_positive, framework)
    elif model.n <= parameters:
        yield caveat("too_few", n=model.n, parameters=parameters)
    elif model.fit is None:
        yield caveat("collinear")
    else:
        if model.fit.degrees_of_freedom < FEW_DEGREES:
            yield caveat("few_degrees", n=model.n, parameters=parameters, degrees=model.fit.degrees_of_freedom)
        yield caveat("ceiling")


def _not_positive(areas: Sequence[str], framework: Framework) -> Both:
    return caveat("not_positive", areas=area_titles(areas, framework), measure=Both("The logarithm", "其对数"))


def _terms(model: GrowthModel) -> Iterator[dict[str, Any]]:
    if model.fit is None:
        return
    for k, term in enumerate(model.terms):
        yield {
            "component_id": model.component_id,
            "model": model.name,
            "zone": model.zone,
            "term": term,
            "estimate": float(model.fit.estimates[k]),
            "standard_error": float(model.fit.standard_errors[k]),
            "t_value": finite(float(model.fit.t_values[k])),
            "p_value": finite(float(model.fit.p_values[k])),
        }
