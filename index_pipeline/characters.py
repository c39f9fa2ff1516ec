"""Kinds of characters: those that are invisible, those that begin a formula, Chinese ones."""

import re
import unicodedata

HIDDEN = frozenset({"Cc", "Cf", "Cs"})
"""Unicode categories without a glyph: controls, format characters (also those of bidirectional text), surrogates."""

_BLANK = re.compile("[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180d\u180f\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]")
"""Letters and marks that Unicode has as default ignorable: fillers and variation selectors."""

FORMULA = "[\\x00-\\x20\\xa0\u3000\ufeff]*[=+\\-@＝＋－＠]|[\\t\\r\\n]"
"""How a cell begins that a spreadsheet may take for a formula: blanks and a sign of calculation, some of them wide.

Python's regular expressions and Arrow's read it alike.
"""

HAN = "\u3400-\u9fff"
"""Chinese characters, as a range within a set of a regular expression."""

CHINESE = re.compile(f"[{HAN}]")
"""One Chinese character."""


def is_hidden(sign: str) -> bool:
    """Return whether a character is invisible: by its Unicode category, or because it is blank by definition."""
    return unicodedata.category(sign) in HIDDEN or _BLANK.match(sign) is not None


def without_hidden(text: str, instead: str) -> str:
    """Return `text` with `instead` replacing each invisible character."""
    if text.isprintable() and not _BLANK.search(text):
        return text
    return "".join(instead if is_hidden(sign) else sign for sign in text)


def visible(text: str) -> str:
    """Return `text` with nothing in it that moves a cursor, turns the direction of writing or is not a character.

    Blanks of all kinds become a space, invisible characters U+FFFD.
    """
    if text.isascii() and text.isprintable():
        return text
    return without_hidden("".join(" " if sign.isspace() else sign for sign in text), "\ufffd")


def shortened(text: str, length: int = 60) -> str:
    """Return `text` on one line, visible, at most `length` characters, the last an ellipsis if something was cut."""
    line = " ".join(visible(text[: 20 * length]).split())
    return line if len(line) <= length else f"{line[: length - 1]}…"


def as_markdown(text: str) -> str:
    """Return `text` on one line of Markdown, as text: no link, image, HTML, table or heading results from it."""
    line = re.sub(r"([!#$&*<>@\[\\\]_`|~])", r"\\\1", " ".join(visible(text).split()))
    return line.replace("://", "\\://").replace("www.", "www\\.")


def as_cell(text: str) -> str:
    """Return `text` as a cell of a CSV file: with an apostrophe before it if a spreadsheet may see a formula."""
    return f"'{text}" if re.match(FORMULA, text) else text


def is_number(text: str) -> bool:
    """Return whether `text` is a number as Python reads one; so are `nan` and `inf`."""
    try:
        float(text)
    except ValueError:
        return False
    return True
