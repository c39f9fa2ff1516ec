"""The documentation site builds without a warning, leads nowhere outside, and lists every indicator by paragraph."""

import html
import re
import subprocess
import sys
from pathlib import Path

import pytest

from index_pipeline.framework.load import load

ROOT = Path(__file__).resolve().parents[2]
PAGES = (
    "index",
    "methodology",
    "methodology_zh",
    "guideline",
    "limits",
    "does_it_look_right",
    "methods",
    "framework",
    "interface",
    "reference",
    "figures",
    "surveys-and-experts",
    "sources-and-series",
    "glossary",
    "architecture",
)


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


def test_every_indicator_is_under_its_paragraph(site: Path) -> None:
    page = (site / "guideline.html").read_text(encoding="utf-8")
    framework = load(ROOT / "indicators")

    for indicator in framework.indicators.values():
        assert indicator.title.zh
        assert html.escape(indicator.title.zh) in page
    assert page.count("暂无数据: ") == 8


def test_formulas_are_drawn_by_the_browser_itself(site: Path) -> None:
    block = '<math xmlns="http://www.w3.org/1998/Math/MathML" display="block">'
    methodology, methods = ((site / f"{name}.html").read_text(encoding="utf-8") for name in ("methodology", "methods"))

    assert methodology.count(block) == 3
    assert methods.count("<math ") > 150
    assert not re.search(r"<script[^>]+mathjax|<merror", methodology + methods, re.IGNORECASE)


def test_the_reference_describes_what_is_offered(site: Path) -> None:
    page = (site / "reference.html").read_text(encoding="utf-8")

    for name in ("open_release", "open_folder", "score", "rescore", "rescore_many", "explain", "figure", "compare"):
        assert f"{name}</span></span>" in page, name
