"""Initials of Chinese text, so that it can be searched for by the first letters of its pinyin."""

from functools import cache

from pypinyin import Style, lazy_pinyin


@cache
def initials(text: str) -> str:
    """Return the first letter of each character's pinyin, in small letters; Latin letters and digits as they are.

    Characters are read as the words that they form are: 重庆 is cq, 重点 zd. All other characters are left out.
    """
    read = lazy_pinyin(text, style=Style.FIRST_LETTER)
    return "".join(letter for letter in "".join(read).lower() if letter.isascii() and letter.isalnum())
