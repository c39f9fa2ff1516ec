"""The framework as data: the tree of components, and how it is combined. Shapes only, no files."""

from typing import Annotated, Literal

from pydantic import Field, PositiveFloat, ValidationInfo, field_validator, model_validator

from index_pipeline.characters import is_number
from index_pipeline.framework.citation import Citation, SiteAddress
from index_pipeline.framework.context import ContextFigure
from index_pipeline.framework.evidence import Evidence
from index_pipeline.framework.fault import wrong
from index_pipeline.framework.gate import Gate
from index_pipeline.framework.indices import FurtherIndex
from index_pipeline.framework.methods import (
    Aggregation,
    Arithmetic,
    Geometric,
    Given,
    Imputation,
    MinMax,
    Normalisation,
    NoTreatment,
    Record,
    Screening,
    Treatment,
    Weight,
    Weighting,
)
from index_pipeline.framework.robustness import Robustness
from index_pipeline.framework.text import Identifier, Text
from index_pipeline.framework.years import ScoredYears, Years
from index_pipeline.unknown_names import closest


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
    indicators: dict[Identifier, Weight] = Field(default_factory=dict)
    supplementary: tuple[Identifier, ...] = ()
    not_measured: NotMeasured | None = None
    weight: Weight = 1.0

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
