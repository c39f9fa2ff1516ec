"""The documentation site builds without a warning, leads nowhere outside, and speaks and finds both languages."""

import html
import re
import subprocess
import sys
from pathlib import Path
from typing import Literal

import pytest
from lxml import etree
from playwright.sync_api import Browser

from index_pipeline.framework.framework import components
from index_pipeline.framework.load import load

ROOT = Path(__file__).resolve().parents[2]
MADE = ("guideline", "guideline_zh", "search")
PAGES = (*sorted(path.stem for path in (ROOT / "docs").glob("*.md")), *MADE)
CHINESE = sorted(path.stem for path in (ROOT / "docs").glob("*_zh.md"))


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site with its tutorials as they are kept; the tests of notebooks run them."""
    folder = tmp_path_factory.mktemp("site")
    build = ["-m", "sphinx", "--quiet", "--fail-on-warning", "--keep-going", "-D", "tutorials_run=0"]
    done = subprocess.run(
        [sys.executable, *build, "-d", str(folder / "trees"), str(ROOT / "docs"), str(folder / "html")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return folder / "html"


def test_every_page_and_tutorial_is_there(site: Path) -> None:
    assert all((site / f"{name}.html").exists() for name in PAGES)
    assert len(list((site / "tutorials").glob("*.html"))) == 6


def test_no_page_loads_anything_from_another_host(site: Path) -> None:
    loaded = re.compile(r"<(?:script|img|iframe|link)[^>]+(?:src|href)=\"((?:https?:)?//[^\"]+)\"")

    for page in site.rglob("*.html"):
        assert loaded.findall(page.read_text(encoding="utf-8")) == [], page.name
    for style in site.rglob("*.css"):
        assert not re.search(r"url\(['\"]?(?:https?:)?//|@import", style.read_text(encoding="utf-8")), style.name


@pytest.mark.parametrize(("page", "language"), [("guideline", "en"), ("guideline_zh", "zh")])
def test_every_indicator_is_under_its_paragraph(site: Path, page: str, language: Literal["en", "zh"]) -> None:
    text = html.unescape((site / f"{page}.html").read_text(encoding="utf-8")).replace("’", "'")
    framework = load(ROOT / "indicators")

    for indicator in framework.indicators.values():
        title = indicator.title.get(language)
        assert title
        assert title in text
    missing = [theme for theme in components(framework.definition.index) if theme.not_measured]
    assert text.count({"en": "Not measured: ", "zh": "未测量："}[language]) == len(missing)


@pytest.mark.parametrize("page", CHINESE)
def test_each_language_leads_to_the_other(site: Path, page: str) -> None:
    for name, language, other, label in (
        (page, "zh-CN", page.removesuffix("_zh"), "English"),
        (page.removesuffix("_zh"), "en", page, "中文"),
    ):
        tree = etree.HTML((site / f"{name}.html").read_bytes())
        switch = tree.find(".//p[@class='counterpart']/a")

        assert tree.get("lang") == language
        assert (switch.get("href"), switch.text) == (f"{other}.html", label)
        listed = {link.get("href") for link in tree.findall(".//div[@class='sidebar-tree']//a")}
        assert f"{other}.html" not in listed


SEARCHES = [
    ("工匠", {"guideline_zh.html", "methodology_zh.html"}),
    ("工匠精神", {"guideline_zh.html", "methodology_zh.html"}),
    ("craftsmanship", {"guideline.html", "methodology.html"}),
    ("shrinking counts", {"methods.html"}),
    ("审核关", {"operations_zh.html"}),
]
"""A question, and pages that answer it."""


@pytest.mark.parametrize("locale", ["zh-CN", "en-GB"])
def test_the_search_finds_words_of_both_languages_without_a_server(site: Path, chromium: Browser, locale: str) -> None:
    page = chromium.new_page(locale=locale)
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda message: complaints.append(message.text))
    for words, pages in SEARCHES:
        page.goto(f"{(site / 'search.html').as_uri()}?q={words}")
        page.wait_for_selector("ul.search li a")
        page.wait_for_function("document.querySelector('.search-summary').innerText")  # said when all are listed
        summary = page.inner_text(".search-summary")
        found = {link.get_attribute("href") for link in page.query_selector_all("ul.search li a")}

        assert pages <= {(link or "").partition("#")[0] for link in found}, words
        assert summary.startswith({"zh-CN": "找到", "en-GB": "Search finished"}[locale])
    assert complaints == []


def test_formulas_are_drawn_by_the_browser_itself(site: Path) -> None:
    block = '<math xmlns="http://www.w3.org/1998/Math/MathML" display="block">'
    methodology, methods = ((site / f"{name}.html").read_text(encoding="utf-8") for name in ("methodology", "methods"))

    assert methodology.count(block) == 2
    assert methods.count("<math ") > 150
    assert not re.search(r"<script[^>]+mathjax|<merror", methodology + methods, re.IGNORECASE)


def test_the_reference_describes_what_is_offered(site: Path) -> None:
    page = (site / "reference.html").read_text(encoding="utf-8")

    for name in ("open_release", "open_folder", "score", "rescore", "rescore_many", "explain", "figure", "compare"):
        assert f"{name}</span></span>" in page, name
