"""Findings of the audit are answered beside the framework; an answer that can answer nothing is refused by name."""

import json
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from synthetic_index import framework_of, indicator_table

from index_pipeline import tables
from index_pipeline.framework.answers import TOPICS, AuditAnswer
from index_pipeline.framework.framework import Framework
from index_pipeline.framework.load import FrameworkError, load
from index_pipeline.framework.text import Text
from index_pipeline.methods.build import Build, build_from_indicators
from index_pipeline.robustness.audit import audit

ROOT = Path(__file__).resolve().parents[2]
ASEM = ROOT / "tests" / "framework" / "asem"
ANSWER = "  answer: {zh: 保留, en: It stays.}\n"


def folder_with(tmp_path: Path, answers: str) -> Path:
    shutil.copytree(ASEM, tmp_path / "framework")
    (tmp_path / "framework" / "answers.yaml").write_text(answers, encoding="utf-8")
    return tmp_path / "framework"


def faults(tmp_path: Path, answers: str) -> list[str]:
    with pytest.raises(FrameworkError) as refused:
        load(folder_with(tmp_path, answers))
    return refused.value.faults


# --- the file --------------------------------------------------------------------------------------------------------


def test_answers_change_no_score_and_no_digest(tmp_path: Path) -> None:
    indicator = next(iter(load(ASEM).indicators))

    framework = load(folder_with(tmp_path, f"- topic: outliers\n  subject: {indicator}\n{ANSWER}"))

    assert framework.digest == load(ASEM).digest
    assert [str(answer.question) for answer in framework.answers] == [f"outliers {indicator}"]
    assert "answers.yaml" in framework.files


@pytest.mark.parametrize("content", ["", "[]\n", "# nothing yet\n"])
def test_no_answer_is_needed(tmp_path: Path, content: str) -> None:
    assert load(folder_with(tmp_path, content)).answers == ()


@pytest.mark.parametrize(
    ("entry", "named"),
    [
        ("topic: outlier\n  subject: INDICATOR", "topic: the audit has no finding “outlier”; did you mean outliers?"),
        ("topic: scope\n  subject: INDICATOR", "topic: the audit has no finding “scope”"),
        ("topic: outliers\n  subject: nothing_like_it", "subject: there is no nothing_like_it"),
        ("topic: redundant\n  subject: INDICATOR", "other: this field is missing: a finding redundant names two"),
        ("topic: redundant\n  subject: INDICATOR\n  other: nobody", "other: there is no nobody"),
        ("topic: weak\n  subject: INDICATOR\n  other: INDICATOR", "other: a finding weak names one"),
        ("subject: INDICATOR", "topic: this field is missing"),
        ("topic: weak", "subject: this field is missing"),
        ("topic: weak\n  subject: INDICATOR\n  because: x", "because: this field is not known"),
    ],
)
def test_an_answer_to_what_cannot_be_found_is_refused(tmp_path: Path, entry: str, named: str) -> None:
    indicator = next(iter(load(ASEM).indicators))

    found = faults(tmp_path, f"- {entry.replace('INDICATOR', indicator)}\n{ANSWER}")

    assert found == [f"answers.yaml: entry 1: {named}"]


def test_an_answer_says_something_in_one_language_at_least(tmp_path: Path) -> None:
    indicator = next(iter(load(ASEM).indicators))

    found = faults(tmp_path, f"- topic: weak\n  subject: {indicator}\n  answer: {{zh: ' '}}\n")

    assert found == ["answers.yaml: entry 1: answer: neither zh nor en is given"]


def test_a_finding_is_answered_once(tmp_path: Path) -> None:
    indicator = next(iter(load(ASEM).indicators))
    one = f"- topic: weak\n  subject: {indicator}\n"

    found = faults(tmp_path, f"{one}{ANSWER}{one}  answer: {{en: Something else.}}\n")

    assert found == [f"answers.yaml: entry 2: the finding weak {indicator} is answered already"]


# --- with the findings -----------------------------------------------------------------------------------------------


def answered(*answers: tuple[str, str, str | None]) -> list[dict[str, Any]]:
    """Findings of an index with two indicators that are nearly the same, `a` and `b`, and answers to them."""
    base = np.random.default_rng(4).random(30)
    values = np.stack([base, base + 0.01 * base[::-1], base[::-1]])[:, None]
    made = [
        AuditAnswer(topic=topic, subject=subject, other=other, answer=Text(zh="保留", en="It stays."))
        for topic, subject, other in answers
    ]
    framework = replace(framework_of({"p": {"a": 1.0, "b": 1.0, "c": 1.0}}), answers=tuple(made))
    table = indicator_table(values, ["a", "b", "c"], [2020])
    built = build_from_indicators(table, tables.OPERANDS.empty(), framework)
    return _audited(built, framework)


def _audited(built: Build, framework: Framework) -> list[dict[str, Any]]:
    found = audit(
        built.screened,
        built.imputed,
        built.treatments,
        built.treated,
        built.normalised,
        built.weights,
        built.scores,
        framework,
    )
    return found.audit_findings.to_pylist()


def test_an_answer_stands_beside_its_finding() -> None:
    rows = answered(("redundant", "a", "b"))

    pair = next(row for row in rows if (row["topic"], row["subject"], row["other"]) == ("redundant", "a", "b"))
    assert (pair["answer_zh"], pair["answer_en"]) == ("保留", "It stays.")
    assert all(row["answer_en"] is None for row in rows if row is not pair)


def test_the_answer_to_one_pair_does_not_answer_another() -> None:
    rows = answered(("redundant", "a", "c"))

    pair = next(row for row in rows if (row["topic"], row["subject"], row["other"]) == ("redundant", "a", "b"))
    assert pair["answer_en"] is None


def test_an_answer_to_no_finding_is_named_at_the_end() -> None:
    rows = answered(("outliers", "a", None), ("redundant", "a", "b"), ("inconsistent", "p", None), ("weak", "b", None))

    named = [row["finding_en"] for row in rows if row["topic"] == "no_such_finding"]
    assert (
        "answers.yaml answers “outliers a”, which the audit does not find: correct the entry, or take it out." in named
    )
    assert [row["position"] for row in rows] == list(range(1, len(rows) + 1))
    assert all(row["topic"] != "redundant" for row in rows[-len(named) :])


def test_every_topic_that_the_audit_has_can_be_answered() -> None:
    topics = {row["topic"] for row in answered()} - {"scope"}

    assert topics <= TOPICS.keys()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_topic_has_a_name_in_the_report(language: str) -> None:
    texts = ROOT / "index_pipeline" / "publication" / "texts" / f"{language}.json"

    names = json.loads(texts.read_text(encoding="utf-8"))["topics"]

    assert {*TOPICS, "no_such_finding"} <= names.keys()
