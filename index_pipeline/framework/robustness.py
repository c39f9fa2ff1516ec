"""The `robustness:` section of `framework.yaml`: which assumptions vary, over what, and how often.

Every list holds alternatives to the framework's own choice. The framework's own is always choice 1, the first
alternative choice 2, and so on; each draw takes one, all equally likely. What is not listed does not vary.
"""

from collections.abc import Collection, Iterator
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from index_pipeline.framework.fault import Fault, wrong
from index_pipeline.framework.methods import (
    Aggregation,
    Imputation,
    Normalisation,
    Record,
    Treatment,
    Weighting,
    WeightOrNone,
)
from index_pipeline.framework.years import Years
from index_pipeline.unknown_names import closest

SEED = 20161230
"""Seed of every draw unless another is stated."""


class Selection(Record):
    """The components whose children's weights vary: those named in `components`, those of `level`, or all.

    Level 1 holds the weights of the index's own children, level 2 those of their children, and so on.
    """

    components: tuple[str, ...] | None = None
    level: int | None = Field(None, ge=1)

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if self.components is not None and self.level is not None:
            raise wrong("one_selection")
        return self


class WeightRange(Selection):
    """w · U(1 − range, 1 + range), renormalised within the component."""

    method: Literal["range"]
    range: float = 0.25

    @model_validator(mode="after")
    def _stays_positive(self) -> Self:
        if not 0 < self.range <= 1:
            raise wrong("range_bounds", range=f"{self.range:g}")
        return self


class Dirichlet(Selection):
    """Shares s of the component from Dirichlet(concentration · s): mean s, sd √(s(1 − s)/(concentration + 1))."""

    method: Literal["dirichlet"]
    concentration: float = Field(50.0, gt=0)


class WholeExperts(Record):
    """The weights that one expert gave, the same expert for every component; each is as likely as any other.

    `weights` holds, by component and child, a number for each expert; what counts is the share within the component.
    """

    method: Literal["experts"]
    weights: dict[str, dict[str, tuple[WeightOrNone, ...]]] = Field(min_length=1)

    @model_validator(mode="after")
    def _same_experts(self) -> Self:
        numbers = {len(given) for children in self.weights.values() for given in children.values()}
        if len(numbers) != 1 or numbers == {0}:
            raise wrong("every_expert")
        for name, children in self.weights.items():
            for expert, given in enumerate(zip(*children.values(), strict=True), start=1):
                if not sum(given) > 0:
                    raise wrong("expert_without_weight", name=name, expert=expert)
        return self

    @property
    def components(self) -> tuple[str, ...]:
        """The components whose children's weights vary."""
        return tuple(self.weights)

    @property
    def level(self) -> None:
        """Components are named, not a level."""
        return None


WeightRule = Annotated[WeightRange | Dirichlet | WholeExperts, Field(discriminator="method")]


class AggregationChoice(Record):
    """Another aggregation `rule` of the named components, or of every component."""

    rule: Aggregation
    components: tuple[str, ...] | None = None


class Denominator(Record):
    """Another denominator of an indicator: a series, and the multiplier that keeps the indicator's unit."""

    series: str
    multiplier: float = Field(1.0, gt=0)


class SobolDesign(Record):
    """Size of the sensitivity analysis: N of `samples` rows (a power of 2) and `resamples` of the bootstrap."""

    samples: int = 512
    resamples: int = Field(500, ge=1, le=100_000)

    @model_validator(mode="after")
    def _power_of_two(self) -> Self:
        if self.samples < 8 or self.samples & (self.samples - 1):
            raise wrong("power_of_two", samples=self.samples)
        return self


class Robustness(Record):
    """What varies in the uncertainty and sensitivity analysis.

    Attributes:
        seed: Seed of every draw.
        replicates: Draws of the uncertainty analysis.
        weights: Which weights vary, and how; the first rule that selects a component decides for its children.
        weighting: Alternatives to the framework's own, of components that state none; `weights` vary around each.
        reference_period: Alternatives to the years that treatments and goalposts are fitted on.
        normalisation, aggregation, imputation, treatment: Alternatives to the framework's own.
        denominators: Alternatives, each a set of other denominators by indicator.
        first_vintage: Whether figures as first published are an alternative to the newest.
        single_years: Whether values of single years are an alternative to means over years (`over`).
        count_noise: Whether register counts c vary as Gamma(c + ½, 1).
        fill_noise: Whether filled values vary as the regions' own figures do from year to year.
        leave_out: Probability that a draw leaves out one indicator, each as likely as any other.
        leave_out_theme: Probability that a draw leaves out one theme, a component with indicators of its own.
        tiers: Number of regions in each tier, the best first.
        tier_borders: Least score of the index in each tier but the last, the best first.
        top: Number of regions that count as the top.
        significance: Least share of paired draws that must agree on the sign of a change of rank.
        components: Components to report on; all where none is named.
    """

    seed: int = Field(SEED, ge=0)
    replicates: int = Field(2000, ge=1, le=1_000_000)
    weights: tuple[WeightRule, ...] = (WeightRange(method="range", range=0.25),)
    weighting: tuple[Weighting, ...] = ()
    reference_period: tuple[Years, ...] = ()
    normalisation: tuple[Normalisation, ...] = ()
    aggregation: tuple[AggregationChoice, ...] = ()
    imputation: tuple[tuple[Imputation, ...], ...] = ()
    treatment: tuple[Treatment, ...] = ()
    denominators: tuple[dict[str, Denominator], ...] = ()
    first_vintage: bool = False
    single_years: bool = False
    count_noise: bool = False
    fill_noise: bool = False
    leave_out: float = Field(0.0, ge=0, le=1)
    leave_out_theme: float = Field(0.0, ge=0, le=1)
    tiers: tuple[Annotated[int, Field(ge=1)], ...] = ()
    tier_borders: tuple[float, ...] = ()
    top: int = Field(10, ge=1)
    significance: float = Field(0.9, gt=0.5, le=1)
    components: tuple[str, ...] | None = None
    sensitivity: SobolDesign = SobolDesign()

    @model_validator(mode="after")
    def _tiers_stated_once(self) -> Self:
        if self.tiers and self.tier_borders:
            raise wrong("tiers_twice")
        if list(self.tier_borders) != sorted(set(self.tier_borders), reverse=True):
            raise wrong("tiers_order")
        return self


def unknown_names(
    robustness: Robustness, components: Collection[str], indicators: Collection[str], series: Collection[str]
) -> Iterator[Fault]:
    """Yield a fault for each name in `robustness` that the framework does not have.

    `components`, `indicators` and `series` are the names that exist; an empty `series` is not checked.
    """
    named = [
        *((f"weights.{i}", rule.components or ()) for i, rule in enumerate(robustness.weights)),
        *((f"aggregation.{i}", choice.components or ()) for i, choice in enumerate(robustness.aggregation)),
        ("components", robustness.components or ()),
    ]
    for where, names in named:
        for name in names:
            if name not in components:
                yield Fault.of("no_component", f"robustness.{where}", name=name, near=closest(name, components))
    for i, choice in enumerate(robustness.denominators):
        where = f"robustness.denominators.{i}"
        for name, other in choice.items():
            if name not in indicators:
                yield Fault.of("unknown_indicator", where, name=name, near=closest(name, indicators))
            if series and other.series not in series:
                yield Fault.of("unknown_denominator", where, name=other.series, near=closest(other.series, series))
