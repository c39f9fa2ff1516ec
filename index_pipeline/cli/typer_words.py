"""What Typer says, in the person's language: help, its headings, and what is wrong with the arguments."""

import re
import tomllib
from pathlib import Path
from shutil import get_terminal_size
from typing import Literal

from typer import Context
from typer.core import TyperArgument, TyperCommand, TyperGroup, TyperOption

from index_pipeline.cli.language import language
from index_pipeline.cli.wrapping import WIDE, aligned, wrapped
from index_pipeline.language import Both, Language

_FILE = Path(__file__).with_suffix(".toml")
_CONTENT = tomllib.loads(_FILE.read_text(encoding="utf-8"))
WORDS: dict[Language, dict[str, dict[str, str]]] = _CONTENT["said"]
"""What is said instead of Typer's words, by language and place: patterns, each with its replacement."""

VALUES = {name: Both(en, value["zh"]) for en, value in _CONTENT["values"].items() for name in value["of"]}
"""What help shows for the value of a parameter, by the parameter's name in the code."""

TEXT = Both("TEXT", "文字")
"""What help shows for the value of any other parameter."""

EXAMPLE = "例 Example: "
"""What a paragraph of a help text begins with that shows the command in use."""

WIDEST, UNBROKEN = 80, 100_000
"""Columns: of the widest help, and of a terminal on which Typer breaks no line."""

_WITHIN_CHINESE = re.compile(rf"(?<=[{WIDE}])\n *(?=[{WIDE}])")
"""The end of a line where the next one goes on without a space."""

BETWEEN = " · "
"""What is between the Chinese and the English of a help text."""


def in_words(text: str, of: Literal["help", "error"]) -> str:
    """Return what Typer says in the person's language."""
    for pattern, words in WORDS[language()][of].items():
        text = re.sub(pattern, words, text, flags=re.MULTILINE)
    return text


class SpokenContext(Context):
    """A context whose help is in the person's language, in lines that the terminal has room for."""

    def get_help(self) -> str:
        """Return the help of the command."""
        columns = min(get_terminal_size().columns, WIDEST)
        self.terminal_width = UNBROKEN
        lines = in_words(super().get_help(), "help").splitlines()
        return "\n".join(wrapped(line, columns) for line in aligned(lines))


def speak_help(command: object) -> None:
    """Put the help of a command, of its parameters and of the commands below it in the person's language."""
    assert isinstance(command, TyperCommand | TyperGroup)
    command.context_class = SpokenContext
    command.help = _side(command.help)
    command.short_help = (command.help or "").partition("\n\n")[0]
    for parameter in command.params:
        assert isinstance(parameter, TyperArgument | TyperOption)
        parameter.help = _side(parameter.help)
        if not parameter.type_descriptor.is_choice:
            parameter.metavar = VALUES.get(parameter.name or "", TEXT).get(language())
    if isinstance(command, TyperGroup):
        for below in command.commands.values():
            speak_help(below)


def _side(text: str | None) -> str | None:
    """Return the part of a help text in the person's language, by paragraph; what programmers read is left out."""
    if text is None:
        return None
    return "\n\n".join(map(_side_of_paragraph, text.partition("\n\nRaises:")[0].split("\n\n")))


def _side_of_paragraph(text: str) -> str:
    text = " ".join(_WITHIN_CHINESE.sub("", text).split())
    if text.startswith(EXAMPLE):
        return ("例：" if language() == "zh" else "Example: ") + text.removeprefix(EXAMPLE)
    zh, between, en = text.partition(BETWEEN)
    return text if not between else zh if language() == "zh" else en
