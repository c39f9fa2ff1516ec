"""Each page has a counterpart in the other language that names the same commands, fields, formulas and links.

A page `name.md` is English, `name_zh.md` Chinese. Only words may differ: prose and comments in code.
"""

import re
from pathlib import Path

import pytest
from running import ROOT

MADE = ROOT / "docs" / "guideline_zh.md"  # from the framework, in either language
CHINESE = [ROOT / "README_zh.md", *sorted(set((ROOT / "docs").glob("*_zh.md")) - {MADE})]
BLOCK = re.compile(r"^ *```(\S*)\n(.*?)^ *```$", re.MULTILINE | re.DOTALL)


def english(page: Path) -> Path:
    return page.with_name(page.name.replace("_zh", ""))


def code(text: str) -> list[tuple[str, list[str]]]:
    """Return the language and the lines of each block of code, without comments.

    Lists of pages are not code; what a command prints (`text`) is in the language of the page.
    """
    blocks = [found for found in BLOCK.findall(text) if found[0] not in {"{toctree}", "text"}]
    return [(language, [line for line in map(bare, block.splitlines()) if line]) for language, block in blocks]


def bare(line: str) -> str:
    return re.sub(r"\s", "", re.sub(r"(^|\s)#.*", "", line))


def prose(text: str) -> str:
    return BLOCK.sub("", text)


def headings(text: str) -> list[int]:
    return [len(marks) for marks in re.findall(r"^(#+) ", prose(text), re.MULTILINE)]


def snippets(text: str) -> set[str]:
    return {" ".join(snippet.split()) for snippet in re.findall(r"`([^`]+)`", prose(text))}


def formulas(text: str) -> set[str]:
    """Return what is set as mathematics, words within it left out."""
    found = re.findall(r"\$\$(.+?)\$\$|\$([^$\n]+)\$", re.sub(r"`[^`]+`", "", prose(text)), re.DOTALL)
    return {re.sub(r"\\text\{[^}]*\}|\s+", "", block or inline) for block, inline in found}


def links(text: str) -> set[str]:
    """Return the files that links lead to, named as in English; a heading within them has its name in each language."""
    return {
        re.sub(r"(_zh)?(\.\w+)(#.*)?$", r"\2", link) for link in re.findall(r"\]\(([^)\s#]+[^)\s]*)\)", prose(text))
    }


def rows(text: str) -> list[set[str]]:
    """Return the snippets of code of each row of a table."""
    return [snippets(row) for row in re.findall(r"^\|.*", prose(text), re.MULTILINE)]


@pytest.mark.parametrize("page", CHINESE, ids=lambda page: page.stem)
def test_both_languages_of_a_page_say_the_same(page: Path) -> None:
    zh, en = (path.read_text("utf-8") for path in (page, english(page)))

    assert code(zh) == code(en)
    assert headings(zh) == headings(en)
    assert rows(zh) == rows(en)
    assert snippets(zh) == snippets(en)
    assert formulas(zh) == formulas(en)
    assert links(zh) - {english(page).name} == links(en) - {english(page).name}


def test_the_readmes_name_each_other() -> None:
    for name, other in (("README.md", "README_zh.md"), ("README_zh.md", "README.md")):
        assert f"]({other})" in "".join((ROOT / name).read_text("utf-8").splitlines(True)[:5])
