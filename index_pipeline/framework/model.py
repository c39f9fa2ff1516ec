"""The framework as data: what is measured and how it is combined. Shapes only, no files."""

from typing import Annotated, Any, Literal

from pydantic import Field, PositiveFloat, ValidationInfo, field_validator, model_validator

from index_pipeline.characters import is_number
from index_pipeline.choices import closest
from index_pipeline.framework.citation import Citation, SiteAddress
from index_pipeline.framework.context import ContextFigure
from index_pipeline.framework.evidence import Evidence
from index_pipeline.framework.fault import wrong
from index_pipeline.framework.gate import Gate
from index_pipeline.framework.indices import FurtherIndex
from index_pipeline.framework.methods import (
    Aggregation,
    Arithmetic,
    GammaPoisson,
    Geometric,
    Given,
    Imputation,
    MinMax,
    Normalisation,
    NoTreatment,
    Record,
    Screening,
    Treatment,
    Weighting,
)
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
from index_pipeline.framework.robustness import Robustness
from index_pipeline.framework.text import Identifier, Text
from index_pipeline.framework.years import ScoredYears, Years

# --- indicators ------------------------------------------------------------------------------------------------------


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

    With `over`, numerator and denominator are means over that many years up to the value's own. `proxy` tells whether
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


# --- the tree --------------------------------------------------------------------------------------------------------


class NotMeasured(Record):
    """Why a component has no figures, and the table that would give them."""

    reason: Text
    wanted: Text


MEASURED_THEMES = "measured_themes"
"""The weight of a component that follows from its number of measured themes."""


class Component(Record):
    """A node of the tree: combines its `components` and `indicators` (id: weight) into a score.

    `supplementary` indicators are computed and shown, weight 0. A component that is `not_measured` has weight 0
    and no score. Weighting, aggregation and the rule of coverage are the framework's unless stated here.

    `weight: measured_themes` is the number of themes below: components that have weighted indicators of their own.
    """

    id: Identifier
    title: Text
    clause: str | None = None
    weighting: Weighting | None = None
    aggregation: Aggregation | None = None
    coverage: float | None = Field(None, ge=0, le=1)
    coverage_of: Literal["weight", "children"] | None = None
    components: tuple["Component", ...] = ()
    indicators: dict[Identifier, Annotated[float, Field(gt=0)]] = Field(default_factory=dict)
    supplementary: tuple[Identifier, ...] = ()
    not_measured: NotMeasured | None = None
    weight: float = Field(1.0, gt=0)

    @field_validator("weight", mode="before", json_schema_input_type=PositiveFloat | Literal["measured_themes"])
    @classmethod
    def _number_of_themes(cls, stated: object, info: ValidationInfo) -> object:
        """Resolve `measured_themes`; the children, which are declared before it, are read already."""
        if not isinstance(stated, str) or is_number(stated):
            return stated
        if stated != MEASURED_THEMES:
            raise wrong("no_weight", rule=MEASURED_THEMES, near=closest(stated, [MEASURED_THEMES]))
        children, own = info.data.get("components", ()), info.data.get("indicators", {})
        return max(1, sum(map(measured_themes, children)) + bool(own))

    @model_validator(mode="after")
    def _measured_or_not(self) -> "Component":
        measured = bool(self.indicators) or any(child.not_measured is None for child in self.components)
        if measured and self.not_measured:
            raise wrong("measured_and_not", id=self.id)
        if not measured and not self.not_measured:
            raise wrong("no_indicator", id=self.id)
        return self


def measured_themes(component: Component) -> int:
    """Return the number of themes in a component, itself included: those that have weighted indicators of their own."""
    return sum(map(measured_themes, component.components)) + bool(component.indicators)


class Guideline(Record):
    """The document that the index follows; each of its `clauses` must be a component's `clause`."""

    document: Text
    clauses: tuple[str, ...]


class Balance(Record):
    """Aggregation of the index's components that is published beside the headline, as a check of balance."""

    aggregation: Aggregation = Geometric(method="geometric", floor=1.0)


class Experts(Record):
    """Whose judgement the weights of the tree are: `number` experts, asked by `method`. Names are kept elsewhere."""

    method: Literal["budget_allocation", "ahp"]
    number: int = Field(ge=1)


class Definition(Record):
    """How it is combined: `framework.yaml`.

    `years` are scored, and the year after them may be estimated; goalposts and treatment are fitted on
    `reference_period`. `level` is the level of the regions that are assessed. `licence` is the SPDX identifier of the
    terms of the index's own results; figures keep those of their sources. `site_url` is the address under which the
    newest release is published: links to share, codes to embed and printed cards name it. `coverage` is
    the least share of a component's weight that must be observed or, with `coverage_of: children`, of its children that
    must have a score. `experts` says that the weights of the tree are those of experts. `evidence` is the rule by which
    the evidence of components is graded. `indices` are parts of the tree that are scored and ranked beside the whole.
    `context` are figures that are printed beside the scores. `citation` is by whom and by which DOI the index is cited.
    """

    id: Identifier
    edition: Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._\-]*$", max_length=60)]
    title: Text
    standing: Text | None = None
    licence: Annotated[str, Field(pattern=r"^[A-Za-z0-9.+-]+$")] | None = None
    years: ScoredYears
    reference_period: Years | None = None
    level: str | None = None
    scale: tuple[float, float] = (0.0, 100.0)
    screening: Screening = Screening()
    imputation: tuple[Imputation, ...] = ()
    treatment: Treatment = NoTreatment(method="none")
    normalisation: Normalisation = MinMax(method="min_max")
    weighting: Weighting = Given(method="given")
    aggregation: Aggregation = Arithmetic(method="arithmetic")
    coverage: float = Field(0.5, ge=0, le=1)
    coverage_of: Literal["weight", "children"] = "weight"
    guideline: Guideline | None = None
    balance: Balance | None = None
    experts: Experts | None = None
    evidence: Evidence | None = None
    robustness: Robustness | None = None
    gate: Gate = Gate()
    indices: tuple[FurtherIndex, ...] = ()
    context: tuple[ContextFigure, ...] = ()
    site_url: SiteAddress | None = None
    citation: Citation = Citation()
    index: Component

    @model_validator(mode="after")
    def _scale_in_order(self) -> "Definition":
        if not self.scale[0] < self.scale[1]:
            raise wrong("scale_order", floor=f"{self.scale[0]:g}", ceiling=f"{self.scale[1]:g}")
        return self

    @property
    def fitted_on(self) -> Years:
        """The reference period; the scored years if none is given."""
        return self.reference_period or self.years
