"""Help at a terminal: every text whole, in lines that it has room for, in both languages."""

import re
from collections.abc import Iterator

import pytest
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command

from index_pipeline.cli.main import app
from index_pipeline.cli.typer_words import VALUES, SpokenContext, speak_help
from index_pipeline.cli.wrapping import aligned, width, wrapped


@pytest.fixture(params=["zh", "en"])
def helps(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """The help of every command, by its name, on a terminal of 80 columns."""
    monkeypatch.setenv("ICDI_LANG", request.param)
    monkeypatch.setenv("COLUMNS", "80")
    command = get_command(app)
    speak_help(command)
    assert isinstance(command, TyperCommand | TyperGroup)
    return dict(helps_of(command, "icdi", None))


def helps_of(command: TyperCommand | TyperGroup, name: str, above: SpokenContext | None) -> Iterator[tuple[str, str]]:
    context = SpokenContext(command, info_name=name.split()[-1], parent=above)
    yield name, context.get_help()
    for below, each in command.commands.items() if isinstance(command, TyperGroup) else ():
        assert isinstance(each, TyperCommand | TyperGroup)
        yield from helps_of(each, f"{name} {below}", context)


def test_no_line_is_wider_than_eighty_columns(helps: dict[str, str]) -> None:
    assert len(helps) > 50
    assert [(name, line) for name, text in helps.items() for line in text.splitlines() if width(line) > 80] == []


def test_no_text_of_a_list_of_commands_is_cut(helps: dict[str, str]) -> None:
    for name, text in helps.items():
        _, _, commands = text.partition("\n命令：\n" if "\n命令：\n" in text else "\nCommands:\n")
        assert "..." not in commands, name


def test_each_command_of_a_list_is_said_on_one_line(helps: dict[str, str]) -> None:
    for name, text in helps.items():
        _, _, commands = text.partition("\n命令：\n" if "\n命令：\n" in text else "\nCommands:\n")
        assert [line for line in commands.splitlines() if line.startswith("   ")] == [], name


def test_values_are_named_as_a_person_names_them(helps: dict[str, str]) -> None:
    explain, ingest = helps["icdi explain"], helps["icdi ingest"]
    if "Usage" in explain:
        assert explain.startswith("Usage: icdi explain [OPTIONS] REGION YEAR COMPONENT\n")
        assert "  --released DAY       day of publication" in ingest
    else:
        assert explain.startswith("用法：icdi explain [选项] 地区 年份 指标\n")
        assert "  --released 日期      公布日期" in ingest
    types = re.compile(r"<(list|str|int|float|path|file|directory|bool)\b")
    assert [(name, line) for name, text in helps.items() for line in text.splitlines() if types.search(line)] == []


def test_each_name_of_a_value_is_that_of_a_parameter() -> None:
    def parameters(command: object) -> set[str | None]:
        assert isinstance(command, TyperCommand | TyperGroup)
        below = command.commands.values() if isinstance(command, TyperGroup) else ()
        return {parameter.name for parameter in command.params}.union(*map(parameters, below))

    assert VALUES.keys() <= parameters(get_command(app))


def test_texts_beside_options_begin_in_one_column() -> None:
    assert aligned(["Options:", "  --data 目录  folder", "  --year  year", ""]) == [
        "Options:",
        "  --data 目录  folder",
        "  --year       year",
        "",
    ]


def test_a_line_breaks_between_words_and_between_chinese_characters() -> None:
    assert wrapped("  --out <path>  folder to write to", 26) == "  --out <path>  folder to\n                write to"
    assert wrapped("  map  在边界内，制作地图", 16) == "  map  在边界\n       内，制作\n       地图"


def test_a_line_neither_begins_with_a_closing_sign_nor_ends_with_an_opening_one() -> None:
    assert wrapped("数据（二月）", 6) == "数据\n（二\n月）"


def test_a_word_that_is_wider_than_the_terminal_stays_whole() -> None:
    assert wrapped("  see https://example.org/a/b/c now", 12) == "  see\n  https://example.org/a/b/c\n  now"


def test_an_argument_in_quotation_marks_stays_whole() -> None:
    assert wrapped('  icdi approve --why "two 词"', 24) == '  icdi approve --why\n  "two 词"'


def test_an_argument_of_an_example_stays_whole() -> None:
    assert wrapped("  例：icdi rename 旧名称 新名称", 24) == "  例：icdi rename 旧名称\n  新名称"
    assert wrapped("  Example: icdi read 一_张三.xlsx", 26) == "  Example: icdi read\n  一_张三.xlsx"


def test_a_bracket_stays_with_what_it_holds() -> None:
    assert wrapped("  --port  端口 [必填]", 16) == "  --port  端口\n          [必填]"


def test_a_paragraph_is_continued_where_it_begins() -> None:
    assert wrapped("  one two three", 9) == "  one two\n  three"
