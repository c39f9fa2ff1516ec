"""Answers to findings of the audit: `answers.yaml`, a list of what is done about each, or why it stays."""

from collections.abc import Collection, Iterator
from typing import Annotated, NamedTuple

from pydantic import Field, RootModel

from index_pipeline.framework.fault import Fault, said
from index_pipeline.framework.methods import Record
from index_pipeline.framework.text import Identifier, Text
from index_pipeline.unknown_names import closest

FILE = "answers.yaml"
"""Name of the file in the framework's folder. It changes no score, and is not part of the framework's digest."""

TOPICS = {
    "missing": False,
    "outliers": False,
    "coverage": False,
    "redundant": True,
    "negative": False,
    "weak": False,
    "closer_to_other": True,
    "inconsistent": False,
    "several_dimensions": False,
    "underweighs": False,
    "outweighs": False,
    "repeats": False,
}
"""What a finding of the audit may be about, and whether it names another indicator or component beside its subject."""


class Question(NamedTuple):
    """What an answer answers: topic and subject of a finding and, if it names two, the other one."""

    topic: str
    subject: str | None
    other: str | None = None

    def __str__(self) -> str:
        """Return the parts that are set, separated by blanks."""
        return " ".join(part for part in self if part)


class AuditAnswer(Record):
    """The answer to one finding; `subject` and `other` are indicators, components or regions."""

    topic: Annotated[str, Field(max_length=100)]
    subject: Annotated[str, Field(max_length=100)]
    other: Identifier | None = None
    answer: Text

    @property
    def question(self) -> Question:
        """The finding that is meant."""
        return Question(self.topic, self.subject, self.other)


class AuditAnswers(RootModel[tuple[AuditAnswer, ...]]):
    """The whole file: a list."""


def answer_faults(
    answers: tuple[AuditAnswer, ...], nodes: Collection[str], regions: Collection[str]
) -> Iterator[Fault]:
    """Yield a fault for each answer that cannot match a finding.

    Args:
        answers: In their order.
        nodes: Indicators and components that exist.
        regions: Regions that exist.
    """
    answered: set[Question] = set()
    for number, answer in enumerate(answers, start=1):
        found = _entry_faults(answer, (*nodes, *regions), answered)
        yield from (fault.within(FILE, said("entry", name=number)) for fault in found)
        answered.add(answer.question)


def _entry_faults(answer: AuditAnswer, known: Collection[str], answered: Collection[Question]) -> Iterator[Fault]:
    if answer.topic not in TOPICS:
        yield Fault.of("no_topic", "topic", name=answer.topic, near=closest(answer.topic, TOPICS))
        return
    for field, name in (("subject", answer.subject), ("other", answer.other)):
        if name is not None and name not in known:
            yield Fault.of("no_subject", field, name=name, near=closest(name, known))
    if TOPICS[answer.topic] and answer.other is None:
        yield Fault.of("other_missing", "other", name=answer.topic)
    if answer.other is not None and not TOPICS[answer.topic]:
        yield Fault.of("other_given", "other", name=answer.topic)
    if answer.question in answered:
        yield Fault.of("answered_twice", name=answer.question)
