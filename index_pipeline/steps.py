"""Steps: what is computed from which tables, as the graph, a build and a release list them."""

import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pyarrow as pa

from index_pipeline.framework.framework import Framework


@dataclass(frozen=True)
class Step:
    """A pure function from tables to tables.

    Its parameters without a default are named as the tables that it takes, `framework` aside. It returns the one table
    in `makes`, or several as a tuple in this order or as a record with a field of each name.

    Attributes:
        function: The function that computes.
        makes: The content of each table that it returns, in Chinese and English, by the table's name.
    """

    function: Callable[..., Any]
    makes: Mapping[str, tuple[str, str]]

    @property
    def name(self) -> str:
        """Name of the step: that of its table, or of the function that makes several."""
        return next(iter(self.makes)) if len(self.makes) == 1 else self.function.__name__

    @property
    def takes(self) -> tuple[str, ...]:
        """Names of the tables that it is computed from."""
        return tuple(name for name in self._parameters if name != "framework")

    def compute(self, found: Mapping[str, pa.Table], framework: Framework) -> dict[str, pa.Table]:
        """Return the tables that it makes from those that are `found`, by name."""
        given = {name: framework if name == "framework" else found[name] for name in self._parameters}
        made = self.function(**given)
        if len(self.makes) > 1 and not isinstance(made, tuple):
            return {name: getattr(made, name) for name in self.makes}
        return dict(zip(self.makes, made if isinstance(made, tuple) else (made,), strict=True))

    @cached_property
    def _parameters(self) -> list[str]:
        parameters = inspect.signature(self.function).parameters.values()
        return [parameter.name for parameter in parameters if parameter.default is parameter.empty]


def computed(steps: Sequence[Step], given: Mapping[str, pa.Table], framework: Framework) -> dict[str, pa.Table]:
    """Compute the steps in order, each from the tables before it, and return all tables that they make."""
    found = dict(given)
    for step in steps:
        found |= step.compute(found, framework)
    return {name: found[name] for step in steps for name in step.makes}
