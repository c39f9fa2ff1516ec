"""Finding things: the search box, and the registers with their filters."""

import csv
import io

import pytest
from playwright.sync_api import expect


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("海南", "海南省"),
        ("cq", "重庆市"),
        ("nmg", "内蒙古自治区"),
        ("hainan", "海南省"),
        ("jsgzjf", "技术改造经费与工业增加值之比"),
        ("工匠", "弘扬工匠精神"),
        ("旅顺船坞", "旅顺船坞"),
        ("lscw", "旅顺船坞"),
    ],
)
def test_a_name_its_english_and_its_initials_are_found(visit, typed, found):
    page = visit.open("index.html")

    page.locator("#search").focus()
    page.wait_for_function("window.ICDI_ENTRIES")
    page.locator("#search").fill(typed)

    assert found in page.locator("#search-results li").first.inner_text()
    assert visit.complaints == []


def test_a_result_is_chosen_with_the_keyboard(visit):
    page = visit.open("index.html")

    page.locator("#search").fill("江")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    chosen = page.locator("#search-results li[aria-selected=true]").inner_text()
    page.keyboard.press("Enter")

    expect(page.locator("h2")).to_contain_text(chosen.split()[0])


def test_up_chooses_the_last_result_first(visit):
    page = visit.open("index.html")

    page.locator("#search").fill("江")
    page.keyboard.press("ArrowUp")

    assert page.locator("#search-results li").last.get_attribute("aria-selected") == "true"


def test_what_does_not_exist_is_not_found(visit):
    page = visit.open("index.html")

    page.locator("#search").fill("没有这样的东西")

    assert page.locator("#search-results").inner_text() == "没有匹配结果"


def saved(page):
    with page.expect_download() as file:
        page.locator("#save-entries").click()
    return list(csv.DictReader(io.StringIO(file.value.path().read_text("utf-8-sig"))))


def named(contents):
    events = contents.tables["register_events"].to_pylist()
    counted = {row["register_id"] for row in events if row["entries"] != 1}
    return [row for row in events if row["register_id"] not in counted and row["event"] == "designated"]


def test_every_entry_that_has_a_name_is_in_the_registers(visit, contents):
    page = visit.open("index.html#view=registers")

    table = saved(page)

    assert len(table) == len({(row["register_id"], row["entry_id"]) for row in named(contents)})
    assert all(row["条目"] and row["文件（批次）"] for row in table)


def test_registers_are_filtered_by_register_region_year_and_document(visit, contents):
    page = visit.open("index.html#view=registers")

    page.locator("[data-key=名录]").select_option("industrial_heritage")
    page.locator("[data-key=地区]").select_option("510000")
    page.locator("[data-key=年份]").select_option("2018")

    wanted = [
        row["title"]
        for row in named(contents)
        if (row["register_id"], row["ref_area"], row["time_period"]) == ("industrial_heritage", "510000", 2018)
    ]
    assert wanted
    assert sorted(row["条目"] for row in saved(page)) == sorted(wanted)
    assert page.locator("table.entries tbody tr").count() == len(wanted)
    link = page.url
    page = visit.open("index.html" + link[link.index("#") :])
    assert page.locator("table.entries tbody tr").count() == len(wanted)


def test_a_tile_of_the_registers_counts_and_chooses_its_region(visit, contents):
    page = visit.open("index.html#view=registers&register=industrial_heritage")
    in_sichuan = sum(
        row["ref_area"] == "510000" for row in named(contents) if row["register_id"] == "industrial_heritage"
    )

    tile = page.locator("#chart-tiles g.tile", has_text="四川")
    counted = tile.locator("text").last.text_content()
    tile.click()

    assert counted == str(in_sichuan)
    assert len(saved(page)) == in_sichuan


def test_a_link_with_a_region_that_does_not_exist_shows_all_entries(visit):
    page = visit.open("index.html#view=registers&province=999999")

    assert page.locator("table.entries tbody tr").count() > 1
    assert visit.complaints == []


def test_a_saved_table_holds_no_formula(visit):
    page = visit.open("index.html")

    with page.expect_download() as file:
        row = ["=1+1", "+1", "-1", "@a", "\tb", "c\rd", "江苏", -2.5, None]
        page.evaluate("(row) => icdi.saveCsv([row], 'x')", row)

    (kept,) = csv.reader(io.StringIO(file.value.path().read_bytes().decode("utf-8-sig"), newline=""))
    assert kept == ["'=1+1", "'+1", "'-1", "'@a", "'\tb", "c\rd", "江苏", "-2.5", ""]


def test_more_entries_are_shown_on_demand(visit):
    page = visit.open("index.html#view=registers")
    before = page.locator("table.entries tbody tr").count()

    page.locator("#more").click()

    assert page.locator("table.entries tbody tr").count() == 2 * before


def test_entries_are_searched_by_initials(visit):
    page = visit.open("index.html#view=registers")

    page.locator("#register-search").fill("lscw")
    offered = page.locator("[data-key=名录] option").all_inner_texts()

    assert sum(int(text.split("(")[1].rstrip(")")) for text in offered[1:]) == 1
    assert page.locator("table.entries tbody th > span").all_inner_texts() == ["旅顺船坞"]
