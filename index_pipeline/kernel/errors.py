"""Error messages of a method that has no defined result."""

from pathlib import Path

from index_pipeline.errors import UserError
from index_pipeline.language import Both, messages

MESSAGES = messages(Path(__file__).with_name("messages.toml"))
"""The message of each kind of refusal, and of its place."""


def said(kind: str, **details: object) -> Both:
    """Return a message, or a part of one, in both languages."""
    return MESSAGES[kind].with_details(**details)


class MethodError(UserError):
    """A method has no defined result; the message names the indicator or component, the region and the year."""

    @classmethod
    def at(cls, place: Both, reason: Both) -> "MethodError":
        """Return the error of a place."""
        return cls(said("refused", place=place, reason=reason))


class NoResultError(ValueError):
    """A computation has no result; `said` gives the reason in both languages, without the place."""

    def __init__(self, said: Both) -> None:
        super().__init__(said.en)
        self.said = said
