"""Texts of others are shown as they are and do nothing: no formula in a CSV, no sign that turns the writing."""

import csv
import io
import re
import sys
import unicodedata
from collections.abc import Callable

import pyarrow as pa
import pyarrow.csv
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from index_pipeline.characters import FORMULA, as_cell, as_markdown, is_hidden, shortened, visible, without_hidden
from index_pipeline.parquet import write_csv
from index_pipeline.publication.text import plain

SIGNS = "=+-@\t\r＝＋－＠"
FORMULAS = [
    *(
        "=1+1",
        "+1",
        "-1+cmd|' /C calc'!A0",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\n=1",
        " =1",
        "\u3000=1",
        "\xa0+1",
        "\ufeff=1",
    ),
    *(
        "=cmd|' /C calc'!A0.xlsx",
        '=HYPERLINK("http://192.0.2.1";"x")',
        "＝1+1",
        "－2+3",
        "=",
        "-",
        "\x00=1",
        "=\n",
        '="a"',
    ),
]
TEXT = st.one_of(
    st.sampled_from(FORMULAS), st.text(st.one_of(st.sampled_from(SIGNS + " '\"\n,;北"), st.characters(codec="utf-8")))
)


def is_inert(cell: str) -> bool:
    """No sign of a formula at the beginning, even where a program strips blanks from cells."""
    return not cell or (cell[0] not in f"{SIGNS}\n" and (cell.strip() or "x")[0] not in SIGNS)


def read_back(cell: str) -> str:
    """What docs/data.md says of reading a CSV: an apostrophe before a sign of a formula is not a part of the text."""
    return cell[1:] if cell.startswith("'") and re.match(FORMULA, cell[1:]) else cell


@pytest.mark.parametrize("text", FORMULAS)
def test_a_formula_becomes_a_text(text: str) -> None:
    assert is_inert(as_cell(text))
    assert read_back(as_cell(text)) == text


@given(TEXT)
@settings(deadline=None, max_examples=60)
def test_no_cell_begins_a_formula(text: str) -> None:
    assert is_inert(as_cell(text))
    assert as_cell(as_cell(text)) == as_cell(text)


@given(
    st.lists(st.tuples(TEXT, st.none() | TEXT, st.floats(allow_nan=False, allow_infinity=False), st.integers(-9, 9)))
)
@settings(deadline=None, max_examples=60)
def test_a_table_as_csv_holds_no_formula_and_the_same_numbers(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str | None, float, int]]
) -> None:
    texts, others, numbers, counts = ([row[place] for row in rows] for place in range(4))
    columns = {"a": pa.array(texts, pa.string()), "b": pa.array(others, pa.string())}
    columns |= {"c": pa.array(numbers, pa.float64()), "d": pa.array(counts, pa.int32())}
    path = tmp_path_factory.mktemp("csv") / "table.csv"

    write_csv(pa.table(columns), path)

    read = list(csv.reader(io.StringIO(path.read_bytes().decode(), newline="")))[1:]
    assert [float(row[2]) for row in read] == numbers
    assert [int(row[3]) for row in read] == counts
    assert all(is_inert(cell) for row in read for cell in row[:2])
    assert [cell for row in read for cell in row[:2]] == [as_cell(text or "") for row in rows for text in row[:2]]


@pytest.mark.parametrize("clean", [visible, plain, shortened, lambda text: without_hidden(text, "")])
def test_no_sign_that_is_not_seen_is_left(clean: Callable[[str], str]) -> None:
    """Every code point of Unicode that is a control, a format character or a surrogate: not a list of some."""
    hidden = [
        chr(point) for point in range(sys.maxunicode + 1) if unicodedata.category(chr(point)) in {"Cc", "Cf", "Cs"}
    ]
    assert len(hidden) > 2000
    assert {"\u061c", "\u200e", "\u202e", "\u2066", "\u00ad", "\ufff9", "\U000e0001", "\U000e007f"} < set(hidden)
    assert [sign for sign in hidden if is_hidden(clean(f"a{sign}b")[1:-1] or "x")] == []


@pytest.mark.parametrize("sign", ["\u3164", "\u115f", "\u034f", "\ufe0f", "\U000e0100", "\u180b"])
def test_what_is_blank_by_definition_is_not_left(sign: str) -> None:
    assert sign not in plain(f"a{sign}b")
    assert sign not in visible(f"a{sign}b")


def test_what_is_seen_is_left_as_it_is() -> None:
    text = "内蒙古自治区 Nei Mongol — ü é 𠮷 ①（a）"
    assert plain(text) == visible(text) == text


MARKUP = [
    "![y](http://192.0.2.1/p.png)",
    '<img src="http://192.0.2.1/p.png" onerror="alert(1)">',
    "<script>alert(1)</script>",
    "[x](javascript:alert(1))",
    "<http://192.0.2.1/>",
    "http://192.0.2.1/ https://x www.example.org a@example.org",
    "a | b || c",
    "x\n\n# heading\n\n[y]: http://192.0.2.1",
    "`code` *a* **b** _c_ ~~d~~ &lt;b&gt; $x$",
    "\\![y](x) \\<b> \\",
]


@pytest.mark.parametrize("text", MARKUP)
def test_no_text_becomes_markup(text: str) -> None:
    """As CommonMark with the extensions of GitHub reads it, by the reader that the documentation is built with."""
    reader = MarkdownIt("commonmark", {"html": True, "linkify": False}).enable(["table", "strikethrough"])

    shown = reader.render(f"| a |\n| --- |\n| {as_markdown(text)} |\n")

    assert set(re.findall(r"<(/?[a-z0-9]+)", shown)) <= {f"{end}{tag}" for tag in TABLE for end in ("", "/")}
    assert shown.count("<td") == 1
    assert "![" not in as_markdown(text)
    assert "://" not in as_markdown(text).replace("\\://", "")


TABLE = ("table", "thead", "tbody", "tr", "th", "td")
