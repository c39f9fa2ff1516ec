"""How numbers and texts are written, in both languages."""

import re

import pytest

from index_pipeline.publication.text import (
    LANGUAGES,
    clause,
    decimals_of,
    number,
    percent,
    plain,
    quantity,
    shorten,
    signed,
    words,
)


def every_text(entries, path=""):
    for key, value in entries.items():
        if isinstance(value, dict):
            yield from every_text(value, f"{path}{key}.")
        else:
            yield f"{path}{key}", str(value)


@pytest.mark.parametrize(
    ("value", "written"),
    [
        pytest.param(12.345, "12.3", id="one decimal"),
        pytest.param(-0.04, "0.0", id="no negative zero"),
        pytest.param(-1.25, "−1.2", id="a true minus sign"),
        pytest.param(12345.6, "12,345.6", id="thousands apart"),
        pytest.param(None, "—", id="missing is a dash, never zero"),
    ],
)
def test_number(value, written):
    assert number(value) == written


@pytest.mark.parametrize(("value", "written"), [(0.26, "+0.3"), (-0.26, "−0.3"), (0.01, "0.0"), (None, "—")])
def test_signed(value, written):
    assert signed(value) == written


def test_quantity_keeps_about_three_digits():
    assert [quantity(value) for value in (12345.6, 123.45, 1.234, 0.01234)] == ["12,346", "123.5", "1.23", "0.012"]


@pytest.mark.parametrize(
    ("values", "places"), [([5, None, 0], 2), ([0.05, 3, 0.07], 3), ([0.004], 4), ([350, 2, 410], 1), ([None], 2)]
)
def test_decimals_show_three_digits_of_a_typical_value(values, places):
    assert decimals_of(values) == places


def test_plain_takes_out_what_cannot_be_seen_or_turns_the_writing():
    assert plain("a\u202eb\u200fc\x00d\te\nf") == "abcd e f"


@pytest.mark.parametrize(
    ("share", "written"), [(0.18749999999999997, "18.8%"), (0.0625, "6.2%"), (0.3, "30.0%"), (0.0, "0.0%")]
)
def test_percent_is_free_of_the_last_digits_of_computing(share, written):
    assert percent(share) == written


def test_nothing_is_between_quoted_items_in_chinese():
    assert words("zh").join(["“甲”", "“乙”"]) == "“甲”“乙”"
    assert words("zh").join(["“甲”（第1位）", "“乙”"]) == "“甲”（第1位）、“乙”"
    assert words("en").join(["“A”", "“B”"]) == "“A”, “B”"


def test_shorten():
    assert shorten("四个汉字", 4) == "四个汉字"
    assert shorten("四个汉字以上", 4) == "四个汉…"


def test_both_languages_have_the_same_texts():
    chinese, english = (dict(every_text(words(language).entries)) for language in LANGUAGES)
    only_chinese = {key for key in chinese if key.startswith("plotly.dictionary")}

    assert chinese.keys() - only_chinese == english.keys()


def test_chinese_texts_use_full_width_punctuation():
    half_width = re.compile(r"[\u4e00-\u9fff][,;:!?()]|[,;:!?()][\u4e00-\u9fff]")

    assert [key for key, text in every_text(words("zh").entries) if key not in EXEMPT and half_width.search(text)] == []


EXEMPT = {"report.limits.items", "numerals", "tiers"}
"""Lists, which Python writes with commas."""


def test_plain_keeps_what_any_script_writes_on_one_line():
    text = "ئۇيغۇر བོད་ 蒙古 𪚥\u2028next\ufffe\U000e0041\ufe0f"

    assert plain(text) == "ئۇيغۇر བོད་ 蒙古 𪚥 next\ufffd"


@pytest.mark.parametrize(
    ("text", "english"),
    [
        ("三（一）第2段", "III(1) paragraph 2"),
        ("四（五）", "IV(5)"),
        ("四", "IV"),
        ("第二章", "第二章"),
        ("Article 3", "Article 3"),
    ],
)
def test_clauses_in_english(text, english):
    assert clause(text, "en") == english
    assert clause(text, "zh") == text


def test_a_span_of_one_year_is_that_year():
    assert (words("en").span(2018, 2018), words("en").span(2018, 2023)) == ("2018", "2018–2023")
    assert (words("zh").span(2018, 2018), words("zh").span(2018, 2023)) == ("2018", "2018—2023")
