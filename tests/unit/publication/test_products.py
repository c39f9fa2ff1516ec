"""Every product of a release: the same bytes each time, text always as text, no call to any host."""

import io
import re
from dataclasses import replace
from html.parser import HTMLParser

import openpyxl
import pyarrow.compute as pc
import pypdfium2
import pytest
from example_release import example_release, with_figures
from printed_type import sizes_by_page

from index_pipeline.publication.charts.collection import figure_files
from index_pipeline.publication.explorer.files import explorer_files
from index_pipeline.publication.lookups.panel import Panel
from index_pipeline.publication.products import products
from index_pipeline.publication.report.files import report_files
from index_pipeline.publication.scorecards.files import scorecard, scorecard_files
from index_pipeline.publication.scorecards.headline import headline
from index_pipeline.publication.text import words

LONG = "很长" * 2000
HOSTILE = (
    "=1+1 <script>alert(1)</script> </script><img src=x onerror=alert(2)> #eval[*x*] $x$ "
    "\\ \" ' {{ 7*7 }} \u202e \u200f \x07"
)
SEEN = HOSTILE.replace("\u202e", "").replace("\u200f", "").replace("\x07", "")


def made(contents):
    return {file.path: file.content for file in products(contents)}


@pytest.fixture(scope="module")
def files(example):
    return made(example)


@pytest.fixture(scope="module")
def hostile_files():
    return made(example_release(text=lambda original: f"{original}{HOSTILE}"))


def test_what_a_release_is_made_of(files):
    wanted = {"index.html", "workbook.xlsx", "assets/plotly.min.js"}
    wanted |= {f"explorer/{name}.js" for name in ("core", "indicators", "reasons")}
    wanted |= {f"scorecards/{language}/11.{kind}" for language in ("zh", "en") for kind in ("html", "pdf")}
    wanted |= {f"report/{language}/report.{kind}" for language in ("zh", "en") for kind in ("html", "pdf")}
    wanted |= {f"figures/{language}/ranking.{kind}" for language in ("zh", "en") for kind in ("html", "json", "svg")}

    assert wanted <= files.keys()


@pytest.mark.parametrize("alike", [True, False], ids=["all score the same", "nobody is scored"])
def test_a_year_without_ranks_is_published_and_said(example, alike):
    observations = example.tables["observations"]
    newest = pc.equal(observations["time_period"], 2023)
    values = pc.if_else(newest, 5.0, observations["obs_value"])
    position = observations.column_names.index("obs_value")
    same, without = observations.set_column(position, "obs_value", values), observations.filter(pc.invert(newest))
    contents = with_figures(example, same if alike else without)
    panel = Panel(contents)
    files = {each.path: each.content for each in (*figure_files(panel), *explorer_files(panel))}

    report = next(each.content.decode() for each in report_files(panel) if each.path == "report/en/report.html")
    card = next(each.content.decode() for each in scorecard_files(panel) if each.path == "scorecards/en/11.html")
    (sentence, *_) = headline(panel, "11", 2023, words("en")).sentences

    assert "figures/en/ranking.html" not in files
    assert "Ranking by the index, 2023" not in report
    assert 2023 not in contents.tables["changes"]["time_period"].to_pylist()
    assert ("not scored" in card) is not alike
    assert "The top 0" not in report
    assert ("All regions have the same score, so that none is ranked." in report) is alike
    assert ("as all 5 regions did" in sentence) is alike
    assert ("has no score and no rank" in sentence) is not alike


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("document", ["report/{}/report.pdf", "scorecards/{}/11.pdf"])
def test_no_type_in_print_is_smaller_than_six_and_a_half_points(files, document, language):
    printed = files[document.format(language)]

    assert min(min(sizes) for sizes in sizes_by_page(printed)) >= 6.5


def test_the_same_release_gives_the_same_bytes(files):
    again = made(example_release())

    assert again.keys() == files.keys()
    assert [path for path in files if files[path] != again[path]] == []


def test_no_page_names_a_host(files):
    for path, content in files.items():
        if path.endswith((".html", ".css", ".js", ".svg")) and "plotly.min" not in path:
            text = content.decode().replace("http://www.w3.org/2000/svg", "")
            assert not re.search(r"(?:src|href|url\(|import|fetch)[^>]{0,20}(?:https?:)?//", text), path


def test_every_link_of_a_page_leads_to_a_file(files):
    tables = {"datapackage.json"}
    for path, content in files.items():
        if path.endswith(".html"):
            folder = path.split("/")[:-1]
            for link in re.findall(r'(?:href|src)="([^"#:]+)"', content.decode()):
                steps = [*folder]
                for part in link.split("/"):
                    steps = steps[:-1] if part == ".." else [*steps, part]
                assert "/".join(steps) in files.keys() | tables, (path, link)


def test_english_pages_and_charts_name_a_latin_face_that_the_release_carries(files):
    font = "assets/fonts/source-sans-3-400.woff2"
    assert font in files
    for page in ("scorecards/en/11.html", "report/en/report.html", "figures/en/ranking.html"):
        assert f"../../{font}" in files[page].decode(), page
    assert "font-family=\"'Source Sans 3'" in files["figures/en/ranking.svg"].decode()
    assert "Source Sans" not in files["figures/zh/ranking.svg"].decode()


def test_size_of_the_first_view(files):
    later = {"explorer/indicators.js", "explorer/reasons.js"}
    first = [path for path in files if path == "index.html" or (path.startswith("explorer/") and path not in later)]

    assert sum(len(files[path]) for path in first) < 300_000


class Elements(HTMLParser):
    """Counts the elements of a page and collects its text."""

    def __init__(self):
        super().__init__()
        self.found = []
        self.text = ""

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.text += data


def test_hostile_text_adds_no_element_and_no_handler(files, hostile_files):
    for path in (
        "scorecards/zh/11.html",
        "report/en/report.html",
        "figures/zh/index.html",
        "figures/zh/ranking.html",
        "index.html",
    ):
        plain, hostile = Elements(), Elements()
        plain.feed(files[path].decode())
        hostile.feed(hostile_files[path].decode())
        count = [[tag for tag, _ in page.found if tag in ("script", "img")] for page in (plain, hostile)]
        assert count[0] == count[1], path
        assert not any("onerror" in attributes for _, attributes in hostile.found), path


def test_hostile_text_is_read_as_it_is(hostile_files):
    page = Elements()
    page.feed(hostile_files["scorecards/zh/11.html"].decode())
    pdf = "".join(
        p.get_textpage().get_text_bounded() for p in pypdfium2.PdfDocument(hostile_files["scorecards/zh/11.pdf"])
    )

    assert f"专利密度{SEEN}".strip() in page.text
    squeezed = re.sub(r"\s|\u200b|\ufffe", "", pdf)
    assert "<script>alert(1)</script>" in squeezed
    assert "#eval[*x*]$x$" in squeezed


def test_hostile_text_cannot_end_a_script(files, hostile_files):
    for path in files:
        if path.endswith(".html"):
            assert hostile_files[path].count(b"</script>") == files[path].count(b"</script>"), path


def test_hostile_text_is_no_formula(hostile_files):
    book = openpyxl.load_workbook(io.BytesIO(hostile_files["workbook.xlsx"]))

    kinds = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row}
    assert "f" not in kinds
    assert any("=1+1" in str(cell.value) for row in book["名录 Registers"].iter_rows() for cell in row)


def test_hostile_codes_stay_within_the_release(hostile_files):
    assert not any(".." in path or path.startswith("/") for path in hostile_files)


def test_four_thousand_characters_break_no_page():
    long = made(example_release((2023, 2023), text=lambda original: original + LONG))

    assert len(pypdfium2.PdfDocument(long["scorecards/zh/11.pdf"])) == 2
    assert openpyxl.load_workbook(io.BytesIO(long["workbook.xlsx"]))["名录 Registers"].max_row > 3


def test_characters_that_the_font_lacks_are_printed_as_a_mark():
    strange = "ئۇيغۇر བོད་ 🏭 \ue000 𪚥 \ufffd \ufffe \u2028 ก \U000e0041 👨‍👩‍👧"
    files = made(example_release((2023, 2023), text=lambda original: original + strange))
    pdf = "".join(p.get_textpage().get_text_bounded() for p in pypdfium2.PdfDocument(files["scorecards/zh/11.pdf"]))

    assert "〓〓〓〓〓〓" in pdf
    assert "ئۇيغۇر" in files["scorecards/zh/11.html"].decode()


def test_a_release_as_of_an_earlier_day_says_so_on_every_product():
    files = made(replace(example_release(), as_of="2024-12-31"))

    for path in ("scorecards/zh/11.html", "report/zh/report.html", "figures/zh/ranking.svg", "explorer/core.js"):
        assert "（按2024-12-31所知数据）" in files[path].decode(), path


def test_another_framework_is_published_as_well(asem):
    panel = Panel(asem)
    card = {file.path: file.content for file in scorecard(asem, "AUT", 2018, "en")}
    charts = {file.path for file in figure_files(panel)}

    assert len(pypdfium2.PdfDocument(card["scorecards/en/AUT.pdf"])) == 2
    text = Elements()
    text.feed(card["scorecards/en/AUT.html"].decode())
    assert "Sustainable Connectivity 2018: Austria scored 61.9 points and ranked 7 of 51 regions." in text.text
    assert "figures/en/ranking.svg" in charts
    assert "figures/zh/tilegrid.svg" not in charts
    assert b'"languages":["en"]' in {f.path: f.content for f in explorer_files(panel)}["explorer/core.js"]
    assert len(list(report_files(panel))) == 2
