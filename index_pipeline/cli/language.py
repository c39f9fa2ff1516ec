"""The language that a command speaks: `--lang`, else ICDI_LANG, else that of the locale."""

import os
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, get_args

import typer

from index_pipeline.language import Language, messages, side

if TYPE_CHECKING:
    from index_pipeline.framework.codes import Region, Series

OPTION, VARIABLE = "--lang", "ICDI_LANG"
MESSAGES = messages(Path(__file__).with_name("messages.toml"))
"""What the commands say themselves, by kind."""
METHODS: dict[str, str] = tomllib.loads(Path(__file__).with_name("methods.toml").read_text(encoding="utf-8"))
"""Chinese names of methods."""

Lang = Annotated[
    Literal["zh", "en"] | None,
    typer.Option(OPTION, envvar=VARIABLE, help="语言，默认随系统 · language of messages [default: that of the locale]"),
]


def speak(lang: Lang = None) -> None:
    """Keep the language asked for in the environment, so that processes that the command starts speak it too."""
    if lang:
        os.environ[VARIABLE] = lang


def asked_for(arguments: Sequence[str]) -> Lang:
    """Return the language that arguments begin with, as `option_first` leaves them; None if it is not one."""
    stated = next(iter(arguments), "").removeprefix(f"{OPTION}=")
    stated = arguments[1] if stated == OPTION and len(arguments) > 1 else stated
    return next((each for each in get_args(Language) if each == stated), None)


def language(environment: Mapping[str, str] = os.environ) -> Language:
    """Return the language of a person's messages: Chinese if it was asked for or the locale is Chinese."""
    names = (VARIABLE, "LC_ALL", "LC_MESSAGES", "LANG")
    stated = next((environment[name] for name in names if environment.get(name)), "")
    return "zh" if stated.lower().startswith("zh") else "en"


def phrase(kind: str, **details: object) -> str:
    """Return what a command says, in the person's language."""
    return MESSAGES[kind].filled(language(), details)


def said(text: str) -> str:
    """Return a text in the person's language, if it is in both."""
    return str(side(text, language()))


def headings(*names: str) -> tuple[str, ...]:
    """Return the headings of a table's columns in the person's language, by name; one without a name stays empty."""
    return tuple(phrase(f"head_{name}") if name else "" for name in names)


def in_language(zh: str, en: str) -> str:
    """Return a name in the person's language; the other one if it has none in it."""
    return (zh or en) if language() == "zh" else (en or zh)


def method_name(method: str) -> str:
    """Return the name of a method: in Chinese with the one that framework.yaml has, which is the English one."""
    name = METHODS.get(method)
    return f"{name}（{method}）" if name and language() == "zh" else method


def title_of(item: "Region | Series | None") -> str:
    """Return the title of a region or series in the person's language; empty if none has this code."""
    return in_language(item.title_zh, item.title_en) if item else ""


def option_first(arguments: Sequence[str]) -> list[str]:
    """Return the arguments with `--lang` and its value in front, among the program's own options.

    It may also come after the command. What follows `--` is left as it is.
    """
    first: list[str] = []
    others: list[str] = []
    left = list(arguments)
    while left and left[0] != "--":
        argument = left.pop(0)
        if argument == OPTION and left:
            first += [argument, left.pop(0)]
        else:
            (first if argument.startswith(f"{OPTION}=") else others).append(argument)
    return [*first, *others, *left]
