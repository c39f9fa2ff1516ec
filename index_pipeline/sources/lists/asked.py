"""The questions about a list, each asked once, and the decisions on them."""

import re
from collections.abc import Container, Sequence

from index_pipeline.language import Bilingual
from index_pipeline.sources.labels.folding import folded
from index_pipeline.sources.lists.entries import RegisterEntry
from index_pipeline.sources.lists.items import ListItem
from index_pipeline.sources.lists.questions import Decisions, ListQuestion

ONCE, BOTH = "once", "both"

SHOWN = 5
"""The most entries of the register that a question names."""


class AskedQuestions:
    """The questions that no decision answers yet."""

    def __init__(self, decided: Decisions):
        """Begin without questions."""
        self._decided = decided
        self._questions: dict[str, ListQuestion] = {}

    @property
    def questions(self) -> tuple[ListQuestion, ...]:
        """The questions in the order in which they were asked first."""
        return tuple(self._questions.values())

    def keep(self, question: ListQuestion) -> None:
        """Keep a question that is not answered."""
        self._questions.setdefault(question.key, question)

    def ask(self, question: ListQuestion) -> str | None:
        """Return the decision on a question; if there is none, keep the question."""
        answer = self._decided.answer(question.key)
        if answer is None or not _fits(answer, question.answers):
            self.keep(question)
            return None
        return answer

    def how_many(self, item: ListItem, first: str, place: str) -> str | None:
        """Ask whether an entry and the one of the name `first` further up are one entry or two: ONCE or BOTH."""
        said = Bilingual(
            f"“{item.name}” may be the same as “{first}” further up: is it one entry or two?",
            f"“{item.name}”与前面的“{first}”可能是同一项，是一项还是两项",
        )
        name = first if folded(first) == folded(item.name) else item.name  # one question about a name that is doubled
        return self.ask(ListQuestion(f"double:{name}", place, said, (ONCE, BOTH)))

    def which(
        self, item: ListItem, entries: Sequence[RegisterEntry], others: tuple[str, ...], known: Container[str]
    ) -> str | None:
        """Ask which entry of the register an entry of the list is: ID, renamed ID, moved ID or one of `others`.

        Any of the ids `known` is an answer, though the question names a few alone.
        """
        shown = entries[:SHOWN]
        names = "、".join(f"{entry.entry_id} {entry.title}" for entry in shown)
        said = Bilingual(
            f"is “{item.name}” an entry of the register? {names or 'none is like it'}",
            f"“{item.name}”是否为已有条目：{names or '无相近条目'}",
        )
        ids = tuple(entry.entry_id for entry in shown)
        renames = tuple(f"renamed {entry_id}" for entry_id in ids)
        moves = tuple(f"moved {entry_id}" for entry_id in ids)
        every = (*ids, *renames, *moves, *others)
        key = f"same:{item.name}"
        answer = self._decided.answer(key) or ""
        if answer.rpartition(" ")[2] in known:
            return answer
        return self.ask(ListQuestion(key, item.place, said, every))


def _fits(answer: str, answers: tuple[str, ...]) -> bool:
    return answer in answers or (answers == ("YYYY",) and re.fullmatch(r"(19|20)\d\d", answer) is not None)
