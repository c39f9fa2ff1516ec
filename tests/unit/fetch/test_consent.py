"""Nothing leaves the machine unless its owner has said so, for each host."""

from pathlib import Path

import pytest

from index_pipeline.fetch.consent import NotAllowedError, consent

HOST = "data.stats.gov.cn"


def never(_: str) -> bool:
    raise AssertionError("nobody is to be asked")


def test_nobody_there_is_a_no(tmp_path: Path) -> None:
    with pytest.raises(NotAllowedError, match="ICDI_FETCH=1"):
        consent([HOST], tmp_path, {}, None)


def test_the_environment_allows(tmp_path: Path) -> None:
    consent([HOST], tmp_path, {"ICDI_FETCH": "1"}, never)
    with pytest.raises(NotAllowedError):
        consent([HOST], tmp_path, {}, None)


@pytest.mark.parametrize("value", ["0", "no", "true", " 1"])
def test_the_environment_forbids(tmp_path: Path, value: str) -> None:
    consent([HOST], tmp_path, {}, lambda _: True)
    with pytest.raises(NotAllowedError):
        consent([HOST], tmp_path, {"ICDI_FETCH": value}, never)


def test_a_yes_is_remembered_for_its_host_alone(tmp_path: Path) -> None:
    questions: list[str] = []

    def yes(question: str) -> bool:
        questions.append(question)
        return True

    consent([HOST], tmp_path, {}, yes)
    consent([HOST], tmp_path, {}, never)
    consent([HOST, "stats.example"], tmp_path, {}, yes)

    assert len(questions) == 2
    assert HOST in questions[0]


def test_a_no_is_not_remembered(tmp_path: Path) -> None:
    for _ in range(2):
        with pytest.raises(NotAllowedError):
            consent([HOST], tmp_path, {}, lambda _: False)
