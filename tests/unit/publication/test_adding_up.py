"""Rounded parts add up to their rounded total."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from index_pipeline.publication.text import adding_up, number

POINTS = st.lists(st.floats(-50, 50, allow_nan=False), min_size=1, max_size=8)


def test_the_rest_goes_to_what_lost_most() -> None:
    assert adding_up([0.096] * 5 + [0.004], 0.484, 2) == [0.1, 0.1, 0.1, 0.09, 0.09, 0.0]
    assert adding_up([-0.641, 0.514, 0.438, 0.281, 0.228], 0.82, 2) == [-0.64, 0.51, 0.44, 0.28, 0.23]


@given(POINTS)
def test_parts_as_printed_add_up_to_the_total_as_printed(parts: list[float]) -> None:
    found = adding_up(parts, sum(parts), 2)

    printed = [Decimal(number(part, 2).replace("\N{MINUS SIGN}", "-")) for part in found]
    assert sum(printed) == Decimal(number(sum(parts), 2).replace("\N{MINUS SIGN}", "-"))
    assert all(abs(shown - part) < 0.0100001 for shown, part in zip(found, parts, strict=True))


def test_nothing_adds_up_to_nothing() -> None:
    assert adding_up([], 0.0, 2) == []
