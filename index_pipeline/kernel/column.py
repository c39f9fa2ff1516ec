"""One indicator as its normalisation sees it: values, the samples of them that parameters are fitted on, refusals."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from index_pipeline.framework.indicator import Indicator
from index_pipeline.framework.methods import Normalisation, Scale
from index_pipeline.kernel.arrays import Axes, Flags, Floats
from index_pipeline.kernel.errors import MethodError, said
from index_pipeline.kernel.treatment import TRANSFORMS, Fit
from index_pipeline.language import Both
from index_pipeline.rounding import is_constant

OneValue = Literal["refuse", "middle"]
"""How to treat an indicator that has only one value in the data its method is fitted on.

A build refuses it. A draw cannot, as it may happen by chance: then all regions score the middle of the scale.
"""


@dataclass(frozen=True)
class Column:
    """One indicator as treated and before, (draw, year, region), and the inputs for fitting its parameters."""

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
        """Return the years whose values `method` is fitted on, (draw or 1, year).

        They are those of the reference period, or all in which the draw has a value.
        """
        return np.asarray(~np.isnan(self.x).all(axis=2) if _of_all_years(method) else self.reference[None])

    def sample(self, method: Normalisation, values: Floats | None = None) -> Floats:
        """Return the values that `method` is fitted on, as treated or those given: (draw, one or each year, values)."""
        x = self.x if values is None else values
        if by_year(method):
            return x
        chosen = x if _of_all_years(method) else x[:, self.reference]
        return chosen.reshape(len(chosen), 1, -1)

    def varying_sample(self, method: Normalisation) -> Floats:
        """Return the values that `method` is fitted on.

        Raises:
            MethodError: they are all one value, before or after treatment, and this is refused.
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

        It is one value if it is compared with what `method` takes from the figures of several years.
        """
        if value is None:
            raise self.refusal("no_target")
        found = self.fit.through(value)
        if found.shape[1] > 1 and method is not None and not by_year(method):
            raise self.refusal("given_by_year")
        self.refuse(np.isnan(found), "given_outside_transform", value=value)
        return found

    @property
    def place(self) -> Both:
        """The indicator, for a message."""
        return said("indicator", name=self.indicator.id)

    def refuse(self, fault: Flags, kind: str, **details: object) -> None:
        """Refuse the indicator if there is any `fault`."""
        if fault.any():
            raise self.refusal(kind, None, **details)

    def refusal(self, kind: str, place: Both | None = None, **details: object) -> MethodError:
        """Return the error of a kind at a place, by default the indicator."""
        return MethodError.at(place or self.place, said(kind, **details))

    def when(self, method: Normalisation, year: int) -> Both:
        """Return the indicator with the years of a sample, for a message."""
        if by_year(method):
            return said("in_year", place=self.place, year=self.axes.years[year])
        return said("over_period", place=self.place)

    def _refuse_one_value(self, sample: Floats, before: Floats, method: Normalisation, at: tuple[int, ...]) -> None:
        draw, year = at
        values = sample[at]
        when = said("when_year", year=self.axes.years[year]) if by_year(method) else said("when_period")
        details: dict[str, object] = {"name": self.indicator.id, "value": np.nanmin(values), "when": when}
        if sample is before:
            raise MethodError(said("one_value", **details))
        at_fit = draw, min(year, self.fit.moved.shape[1] - 1)
        moved = int(self.fit.moved[at_fit])
        treatment = TRANSFORMS[self.fit.transform[at_fit]] if self.fit.transformed[at_fit] else "winsorise"
        winsorised = said("winsorised", moved=moved, count=np.isfinite(values).sum()) if moved else ""
        least, greatest = np.nanmin(before[at]), np.nanmax(before[at])
        details |= {"treatment": treatment, "winsorised": winsorised, "least": least, "greatest": greatest}
        raise MethodError(said("one_value_treated", **details))


def together(columns: Sequence[Column]) -> Column:
    """Return indicators that have one direction and target, and one shape, as draws of one column.

    A refusal names the first of them.
    """
    if len(columns) == 1:
        return columns[0]
    fit = Fit(*(np.concatenate(each) for each in zip(*(vars(column.fit).values() for column in columns), strict=True)))
    x, untreated = (np.concatenate(each) for each in zip(*((c.x, c.untreated) for c in columns), strict=True))
    return replace(columns[0], x=x, untreated=untreated, fit=fit)


def _of_all_years(method: Normalisation) -> bool:
    return getattr(method, "fitted_on", "reference") != "reference"


def by_year(method: Normalisation) -> bool:
    """Return whether a method is fitted on each year by itself."""
    return bool(getattr(method, "fitted_on", "reference") == "year")
