"""The framework as data: what is measured and how it is combined. Shapes only, no files."""

from typing import Annotated, Literal

from pydantic import Field, PositiveFloat, ValidationInfo, field_validator, model_validator

from index_pipeline.characters import is_number
from index_pipeline.choices import closest
from index_pipeline.framework.fault import wrong
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
from index_pipeline.framework.robustness import Robustness
from index_pipeline.framework.text import Identifier, Text


class Years(Record):
    """A span of years, both ends included."""

    first: int = Field(ge=1000, le=9999)
    last: int = Field(ge=1000, le=9999)

    @model_validator(mode="after")
    def _in_order(self) -> "Years":
        if self.first > self.last:
            raise wrong("years_order", first=self.first, last=self.last)
        return self

    @property
    def range(self) -> range:
        """The years, in order."""
        return range(self.first, self.last + 1)


# --- indicators ------------------------------------------------------------------------------------------------------


class SeriesQuantity(Record):
    """A series of observations."""

    series: Identifier


class RegisterPart(Record):
    """A register, or one category of its entries."""

    register_id: Identifier = Field(alias="register")
    category: str | None = None


class RegisterQuantity(Record):
    """Entries in force at year end: their number (`stock`), or the share of `parts` with at least one (`variety`)."""

    parts: Annotated[tuple[RegisterPart, ...], Field(min_length=1)]
    measure: Literal["stock", "variety"] = "stock"


Quantity = SeriesQuantity | RegisterQuantity


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
    """One measured quantity: value = numerator / denominator × multiplier.

    `proxy` says whether it measures the paragraph itself (`direct`) or something near it (`indirect`).
    Treatment, imputation and normalisation are the framework's unless stated here. `target` is the value, in the
    indicator's unit, that `distance_to_target` and `target_ratio` measure against.
    """

    id: Identifier
    title: Text
    definition: Text | None = None
    direction: Literal["higher_is_better", "lower_is_better"] = "higher_is_better"
    unit: Identifier | None = None
    numerator: Quantity
    denominator: Quantity | None = None
    multiplier: float = Field(1.0, gt=0)
    proxy: Literal["direct", "indirect"] | None = None
    small_counts: GammaPoisson | None = None
    breaks: tuple[int, ...] = ()
    imputation: tuple[Imputation, ...] | None = None
    treatment: Treatment | None = None
    normalisation: Normalisation | None = None
    target: float | None = None
    plausible: Plausible = Plausible()
    note: Text | None = None

    @property
    def series(self) -> tuple[str, ...]:
        """The series that it is computed from."""
        quantities = (self.numerator, self.denominator)
        return tuple(quantity.series for quantity in quantities if isinstance(quantity, SeriesQuantity))

    @model_validator(mode="after")
    def _shrinks_a_rate(self) -> "Indicator":
        if self.small_counts and not (isinstance(self.numerator, RegisterQuantity) and self.denominator):
            raise wrong("shrinks_a_rate")
        return self


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


class Gate(Record):
    """How far a new release may differ from the newest one before a person has to approve it.

    `revised_share` is the largest share of the newest release's figures that may have another value; `score_change`,
    in points of the scale (a hundredth of the scale where it is not given), and `rank_change`, in places, are the
    largest changes of any component in a year that the newest release has scored.
    """

    revised_share: float = Field(0.02, ge=0, le=1)
    score_change: float | None = Field(None, ge=0)
    rank_change: int = Field(2, ge=0)


class Definition(Record):
    """How it is combined: `framework.yaml`.

    `years` are scored; goalposts and treatment are fitted on `reference_period`. `level` is the level of the
    regions that are assessed. `licence` is the SPDX identifier of the terms of the index's own results;
    figures keep those of their sources. `coverage` is the least share of a component's weight that must be observed
    or, with `coverage_of: children`, of its children that must have a score. `experts` says that the weights of the
    tree are those of experts.
    """

    id: Identifier
    edition: Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._\-]*$", max_length=60)]
    title: Text
    standing: Text | None = None
    licence: Annotated[str, Field(pattern=r"^[A-Za-z0-9.+-]+$")] | None = None
    years: Years
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
    robustness: Robustness | None = None
    gate: Gate = Gate()
    index: Component

    @model_validator(mode="after")
    def _scale_in_order(self) -> "Definition":
        if not self.scale[0] < self.scale[1]:
            raise wrong("scale_order", floor=f"{self.scale[0]:g}", ceiling=f"{self.scale[1]:g}")
        return self

    @property
    def fitted_on(self) -> Years:
        """The reference period; the scored years where none is given."""
        return self.reference_period or self.years
