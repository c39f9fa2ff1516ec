"""A valid framework: the input of every package."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from index_pipeline.framework.acknowledgements import Acknowledgement
from index_pipeline.framework.answers import AuditAnswer
from index_pipeline.framework.codes import CodeLists
from index_pipeline.framework.indicator import Indicator
from index_pipeline.framework.indices import FurtherIndex
from index_pipeline.framework.model import Component, Definition
from index_pipeline.framework.quantities import RegisterQuantity
from index_pipeline.framework.rules import Methods, Rule, methods_of, rule_of
from index_pipeline.framework.source import Register, Source
from index_pipeline.framework.survey import Survey
from index_pipeline.language import Language


@dataclass(frozen=True, repr=False)
class Framework:
    """A framework whose parts fit together: definition, indicators, sources, code lists, acknowledged
    findings, surveys, answers to the audit.

    `files` are the bytes that all of it was read from, by path within the folder. `digest` is over those that a score
    follows from; acknowledgements and answers are not among them.
    """

    definition: Definition
    indicators: dict[str, Indicator]
    sources: dict[str, Source]
    codes: CodeLists
    digest: str
    files: Mapping[str, bytes] = field(default_factory=dict)
    acknowledgements: tuple[Acknowledgement, ...] = ()
    surveys: dict[str, Survey] = field(default_factory=dict)
    answers: tuple[AuditAnswer, ...] = ()

    def __repr__(self) -> str:
        """Say what it is in one line."""
        number = sum(1 for _ in components(self.definition.index))
        return f"<Framework {self.definition.edition}: {number} components, {len(self.indicators)} indicators>"

    @cached_property
    def content(self) -> str:
        """SHA-256 over all files that it was read from, acknowledgements and answers among them."""
        hashes = {name: hashlib.sha256(content).hexdigest() for name, content in sorted(self.files.items())}
        return hashlib.sha256(repr(hashes).encode()).hexdigest()

    @property
    def index_id(self) -> str:
        """Identifier of the tree's root."""
        return self.definition.index.id

    @property
    def languages(self) -> tuple[Language, ...]:
        """The languages that the index is published in: those of its title."""
        return self.definition.title.languages

    def rule_of(self, component_id: str) -> Rule:
        """Return how a component is combined."""
        return self._rules[component_id]

    def indicators_of(self, index: FurtherIndex) -> tuple[str, ...]:
        """Return the indicators with weight that a further index is made of, in the order of the tree."""
        nodes = {node.id: node for node in components(self.definition.index)}
        named = [nodes[name] for name in index.components or (self.index_id,) if name in nodes]
        below = {name for top in named for node in components(top) for name in node.indicators}
        return tuple(
            name
            for node in nodes.values()
            for name in node.indicators
            if name in below
            and name in self.indicators
            and (index.only is None or self.indicators[name].proxy == index.only)
            and not (index.without == "registers" and self.indicators[name].uses_register)
        )

    @property
    def weighted_indicators(self) -> tuple[str, ...]:
        """The identifiers of the indicators with weight, in the order of the tree."""
        return tuple(name for node in components(self.definition.index) for name in node.indicators)

    def methods_of(self, indicator_id: str) -> Methods:
        """Return how an indicator is prepared and scored."""
        return self._methods[indicator_id]

    @cached_property
    def _rules(self) -> dict[str, Rule]:
        return {node.id: rule_of(node, self.definition) for node in components(self.definition.index)}

    @cached_property
    def _methods(self) -> dict[str, Methods]:
        return {name: methods_of(one, self.definition, self.codes) for name, one in self.indicators.items()}

    @property
    def registers(self) -> dict[str, Register]:
        """Every register of every source, by its identifier."""
        return {r.register_id: r for source in self.sources.values() for r in source.registers}

    @property
    def used_series(self) -> set[str]:
        """The series that indicators, the denominators of `robustness` and the context are made of."""
        of_indicators = {name for indicator in self.indicators.values() for name in indicator.series}
        of_context = {name for figure in self.definition.context for name in figure.all_series}
        alternatives = self.definition.robustness.denominators if self.definition.robustness else ()
        return of_indicators | of_context | {other.series for choice in alternatives for other in choice.values()}

    @property
    def counted_registers(self) -> dict[str, Register]:
        """The registers that an indicator counts."""
        quantities = [quantity for indicator in self.indicators.values() for quantity in indicator.quantities]
        parts = [part for quantity in quantities if isinstance(quantity, RegisterQuantity) for part in quantity.parts]
        names = {part.register_id for part in parts}
        return {name: register for name, register in self.registers.items() if name in names}

    @property
    def ref_areas(self) -> tuple[str, ...]:
        """The assessed regions, in the order of `regions.csv`; empty if the framework lists none."""
        level = self.definition.level
        return tuple(
            r.ref_area
            for r in self.codes.regions.values()
            if r.role == "assessed" and (level is None or r.level == level)
        )

    @property
    def total_area(self) -> str | None:
        """Code of the national total; None if `regions.csv` lists none."""
        return next((r.ref_area for r in self.codes.regions.values() if r.role == "total"), None)


def components(root: Component) -> Iterator[Component]:
    """Yield the components of a tree, each before its children."""
    yield root
    for child in root.components:
        yield from components(child)
