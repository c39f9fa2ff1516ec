"""One Chinese name per thing: no text that people read uses a wording that docs/terms.toml rules out."""

import ast
import tomllib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from running import ROOT

from index_pipeline import tables
from index_pipeline.analysis.steps import STEPS as ANALYSIS
from index_pipeline.methods.steps import STEPS as METHODS
from index_pipeline.publication.text import LANGUAGES, words
from index_pipeline.robustness.steps import STEPS as ROBUSTNESS

TERMS = tomllib.loads((ROOT / "docs/terms.toml").read_text(encoding="utf-8"))["term"]
PACKAGE = ROOT / "index_pipeline"
CHINESE_PAGES = (ROOT / "README_zh.md", *sorted(set((ROOT / "docs").glob("*_zh.md")) - {ROOT / "docs/guideline_zh.md"}))
"""Pages as they are written; the one that is made from the framework has the framework's words."""
TEMPLATES = {".html", ".typ", ".yaml"}
"""Endings of templates that hold text."""
READ = {"facts.py", "forms.py", "headings.py"}
"""Modules whose Chinese texts are those of files that are read."""
RULED_OUT = {wording: term["use"] for term in TERMS for wording in term["instead_of"]}


def strings(value: Any) -> Iterator[str]:
    """Give each text in a parsed file, at any depth."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from strings(each)
    elif isinstance(value, list):
        for each in value:
            yield from strings(each)


def around(wording: str, text: str) -> str:
    at = text.index(wording)
    return text[max(0, at - 20) : at + 20]


def in_code(path: Path) -> Iterator[str]:
    """Give each string of a module, docstrings aside."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    docstrings = {ast.get_docstring(node, clean=False) for node in ast.walk(tree) if isinstance(node, documented)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value not in docstrings:
            yield node.value


def in_framework(value: Any) -> Iterator[str]:
    """Give each Chinese text of a framework's file; names by which files are recognised are theirs."""
    if isinstance(value, dict):
        for key, each in value.items():
            yield from [each] if key == "zh" and isinstance(each, str) else in_framework(each)
    elif isinstance(value, list):
        for each in value:
            yield from in_framework(each)


TEXTS: dict[str, Callable[[], Iterable[str]]] = {
    "texts": lambda: strings(words("zh").entries),
    "messages": lambda: [text for path in PACKAGE.rglob("*.toml") for text in strings(tomllib.loads(path.read_text()))],
    "code": lambda: [text for path in PACKAGE.rglob("*.py") if path.name not in READ for text in in_code(path)],
    "framework": lambda: [
        text
        for path in (ROOT / "indicators").rglob("*.yaml")
        for text in in_framework(yaml.safe_load(path.read_text()))
    ],
    "columns": lambda: [column.zh for column in tables.COLUMNS.values()],
    "steps": lambda: [zh for step in (*METHODS, *ROBUSTNESS, *ANALYSIS) for zh, _ in step.makes.values()],
    "Chinese pages": lambda: [path.read_text(encoding="utf-8") for path in CHINESE_PAGES],
    "templates": lambda: [
        path.read_text(encoding="utf-8") for path in PACKAGE.rglob("templates/*") if path.suffix in TEMPLATES
    ],
    "notebooks": lambda: [path.read_text(encoding="utf-8") for path in (ROOT / "notebooks").glob("*.ipynb")],
}


@pytest.mark.parametrize("place", TEXTS)
def test_a_text_uses_the_term_of_the_glossary(place: str) -> None:
    texts = list(TEXTS[place]())

    assert texts
    assert [
        f"{around(wording, text)}: {wording} → {use}"
        for text in texts
        for wording, use in RULED_OUT.items()
        if wording in text
    ] == []


def test_no_term_is_itself_ruled_out() -> None:
    assert [use for use in RULED_OUT.values() for wording in RULED_OUT if wording in use] == []


def test_a_wording_is_ruled_out_once() -> None:
    wordings = [wording for term in TERMS for wording in term["instead_of"]]
    assert len(wordings) == len(set(wordings))


def test_english_texts_have_typographic_quotes_and_apostrophes() -> None:
    texts = {name: text for name, text in words("en").entries.items() if name != "plotly.dictionary"}
    assert [text for text in strings(texts) if "'" in text or '"' in text] == []


def test_a_number_below_zero_has_no_hyphen_and_a_span_has_a_dash() -> None:
    for language in LANGUAGES:
        texts = {name: text for name, text in words(language).entries.items() if name != "plotly.dictionary"}
        assert [text for text in strings(texts) if "}-{" in text or " - " in text] == []
