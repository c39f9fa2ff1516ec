"""Normalise: rescale the values of each indicator to scores that point the same way."""

import pyarrow as pa
import pyarrow.compute as pc

from index_pipeline import tables
from index_pipeline.methods import _sql
from index_pipeline.methods.columns import with_levels
from index_pipeline.methods.errors import MethodError


def normalise(treated: pa.Table, goalposts: pa.Table) -> pa.Table:
    """Rescale each indicator by its fitted parameters, so that higher is always better.

    With parameters l < u and scale (a, b), the form `linear` makes ``a + (b − a)(x − l)/(u − l)`` of a
    higher-is-better value x and ``a + (b − a)(u − x)/(u − l)`` of a lower-is-better one; `ratio` makes
    ``a + (b − a) u/x``; the rank forms ``a + (b − a)(r − 1)/(n − 1)``, r the rank among the n values of
    `first_year` to `last_year`, 1 the worst (a value of another year takes the rank that it would have among
    them). Where capped or floored, scores beyond an end of the scale are that end. Missing values stay missing.
    Direction is applied here and nowhere else.

    Args:
        treated: `tables.TREATED`, one row per region, year and indicator.
        goalposts: `tables.GOALPOSTS`, on the treated values.

    Returns:
        `tables.NORMALISED`, in points of the scale; indicators without goalposts are left out.

    Raises:
        MethodError: a value of 0 where its ratio to a target or base is wanted, or a score that is not finite.

    Source: OECD/JRC Handbook on Constructing Composite Indicators (2008), step 5.
    """
    ranked = pc.starts_with(goalposts["form"], "rank")
    by_rank = goalposts.filter(ranked)
    normalised = _sql.run("normalise", {"treated": treated, "goalposts": goalposts.filter(pc.invert(ranked))})
    if by_rank.num_rows:
        ranks = _sql.run("normalise_rank", {"treated": _placed(treated, by_rank), "goalposts": by_rank})
        normalised = pa.concat_tables([normalised, ranks]).sort_by(
            [(name, "ascending") for name in ("ref_area", "time_period", "indicator_id")]
        )
    _refuse_lost(normalised)
    return tables.NORMALISED.conform(normalised)


def _placed(treated: pa.Table, by_rank: pa.Table) -> pa.Table:
    """Return the values of the indicators that are normalised by rank, with `level`, one number for tied values."""
    yearly = pc.is_valid(by_rank["time_period"])
    parts = [
        with_levels(
            treated.filter(pc.is_in(treated["indicator_id"], pc.unique(rows["indicator_id"]))), "obs_value", "own", by
        )
        for rows, by in (
            (by_rank.filter(yearly), ["indicator_id", "time_period"]),
            (by_rank.filter(pc.invert(yearly)), ["indicator_id"]),
        )
    ]
    return pa.concat_tables(parts)


def _refuse_lost(normalised: pa.Table) -> None:
    row = pc.index(normalised["lost"], True).as_py()
    if row >= 0:
        name, area, year = (normalised[c][row].as_py() for c in ("indicator_id", "ref_area", "time_period"))
        raise MethodError(
            f"indicator {name}, region {area}, {year}: the value is 0 or too near to it, or too far from the ends of "
            "the scale, for a score: choose another normalisation"
        )
