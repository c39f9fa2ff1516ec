"""`icdi publish` makes the whole release of any index: here the ASEM example, 51 countries, four levels, one year."""

import csv
import json
import re
from pathlib import Path

import pytest
from openpyxl import load_workbook
from running import ROOT, answered
from sharing import made_once

TEXTS = {".cff", ".css", ".csv", ".html", ".js", ".json", ".jsonld", ".md", ".svg", ".xml", ".yaml"}
ASEM = ROOT / "tests" / "framework" / "asem"


@pytest.fixture(scope="module")
def asem(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The release of the ASEM example."""

    def publish(folder: Path) -> None:
        done = answered(
            *("publish", "--framework", ASEM, "--observations", ASEM / "observations.csv", "--out", folder, "--json")
        )
        assert done.returncode == 0, done.stderr

    folder = made_once(tmp_path_factory, "asem", publish)
    return next(path.parent for path in (folder / "releases").glob("*/datapackage.json"))


def test_the_release_is_whole_and_the_newest(asem: Path) -> None:
    assert json.loads((asem.parent / "latest.json").read_text("utf-8"))["release_id"] == asem.name
    assert answered("release", "verify", asem.name, "--data", asem.parents[1]).returncode == 0
    for product in ("index.html", "workbook.xlsx", "scorecards/en/CHE.pdf", "report/en/report.pdf"):
        assert (asem / product).stat().st_size > 1000


def test_its_scores_are_those_of_coinr(asem: Path) -> None:
    with (ASEM / "expected_scores.csv").open(encoding="utf-8") as file:
        expected = {(row["ref_area"], row["component_id"]): float(row["score"]) for row in csv.DictReader(file)}
    with (asem / "tables" / "scores.csv").open(encoding="utf-8-sig") as file:
        found = {(row["ref_area"], row["component_id"]): float(row["score"]) for row in csv.DictReader(file)}

    assert found == pytest.approx(expected, rel=1e-9)


def test_figures_of_other_years_are_refused_in_the_language_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ICDI_LANG", "en")  # it is English again after this test
    file = tmp_path / "observations.csv"
    file.write_text((ASEM / "observations.csv").read_text("utf-8").replace(",2018,", ",2017,"), "utf-8")

    done = answered("publish", "--framework", ASEM, "--observations", file, "--out", tmp_path, "--lang", "zh")

    assert done.returncode == 1
    assert "没有地区有数值" in done.stderr
    assert not list((tmp_path / "releases").glob("*/datapackage.json"))


def test_an_index_without_chinese_titles_is_published_without_chinese(asem: Path) -> None:
    """Plotly's own program aside, which names its languages."""
    han = re.compile("[\u4e00-\u9fff]")
    texts = [path for path in asem.rglob("*") if path.suffix in TEXTS and path.name != "plotly.min.js"]
    book = load_workbook(asem / "workbook.xlsx", read_only=True)
    cells = {str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row if cell}

    assert len(texts) > 300
    assert [path.name for path in texts if han.search(path.read_text("utf-8"))] == []
    assert [text for text in (*book.sheetnames, *cells) if han.search(text)] == []
    assert {path.name for part in ("figures", "report", "scorecards") for path in (asem / part).iterdir()} == {"en"}
