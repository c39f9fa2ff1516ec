"""Common types of a framework's files: identifiers, and texts in two languages."""

from typing import Annotated

from pydantic import Field, model_validator

from index_pipeline.framework.fault import wrong
from index_pipeline.framework.methods import Record
from index_pipeline.language import Language

Identifier = Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9_.\-]*$", max_length=100)]


class Text(Record):
    """A text in Chinese, English or both; at least one."""

    zh: str = ""
    en: str = ""

    @model_validator(mode="after")
    def _not_empty(self) -> "Text":
        if not (self.zh.strip() or self.en.strip()):
            raise wrong("no_text")
        return self

    @property
    def languages(self) -> tuple[Language, ...]:
        """The languages that it is stated in, Chinese first."""
        stated: dict[Language, str] = {"zh": self.zh, "en": self.en}
        return tuple(language for language, text in stated.items() if text.strip())

    @property
    def en_first(self) -> str:
        """The English text with the Chinese one in brackets; the one that there is if it is in one language."""
        return f"{self.en} ({self.zh})" if self.zh and self.en else self.zh or self.en

    def get(self, language: Language) -> str:
        """Return the text in `language`, or in the other one if it has none."""
        return (self.zh or self.en) if language == "zh" else (self.en or self.zh)
