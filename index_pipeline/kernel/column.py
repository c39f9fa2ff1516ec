"""One indicator as its normalisation sees it: values, the samples of them that parameters are fitted on, refusals."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from index_pipeline.framework.methods import Normalisation, Scale
from index_pipeline.framework.model import Indicator
from index_pipeline.kernel.arrays import Axes, Flags, Floats
from index_pipeline.kernel.errors import MethodError
from index_pipeline.kernel.treatment import TRANSFORMS, Fit
from index_pipeline.rounding import is_constant

OneValue = Literal["refuse", "middle"]
"""How to treat an indicator that has one value only where its method is fitted.

A build refuses it. A draw cannot, for chance may bring it about: all regions score the middle of the scale.
"""


@dataclass(frozen=True)
class Column:
    """One indicator as treated and before, (draw, year, region), and what its parameters are fitted with."""

    x: Floats
    untreated: Floats
    fit: Fit
    indicator: Indicator
    reference: Flags
    axes: Axes
    scale: Scale
    one_value: OneValue

    @property
    def higher(self) -> bool:
        """Whether higher is better."""
        return self.indicator.direction == "higher_is_better"

    def fitted_years(self, method: Normalisation) -> Flags:
        """Return the years whose values `method` is fitted on: those of the reference period, or of all years."""
        if getattr(method, "fitted_on", "reference") == "reference":
            return self.reference
        return np.asarray(~np.isnan(self.x).all(axis=(0, 2)))

    def sample(self, method: Normalisation, values: Floats | None = None) -> Floats:
        """Return the values that `method` is fitted on, as treated or those given: (draw, one or each year, values)."""
        x = self.x if values is None else values
        if by_year(method):
            return x
        chosen = x[:, self.fitted_years(method)]
        return chosen.reshape(len(chosen), 1, -1)

    def varying_sample(self, method: Normalisation) -> Floats:
        """Return the values that `method` is fitted on.

        Raises:
            MethodError: they are one value only, before or after treatment, and this is refused.
        """
        sample = self.sample(method)
        if self.one_value == "refuse":
            before = self.sample(method, self.untreated)
            nothing = np.isnan(sample).all(2)
            for values, constant in ((before, is_constant(before)), (sample, is_constant(sample))):
                at = np.argwhere(constant & ~nothing)
                if len(at):
                    self._refuse_one_value(values, before, method, tuple(at[0]))
        return sample

    def year_of(self, year: int | None, *, first: bool) -> int | None:
        """Return the position of `year`, by default the first or last of the reference period; None if outside."""
        if year is None:
            fitted = np.flatnonzero(self.reference)
            return int(fitted[0 if first else -1]) if len(fitted) else None
        return self.axes.years.index(year) if year in self.axes.years else None

    def given(self, value: float | None, method: Normalisation | None = None) -> Floats:
        """Return a value, stated in the indicator's unit, as its treatment transforms it: (draw, year or 1, 1).

        It is one value where it is set beside what `method` takes from the figures of several years.
        """
        if value is None:
            raise self.refusal("it has no target")
        found = self.fit.through(value)
        if found.shape[1] > 1 and method is not None and not by_year(method):
            raise self.refusal(
                "it is treated by year, so that a given value has no one place among its treated values: normalise it "
                "by year as well"
            )
        self.refuse(np.isnan(found), f"the given value {value:g} is outside the domain of its transform")
        return found

    def refuse(self, fault: Flags, reason: str, when: str = "") -> None:
        """Refuse the indicator where there is any `fault`."""
        if fault.any():
            raise self.refusal(reason, when)

    def refusal(self, reason: str, when: str = "") -> MethodError:
        """Return the error that names the indicator."""
        return MethodError(f"indicator {self.indicator.id}{when}: {reason}")

    def when(self, method: Normalisation, year: int) -> str:
        """Return the years that a sample is of, for a message."""
        return f" in {self.axes.years[year]}" if by_year(method) else " over the period that goalposts are fitted on"

    def _refuse_one_value(self, sample: Floats, before: Floats, method: Normalisation, at: tuple[int, ...]) -> None:
        draw, year = at
        values, when = sample[at], self.when(method, year)
        said = f"indicator {self.indicator.id} has the one value {np.nanmin(values):g}{when}"
        if sample is before:
            raise MethodError(f"{said}: it tells no region from another; leave it out, or give it goalposts")
        at_fit = draw, min(year, self.fit.moved.shape[1] - 1)
        moved = int(self.fit.moved[at_fit])
        treatment = TRANSFORMS[self.fit.transform[at_fit]] if self.fit.transformed[at_fit] else "winsorise"
        winsorised = f", which moved {moved} of {np.isfinite(values).sum()} values" if moved else ""
        least, greatest = np.nanmin(before[at]), np.nanmax(before[at])
        raise MethodError(
            f"{said} after its treatment {treatment}{winsorised}; before, it had values from {least:g} to "
            f"{greatest:g}: give it another treatment, such as none, or goalposts"
        )


def by_year(method: Normalisation) -> bool:
    """Return whether a method is fitted on each year by itself."""
    return bool(getattr(method, "fitted_on", "reference") == "year")
