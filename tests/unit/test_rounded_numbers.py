"""Numbers that a command shows have six digits, and all before the point."""

import pytest

from index_pipeline.cli.console import rounded


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (4219470.4, "4219470"),
        (-12345678.9, "-12345679"),
        (999999.6, "1000000"),
        (999999.4, "999999"),
        (46516.6123, "46516.6"),
        (0.000123456789, "0.000123457"),
        (0.0, "0"),
        (1e20, "1e+20"),
    ],
)
def test_a_number_is_shown_with_six_digits_and_all_before_the_point(value: float, shown: str) -> None:
    assert rounded(value) == shown
