"""The two languages of the project: texts in both, and the files that messages are read from."""

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from string import Formatter
from typing import Any, Literal, Self, get_args

Language = Literal["en", "zh"]

_MEETING = re.compile("[A-Za-z0-9)][A-Za-z0-9]")
"""A letter, digit or closing bracket, and the letter or digit after it."""


def counted(number: int, one: str, many: str) -> str:
    """Return a number and the English words that go with it: `1 cell holds`, `2 cells hold`."""
    return f"{number:,} {one if number == 1 else many}"


def following(before: str, text: str) -> str:
    """Return `text` as it follows `before` in a sentence: after a space if Latin letters or digits meet there."""
    return f" {text}" if _MEETING.fullmatch(before[-1:] + text[:1]) else text


class _Sentences(Formatter):
    def vformat(self, format_string: str, args: Sequence[Any], kwargs: Mapping[str, Any]) -> str:
        said = ""
        for literal, field, spec, conversion in self.parse(format_string):
            said += literal
            if field is not None:
                value = self.convert_field(self.get_field(field, args, kwargs)[0], conversion)
                text = self.format_field(value, spec or "")
                said += text if literal else following(said, text)
        return said

    def format_field(self, value: object, format_spec: str) -> str:
        one, several, many = format_spec.partition("|")
        if several:
            return one if str(value) == "1" else many
        return str(super().format_field(value, format_spec))


_SENTENCES = _Sentences()


def filled(template: str, details: Mapping[str, object]) -> str:
    """Fill the braces of a template; two of them side by side are parted by a space if Latin letters or digits meet.

    A word that depends on a number is `{count:entry|entries}`: the first for one, the other for any other number.

    Raises:
        KeyError: a brace names no detail.
    """
    if "}{" in template or "|" in template:
        return _SENTENCES.vformat(template, (), details)
    return template.format_map(details)  # most templates: a run fills tens of thousands


@dataclass(frozen=True)
class Both:
    """A string in English and in Chinese."""

    en: str
    zh: str

    def __str__(self) -> str:
        """Return the text in English."""
        return self.en

    def get(self, language: Language) -> str:
        """Return the text in `language`."""
        return self.en if language == "en" else self.zh

    def filled(self, language: Language, details: Mapping[str, object]) -> str:
        """Return the text in `language`, its braces `filled` from `details`, bilingual details in the same way."""
        return filled(self.get(language), {name: side(text, language) for name, text in details.items()})

    def with_details(self, **details: object) -> "Both":
        """Return both texts, their braces filled from `details`."""
        return Both(self.filled("en", details), self.filled("zh", details))


class Bilingual(str):
    """A text in both languages: as a string, on one line, for programs, records and alerts; a command says one side."""

    __slots__ = ("en", "zh")
    en: str
    zh: str

    def __new__(cls, en: str, zh: str, together: str | None = None) -> Self:
        """Return the text; `together` is what it is as a string [default: Chinese · English]."""
        made = super().__new__(cls, f"{zh} · {en}" if together is None else together)
        made.en, made.zh = en, zh
        return made

    def __getnewargs__(self) -> tuple[str, str, str]:  # type: ignore[override]
        """Return what a copy is made from."""
        return self.en, self.zh, str.__str__(self)

    def get(self, language: Language) -> str:
        """Return the text in `language`."""
        return self.en if language == "en" else self.zh


def english_first(en: str, zh: str) -> Bilingual:
    """Return a text in both languages that is the English one as a string, as records and programs know it."""
    return Bilingual(en, zh, en)


def side(text: object, language: Language) -> object:
    """Return what a text says in `language`; anything that is not in both languages is returned as it is."""
    return text.get(language) if isinstance(text, Both | Bilingual) else text


def joined(texts: Iterable[str], between: str = "\n") -> Bilingual:
    """Join texts of which some are in both languages."""
    parts = list(texts)
    en, zh = (between.join(str(side(text, language)) for text in parts) for language in get_args(Language))
    return Bilingual(en, zh, between.join(parts))


def messages(file: Path) -> dict[str, Both]:
    """Read a TOML file of messages: by kind, `en` and `zh`."""
    return {kind: Both(**texts) for kind, texts in tomllib.loads(file.read_text(encoding="utf-8")).items()}
