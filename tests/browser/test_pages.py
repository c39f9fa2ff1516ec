"""Every kind of page in the browser: draws itself, asks no one, and can be read by everyone."""

import json
from itertools import pairwise

import pytest
from axe_playwright_python.sync_playwright import Axe
from explorer import VIEWS

PAGES = (
    *(f"index.html#view={view}&areas=110000,310000" for view in VIEWS),
    "scorecards/zh/110000.html",
    "report/zh/report.html",
    "figures/zh/index.html",
    "figures/zh/ranking.html",
)
CHARTS = ("ranking", "tilegrid", "heatmap", "contributions", "trends", "bump", "multiples", "pairs")


def violations(page, **options):
    found = Axe().run(page, options={"resultTypes": ["violations"], **options}).response["violations"]
    return [(v["id"], [node["html"] for node in v["nodes"]][:3]) for v in found]


@pytest.mark.parametrize("path", PAGES)
def test_pages_ask_no_one_and_axe_finds_no_violation(visit, path):
    page = visit.open(path)
    outside, complaints = visit.outside(), list(visit.complaints)

    assert violations(page) == []
    assert outside == []
    assert complaints == []


@pytest.mark.parametrize("path", [path for path in PAGES if path.startswith("index.html")])
def test_dark_pages_have_colours_that_axe_finds_legible(visit, path):
    visit.page.emulate_media(color_scheme="dark")

    assert violations(visit.open(path), runOnly="cat.color") == []


HEADINGS = """() => [...document.querySelectorAll("h1, h2, h3, h4, h5, h6")].map((one) => Number(one.tagName[1]))"""


@pytest.mark.parametrize("path", PAGES)
def test_headings_begin_with_the_title_alone_and_leave_out_no_level(visit, path):
    levels = visit.open(path).evaluate(HEADINGS)

    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(below <= above + 1 for above, below in pairwise(levels))
    assert not path.startswith("index.html") or 2 in levels


@pytest.mark.parametrize("name", CHARTS)
def test_plotly_draws_every_chart_without_an_upload(visit, name):
    page = visit.open(f"figures/zh/{name}.html")
    page.locator("svg.main-svg").first.wait_for()

    buttons = page.locator(".modebar-btn").evaluate_all("(all) => all.map((one) => one.dataset.title)")

    assert not any("Share" in (title or "") or "cloud" in (title or "").lower() for title in buttons)
    assert not any(title and title.isascii() for title in buttons), buttons
    assert visit.outside() == []
    assert visit.complaints == []


def test_first_view_is_small(visit):
    visit.open("index.html")

    sizes = {
        url: len((visit.site / url.removeprefix(f"{visit.site.as_uri()}/")).read_bytes())
        for url in visit.requests
        if url.startswith(visit.site.as_uri())
    }

    assert sum(sizes.values()) < 300_000, json.dumps(sizes, indent=1)


def test_first_view_can_be_used_within_two_seconds_of_processor_time(visit):
    measure = visit.page.context.new_cdp_session(visit.page)
    measure.send("Performance.enable", {"timeDomain": "threadTicks"})

    visit.open("index.html")

    spent = {one["name"]: one["value"] for one in measure.send("Performance.getMetrics")["metrics"]}
    assert spent["TaskDuration"] < 2
