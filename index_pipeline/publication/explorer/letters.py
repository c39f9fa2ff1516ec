"""Initials of Chinese text, so that it can be searched for by the first letters of its pinyin."""

import json
import os
from collections.abc import Iterable

from index_pipeline.keeping import Keeping


def initials(texts: Iterable[str], keeping: Keeping | None) -> dict[str, str]:
    """Return the initials of each text, found again by the texts, which seldom change.

    They are the first letter of each character's pinyin, in small letters; Latin letters and digits as they are.
    Characters are read as the words that they form are: 重庆 is cq, 重点 zd. All other characters are left out.
    """
    wanted = sorted(set(texts))

    def read() -> bytes:
        return json.dumps([_read(text) for text in wanted]).encode()

    content = keeping.made(keeping.key(initials=wanted), read) if keeping else read()
    return dict(zip(wanted, json.loads(content), strict=True))


def _read(text: str) -> str:
    os.environ.pop("PYPINYIN_NO_PHRASES", None)  # without phrases, characters of several readings are read otherwise
    from pypinyin import Style, lazy_pinyin  # takes a quarter of a second to import

    read = lazy_pinyin(text, style=Style.FIRST_LETTER)
    return "".join(letter for letter in "".join(read).lower() if letter.isascii() and letter.isalnum())
