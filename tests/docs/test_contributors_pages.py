"""The pages for those who add something: what they tell to do works as it is written, and no field is left out."""

import csv
import re
import shlex
import shutil
from pathlib import Path

import pytest
from running import ROOT, answered

from index_pipeline.framework.load import load
from index_pipeline.framework.source import Register, Source

PAGE = (ROOT / "docs" / "sources-and-series.md").read_text("utf-8")


MADE = ("guideline.md", "guideline_zh.md", "tutorials/")
"""Pages that the documentation site makes, from the framework and the notebooks."""
PAGES = [
    "CONTRIBUTING.md",
    "README.md",
    "README_zh.md",
    *(f"docs/{path.name}" for path in (ROOT / "docs").glob("*.md")),
]


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)


def test_a_new_indicator_from_a_new_file_as_the_page_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each command once, without a refusal; then the two edits."""
    shutil.copytree(ROOT / "indicators", tmp_path / "indicators")
    (tmp_path / "data" / "observations").mkdir(parents=True)
    regions = load(ROOT / "indicators").codes.regions
    areas = [region.title_zh for region in regions.values() if region.role == "assessed"]
    with (tmp_path / "设计中心.csv").open("w", encoding="utf-8", newline="") as file:
        rows = [[area, *(number % 7 + year for year in range(6))] for number, area in enumerate(areas)]
        years = [f"{year}年" for year in range(2018, 2024)]
        csv.writer(file).writerows([["国家级工业设计中心数（个）"], ["地区", *years], *rows])
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ICDI_FRAMEWORK", "indicators")
    monkeypatch.setenv("ICDI_DATA", "data")

    for line in blocks("sh")[0].replace("\\\n", "").splitlines():
        if command := shlex.split(line, comments=True):
            done = answered(*command[1:])
            assert done.returncode == 0, done.stderr

    indicator, tree = blocks("yaml")
    (tmp_path / "indicators" / "indicator" / "design_centre_density.yaml").write_text(indicator, "utf-8")
    path = tmp_path / "indicators" / "framework.yaml"
    line = tree.strip().splitlines()[-1]
    before = "            design_grants_per_resident: 1\n"
    path.write_text(path.read_text("utf-8").replace(before, before + line + "\n"), "utf-8")

    assert load(path.parent).indicators["design_centre_density"].unit == "units_per_1m_persons"


def test_every_column_and_field_is_described() -> None:
    with (ROOT / "indicators" / "series.csv").open(encoding="utf-8-sig", newline="") as file:
        columns = set(next(csv.reader(file))) - {"trust", "crosscheck"}
    with (ROOT / "indicators" / "units.csv").open(encoding="utf-8-sig", newline="") as file:
        columns |= set(next(csv.reader(file)))
    fields = {field.alias or name for model in (Source, Register) for name, field in model.model_fields.items()}

    first_cells = re.findall(r"^\| (`.*?) \|", PAGE, re.MULTILINE)
    described = {name for cell in first_cells for name in re.findall(r"`(\w+)`", cell)}
    assert columns | fields <= described


def test_the_map_shows_every_room() -> None:
    page = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    rooms = {path.parent.name for path in (ROOT / "index_pipeline").glob("*/__init__.py")}

    assert {room for room in rooms if f"`{room}`" not in page} == set()


@pytest.mark.parametrize("page", PAGES)
def test_links_to_files_lead_somewhere(page: str) -> None:
    text = (ROOT / page).read_text("utf-8")
    links = [link for link in re.findall(r"\]\(([^)#:]+)\)", text) if not link.startswith(MADE)]

    assert [link for link in links if not ((ROOT / page).parent / link).exists()] == []
