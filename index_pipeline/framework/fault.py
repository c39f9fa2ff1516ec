"""A fault of a framework: where it is and what it is, as one sentence in English or Chinese."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from pydantic_core import PydanticCustomError

from index_pipeline.errors import UserError
from index_pipeline.language import Both, Language, messages

MESSAGES = messages(Path(__file__).with_name("messages.toml"))
"""What is said of each kind of fault."""

Place = str | Both
"""A part of the place of a fault, as it is said: a file, a field, or `component x`."""


@dataclass(frozen=True)
class Fault:
    """One reason to refuse a framework.

    Attributes:
        kind: Names its message in `messages.toml`.
        place: Where it is, the file first.
        details: What fills the message. Of these, `near` is the known name that was perhaps meant, and `given` what
            was stated instead.
    """

    kind: str
    place: tuple[Place, ...] = ()
    details: Mapping[str, object] = field(default_factory=dict, hash=False)

    @classmethod
    def of(cls, kind: str, *place: Place, **details: object) -> "Fault":
        """Return the fault of a kind at a place."""
        return cls(kind, place, details)

    def within(self, *place: Place) -> "Fault":
        """Return the same fault, its place preceded by `place`."""
        return replace(self, place=(*place, *self.place))

    def sentence(self, language: Language = "en") -> str:
        """Say in one sentence where it is and what it is."""
        details: dict[str, object] = {"near": "", **self.details}
        if details["near"] and isinstance(details["near"], str):
            details["near"] = said("did_you_mean", name=details["near"])
        where = [part.get(language) if isinstance(part, Both) else part for part in self.place]
        given = said("given", given=details["given"]).get(language) if "given" in details else ""
        message = MESSAGES[self.kind].filled(language, details)
        return (": " if language == "en" else "：").join([*where, message]) + given

    def __str__(self) -> str:
        """Return the sentence in English."""
        return self.sentence()


class FaultsError(UserError):
    """Something is refused; `faults` holds one sentence in English for each fault, `found` the faults themselves."""

    def __init__(self, faults: Iterable[Fault]):
        self.found = tuple({str(fault): fault for fault in faults}.values())
        self.faults = [str(fault) for fault in self.found]
        super().__init__(Both("\n".join(self.faults), "\n".join(self.sentences("zh"))))

    def sentences(self, language: Language) -> list[str]:
        """Return one sentence for each fault."""
        return [fault.sentence(language) for fault in self.found]


def said(kind: str, **details: object) -> Both:
    """Return a message as it is said in both languages."""
    return MESSAGES[kind].with_details(**details)


def wrong(kind: str, **details: object) -> PydanticCustomError:
    """Return the error that a model raises if its fields contradict each other; its type is the kind of fault."""
    details = {"near": "", **details}
    return PydanticCustomError(kind, "{said}", {**details, "said": str(Fault(kind, (), details))})
