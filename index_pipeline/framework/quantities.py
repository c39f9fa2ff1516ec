"""What an indicator is computed from: series, counts of registers, their sums; and by which formula."""

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Discriminator, Field, Tag

from index_pipeline.framework.fault import wrong
from index_pipeline.framework.methods import Record
from index_pipeline.framework.text import Identifier

# --- numerators and denominators -------------------------------------------------------------------------------------


class SeriesQuantity(Record):
    """A series of observations."""

    series: Identifier

    @property
    def all_series(self) -> tuple[str, ...]:
        """The series that it reads."""
        return (self.series,)

    @property
    def code(self) -> str:
        """Name it in the codes of the framework."""
        return self.series


class RegisterPart(Record):
    """A register, or one category of its entries."""

    register_id: Identifier = Field(alias="register")
    category: str | None = None


class RegisterQuantity(Record):
    """Entries in force at year end: their number (`stock`), or the share of `parts` with at least one (`variety`)."""

    parts: Annotated[tuple[RegisterPart, ...], Field(min_length=1)]
    measure: Literal["stock", "variety"] = "stock"

    @property
    def all_series(self) -> tuple[str, ...]:
        """The series that it reads: none."""
        return ()

    @property
    def code(self) -> str:
        """Name it in the codes of the framework."""
        parts = [part.register_id + (f"[{part.category}]" if part.category else "") for part in self.parts]
        return f"{self.measure}({' + '.join(parts)})"


def _each_once(names: tuple[str, ...]) -> tuple[str, ...]:
    for name in names:
        if names.count(name) > 1:
            raise wrong("series_twice", name=name, count=names.count(name))
    return names


def _two_or_more(names: tuple[str, ...]) -> tuple[str, ...]:
    if len(names) < 2:
        raise wrong("sum_of_few", count=len(names))
    return _each_once(names)


def _two(names: tuple[str, ...]) -> tuple[str, ...]:
    if len(names) != 2:
        raise wrong("difference_of_two", count=len(names))
    return _each_once(names)


class SumQuantity(Record):
    """The sum of series of one unit; missing where one of them is."""

    sum: Annotated[tuple[Identifier, ...], AfterValidator(_two_or_more), Field(json_schema_extra={"minItems": 2})]

    @property
    def all_series(self) -> tuple[str, ...]:
        """The series that it reads."""
        return self.sum

    @property
    def code(self) -> str:
        """Name it in the codes of the framework."""
        return " + ".join(self.sum)


class DifferenceQuantity(Record):
    """The first of two series less the second, both of one unit; missing where one of them is."""

    difference: Annotated[
        tuple[Identifier, ...], AfterValidator(_two), Field(json_schema_extra={"minItems": 2, "maxItems": 2})
    ]

    @property
    def all_series(self) -> tuple[str, ...]:
        """The series that it reads."""
        return self.difference

    @property
    def code(self) -> str:
        """Name it in the codes of the framework."""
        return " − ".join(self.difference)


_KINDS = {
    "series": SeriesQuantity,
    "parts": RegisterQuantity,
    "sum": SumQuantity,
    "difference": DifferenceQuantity,
}


def _kind(given: Any) -> str | None:
    """Return which quantity is meant, by the field that distinguishes it from the others."""
    for field, model in _KINDS.items():
        if (field in given) if isinstance(given, dict) else isinstance(given, model):
            return model.__name__
    return None


Quantity = Annotated[
    Annotated[SeriesQuantity, Tag("SeriesQuantity")]
    | Annotated[RegisterQuantity, Tag("RegisterQuantity")]
    | Annotated[SumQuantity, Tag("SumQuantity")]
    | Annotated[DifferenceQuantity, Tag("DifferenceQuantity")],
    Discriminator(
        _kind,
        custom_error_type="no_quantity",
        custom_error_message="a quantity is wanted: {series: …}, {parts: [{register: …}]}, {sum: [a, b]} or "
        "{difference: [a, b]}",
    ),
]

# --- formulas --------------------------------------------------------------------------------------------------------


class Ratio(Record):
    """Numerator / denominator × multiplier; the numerator alone where there is no denominator."""

    method: Literal["ratio"]


class Share(Record):
    """100 × x / X: the region's part, in %, of the national total X of the numerator in its year."""

    method: Literal["share"]


class LocationQuotient(Record):
    """(x / X) / (b / B): the region's share of the numerator over its share of the denominator, the base.

    X and B are national totals of the year. 1 is parity: as much as its base would lead to expect.
    """

    method: Literal["location_quotient"]


class Growth(Record):
    """100 × (q_t / q_(t−years) − 1), in %, q the numerator or, with a denominator, the ratio; never across a break."""

    method: Literal["growth"]
    years: int = Field(1, ge=1, le=100)


Formula = Annotated[Ratio | Share | LocationQuotient | Growth, Field(discriminator="method")]

FIXED_MULTIPLIERS = {"share": 100.0, "location_quotient": 1.0, "growth": 100.0}
"""Multipliers that follow from the formula: shares and growth are in %, a location quotient has no unit."""
