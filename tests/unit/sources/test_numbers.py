"""Numbers are read exactly as they are written, or refused with a reason."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index_pipeline.sources.labels.numbers import MARKS, NotANumberError, plain, read_number
from index_pipeline.sources.workbooks.grids import clean


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0", "0"),
        ("12.50", "12.50"),
        ("-3.1", "-3.1"),
        ("−3.1", "-3.1"),
        (".5", "0.5"),
        ("'12.5", "12.5"),
        ("1,234.5", "1234.5"),
        ("12,345,678", "12345678"),
        ("1e-05", "0.00001"),
        ("12.5%", "12.5"),
    ],
)
def test_numbers_as_statisticians_write_them(text: str, number: str) -> None:
    found = read_number(text)

    assert found is not None
    assert found.value == Decimal(number)
    assert found.percent == text.endswith("%")


@pytest.mark.parametrize("text", ["", *sorted(MARKS)])
def test_a_blank_or_a_sign_for_a_missing_figure_is_no_number_and_no_zero(text: str) -> None:
    assert read_number(text) is None


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("1,23.4", "thousands separator"),
        ("1,2345", "thousands separator"),
        ("1.234,5", "blanks, points or commas"),
        ("1 234", "blanks, points or commas"),
        ("inf", "infinite"),
        ("-Infinity", "infinite"),
        ("NaN", "infinite or undefined"),
        ("#DIV/0!", "formula"),
        ("########", "too narrow"),
        ("123①", "footnote"),
        ("123*", "footnote"),
        ("12.5亿元", "unit"),
        ("1.23457E+11", "shortened"),
        ("007", "begins with a zero"),
        ("大约", "text"),
        ("(123)", "text"),
        ("0x1F", "text"),
        ("9" * 100, "longer than 40"),
    ],
)
def test_anything_else_is_refused_with_a_reason(text: str, why: str) -> None:
    with pytest.raises(NotANumberError, match=why):
        read_number(text)


@pytest.mark.parametrize("blank", [" ", "\u00a0", "\u2005", "\u2007", "\u2009", "\u200a", "\u202f", "\u3000"])
def test_digits_parted_by_any_blank_may_be_two_figures_and_are_refused(blank: str) -> None:
    """Two columns of a printed page, as well as thousands."""
    with pytest.raises(NotANumberError, match="blanks, points or commas"):
        read_number(clean(f"12{blank}345.6"))


@pytest.mark.parametrize("text", ["１２３４５．６", "１２，３４５．６", "12，345．6"])
def test_full_width_digits_are_digits(text: str) -> None:
    found = read_number(clean(text))

    assert found is not None
    assert found.value == Decimal("12345.6")


@given(st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**12), max_value=10**12))
def test_what_is_written_plainly_is_read_back_exactly(number: Decimal) -> None:
    found = read_number(plain(number))

    assert found is not None
    assert found.value == number


@given(st.decimals(allow_nan=False, allow_infinity=False, places=2, min_value=0, max_value=10**12))
def test_thousands_separators_do_not_change_the_number(number: Decimal) -> None:
    assert read_number(f"{number:,}") == read_number(f"{number}")
