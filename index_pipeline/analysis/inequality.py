"""Inequality of scores between regions, within and between zones."""

from collections.abc import Iterator, Sequence
from typing import Any

import pyarrow as pa

from index_pipeline.analysis.caveats import caveat, columns
from index_pipeline.analysis.gini import GiniDecomposition, decompose_gini
from index_pipeline.analysis.scores import CrossSection, cross_sections
from index_pipeline.analysis.theil import THEIL, TheilDecomposition, decompose_theil
from index_pipeline.analysis.zones import FEW, area_titles, zone_title, zones_of
from index_pipeline.framework.framework import Framework
from index_pipeline.language import Both
from index_pipeline.tables import INEQUALITY, ZONE_INEQUALITY, ZONE_PAIRS


def inequality(scores: pa.Table, framework: Framework, component_ids: Sequence[str] | None = None) -> pa.Table:
    """Compute Dagum's Gini and Theil's index of each component and year, with their parts.

    The formulas are those of `gini.decompose_gini` and `theil.decompose_theil`; every region has the same weight.
    Regions without a score are left out and named in the caveat.

    Args:
        scores: `tables.SCORES`, in points of the scale, as published: never ranks, nor scores put on another scale.
        framework: Gives the zones: attribute `zone` of its regions.
        component_ids: Components to take; the index and its pillars if None.

    Returns:
        `tables.INEQUALITY`. Gini is null if a score is negative or all are 0, Theil if one is not positive;
        the caveat names the region.

    Raises:
        AnalysisError: the framework has no component of that name.
    """
    return INEQUALITY.of_rows(
        _total(section, framework) for section in cross_sections(scores, framework, component_ids)
    )


def zone_inequality(scores: pa.Table, framework: Framework, component_ids: Sequence[str] | None = None) -> pa.Table:
    """Compute Gini G_jj and Theil's index T_j inside each zone, and what each adds to those of all regions.

    Args:
        scores: `tables.SCORES`.
        framework: Gives the zones.
        component_ids: Components to take; the index and its pillars if None.

    Returns:
        `tables.ZONE_INEQUALITY`; null as in `inequality`. A zone of fewer than 5 regions has a caveat.

    Raises:
        AnalysisError: the framework has no component of that name.
    """
    rows = (row for section in cross_sections(scores, framework, component_ids) for row in _zones(section, framework))
    return ZONE_INEQUALITY.of_rows(rows)


def zone_pairs(scores: pa.Table, framework: Framework, component_ids: Sequence[str] | None = None) -> pa.Table:
    """Compute Gini G_jh between each two zones, and what each pair adds to that of all regions.

    Args:
        scores: `tables.SCORES`.
        framework: Gives the zones.
        component_ids: Components to take; the index and its pillars if None.

    Returns:
        `tables.ZONE_PAIRS`; no rows for a component and year whose Gini is not defined.

    Raises:
        AnalysisError: the framework has no component of that name.
    """
    rows = (row for section in cross_sections(scores, framework, component_ids) for row in _pairs(section, framework))
    return ZONE_PAIRS.of_rows(rows)


def _total(section: CrossSection, framework: Framework) -> dict[str, Any]:
    zones = zones_of(section.ref_areas, framework)
    counts = {zone: zones.count(zone) for zone in zones}
    by_gini, by_theil = _gini(section, zones), _theil(section, zones)
    caveats = _missing(section, framework)
    if len(counts) == 1:
        caveats.append(caveat("one_zone"))
    else:
        caveats += _small(counts, framework)
    return {
        "component_id": section.component_id,
        "time_period": section.time_period,
        "n": len(section.scores),
        "zones": len(counts),
        "mean": section.scores.mean(),
        "gini": by_gini and by_gini.total,
        "gini_within": by_gini and by_gini.within,
        "gini_net_between": by_gini and by_gini.net_between,
        "gini_transvariation": by_gini and by_gini.transvariation,
        "theil": by_theil and by_theil.total,
        "theil_within": by_theil and by_theil.within,
        "theil_between": by_theil and by_theil.between,
        **columns([*caveats, *_undefined(section, framework)]),
    }


def _zones(section: CrossSection, framework: Framework) -> Iterator[dict[str, Any]]:
    zones = zones_of(section.ref_areas, framework)
    by_gini, by_theil = _gini(section, zones), _theil(section, zones)
    ginis = {part.zone: part for part in by_gini.zones} if by_gini else {}
    theils = {part.zone: part for part in by_theil.zones} if by_theil else {}
    undefined = _undefined(section, framework)
    for zone in dict.fromkeys(zones):
        own = section.scores[[other == zone for other in zones]]
        found, other = ginis.get(zone), theils.get(zone)
        yield {
            "component_id": section.component_id,
            "time_period": section.time_period,
            "zone": zone,
            "n": len(own),
            "mean": own.mean(),
            "population_share": len(own) / len(zones),
            "score_share": found and found.score_share,
            "gini": found and found.gini,
            "gini_within": found and found.within,
            "theil": other and other.theil,
            "theil_within": other and other.within,
            **columns([*_small({zone: len(own)}, framework), *undefined]),
        }


def _pairs(section: CrossSection, framework: Framework) -> Iterator[dict[str, Any]]:
    zones = zones_of(section.ref_areas, framework)
    found = _gini(section, zones)
    for pair in found.pairs if found else ():
        counts = {zone: zones.count(zone) for zone in (pair.zone, pair.other_zone)}
        yield {
            "component_id": section.component_id,
            "time_period": section.time_period,
            "zone": pair.zone,
            "other_zone": pair.other_zone,
            "n": counts[pair.zone],
            "other_n": counts[pair.other_zone],
            "gini": pair.gini,
            "gross_affluence": pair.gross_affluence,
            "transvariation": pair.transvariation,
            "relative_affluence": pair.relative_affluence,
            "gini_net_between": pair.net_between,
            "gini_transvariation": pair.gini_transvariation,
            **columns(_small(counts, framework)),
        }


def _gini(section: CrossSection, zones: Sequence[str]) -> GiniDecomposition | None:
    defined = (section.scores >= 0).all() and section.scores.any()
    return decompose_gini(section.scores, zones) if defined else None


def _theil(section: CrossSection, zones: Sequence[str]) -> TheilDecomposition | None:
    return decompose_theil(section.scores, zones) if (section.scores > 0).all() else None


def _missing(section: CrossSection, framework: Framework) -> list[Both]:
    return [caveat("missing", areas=area_titles(section.missing, framework))] if section.missing else []


def _small(counts: dict[str, int], framework: Framework) -> list[Both]:
    return [caveat("small_zone", zone=zone_title(zone, framework), n=n) for zone, n in counts.items() if n < FEW]


def _undefined(section: CrossSection, framework: Framework) -> Iterator[Both]:
    below = [area for area, score in zip(section.ref_areas, section.scores, strict=True) if score < 0]
    at_most = [area for area, score in zip(section.ref_areas, section.scores, strict=True) if score <= 0]
    if below:
        yield caveat("negative", areas=area_titles(below, framework))
    elif not section.scores.any():
        yield caveat("all_zero")
    if at_most:
        yield caveat("not_positive", areas=area_titles(at_most, framework), measure=THEIL)
