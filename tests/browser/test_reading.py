"""What a reader finds where he asks: explanations of terms and marks, a page per item, years played, charts to keep."""

import csv
import io
import re

import pytest
from explorer import VIEWS
from playwright.sync_api import expect

SMALLEST = """() => {
  const found = {};
  for (const element of document.querySelectorAll("body *")) {
    if (![...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim())) continue;
    const svg = element.ownerSVGElement, box = element.getBoundingClientRect();
    if (!box.width || element.closest(".announce")) continue;
    const scale = svg ? svg.getBoundingClientRect().width / svg.viewBox.baseVal.width : 1;
    const size = parseFloat(getComputedStyle(element).fontSize) * scale;
    if (size < 11.9) found[element.textContent.slice(0, 30)] = size;
  }
  return found;
}"""
NARROWEST = """() => [...document.querySelectorAll("td, th")].filter((cell) => {
  const box = cell.getBoundingClientRect();
  const inline = getComputedStyle(cell).display === "inline";
  return cell.textContent.trim().length > 3 && box.width && box.width < 30 && !inline;
}).map((cell) => cell.textContent.slice(0, 30))"""


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("view", VIEWS)
def test_on_a_phone_text_is_large_enough_and_no_column_is_squeezed(phone, view, language):
    page = phone.open(f"index.html#lang={language}&view={view}&areas=110000,310000&item=education_spending_share")

    assert page.evaluate(SMALLEST) == {}
    assert page.evaluate(NARROWEST) == []


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("path", ["scorecards/{}/650000.html", "report/{}/report.html"])
def test_a_card_and_the_report_can_be_read_on_a_phone(phone, path, language):
    page = phone.open(path.format(language))

    assert page.evaluate(SMALLEST) == {}
    assert page.evaluate(NARROWEST) == []
    assert page.evaluate("document.scrollingElement.scrollWidth") <= 390


def test_the_quality_report_is_no_wider_than_a_phone(phone, site):
    report = next((site.parents[1] / "quality").glob("*.html"))
    page = phone.open(f"../../quality/{report.name}")

    assert page.evaluate("document.scrollingElement.scrollWidth") <= 390


def test_a_region_fits_on_a_phone_with_its_sections_folded(phone):
    page = phone.open("index.html#view=region&area=460000")

    assert page.evaluate("document.scrollingElement.scrollHeight") < 4000
    page.get_by_text("三级指标", exact=True).click()
    expect(page.locator("table.indicators")).to_be_visible()


def tip(page):
    return page.locator("#tip").inner_text()


def test_an_indicator_is_explained_on_hover_and_on_focus(visit):
    page = visit.open("index.html#view=region&area=460000")
    name = page.locator("table.indicators").get_by_role("link", name="科学技术支出占一般公共预算支出比重")

    name.hover()
    hovered = tip(page)
    page.keyboard.press("Escape")
    hidden = page.locator("#tip").is_hidden()
    name.focus()

    for said in ("单位：%", "方向：越高越好", "来源：", "对应程度：", "数据年份：", "综合权重"):
        assert said in hovered
    assert hidden
    assert tip(page) == hovered
    assert name.get_attribute("aria-describedby") == "tip"


def test_arrow_keys_go_from_mark_to_mark_of_a_chart(visit, contents):
    page = visit.open("index.html")
    page.locator("svg.tiles").focus()

    page.keyboard.press("ArrowRight")
    first = tip(page)
    page.keyboard.press("ArrowRight")

    assert first.startswith("北京市")
    assert tip(page).startswith("天津市")
    assert "得分：" in page.locator("#announce").inner_text()
    page.keyboard.press("Enter")
    expect(page.locator("h2")).to_contain_text("天津市")


def test_a_region_has_its_context_and_the_score_that_income_lets_one_expect(visit, contents):
    page = visit.open("index.html#view=region&area=150000")
    row = next(
        row
        for row in contents.tables["expected_scores"].to_pylist()
        if (row["ref_area"], row["time_period"]) == ("150000", 2023)
    )

    expect(page.locator("#main")).to_contain_text("人均地区生产总值")
    expect(page.locator("#main")).to_contain_text(f"估计的得分为{row['expected_score']:.1f}分")
    expect(page.locator("#main")).to_contain_text(f"实际得分低{-row['residual']:.1f}分，在区间之外。")


@pytest.mark.parametrize("chart", ["why", "pillars", "trend"])
def test_each_mark_of_a_region_is_explained(visit, chart):
    page = visit.open("index.html#view=region&area=460000")

    marks = page.locator(f"#chart-{chart} [data-tip]")

    assert marks.count() >= 5
    assert all("\n" in text for text in marks.evaluate_all("(all) => all.map((one) => one.dataset.tip)"))


def test_the_parts_of_a_change_add_up_to_it(visit):
    page = visit.open("index.html#view=region&area=460000")

    gaps = page.evaluate("""() => icdi.data.years.slice(1).flatMap((year, k) => icdi.data.areas.map((area, i) => {
        const { root, scores } = icdi.data;
        const { parts, others } = ICDI_REASONS[year][area.id];
        const sum = parts.reduce((total, [, points]) => total + points, others[0]);
        return Math.abs(sum - (scores[root][k + 1][i] - scores[root][k][i])); }))""")

    assert max(gaps) < 0.005, "each part is rounded to a thousandth"


@pytest.mark.parametrize("item", ["education_spending_share", "industrial_heritage", "industrial_spirit"])
def test_an_item_has_its_ranking_tiles_trend_spread_and_figures(visit, contents, item):
    page = visit.open(f"index.html#view=item&item={item}")

    for chart in ("bars", "tiles", "trend", "spread"):
        assert page.locator(f"#chart-{chart} svg [data-tip]").count() >= 5
    with page.expect_download() as saved:
        page.locator("#save-item").click()

    table = list(csv.DictReader(io.StringIO(saved.value.path().read_text("utf-8-sig"))))
    years = page.evaluate("icdi.data.years")
    assert len(table) == 31 * len(years)
    assert {row["地区"] for row in table} == set(page.evaluate("icdi.data.areas.map((area) => area.name[0])"))
    assert visit.complaints == []


def test_a_component_without_figures_says_why_and_what_is_wanted(visit):
    page = visit.open("index.html")
    empty = page.evaluate("icdi.data.nodes.find((node) => !node.measured && node.wanted[0]).id")
    page = visit.open(f"index.html#view=item&item={empty}")

    assert page.get_by_text("所需数据").is_visible()
    assert page.locator("#chart-bars").count() == 0


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_tile_names_its_region_in_full_or_by_its_code(phone, language):
    page = phone.open(f"index.html#lang={language}")

    names = page.evaluate("icdi.data.areas.map((area) => (icdi.state.lang === 'zh' ? area.short[0] : area.code))")
    shown = page.locator("svg.tiles g.tile").evaluate_all(
        "(all) => all.map((tile) => tile.querySelector('text').textContent)"
    )

    assert shown == names
    assert len(set(names)) == 31


def test_a_wide_tile_has_each_word_of_a_name_on_its_line(visit):
    page = visit.open("index.html#lang=en")

    names = page.evaluate("""() => {
      const cells = icdi.data.areas.map(() => ({ value: 1, text: "1.0", tip: "" }));
      const drawn = icdi.charts.tiles("tiles", cells, () => {}, String)(800);
      const texts = (tile) => [...tile.querySelectorAll("text")].map((text) => text.textContent);
      return [...drawn.querySelectorAll("g.tile")].map(texts);
    }""")

    assert names[4] == ["Inner", "Mongolia", "1.0"]
    assert names[7] == ["Heilongjiang", "1.0"]


def test_quartiles_lie_between_the_values(visit):
    page = visit.open("index.html")

    found = page.evaluate("[0, 0.25, 0.5, 0.75, 1].map((share) => icdi.charts.quantile([1, 2, 3, 5], share))")

    assert found == [1, 1.75, 2.5, 3.5, 5], "as numpy's default"


def test_a_trend_of_equal_values_is_drawn(visit):
    page = visit.open("index.html")

    drawn = page.evaluate("""icdi.charts.trend("x", [2022, 2023], [{ key: 0, name: "a", values: [0.7, 0.7] }], null,
        () => "")(600).outerHTML""")

    assert "NaN" not in drawn
    assert "Infinity" not in drawn


@pytest.mark.parametrize(("allowed", "said"), [(True, "已复制到剪贴板"), (False, "请从下面复制")])
def test_copied_is_said_where_it_was(visit, allowed, said):
    page = visit.open("index.html")
    page.evaluate(
        """(allowed) => Object.defineProperty(navigator, "clipboard",
        { value: { writeText: () => (allowed ? Promise.resolve() : Promise.reject(new Error("not allowed"))) } })""",
        allowed,
    )

    page.locator("#copy-link").click()

    expect(page.locator("dialog p")).to_contain_text(said)


def test_years_are_played(visit):
    page = visit.open("index.html")
    years = page.evaluate("icdi.data.years")
    page.clock.install()

    page.get_by_role("button", name="播放").click()
    first = page.evaluate("icdi.state.year")
    page.clock.run_for(900 * len(years))

    assert first == years[0]
    assert page.evaluate("icdi.state.year") == years[-1]
    assert page.get_by_role("button", name="播放").is_visible()


def test_a_region_keeps_its_colour_unless_another_one_has_it(visit):
    def drawn(areas):
        page = visit.open(f"index.html#view=compare&areas={areas}")
        return page.evaluate("""() => Object.fromEntries([...document.querySelectorAll("#chart-trend text.name")]
            .map((text) => [text.textContent, getComputedStyle(text).fill]))""")

    assert drawn("110000,320000")["江苏"] == drawn("320000,460000,110000")["江苏"]
    assert drawn("110000,310000")["北京"] == drawn("310000,110000")["北京"]
    for areas in ("110000,310000", "110000,310000,320000,430000,540000"):
        assert len(set(drawn(areas).values())) == areas.count(",") + 1


def test_marks_of_regions_differ_in_colour_or_form(visit):
    page = visit.open("index.html")

    marks = page.evaluate("icdi.data.areas.map((_, i) => icdi.charts.mark(i, 0, 0).outerHTML)")

    assert len(set(marks)) == 31


def test_a_chart_is_saved_as_picture_drawing_and_figures(visit):
    page = visit.open("index.html#view=region&area=460000")
    page.locator("#chart-trend .tools summary").click()
    kept = {}
    for kind in ("PNG", "SVG", "CSV"):
        with page.expect_download() as saved:
            page.locator("#chart-trend").get_by_role("button", name=kind).click()
        kept[saved.value.suggested_filename] = saved.value.path().read_bytes()

    assert kept["trend.png"].startswith(b"\x89PNG")
    assert "工业文化发展指数" in kept["trend.svg"].decode()
    assert "海南" in kept["trend.csv"].decode("utf-8-sig").splitlines()[0]
    assert visit.complaints == []


def test_an_embedded_chart_is_alone_and_leads_to_its_page(visit):
    page = visit.open("index.html#view=region&area=460000")
    page.locator("#chart-trend .tools summary").click()
    page.locator("#chart-trend").get_by_role("button", name="复制嵌入代码").click()
    code = page.locator("dialog textarea").input_value()
    (address,) = re.findall(r'src="([^"]+)"', code)
    address = address.replace("&amp;", "&")

    page = visit.open("index.html" + address[address.index("#") :])

    assert page.locator("figure").count() == 1
    assert page.locator("nav").is_hidden()
    assert "embed" not in page.locator("main a").last.get_attribute("href")
    assert visit.complaints == []


@pytest.mark.parametrize("view", VIEWS)
def test_a_link_carries_the_whole_state_of_a_view(visit, view):
    page = visit.open(
        f"index.html#view={view}&year=2021&area=460000&areas=460000,110000&item=craftsmanship&sort=-score"
    )
    before = page.locator("main").inner_text()
    page.locator("#copy-link").click()
    link = page.locator("dialog textarea").input_value()

    page = visit.open("index.html" + link[link.index("#") :])

    assert page.locator("main").inner_text() == before
