"""The explorer as a reader uses it, opened from a folder."""

import functools
import http.server
import re
import threading

import pytest
from explorer import VIEWS
from playwright.sync_api import expect

ENGLISH = re.compile(r"[A-Za-z]{3,}")
KEPT = {
    "English",
    "GDP",
    "PCT",
    "CSV",
    "Parquet",
    "HTML",
    "PDF",
    "XLSX",
    "icdi",
    "datapackage",
    "json",
    "NBS",
    "SDMX",
    "DCAT",
    "CITATION",
    "cff",
}
"""Latin words that a Chinese page keeps: names of formats, identifiers and the switch of the language."""


class QuietHandler(http.server.SimpleHTTPRequestHandler):
    """Serves a folder and writes no log."""

    def log_message(self, format: str, *args: object) -> None:
        pass


def rows(page, table="table"):
    return [
        [cell.strip() for cell in row.locator("th,td").all_inner_texts()]
        for row in page.locator(f"{table} tbody tr:not(.group)").all()
    ]


def published(contents, year, component="icdi"):
    names = {area: region.title_zh for area, region in contents.framework.codes.regions.items()}
    found = [
        r for r in contents.tables["rankings"].to_pylist() if (r["time_period"], r["component_id"]) == (year, component)
    ]
    return {names[row["ref_area"]]: row for row in found}


def held(contents, year):
    """Number of indicators of which some region has a value in a year."""
    rows = contents.tables["imputed"].to_pylist()
    return len({r["indicator_id"] for r in rows if r["time_period"] == year and r["obs_value"] is not None})


def test_ranking_is_the_published_one(visit, contents):
    page = visit.open("index.html")

    shown = rows(page, "table.ranking")

    wanted = published(contents, 2023)
    assert [row[2] for row in shown] == [str(rank) for rank in range(1, 32)]
    assert {row[0]: (row[2], row[3]) for row in shown} == {
        name: (str(row["rank"]), f"{row['score']:.1f}") for name, row in wanted.items()
    }
    assert visit.complaints == []
    assert visit.outside() == []


def test_year_slider_and_choice_of_component(visit, contents):
    page = visit.open("index.html")

    page.get_by_label("指数、一级或二级指标").select_option("industrial_spirit")
    page.get_by_label("年份").focus()
    page.keyboard.press("ArrowLeft")

    wanted = published(contents, 2022, "industrial_spirit")
    assert {row[0]: row[2] for row in rows(page, "table.ranking")} == {n: str(r["rank"]) for n, r in wanted.items()}
    assert "year=2022" in page.url


def test_table_sorts_by_each_column_with_the_keyboard(visit):
    page = visit.open("index.html")
    button = page.get_by_role("button", name="代码")

    button.focus()
    page.keyboard.press("Enter")
    codes = [row[1] for row in rows(page, "table.ranking")]
    page.keyboard.press("Enter")

    assert codes == sorted(codes)
    assert [row[1] for row in rows(page, "table.ranking")] == codes[::-1]
    assert page.locator("th[aria-sort=descending]").inner_text().startswith("代码")


@pytest.mark.parametrize("sort", ["score", "-score"])
def test_a_region_without_a_score_comes_last_whichever_way(visit, sort):
    page = visit.open(f"index.html#sort={sort}")

    page.evaluate("""() => {
      const { data } = icdi, newest = data.years.length - 1;
      for (const table of [data.scores, data.ranks]) table[data.root][newest][5] = null;
      icdi.refresh();
    }""")

    assert rows(page, "table.ranking")[-1][0] == page.evaluate("icdi.say(icdi.data.areas[5].name)")


@pytest.mark.parametrize("year", ["newest", "newest - 1"])
def test_there_is_no_change_where_a_year_has_no_ranks(visit, year):
    page = visit.open("index.html")

    page.evaluate(f"""() => {{
      const {{ data }} = icdi, newest = data.years.length - 1;
      data.ranks[data.root][{year}].fill(null);
      icdi.refresh();
    }}""")
    shown = rows(page, "table.ranking")
    page.get_by_role("link", name="江苏省").click()
    page.get_by_role("region", name="2023年指标").wait_for()

    assert {tuple(row[-2:]) for row in shown} == {("—", "—")}
    assert page.locator(".headline .col_change, .headline .col_moved").all_inner_texts() == ["—", "—"]


def test_region_shows_scores_indicators_and_its_cards(visit, contents):
    page = visit.open("index.html")

    page.get_by_role("link", name="江苏省").click()
    page.get_by_role("region", name="2023年指标").wait_for()

    row = published(contents, 2023)["江苏省"]
    assert page.locator(".headline b").first.inner_text() == f"{row['score']:.1f}"
    assert page.locator("table.indicators tbody tr:not(.group)").count() == held(contents, 2023)
    assert page.get_by_role("link", name="中文 PDF").get_attribute("href") == "scorecards/zh/320000.pdf"


def test_at_most_five_regions_are_compared(visit):
    page = visit.open("index.html#view=compare")
    chosen = ["北京", "上海", "江苏", "浙江", "广东"]
    for name in chosen:
        page.get_by_label(name, exact=True).check()

    assert page.get_by_label("天津", exact=True).is_disabled()
    assert sorted(page.locator("table thead th").all_inner_texts()[1:6]) == sorted(chosen)


def test_weights_as_published_give_the_published_ranks(visit, contents):
    page = visit.open("index.html#view=weights")
    page.locator("#weights-result").wait_for()

    found = page.evaluate(
        "() => icdi.data.years.map((year) => icdi.scoresWith(ICDI_INDICATORS, year, (item) => item.weight))"
    )
    ranks = page.evaluate("(years) => years.map(icdi.engine.ranks)", found)

    years = sorted({row["time_period"] for row in contents.tables["rankings"].to_pylist()})
    for year, scores, places in zip(years, found, ranks, strict=True):
        wanted = list(published(contents, year).values())
        by_area = {row["ref_area"]: row for row in wanted}
        ordered = [by_area[area] for area in contents.framework.ref_areas]
        assert places == [row["rank"] for row in ordered], year
        assert scores == pytest.approx([row["score"] for row in ordered], rel=1e-12), year
    assert page.locator("#weights-result").inner_text() == "与公布位次完全相同。"


def test_own_weights_change_ranks_and_the_link_carries_them(visit):
    page = visit.open("index.html#view=weights")
    slider = page.locator("[data-weight=industrial_culture_industries]")
    slider.focus()
    page.keyboard.press("Home")
    own = rows(page, "table.own")

    assert slider.input_value() == "0"
    assert "个地区的位次与公布位次不同" in page.locator("#weights-result").inner_text()
    link = page.url
    page.goto("about:blank")
    page.goto(link)
    page.locator("#weights-result").wait_for()
    assert rows(page, "table.own") == own
    page.locator("#weights-reset").click()
    assert page.locator("#weights-result").inner_text() == "与公布位次完全相同。"


def test_one_pillar_alone_ranks_as_that_pillar_does(visit, contents):
    page = visit.open("index.html#view=weights")

    page.get_by_label("预设").select_option(label="仅计：发扬中国工业精神")

    wanted = published(contents, 2023, "industrial_spirit")
    assert {row[0]: row[1] for row in rows(page, "table.own")} == {n: str(r["rank"]) for n, r in wanted.items()}


@pytest.mark.parametrize("view", VIEWS)
def test_no_english_is_left_in_the_chinese_page(visit, view):
    page = visit.open(f"index.html#view={view}&areas=110000,310000")
    text = re.sub(r"[\w.-]+_[\w.-]+|[\w-]+\d[\w-]*", "", own_words(page))

    latin = set(ENGLISH.findall(text)) - KEPT
    assert latin <= set(contents_words(page)), latin


def own_words(page):
    """Text of a page in its own language: without the names of register entries and the switch of the language."""
    return page.evaluate("""() => {
      for (const other of document.querySelectorAll("#main [lang], #language, select option")) other.remove();
      return document.body.innerText;
    }""")


def contents_words(page):
    """Words of table names, which are identifiers."""
    return {part for name in page.evaluate("icdi.data.tables.map(([name]) => name)") for part in name.split("_")}


def test_language_switch_keeps_the_place(visit):
    page = visit.open("index.html#view=region&area=320000")

    page.get_by_role("button", name="English").click()

    assert page.locator("h2").inner_text() == "Jiangsu 2023"
    assert page.evaluate("document.documentElement.lang") == "en"
    assert page.evaluate("document.activeElement.id") == "language"


def test_light_and_dark(visit):
    page = visit.open("index.html")
    colour = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(colour)

    page.get_by_role("button", name="深色").click()

    assert page.evaluate(colour) != light


def test_skip_link_leads_to_the_content(visit):
    page = visit.open("index.html")

    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    page.wait_for_function("document.activeElement.id === 'main'")


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("view", VIEWS)
def test_a_phone_scrolls_up_and_down_only(phone, view, language):
    page = phone.open(f"index.html#lang={language}&view={view}&areas=110000,310000")

    assert page.evaluate("document.scrollingElement.scrollWidth") <= 390
    assert phone.complaints == []


def test_the_keyboard_stays_on_a_control_that_redraws_the_page(visit):
    page = visit.open("index.html")
    select = page.get_by_label("指数、一级或二级指标")
    select.focus()

    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")

    assert page.evaluate("icdi.state.component") == page.evaluate("icdi.data.nodes.filter((n) => n.measured)[2].id")
    assert page.evaluate("document.activeElement.tagName") == "SELECT"


def test_a_change_of_view_is_announced_and_takes_the_focus(visit):
    page = visit.open("index.html")

    page.get_by_role("link", name="比较").click()

    page.wait_for_function("document.activeElement.id === 'main'")
    assert "比较" in page.locator("#announce").inner_text()


def test_a_tile_leads_to_its_region_and_back(visit):
    page = visit.open("index.html")

    page.locator("svg.tiles g.tile", has_text="四川").click()
    page.wait_for_function("document.activeElement.id === 'main'")
    opened = page.locator("h2").inner_text()
    page.go_back()

    assert "四川省" in opened
    expect(page.locator("table.ranking")).to_be_visible()


def test_values_are_those_of_the_figures_and_ranks_of_shrunk_counts_are_marked(visit, contents):
    page = visit.open("index.html#view=region&area=110000")
    page.get_by_role("region", name="2023年指标").wait_for()
    page.evaluate("ICDI_INDICATORS.heritage_quotient.shrunk = true; icdi.refresh()")

    (row,) = (cells for cells in rows(page, "table.indicators") if cells[0].startswith("国家工业遗产区位商"))
    key = ("110000", 2023, "heritage_quotient")
    values = {
        (r["ref_area"], r["time_period"], r["indicator_id"]): r for r in contents.tables["indicators"].to_pylist()
    }
    assert float(row[1]) == pytest.approx(values[key]["obs_value"], abs=0.005)
    assert row[4].endswith("†")


def test_published_weights_lie_well_within_their_sliders(visit):
    page = visit.open("index.html#view=weights")

    shares = page.evaluate("[...document.querySelectorAll('[data-weight]')].map((one) => one.value / one.max)")

    assert max(shares) == pytest.approx(0.25, abs=0.01)


def test_no_weight_at_all_asks_for_one(visit):
    page = visit.open("index.html#view=weights")
    pillars = page.evaluate("icdi.pillars.map((p) => p.id + ':0').join(',')")
    page = visit.open(f"index.html#view=weights&w={pillars}")

    assert page.locator("#weights-result").inner_text() == "请至少给一个一级或二级指标大于0的权重。"


@pytest.mark.parametrize("word", ["constructor", "__proto__", "toString"])
def test_an_address_with_words_of_the_language_shows_the_ranking(visit, word):
    page = visit.open(
        f"index.html#view={word}&component={word}&area={word}&w={word}:1&item={word}&changes={word}:1&target={word}&sort={word}&province={word}"
    )

    assert len(rows(page, "table.ranking")) == 31
    assert visit.complaints == []


def test_an_address_with_nonsense_shows_the_ranking(visit):
    page = visit.open(
        "index.html#view=nothing&year=1066&component=x&area=%3Cscript%3E&w=a:b,industrial_spirit:-1&lang=xx"
    )

    assert len(rows(page, "table.ranking")) == 31
    assert visit.complaints == []


def test_from_a_web_server(visit):
    handler = functools.partial(QuietHandler, directory=str(visit.site))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}"
    try:
        visit.page.goto(f"{address}/index.html#view=weights")
        visit.page.locator("#weights-result").wait_for()
    finally:
        server.shutdown()
        server.server_close()

    assert all(url.startswith((address, "data:")) for url in visit.requests)
    assert visit.complaints == []
