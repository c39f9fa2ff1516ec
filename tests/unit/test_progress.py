"""Progress on standard error: a line soon after the start, then again and again; nothing for a program."""

import re
import time

import pytest

from index_pipeline.cli import progress
from index_pipeline.cli.step_names import step_name


@pytest.fixture(autouse=True)
def _soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "FIRST", 0.01)
    monkeypatch.setattr(progress, "EVERY", 0.02)


@pytest.mark.parametrize(
    ("language", "first", "later"),
    [("en", "N s · starting", "N s · 2 of 9 · scores"), ("zh", "N秒 · 启动", "N秒 · 第2步（共9步） · 得分")],
)
def test_lines_say_what_runs(
    language: str, first: str, later: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ICDI_LANG", language)
    with progress.progress() as step:
        step(first.rpartition(" · ")[2], 0)
        time.sleep(0.2)
        step("one", 9)
        step(later.rpartition(" · ")[2], 9)
        time.sleep(0.2)

    lines = [re.sub(r"\d+(?= s|秒)", "N", line, count=1) for line in capsys.readouterr().err.splitlines()]
    assert lines[0] == f"icdi: {first}"
    assert lines[-1] == f"icdi: {later}"
    assert len(lines) >= 4


def test_a_program_is_shown_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    with progress.progress(quiet=True) as step:
        step("one", 9)
        time.sleep(0.05)

    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(
    ("step", "language", "said"),
    [
        ("scores", "zh", "各级指标的得分与覆盖率"),
        ("scores", "en", "score and coverage of every component"),
        ("sources", "zh", "各来源数据"),
        ("sources", "en", "figures of each source"),
        ("release", "zh", "发布：数据表、图表、评价简报、报告"),
        ("other", "zh", "other"),
    ],
)
def test_a_step_has_the_name_of_what_it_makes(
    step: str, language: str, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ICDI_LANG", language)

    assert step_name(step) == said
