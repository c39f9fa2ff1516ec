"""Questions of a new user, each answered within three clicks from the start page."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

MOST = 3


class Reader:
    """A reader who counts his clicks; a choice in a list is one, so is a line that is typed."""

    def __init__(self, page: Page):
        self.page = page
        self.clicks = 0

    def click(self, place: Locator) -> None:
        self.clicks += 1
        place.click()

    def choose(self, label: str, value: str) -> None:
        self.clicks += 1
        self.page.locator(f"[data-key={label}]").select_option(value)

    def search(self, text: str) -> None:
        """Type what is looked for and take the first result."""
        self.clicks += 1
        self.page.locator("#search").fill(text)
        self.page.keyboard.press("Enter")

    def open(self, name: str) -> None:
        self.click(self.page.locator("nav").get_by_role("link", name=name, exact=True))


@pytest.fixture
def reader(visit):
    found = Reader(visit.open("index.html"))
    yield found
    assert 0 < found.clicks <= MOST
    assert visit.complaints == []


def main(reader: Reader) -> Locator:
    return reader.page.locator("#main")


def test_why_did_hainan_rise(reader):
    reader.click(main(reader).get_by_role("link", name="海南省"))

    reasons = reader.page.locator("ol.reasons li")
    expect(reasons.first).to_have_text(re.compile("由.+(升|降|增|减)至.+，使总指数得分(提高|降低)"))
    expect(reader.page.locator("#chart-why svg")).to_be_visible()


def test_which_sites_does_sichuan_have(reader, contents):
    reader.search("四川")
    reader.click(main(reader).get_by_role("link", name="本地区的名录条目"))
    reader.choose("名录", "industrial_heritage")

    events = contents.tables["register_events"].to_pylist()
    wanted = [r for r in events if (r["register_id"], r["ref_area"]) == ("industrial_heritage", "510000")]
    expect(reader.page.locator("table.entries caption")).to_have_text(f"{len(wanted)}个条目")
    expect(reader.page.locator("table.entries")).to_contain_text(wanted[0]["title"])


def test_what_is_measured_for_craftsmanship_and_why_it_does_not_count(reader):
    reader.search("工匠精神")

    expect(main(reader)).to_contain_text("技术改造经费与工业增加值之比")
    expect(main(reader)).to_contain_text("不足以代表工匠精神")
    expect(main(reader)).to_contain_text("所需数据")


def test_what_is_measured_for_new_forms_and_how_well(reader):
    reader.search("支持工业文化新业态发展")

    expect(main(reader)).to_contain_text("有电子商务交易活动的企业比重")
    expect(main(reader)).to_contain_text("间接指标")
    expect(main(reader)).to_contain_text("证据等级")


def test_what_would_take_us_to_rank_10(reader):
    reader.search("海南")
    reader.click(main(reader).get_by_role("link", name="怎样达到某一位次"))
    reader.choose("目标位次", "10")

    expect(reader.page.locator("#reach-together")).to_contain_text("即可达到第10位")
    expect(reader.page.locator("table.reach tbody tr").first).to_be_visible()


def test_which_file_is_this_figure_from(reader):
    reader.search("海南")
    reader.click(main(reader).get_by_role("link", name="规模以上工业新产品销售收入相当于工业增加值的比例").last)

    origins = reader.page.locator("table.origins")
    expect(origins).to_contain_text("规模以上工业企业新产品销售收入")
    assert all(row.locator("td").last.inner_text() != "" for row in origins.locator("tbody tr").all())
    assert ".xls" in origins.inner_text()


def test_how_sure_is_a_change_of_rank_and_what_does_an_interval_mean(reader, visit):
    reader.click(reader.page.get_by_role("button", name="位次变动"))

    expect(reader.page.locator("#tip")).to_contain_text("与上年相比上升")


def test_how_do_we_compare_with_another_region(reader):
    reader.search("江苏")
    reader.click(main(reader).get_by_role("link", name="与其他地区比较"))
    reader.click(main(reader).get_by_label("浙江", exact=True))

    expect(reader.page.locator("table thead th").nth(1)).to_have_text("江苏")
    expect(reader.page.locator("table thead th").nth(2)).to_have_text("浙江")
    expect(reader.page.locator("#chart-trend svg")).to_be_visible()


def test_who_leads_in_an_indicator(reader, contents):
    reader.search("教育支出占一般公共预算支出比重")

    rows = [
        row
        for row in contents.tables["imputed"].to_pylist()
        if (row["indicator_id"], row["time_period"]) == ("education_spending_share", 2023)
    ]
    best = max(rows, key=lambda row: row["obs_value"])["ref_area"]
    name = contents.framework.codes.regions[best].short_zh
    expect(reader.page.locator("#chart-bars svg g").first).to_contain_text(name)


def test_what_is_not_measured_and_why(reader):
    empty = reader.page.evaluate("icdi.data.nodes.find((node) => !node.measured && node.wanted[0])")
    reader.search(empty["title"][0])

    expect(main(reader)).to_contain_text(empty["reason"][0])
    expect(main(reader)).to_contain_text(empty["wanted"][0])


def test_what_if_other_things_counted_more(reader):
    reader.open("自定义权重")
    reader.choose("预设", "equal")

    expect(reader.page.locator("#weights-result")).to_contain_text("位次")


def test_where_are_all_figures_to_download(reader):
    reader.open("下载")

    for name in ("工作簿（XLSX）", "数据字典"):
        expect(main(reader).get_by_role("link", name=name)).to_be_visible()


def test_how_large_is_what_is_downloaded(reader, site):
    reader.open("下载")

    size = (site / "workbook.xlsx").stat().st_size / 1e6
    expect(main(reader).get_by_role("listitem").filter(has_text="工作簿（XLSX）")).to_contain_text(f"{size:.1f} MB")
    links = main(reader).locator("a[href]:not([href^='#'], [href^='figures/'], [href='datapackage.json'])")
    assert links.evaluate_all("(all) => all.filter((one) => !ICDI_SIZES[one.getAttribute('href')]).length") == 0
