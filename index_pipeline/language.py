"""The two languages of the project: texts in both, and the files that messages are read from."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Language = Literal["en", "zh"]


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
        """Return the text in `language`, its braces filled from `details`, bilingual details in the same way."""
        said = {name: text.get(language) if isinstance(text, Both) else text for name, text in details.items()}
        return self.get(language).format(**said)

    def with_details(self, **details: object) -> "Both":
        """Return both texts, their braces filled from `details`."""
        return Both(self.filled("en", details), self.filled("zh", details))


def messages(file: Path) -> dict[str, Both]:
    """Read a TOML file of messages: by kind, `en` and `zh`."""
    return {kind: Both(**texts) for kind, texts in tomllib.loads(file.read_text(encoding="utf-8")).items()}
