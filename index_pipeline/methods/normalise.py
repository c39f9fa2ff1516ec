"""Normalise: fit the goalposts of each indicator, and rescale its values to the common scale."""

from collections.abc import Iterator

import numpy as np
import pyarrow as pa

from index_pipeline import tables
from index_pipeline.framework.load import Framework
from index_pipeline.framework.methods import Goalposts, MinMax
from index_pipeline.framework.model import Indicator
from index_pipeline.methods import _sql
from index_pipeline.methods.errors import MethodError
from index_pipeline.methods.moments import Vector
from index_pipeline.methods.treat import transform


def fit_goalposts(treated: pa.Table, treatments: pa.Table, framework: Framework) -> pa.Table:
    """Find the values of each indicator that score the floor and the ceiling of the scale.

    ``min_max`` takes the least and the greatest treated value of the reference period (or of all years, or of each
    year); ``goalposts`` takes the given ones through the indicator's transform. Frozen as a table, they do not
    change when a year is added.

    Args:
        treated: `tables.TREATED`.
        treatments: `tables.TREATMENTS`: the transforms that given goalposts pass through.
        framework: Gives methods, scale and reference period.

    Returns:
        `tables.GOALPOSTS`, one row an indicator; one a year where they are fitted by year. An indicator without
        any value has no row, and so no score.

    Raises:
        MethodError: an indicator has one value only where goalposts are fitted: it tells no region from another.
    """
    names = treated["indicator_id"].to_numpy()
    years = treated["time_period"].to_numpy()
    values = treated["obs_value"].to_numpy()
    observed = ~np.isnan(values)
    fits = {row["indicator_id"]: row for row in treatments.to_pylist()}
    rows: list[dict[str, object]] = []
    for indicator in framework.indicators.values():
        chosen = (names == indicator.id) & observed
        rows.extend(_goalposts(indicator, years[chosen], values[chosen], fits[indicator.id], framework))
    return tables.GOALPOSTS.conform(pa.Table.from_pylist(rows, schema=tables.GOALPOSTS.schema))


def normalise(treated: pa.Table, goalposts: pa.Table) -> pa.Table:
    """Rescale each indicator to the common scale, so that higher is always better.

    With goalposts l < u and scale (a, b), a higher-is-better value x becomes ``a + (b − a)(x − l)/(u − l)``, a
    lower-is-better one ``a + (b − a)(u − x)/(u − l)``; where capped, values beyond a goalpost score as the
    goalpost. Missing values stay missing. Direction is applied here and nowhere else.

    Args:
        treated: `tables.TREATED`, one row per region, year and indicator.
        goalposts: `tables.GOALPOSTS`, on the treated values.

    Returns:
        `tables.NORMALISED`, in points of the scale; indicators without goalposts are left out.

    Source: OECD/JRC Handbook on Constructing Composite Indicators (2008), step 5.
    """
    return tables.NORMALISED.conform(_sql.run("normalise", {"treated": treated, "goalposts": goalposts}))


def _goalposts(
    indicator: Indicator, years: Vector, values: Vector, fit: dict, framework: Framework
) -> Iterator[dict[str, object]]:
    definition = framework.definition
    method = indicator.normalisation or definition.normalisation
    row = {
        "indicator_id": indicator.id,
        "direction": indicator.direction,
        "floor": definition.scale[0],
        "ceiling": definition.scale[1],
        "capped": isinstance(method, Goalposts) and method.cap,
    }
    if isinstance(method, Goalposts):
        given = np.array([method.lower, method.upper])
        lower, upper = transform(given, fit["transform"], fit["shift"], fit["exponent"])
        if not lower < upper:
            raise MethodError(f"indicator {indicator.id}: its goalposts are outside the domain of its transform")
        yield row | {"lower": float(lower), "upper": float(upper)}
        return
    for year, x in _samples(method, years, values, framework):
        if not len(x):
            continue
        if x.min() == x.max():
            when = f"in {year}" if year else "over the period that goalposts are fitted on"
            raise MethodError(
                f"indicator {indicator.id} has the one value {x.min():g} {when}: it tells no region from another; "
                "leave it out, or give it goalposts"
            )
        yield row | {"time_period": year, "lower": float(x.min()), "upper": float(x.max())}


def _samples(
    method: MinMax, years: Vector, values: Vector, framework: Framework
) -> Iterator[tuple[int | None, Vector]]:
    if method.fitted_on == "year":
        yield from ((int(year), values[years == year]) for year in np.unique(years))
    elif method.fitted_on == "panel":
        yield None, values
    else:
        span = framework.definition.fitted_on
        yield None, values[(years >= span.first) & (years <= span.last)]
