"""The language of a command: `--lang`, else ICDI_LANG, else that of the locale."""

import pickle
import shutil
from pathlib import Path
from string import Formatter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from running import ROOT, answered

from index_pipeline.cli.language import MESSAGES, language, option_first
from index_pipeline.errors import UserError
from index_pipeline.framework.fault import Fault
from index_pipeline.framework.load import FrameworkError
from index_pipeline.language import Both, filled
from index_pipeline.sources.problems import Problem, Refusal, place
from index_pipeline.unknown_names import near, unknown


@pytest.mark.parametrize(
    ("environment", "found"),
    [
        ({}, "en"),
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LANG": "en_US.UTF-8", "LC_ALL": "zh_TW"}, "zh"),
        ({"LANG": "zh_CN.UTF-8", "LC_MESSAGES": "en_GB.UTF-8"}, "en"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": ""}, "zh"),
        ({"LANG": "zh_CN.UTF-8", "ICDI_LANG": "en"}, "en"),
        ({"LANG": "en_US.UTF-8", "ICDI_LANG": "zh"}, "zh"),
        ({"LANG": "fr_FR.UTF-8"}, "en"),
        ({"LC_CTYPE": "zh_CN.UTF-8"}, "en"),
    ],
)
def test_the_language_asked_for_goes_before_the_locale(environment: dict[str, str], found: str) -> None:
    assert language(environment) == found


@pytest.mark.parametrize(
    ("stated", "arguments"),
    [
        (["ingest", "a.csv", "--lang", "zh"], ["--lang", "zh", "ingest", "a.csv"]),
        (["--lang=zh", "ingest", "a.csv"], ["--lang=zh", "ingest", "a.csv"]),
        (["ingest", "--lang=en", "a.csv"], ["--lang=en", "ingest", "a.csv"]),
        (["ingest", "--", "--lang", "zh"], ["ingest", "--", "--lang", "zh"]),
        (["ingest", "--lang"], ["ingest", "--lang"]),
        (["ingest", "--language", "zh"], ["ingest", "--language", "zh"]),
    ],
)
def test_the_option_may_follow_the_command(stated: list[str], arguments: list[str]) -> None:
    assert option_first(stated) == arguments


@given(st.lists(st.sampled_from(["--lang", "--lang=zh", "zh", "--", "a", "-x"])))
def test_no_argument_is_lost(stated: list[str]) -> None:
    assert sorted(option_first(stated)) == sorted(stated)


@pytest.mark.parametrize("kind", MESSAGES)
def test_both_languages_have_the_same_braces(kind: str) -> None:
    message = MESSAGES[kind]
    en, zh = ({name for _, name, _, _ in Formatter().parse(text) if name} for text in (message.en, message.zh))

    assert en == zh


@pytest.mark.parametrize(
    ("count", "said"), [(1, "1 entry"), (0, "0 entries"), (2, "2 entries"), ("1,000", "1,000 entries")]
)
def test_a_word_depends_on_its_number(count: object, said: str) -> None:
    message = Both("{count} {count:entry|entries}", "{count}项")

    assert message.filled("en", {"count": count}) == said
    assert message.filled("zh", {"count": count}) == f"{count}项"


def test_a_heading_that_is_no_name_is_not_proposed_as_an_indicator(tmp_path: Path) -> None:
    (tmp_path / "observations").mkdir()
    for heading in ("①", "r", "亿元"):
        file = tmp_path / "figures.csv"
        file.write_text(f"地区,{heading}\n北京,1\n上海,2\n", "utf-8")

        assert "icdi series add" not in answered("ingest", file, "--year", 2022, "--data", tmp_path).stderr


@pytest.fixture
def broken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A framework with a misspelt method, read where messages are English unless a command says otherwise."""
    monkeypatch.setenv("ICDI_LANG", "en")
    folder = tmp_path / "indicators"
    shutil.copytree(ROOT / "indicators", folder)
    path = folder / "framework.yaml"
    path.write_text(path.read_text("utf-8").replace("{method: arithmetic}", "{method: aritmetic}", 1), "utf-8")
    return folder


def test_a_command_refuses_in_the_language_asked_for(broken: Path) -> None:
    for before, after, said in (
        ([], [], "framework.yaml: aggregation: there is no method aritmetic; did you mean arithmetic?"),
        ([], ["--lang", "zh"], "framework.yaml：aggregation：没有名为 aritmetic 的方法（是否指 arithmetic？）"),
        (["--lang=en"], [], "framework.yaml: aggregation: there is no method aritmetic; did you mean arithmetic?"),
    ):
        done = answered(*before, "framework", "check", broken, *after)

        assert done.returncode == 1
        assert said in done.stderr


def test_another_language_is_refused() -> None:
    done = answered("--lang", "fr", "framework", "check", ROOT / "indicators")

    assert done.returncode == 1
    assert "'fr' is not one of 'zh', 'en'" in done.stderr


def test_an_option_that_is_left_out_is_named_with_its_values() -> None:
    en, zh = (answered("experts", "sheet", "--out", "x.xlsx", "--lang", language).stderr for language in ("en", "zh"))

    assert en == "icdi: Missing option '--method'. Choose from: budget_allocation, ahp\n"
    assert zh == "icdi: 缺少选项“--method”，可选 budget_allocation、ahp\n"


def test_of_an_argument_that_is_left_out_the_help_of_its_command_is_named() -> None:
    en, zh = (answered("explain", "北京", "--lang", language).stderr for language in ("en", "zh"))

    assert en == "icdi: Missing argument 'YEAR'; see `icdi explain --help`\n"
    assert zh == "icdi: 缺少参数“年份”；用法见 icdi explain --help\n"


def test_a_refused_file_is_explained_in_chinese(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ICDI_LANG", "zh")
    (tmp_path / "observations").mkdir()
    file = tmp_path / "figures.csv"
    file.write_text("地区,2022\n北京,1\n", "utf-8")

    done = answered("ingest", file, "--data", tmp_path)

    assert done.returncode == 1
    assert "icdi: figures.csv：未导入：" in done.stderr
    assert "refused" not in done.stderr


def test_a_figure_given_twice_is_placed_in_the_language_of_the_sentence() -> None:
    problem = Problem(
        "doubled", "表", "B5", "5", dict.fromkeys(("series", "area", "year", "value", "other", "lacking"), "x")
    )
    problem.details["other_cell"] = place("表", "C5")

    assert "in sheet 表 cell C5" in problem.sentence("en")
    assert "工作表 表 单元格 C5 为" in problem.sentence("zh")


def test_help_without_a_command_has_lines() -> None:
    assert "\nCommands:\n" in answered().stdout


def test_an_error_is_said_in_either_language() -> None:
    both = UserError(Both("no such day\nwrite another", "没有这一天"))

    assert str(both) == "no such day\nwrite another"
    assert (both.sentences("en"), both.sentences("zh")) == (["no such day", "write another"], ["没有这一天"])


@pytest.mark.parametrize(
    "error",
    [
        UserError(Both("no such day", "没有这一天")),
        FrameworkError([Fault.of("empty_list", "series.csv")]),
        Refusal("a.csv", [Problem("answer_cut")]),
    ],
    ids=lambda error: type(error).__name__,
)
def test_an_error_says_the_same_in_another_process(error: UserError) -> None:
    copy = pickle.loads(pickle.dumps(error))

    assert type(copy) is type(error)
    assert (str(copy), copy.sentences("zh")) == (str(error), error.sentences("zh"))


def test_a_name_that_is_not_there_is_said_with_those_close_to_it() -> None:
    said = unknown(Both("region", "地区"), "上海滩", ["上海", "北京"], Both("this release", "本次发布"))

    assert said.en == "there is no region 上海滩 in this release; did you mean 上海?"
    assert said.zh == "本次发布中没有地区“上海滩”（是否指 上海？）"


def test_where_no_name_is_close_a_few_are_listed_each_thing_once() -> None:
    names = {"江苏省": "320000", "江苏": "320000", "北京": "110000"}

    said = unknown(Both("region", "地区"), "Mars", names, Both("this release", "本次发布"), names.__getitem__)

    assert said.en == "there is no region Mars in this release; there are: 江苏省, 北京"
    assert said.zh == "本次发布中没有地区“Mars”；现有：江苏省、北京"
    assert unknown("year", "x", map(str, range(2000, 2020)), "it").en == "there is no year x in it"


def test_of_several_names_of_one_thing_the_closest_is_proposed_and_of_equally_close_ones_the_first() -> None:
    names = {"江苏省": "320000", "江苏": "320000", "江蘇": "320000", "Jiangsu": "320000", "江西": "360000"}

    said = unknown("region", "江", names, "this release", names.__getitem__)

    assert said.en.endswith("; did you mean 江苏 or 江西?")


def test_the_closest_name_is_proposed_in_both_languages_and_none_where_none_is_close() -> None:
    assert near("gpd", ["gdp", "population"]) == Both("; did you mean gdp?", "（是否指 gdp？）")
    assert near("x", ["gdp"]) == near(3, []) == Both("", "")


@pytest.mark.parametrize(
    ("template", "details", "said"),
    [
        ("{area}{year}年", {"area": "江苏省", "year": 2022}, "江苏省2022年"),
        ("{area}{year}年", {"area": "Region 0", "year": 2022}, "Region 0 2022年"),
        ("{area}{index}", {"area": "Korea (South)", "index": "ASEM"}, "Korea (South) ASEM"),
        ("{year}年{area}{index}", {"year": 2022, "area": "", "index": "ASEM"}, "2022年ASEM"),
        ("no{name}{near}", {"name": "gpd", "near": "; is it gdp?"}, "nogpd; is it gdp?"),
        ("{count} {count:entry|entries}", {"count": 1}, "1 entry"),
    ],
)
def test_latin_letters_and_digits_of_two_details_side_by_side_stand_apart(
    template: str, details: dict[str, object], said: str
) -> None:
    assert filled(template, details) == said
