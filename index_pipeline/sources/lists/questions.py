"""What a person decides before a list is imported: questions, and the answers of a command or a file."""

import csv
import io
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from index_pipeline.causes import cause
from index_pipeline.errors import UserError
from index_pipeline.files import read_regular, write_text
from index_pipeline.language import Bilingual

COLUMNS = ("key", "place", "question", "answers", "decision")
LARGEST_FILE = 5_000_000


class ListDecisionError(UserError):
    """Decisions cannot be read, or one answers a question that is not asked; the message is in both languages."""


@dataclass(frozen=True)
class ListQuestion:
    """Something that a list does not say clearly.

    `key` names it, `KIND:SUBJECT`; `place` is its place in the document; `answers` are those that are accepted.
    """

    key: str
    place: str
    said: str
    answers: tuple[str, ...]


Ask = Callable[[ListQuestion], str | None]
"""Returns the decision on a question, or keeps the question."""


class Decisions:
    """Answers by the key of their question; it notes which of them were asked for."""

    def __init__(self, answers: Mapping[str, str]):
        self._answers = dict(answers)
        self._asked: set[str] = set()

    def answer(self, key: str) -> str | None:
        """Return the answer to a question; None if there is none."""
        self._asked.add(key)
        return self._answers.get(key)

    @property
    def unused(self) -> list[str]:
        """The keys of answers that nothing asked for."""
        return [key for key in self._answers if key not in self._asked]

    @property
    def answers(self) -> dict[str, str]:
        """The answers by their keys."""
        return dict(self._answers)


def parse_decisions(given: Iterable[str]) -> dict[str, str]:
    """Read decisions that a command was given: `KEY=ANSWER` each.

    Raises:
        ListDecisionError: one is not of this form.
    """
    found: dict[str, str] = {}
    for text in given:
        key, sign, answer = text.rpartition("=")
        if not sign or not key.strip() or not answer.strip():
            raise ListDecisionError(
                Bilingual(
                    f"--decide {text}: write KEY=ANSWER, such as place:朝阳区=北京市",
                    f"--decide {text}：应写为 KEY=ANSWER，如 place:朝阳区=北京市",
                )
            )
        found[key.strip()] = answer.strip()
    return found


def read_decisions(path: Path) -> dict[str, str]:
    """Read the decisions of a file that `write_questions` made; questions without a decision are left out.

    Raises:
        ListDecisionError: the file cannot be read, or is not such a table.
    """
    return {row["key"]: row["decision"] for row in _rows(path) if row["decision"]}


def write_questions(path: Path, questions: Iterable[ListQuestion], decided: Mapping[str, str]) -> None:
    """Write a CSV file that spreadsheet programs open: what is decided, and the questions that are open.

    Rows of the file that are decided stay as they are.

    Raises:
        ListDecisionError: there is a file that cannot be read, or is not such a table.
    """
    kept = {row["key"]: row for row in _rows(path) if row["decision"]} if path.exists() else {}
    rows = {key: kept.get(key) or {"key": key, "decision": answer} for key, answer in decided.items()}
    for question in questions:
        said = {"key": question.key, "place": question.place, "question": question.said}
        said["answers"] = " | ".join(question.answers)
        rows[question.key] = {**said, "decision": decided.get(question.key, "")}
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, restval="", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows.values())
    write_text(path, "\ufeff" + text.getvalue())


def _rows(path: Path) -> list[dict[str, str]]:
    try:
        content = read_regular(path, LARGEST_FILE)
    except OSError as error:
        why = cause(error)
        raise ListDecisionError(
            Bilingual(f"{path}: it cannot be opened: {why.en}", f"{path}：无法打开：{why.zh}")
        ) from error
    rows = csv.DictReader(io.StringIO(_decoded(path, content), newline=""))
    if rows.fieldnames is None or not {"key", "decision"} <= set(rows.fieldnames):
        raise ListDecisionError(
            Bilingual(f"{path}: it lacks the columns key and decision", f"{path}: 缺少 key 与 decision 两列")
        )
    return [{name: (row.get(name) or "").strip() for name in COLUMNS} for row in rows]


def _decoded(path: Path, content: bytes) -> str:
    """Decode text as spreadsheet programs save it: UTF-8, or GB18030 in China."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise ListDecisionError(Bilingual(f"{path}: it is not a text file", f"{path}: 不是文本文件"))
