"""An indicator as data: what it measures, of which figures, and how it is prepared and scored."""

from typing import Any, Literal

from pydantic import Field, field_validator, model_validator

from index_pipeline.framework.fault import wrong
from index_pipeline.framework.methods import GammaPoisson, Imputation, Normalisation, Record, Treatment
from index_pipeline.framework.quantities import (
    FIXED_MULTIPLIERS,
    Formula,
    Growth,
    LocationQuotient,
    Quantity,
    Ratio,
    RegisterQuantity,
    Share,
)
from index_pipeline.framework.text import Identifier, Text


class Plausible(Record):
    """Bounds of a plausible value, in the indicator's unit, and the largest plausible factor from year to year."""

    minimum: float | None = None
    maximum: float | None = None
    jump: float | None = Field(None, gt=1)

    @model_validator(mode="after")
    def _in_order(self) -> "Plausible":
        if self.minimum is not None and self.maximum is not None and self.minimum >= self.maximum:
            raise wrong("bounds_order", minimum=f"{self.minimum:g}", maximum=f"{self.maximum:g}")
        return self


class Indicator(Record):
    """One measured quantity: value = numerator / denominator × multiplier, or what `formula` makes of the two.

    With `over`, numerator and denominator are means over that many years up to the value's own. `proxy` says whether
    it measures the paragraph itself (`direct`) or something near it (`indirect`). Treatment, imputation and
    normalisation are the framework's unless stated here. `target` is the value, in the indicator's unit, that
    `distance_to_target` and `target_ratio` measure against.
    """

    id: Identifier
    title: Text
    definition: Text | None = None
    direction: Literal["higher_is_better", "lower_is_better"] = "higher_is_better"
    unit: Identifier | None = None
    formula: Formula = Ratio(method="ratio")
    numerator: Quantity
    denominator: Quantity | None = None
    multiplier: float = Field(1.0, gt=0)
    over: int | None = Field(None, le=100)
    proxy: Literal["direct", "indirect"] | None = None
    small_counts: GammaPoisson | None = None
    breaks: tuple[int, ...] = ()
    imputation: tuple[Imputation, ...] | None = None
    treatment: Treatment | None = None
    normalisation: Normalisation | None = None
    target: float | None = None
    plausible: Plausible = Plausible()
    note: Text | None = None

    @model_validator(mode="before")
    @classmethod
    def _multiplier_of_the_formula(cls, given: Any) -> Any:
        formula = given.get("formula") if isinstance(given, dict) else None
        method = formula.get("method") if isinstance(formula, dict) else getattr(formula, "method", None)
        if not isinstance(method, str) or method not in FIXED_MULTIPLIERS:
            return given
        fixed = FIXED_MULTIPLIERS[method]
        if given.get("multiplier", fixed) != fixed:
            raise wrong("no_multiplier", method=method, multiplier=f"{fixed:g}")
        return {**given, "multiplier": fixed}

    @field_validator("over")
    @classmethod
    def _means_have_years(cls, over: int | None) -> int | None:
        if over is not None and over < 2:
            raise wrong("mean_of_none", years=over)
        return over

    @model_validator(mode="after")
    def _has_what_its_formula_takes(self) -> "Indicator":
        if isinstance(self.formula, Share) and self.denominator:
            raise wrong("share_has_no_denominator")
        if isinstance(self.formula, LocationQuotient) and not self.denominator:
            raise wrong("quotient_needs_base")
        for quantity in self.quantities:
            if isinstance(quantity, RegisterQuantity) and quantity.measure == "variety" and self.is_of_nation:
                raise wrong("variety_of_nation", method=self.formula.method)
        return self

    @model_validator(mode="after")
    def _shrinks_a_rate(self) -> "Indicator":
        if self.small_counts and not (isinstance(self.numerator, RegisterQuantity) and self.denominator):
            raise wrong("shrinks_a_rate")
        if self.small_counts and (self.over or isinstance(self.formula, Growth)):
            raise wrong("shrinks_single_years")
        return self

    @property
    def quantities(self) -> tuple[Quantity, ...]:
        """The numerator and, if there is one, the denominator."""
        return (self.numerator,) if self.denominator is None else (self.numerator, self.denominator)

    @property
    def series(self) -> tuple[str, ...]:
        """The series that it reads, each once."""
        return tuple(dict.fromkeys(name for quantity in self.quantities for name in quantity.all_series))

    @property
    def counts_register(self) -> bool:
        """Whether its numerator counts entries of a register."""
        return isinstance(self.numerator, RegisterQuantity)

    @property
    def uses_register(self) -> bool:
        """Whether entries of a register are anywhere in it, numerator or denominator."""
        return any(isinstance(quantity, RegisterQuantity) for quantity in self.quantities)

    @property
    def is_stock_count(self) -> bool:
        """Whether its numerator counts entries in force, at one time: neither their variety nor their growth."""
        is_growth = isinstance(self.formula, Growth)
        return isinstance(self.numerator, RegisterQuantity) and self.numerator.measure == "stock" and not is_growth

    @property
    def is_ratio(self) -> bool:
        """Whether its value is numerator / denominator × multiplier."""
        return isinstance(self.formula, Ratio)

    @property
    def is_of_nation(self) -> bool:
        """Whether national totals enter its value."""
        return isinstance(self.formula, Share | LocationQuotient)

    @property
    def years_behind(self) -> int:
        """How many years before its own a value may be based on."""
        return (self.over or 1) - 1 + (self.formula.years if isinstance(self.formula, Growth) else 0)
