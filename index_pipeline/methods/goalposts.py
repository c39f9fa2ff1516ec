"""Fit the parameters of each indicator's normalisation: which values score the ends of the scale."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from index_pipeline import tables
from index_pipeline.framework.framework import Framework
from index_pipeline.framework.methods import (
    Borda,
    CentredRange,
    DistanceToMaximum,
    DistanceToReference,
    DistanceToTarget,
    EfficacyCoefficient,
    FractionOfMaximum,
    Goalposts,
    IndexToBase,
    MinMax,
    Normalisation,
    PercentileRank,
    Rank,
    Scaled,
    TargetRatio,
    Vector,
    ZScore,
)
from index_pipeline.framework.model import Indicator
from index_pipeline.methods.columns import NOTHING, Columns, Sample, by_indicator
from index_pipeline.methods.errors import MethodError
from index_pipeline.methods.moments import length, mean_and_deviation
from index_pipeline.methods.treat import transform
from index_pipeline.methods.unfitted import refuse_unfitted
from index_pipeline.rounding import is_constant

Row = dict[str, object]
"""Columns of `tables.GOALPOSTS`; those that are null are left out."""


def fit_goalposts(imputed: pa.Table, treated: pa.Table, treatments: pa.Table, framework: Framework) -> pa.Table:
    """Find the parameters of each indicator's normalisation.

    What a method takes from the values (extremes, mean, rank) it takes from the treated values of the reference
    period, of all years, or of each year. Given values pass through the indicator's transform. Frozen as a table,
    parameters of the reference period do not change when a year is added.

    Args:
        imputed: `tables.IMPUTED`: the values before treatment.
        treated: `tables.TREATED`.
        treatments: `tables.TREATMENTS`: the transforms that given values pass through.
        framework: Gives methods, scale, directions and reference period.

    Returns:
        `tables.GOALPOSTS`, one row an indicator; one a year where fitted by year, one a region where values are
        related to the region's own. A supplementary indicator without a value to fit on has no row, and no score.

    Raises:
        MethodError: an indicator with weight has no value where parameters are fitted, or none at all; it has one
            value only, up to rounding, where parameters are fitted (it tells no region from another), before or
            after its treatment; a given value is outside the domain of the transform; a base
            value or maximum is not positive; the reference region has no value; values are too far apart for a double.

    Source: OECD/JRC Handbook on Constructing Composite Indicators (2008), step 5.
    """
    transforms: dict[str, list[dict[str, Any]]] = {}
    for row in treatments.to_pylist():
        transforms.setdefault(row["indicator_id"], []).append(row)
    before, after = by_indicator(imputed, "obs_value"), by_indicator(treated, "obs_value")
    rows: list[Row] = []
    for indicator in framework.indicators.values():
        fit = _Fit(
            indicator,
            before.get(indicator.id, NOTHING),
            after.get(indicator.id, NOTHING),
            transforms.get(indicator.id, []),
            framework,
        )
        rows.extend(fit.rows())
    refuse_unfitted({str(row["indicator_id"]) for row in rows}, after, framework)
    return tables.GOALPOSTS.conform(pa.Table.from_pylist(rows, schema=tables.GOALPOSTS.schema))


@dataclass(frozen=True)
class _Fit:
    """The parameters of one indicator's normalisation."""

    indicator: Indicator
    before: Columns
    known: Columns
    transforms: list[dict[str, Any]]
    framework: Framework

    def rows(self) -> Iterator[Row]:
        if not len(self.known.values):
            return
        method = self.indicator.normalisation or self.framework.definition.normalisation
        floor, ceiling = getattr(method, "scale", None) or self.framework.definition.scale
        common: Row = {
            "indicator_id": self.indicator.id,
            "method": method.method,
            "form": "linear",
            "direction": self.indicator.direction,
            "floor": floor,
            "ceiling": ceiling,
            "capped": getattr(method, "cap", False),
            "floored": isinstance(method, (Goalposts, EfficacyCoefficient)) and method.cap,
        }
        for row in self._of(method):
            self._refuse_infinite(row)
            yield common | row

    def _of(self, method: Normalisation) -> Iterator[Row]:
        match method:
            case Goalposts():
                yield from self._between(method.lower, method.upper)
            case Scaled():
                yield self._reflected(method.lower, method.upper) | {"floor": 0.0, "ceiling": method.factor}
            case TargetRatio():
                yield from self._target_ratio(method)
            case IndexToBase():
                yield from self._index_to_base(method)
            case EfficacyCoefficient() if method.satisfactory is not None and method.unacceptable is not None:
                yield from self._between(*sorted((method.unacceptable, method.satisfactory)))
            case _:
                period, reference = method.fitted_on, self.framework.definition.fitted_on
                samples = zip(
                    self.before.samples(period, reference), self.known.samples(period, reference), strict=True
                )
                for untreated, sample in samples:
                    if not len(sample.values):
                        continue
                    row = self._fitted(method, untreated, sample)
                    yield {"time_period": sample.year, "first_year": sample.first, "last_year": sample.last} | row

    def _fitted(self, method: Normalisation, untreated: Sample, sample: Sample) -> Row:
        x = sample.values
        match method:
            case FractionOfMaximum():
                return {"lower": 0.0, "upper": self._positive(float(x.max()), "greatest value", sample)}
            case Vector():
                return {"lower": 0.0, "upper": self._positive(length(x), "root of the squares", sample)}
        self._refuse_one_value(untreated, sample)
        lower, upper = float(x.min()), float(x.max())
        match method:
            case MinMax() | DistanceToMaximum() | EfficacyCoefficient():
                return {"lower": lower, "upper": upper}
            case ZScore():
                mean, deviation = mean_and_deviation(x)
                lower, upper = (mean, mean + deviation) if self._higher else (mean - deviation, mean)
                scores = {"floor": method.mean, "ceiling": method.mean + method.standard_deviation}
                return {"lower": lower, "upper": upper, **scores}
            case DistanceToReference():
                return self._towards(self._reference(method, sample), lower, upper)
            case DistanceToTarget():
                target = self.indicator.target if method.target is None else method.target
                return self._towards(self._transformed(target, sample.year), lower, upper)
            case CentredRange():
                centre, half = self._centre(method, sample), (upper - lower) / 2
                return {"lower": centre - half, "upper": centre + half}
            case Rank() | Borda() | PercentileRank():
                row: Row = {"lower": lower, "upper": upper, "form": f"rank_{method.ties}"}
                if isinstance(method, PercentileRank):
                    return row
                first = 1.0 if isinstance(method, Rank) else 0.0
                return row | {"floor": first, "ceiling": first + len(x) - 1}
        raise TypeError(f"no parameters are fitted for {method!r}")

    @property
    def _higher(self) -> bool:
        return self.indicator.direction == "higher_is_better"

    def _reflected(self, lower: float, upper: float) -> Row:
        return {"lower": lower, "upper": upper} if self._higher else {"lower": -upper, "upper": -lower}

    def _between(self, lower: float, upper: float) -> Iterator[Row]:
        for row in self.transforms:
            ends = self._through(lower, row), self._through(upper, row)
            if not ends[0] < ends[1] or is_constant(np.array(ends)):
                raise MethodError(
                    f"indicator {self.indicator.id}: its goalposts are outside the domain of its transform"
                )
            yield {"time_period": row["time_period"], "lower": ends[0], "upper": ends[1]}

    def _target_ratio(self, method: TargetRatio) -> Iterator[Row]:
        given = self.indicator.target if method.target is None else method.target
        for row in self.transforms:
            target = self._through(given, row)
            if not target > 0:
                raise MethodError(f"indicator {self.indicator.id}: its target {target:g} is not above zero")
            form = "linear" if self._higher else "ratio"
            yield {"time_period": row["time_period"], "form": form, "lower": 0.0, "upper": target}

    def _index_to_base(self, method: IndexToBase) -> Iterator[Row]:
        year = self.framework.definition.fitted_on.first if method.year is None else method.year
        at_base = self.known.years == year
        if not at_base.any():
            raise MethodError(f"indicator {self.indicator.id}: no region has a value in the base year {year}")
        for area, value in zip(self.known.ref_areas[at_base], self.known.values[at_base], strict=True):
            if not value > 0:
                raise MethodError(
                    f"indicator {self.indicator.id}, region {area}, {year}: {value:g} is no base for an index; "
                    "choose another base year or another normalisation"
                )
            form = "linear" if self._higher else "ratio"
            ends = {"lower": 0.0, "upper": float(value), "floor": 0.0, "ceiling": method.base}
            yield {"ref_area": area, "form": form, "first_year": year, "last_year": year, **ends}

    def _towards(self, best: float, lower: float, upper: float) -> Row:
        ends = (lower, best) if self._higher else (best, upper)
        if not ends[0] < ends[1] or is_constant(np.array(ends)):
            raise MethodError(
                f"indicator {self.indicator.id}: no value is worse than the reference {best:g}, "
                "so that the distance to it has no length"
            )
        return {"lower": ends[0], "upper": ends[1]}

    def _reference(self, method: DistanceToReference, sample: Sample) -> float:
        year = sample.year or method.year or sample.last
        found = self.known.values[(self.known.ref_areas == method.ref_area) & (self.known.years == year)]
        if not len(found):
            raise MethodError(
                f"indicator {self.indicator.id}, region {method.ref_area}, {year}: the reference region has no value"
            )
        return float(found[0])

    def _centre(self, method: CentredRange, sample: Sample) -> float:
        if method.reference is not None:
            return self._transformed(method.reference, sample.year)
        year = sample.year or method.year or sample.first
        found = self.known.values[self.known.years == year]
        if not len(found):
            raise MethodError(f"indicator {self.indicator.id}, {year}: there is no value to centre the range on")
        return float(found.mean())

    def _transformed(self, value: float | None, year: int | None) -> float:
        row = self._transform_of(year)
        if row is None:
            raise MethodError(
                f"indicator {self.indicator.id}: it is treated by year, so that a given value has no one place "
                "among its treated values: normalise it by year as well"
            )
        return self._through(value, row)

    def _through(self, value: float | None, row: dict[str, Any]) -> float:
        if value is None:
            raise MethodError(f"indicator {self.indicator.id}: it has no target")
        y = float(transform(np.array([value]), row["transform"], row["shift"], row["exponent"])[0])
        if np.isnan(y):
            raise MethodError(
                f"indicator {self.indicator.id}: the given value {value:g} is outside the domain of its transform"
            )
        return y

    def _positive(self, value: float, what: str, sample: Sample) -> float:
        if not value > 0:
            raise MethodError(f"indicator {self.indicator.id}{sample.when}: its {what} {value:g} is not above zero")
        return value

    def _refuse_one_value(self, untreated: Sample, sample: Sample) -> None:
        name, when = self.indicator.id, sample.when
        if is_constant(untreated.values):
            raise MethodError(
                f"indicator {name} has the one value {untreated.values.min():g}{when}: it tells no region from "
                "another; leave it out, or give it goalposts"
            )
        if is_constant(sample.values):
            row = self._transform_of(sample.year)
            treatment = "its treatment" if row is None else f"its treatment {row['method']}"
            moved = f", which moved {row['points']} of {len(sample.values)} values" if row and row["points"] else ""
            raise MethodError(
                f"indicator {name} has the one value {sample.values.min():g}{when} after {treatment}{moved}; before, "
                f"it had values from {untreated.values.min():g} to {untreated.values.max():g}: give it another "
                "treatment, such as none, or goalposts"
            )

    def _refuse_infinite(self, row: Row) -> None:
        lower, upper = float(row["lower"]), float(row["upper"])  # type: ignore[arg-type]
        if not np.isfinite(upper - lower):
            raise MethodError(
                f"indicator {self.indicator.id}: its values or goalposts, {lower:g} and {upper:g}, are too far apart "
                "to compute with: give its multiplier a smaller value"
            )

    def _transform_of(self, year: int | None) -> dict[str, Any] | None:
        rows = {row["time_period"]: row for row in self.transforms}
        return rows.get(year) or rows.get(None)
