"""Each command speaks one language, Chinese or English: its help, and with wrong and missing input."""

import re
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import cast

import dagster as dg
import pytest
from running import ROOT, answered
from samples import Row, as_csv, body, bureau
from small_project import Project
from typer.core import TyperGroup
from typer.main import get_command

from index_pipeline.cli.main import app
from index_pipeline.defs.ended import ended
from index_pipeline.defs.graph import build_definitions
from index_pipeline.errors import UserError
from index_pipeline.language import joined

ENGLISH = re.compile(
    r"(?<![\w./`'“=<-])(?:the|is|are|was|were|not|of|and|there|it|its|has|have|with|which|no|to be|cannot|must)"
    r"(?![\w./`'”=>-])"
)
"""Words without which there is no sentence in English."""

CHINESE = re.compile("[的了请未已无须或是不没为]")
"""Signs without which there is hardly a sentence in Chinese."""

QUOTED = re.compile(r"“[^”]*”|《[^》]*》|\[[^\]]*\]|(?:--\w+ )?\"[^\"]*\"")
"""What is quoted from a file or an option."""

NOWHERE = ("--data", "nowhere")
REGISTER = "industrial_heritage"
EVENT = ("--year", 2020, "--document", "x")


def spoken(language: str, *arguments: object) -> list[str]:
    """The lines of an answer that are in another language than the one asked for."""
    done = answered("--lang", language, *arguments)
    lines = (done.stdout + done.stderr).splitlines()
    assert lines, arguments
    return in_other_language(language, lines)


def in_other_language(language: str, lines: Iterable[str]) -> list[str]:
    other = CHINESE if language == "en" else ENGLISH
    return [line for line in lines if other.search(QUOTED.sub("", line.replace("例 Example", "")))]


def commands_of(group: TyperGroup, *names: str) -> Iterator[str]:
    for name, command in group.commands.items():
        yield from (
            commands_of(command, *names, name) if isinstance(command, TyperGroup) else (" ".join((*names, name)),)
        )


COMMANDS = tuple(commands_of(cast(TyperGroup, get_command(app))))


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("command", COMMANDS)
def test_an_option_that_is_not_there_and_help(command: str, language: str) -> None:
    assert spoken(language, *command.split(), "--bogus") == []
    assert spoken(language, *command.split(), "--help") == []
    example = {"zh": "例：icdi ", "en": "Example: icdi "}[language]
    assert example in answered("--lang", language, *command.split(), "--help").stdout


WRONG = [
    ("run", "--as-of", "yesterday"),
    ("run", "--framework", "nowhere"),
    ("score", "--framework", ROOT / "tests/framework/small", "--observations", "nowhere.csv", "--out", "nowhere"),
    ("ingest", "nowhere.csv"),
    ("ingest", "x.csv", *NOWHERE),
    ("ingest", "x.csv", "--accept", "B5"),
    ("inbox", *NOWHERE),
    ("fetch", "--years", "soon"),
    ("fetch", "--source", "nowhere"),
    ("fetch", "--years", "2024-2020"),
    ("fetch", "--series", "gdp"),
    ("withdraw", "nothing.csv", "--why", "x"),
    ("withdraw", "nothing.csv", "--why", " "),
    ("due", *NOWHERE),
    ("explain", "北京", 2023, "icdi", *NOWHERE),
    ("cite", *NOWHERE),
    ("diff", "a", "b", *NOWHERE),
    ("quality", *NOWHERE),
    ("quality", "acknowledge", *NOWHERE),
    ("experts", "read", "nowhere"),
    ("framework", "check", "nowhere"),
    ("framework", "measure", "nowhere", "--register", REGISTER),
    ("framework", "measure", "organisation", "--register", "nowhere"),
    ("register", "list", "nowhere"),
    ("register", "list", "--region", "辽定"),
    ("register", "add", "nowhere", "x", "--region", "辽宁", *EVENT),
    ("register", "add", REGISTER, "x", "--region", "nowhere", *EVENT),
    ("register", "revoke", REGISTER, "nowhere", *EVENT),
    ("register", "new", REGISTER, "--title", "x", "--publisher", "x", "--first", 2000, "--last", 2001),
    ("register", "new", "own"),
    ("register", "new", "own", "--title", "x", "--publisher", "x", "--first", 2002, "--last", 2001),
    ("register", "known", "nowhere", 2024),
    ("register", "known", REGISTER, 1950),
    ("register", "import", "nowhere.pdf", "--register", REGISTER, "--document", "x", "--date", "soon"),
    ("register", "import", "nowhere.pdf", "--register", "nowhere", "--document", "x", "--date", "2020"),
    ("release", "verify", *NOWHERE),
    ("release", "show", *NOWHERE),
    ("release", "gate", "x", *NOWHERE),
    ("release", "approve", "x", "--why", " ", *NOWHERE),
    ("series", "find", "nothing like it"),
    ("series", "add", "own"),
    ("source", "new", "own"),
    ("survey", "new", "nowhere", "--year", 2024),
    ("survey", "read", "a.xlsx"),
    ("serve", "--port", 70000),
    ("scorecard", "北京", "soon"),
]


@pytest.fixture
def empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder in which nothing is, where the command is given, with a copy of the framework and a store."""
    monkeypatch.chdir(tmp_path)
    shutil.copytree(ROOT / "indicators", tmp_path / "indicators")
    (tmp_path / "data" / "observations").mkdir(parents=True)
    monkeypatch.setenv("ICDI_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("ICDI_FRAMEWORK", str(tmp_path / "indicators"))
    monkeypatch.delenv("ICDI_FETCH", raising=False)
    return tmp_path


@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_is_wrong_is_said_in_one_language(empty: Path, language: str) -> None:
    assert {arguments: found for arguments in WRONG if (found := spoken(language, *arguments))} == {}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_is_said_of_a_file_is_in_one_language(empty: Path, language: str) -> None:
    others: list[Row] = [[name, 1, "…", 3] for name in ("东部地区", "合计", "不分地区", "大连市", "香港")]
    inbox = empty / "data" / "inbox"
    inbox.mkdir()
    named = as_csv(bureau([*body(), *others], "指标：地区生产总值"))
    (inbox / "named.csv").write_bytes(named)
    (empty / "headed.csv").write_bytes(as_csv([["地区", "产值"], *body([2023]), ["数据来源：国家统计局"]]))

    said = [
        *answered("--lang", language, "inbox").stderr.splitlines(),
        *answered("--lang", language, "ingest", "headed.csv", "--series", "gdp", "--year", 2023).stderr.splitlines(),
    ]

    assert len(said) > 8  # what a person should look at is printed of files of the inbox as well
    assert [line for line in said if " · " in line] == []
    if language == "zh":
        assert in_other_language("zh", said) == []


def test_a_step_that_fails_says_so_in_both_languages(small: Project) -> None:
    """Dagster's record of the error has its text in one language: the run adds the other."""
    store = small.store("gdp")
    store.write_text(store.read_text(encoding="utf-8").replace("obs_value", "value", 1), encoding="utf-8")

    with dg.DagsterInstance.ephemeral() as instance:
        job = build_definitions(small.framework, small.data).resolve_job_def("publish_index")
        run = job.execute_in_process(
            instance=instance, raise_on_error=False, asset_selection=[dg.AssetKey("nbs_annual")]
        )
        said = UserError(joined(ended(instance, run.run_id).faults))

    assert said.sentences("en")[0].startswith("sources: ")
    assert said.sentences("zh")[0].startswith("sources：")
    assert in_other_language("en", said.sentences("en")) == []
    assert in_other_language("zh", said.sentences("zh")) == []


@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_is_asked_is_answered_in_one_language(
    two_releases: Project, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    monkeypatch.setenv("ICDI_FRAMEWORK", str(two_releases.framework))
    monkeypatch.setenv("ICDI_DATA", str(two_releases.data))
    older, newer = sorted(path.parent.name for path in (two_releases.data / "releases").glob("*/datapackage.json"))
    right = [
        ("explain", "北京", 2023, "small"),
        ("register", "list", REGISTER),
        ("release", "list"),
        ("release", "verify"),
        ("release", "show"),
        ("series", "find", "gdp"),
        ("source", "list"),
        ("framework", "check", str(two_releases.framework)),
        ("diff", older, newer),
        ("due",),
    ]

    answers = {arguments: answered("--lang", language, *arguments) for arguments in right}
    assert {arguments: done.stderr for arguments, done in answers.items() if done.returncode} == {}
    lines = {arguments: done.stdout.splitlines() for arguments, done in answers.items()}
    assert {arguments: found for arguments, said in lines.items() if (found := in_other_language(language, said))} == {}
