"""The pages of a release as `icdi serve` shows them: all of them work under its policy, and nothing else does."""

import threading
from collections.abc import Iterator
from pathlib import Path
from zlib import crc32

import pytest
from playwright.sync_api import expect

from index_pipeline.cli.serving import server


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    with server(site, 0) as listening:
        threading.Thread(target=listening.serve_forever, args=(0.05,), daemon=True).start()
        yield f"http://127.0.0.1:{listening.server_port}"
        listening.shutdown()


def opened(visit, address, path):
    visit.page.goto("about:blank")
    visit.page.goto(f"{address}/{path}")
    visit.page.wait_for_function("document.readyState === 'complete' && !document.querySelector('[aria-busy]')")
    return visit.page


@pytest.mark.parametrize(
    "path",
    [
        *(
            f"index.html#view={view}&areas=110000,310000"
            for view in ("ranking", "region", "compare", "whatif", "method")
        ),
        "index.html#view=downloads",
        "scorecards/zh/110000.html",
        "report/zh/report.html",
        "figures/zh/index.html",
    ],
)
def test_every_kind_of_page_is_drawn_without_a_complaint(visit, address, path):
    page = opened(visit, address, path)

    assert len(page.locator("body").inner_text()) > 200
    assert visit.complaints == []
    assert [url for url in visit.requests if not url.startswith((address, "data:", "blob:", "about:"))] == []


@pytest.mark.parametrize("name", ["ranking", "tilegrid", "heatmap", "trends", "bump", "pairs"])
def test_plotly_draws_and_saves_a_chart(visit, address, name):
    page = opened(visit, address, f"figures/zh/{name}.html")
    page.locator("svg.main-svg").first.wait_for()

    with page.expect_download() as saved:
        page.locator(".modebar-btn[data-title]").first.click()

    assert Path(saved.value.path()).read_bytes().startswith(b"\x89PNG")
    assert visit.complaints == []


def test_own_weights_and_the_search_of_a_region_work(visit, address):
    page = opened(visit, address, "index.html#view=weights")
    page.locator("#weights-result").wait_for()
    page.locator("input[type=range]").nth(1).focus()
    for _ in range(5):
        page.keyboard.press("ArrowRight")

    expect(page.locator("#weights-result")).not_to_have_text("与公布位次完全相同。")
    assert visit.complaints == []


@pytest.mark.parametrize("path", ["index.html", "releases/icdi-2026-0123456789ab/index.html"])
def test_links_name_the_site_and_the_release_that_is_shown(visit, address, path):
    page = opened(visit, address, "index.html#view=compare&areas=110000")
    page.evaluate(
        "(path) => { icdi.data.site = 'https://example.org/icdi/'; history.replaceState(null, '', path); }", path
    )

    page.locator("#copy-link").click()

    link = page.locator("dialog textarea").input_value()
    assert link.split("#")[0] == f"https://example.org/icdi/{path}"


def test_what_could_not_be_loaded_is_said_and_loaded_when_it_is_next_wanted(visit, address):
    page = opened(visit, address, "index.html")
    page.route("**/explorer/reasons.js", lambda route: route.abort())

    page.get_by_role("link", name="江苏省").click()
    expect(page.locator("#main").get_by_text("数据未能载入。")).to_be_visible()
    busy = page.locator("[aria-busy]").count()
    page.unroute("**/explorer/reasons.js")
    page.get_by_role("link", name="比较", exact=True).click()
    expect(page.get_by_role("link", name="比较", exact=True)).to_have_attribute("aria-current", "page")
    page.go_back()

    assert busy == 0
    expect(page.locator("#chart-why svg")).to_be_visible()


def test_the_link_to_the_main_part_works(visit, address):
    page = opened(visit, address, "index.html")
    page.locator("#skip").focus()
    page.keyboard.press("Enter")

    assert page.evaluate("document.activeElement.id") == "main"
    assert visit.complaints == []


@pytest.mark.parametrize(
    "harm",
    [
        "<script>window.harmed = 1</script>",
        '<img src="x" onerror="window.harmed = 1">',
        '<img src="http://192.0.2.1/p.png">',
        '<iframe src="http://192.0.2.1/"></iframe>',
        '<script src="http://192.0.2.1/x.js"></script>',
        '<link rel="stylesheet" href="http://192.0.2.1/x.css">',
        '<base href="http://192.0.2.1/"><img src="x.png">',
        '<meta http-equiv="refresh" content="0; url=javascript:window.harmed=1">',
        '<svg onload="window.harmed = 1"></svg>',
        '<object data="http://192.0.2.1/x"></object>',
    ],
)
def test_what_someone_wrote_into_a_page_does_nothing(visit, address, site, harm):
    """Should a text of others ever come to stand unescaped in a page of a release."""
    page = (site / "figures/zh/ranking.html").read_text(encoding="utf-8")
    name = f"harmed_{crc32(harm.encode())}.html"  # of its own: tests in other processes write beside it
    (site / name).write_text(page.replace("<main>", f"<main>{harm}"), encoding="utf-8")
    answered: list[str] = []
    visit.page.on("requestfinished", lambda request: answered.append(request.url))

    visit.page.goto(f"{address}/{name}")
    visit.page.wait_for_timeout(300)

    assert visit.page.evaluate("window.harmed") is None
    assert [url for url in answered if not url.startswith((address, "data:", "blob:"))] == []
    blocked = [text for text in visit.complaints if "Content Security Policy" in text or "ERR_BLOCKED" in text]
    assert blocked or "refresh" in harm
