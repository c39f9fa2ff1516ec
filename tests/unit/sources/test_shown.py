"""A number is the one that its cell shows: scaled, marked or hidden as its number format says."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index_pipeline.sources.workbooks.shown import BUILT_IN, plain, shown


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        (47353.7, None, "47353.7"),
        (47353.7, "General", "47353.7"),
        (47353.7, "#,##0.00", "47353.7"),
        (47353.7, '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ', "47353.7"),
        (0.236, "0.0%", "23.6%"),
        (0.236, BUILT_IN[9], "23.6%"),
        (0.236, r"0.0\%", "0.236%"),
        (473537000, "0.0,", "473537"),
        (473537000, "#,##0.0,;-#,##0.0,", "473537"),
        (473537000, "#,##0.000,,", "473.537"),
        (12345, '0!.0,"万"', "1.2345万"),
        (12345, r'0\.0,"万"', "1.2345万"),
        (12345, "0!.0000", "1.2345"),
        (123456789, '0!.00,,"亿"', "1.23456789亿"),
        (12000, '[>=10000]0!.0,"万";0', "1.2万"),
        (500, '[>=10000]0!.0,"万";0', "500"),
        (5, "[$¥-804]#,##0.00", "5"),
        (5, '"$"#,##0.00', "$5"),
        (5, '0.0"亿元"', "5亿元"),
        (5, 'G/通用格式"人"', "5人"),
        (-5, "0.00;[Red]0.00", "-5"),
        (-5, "0.00;(0.00)", "-5"),
        (-5, "#,##0_ ;[红色]-#,##0 ", "-5"),
        (2023, '0"年"', "2023年"),
    ],
)
def test_a_number_shows_in_the_scale_and_unit_of_its_format(value: float, code: str | None, text: str) -> None:
    assert shown(value, code) == text


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("yyyy-mm-dd", "2023-12-31"),
        (BUILT_IN[14], "2023-12-31"),
        ('yyyy"年"m"月"d"日"', "2023-12-31"),
        ("yyyy", "2023"),
        ('yyyy"年"', "2023年"),
        ("mmm-yy", "2023-12"),
        ('m"月"d"日"', "12月31日"),
        ("h:mm", "00:00:00"),
    ],
)
def test_a_day_shows_as_a_day_and_is_no_number_of_days(code: str, text: str) -> None:
    assert shown(45291, code) == text
    assert shown(45291 - 1462, code, since_1904=True) == text


@pytest.mark.parametrize(("value", "code"), [(0, "#,###"), (0, "0;-0;"), (7, ";;;")])
def test_what_a_format_hides_shows_nothing(value: float, code: str) -> None:
    assert shown(value, code) == ""


def test_a_zero_that_shows_as_a_sign_is_that_sign() -> None:
    assert shown(0, BUILT_IN[43]) == "-"


@pytest.mark.parametrize(("value", "code"), [(-5, "0.00;0.00"), (5, '000"-"0000'), (5, '"约"0')])
def test_a_number_whose_format_makes_it_unclear_shows_a_text_that_is_no_number(value: float, code: str) -> None:
    assert not shown(value, code).lstrip("-").replace(".", "").isdigit()


@given(st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=-(10**9), max_value=10**9))
def test_a_percentage_is_a_hundred_times_the_stored_number_exactly(number: Decimal) -> None:
    assert Decimal(shown(float(number), "0%")[:-1]) == Decimal(plain(float(number))) * 100


@given(st.text(alphabet='0#?.,;%"\\[]_*万亿ymdhse/-+() ', max_size=20), st.floats(-1e9, 1e9))
def test_any_format_gives_some_text(code: str, value: float) -> None:
    assert isinstance(shown(value, code), str)
