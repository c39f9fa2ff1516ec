"""Documents are found by all that they are made from, and only by that: whatever changes, what is kept is right."""

import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pytest

from index_pipeline.files import write_bytes
from index_pipeline.keeping import Keeping
from index_pipeline.program_files import PACKAGE
from index_pipeline.publication.faces import FOLDER
from index_pipeline.publication.lookups.panel import Panel
from index_pipeline.publication.printing import documents
from index_pipeline.publication.printing.documents import Document
from index_pipeline.publication.printing.numbers import has_number
from index_pipeline.publication.printing.pdf import FONT_PACKAGE, TEMPLATES, pdf
from index_pipeline.publication.products import products
from index_pipeline.publication.releases.contents import Contents
from index_pipeline.publication.releases.program import LIBRARIES, program
from index_pipeline.publication.report.files import report_files
from index_pipeline.publication.scorecards.card import card
from index_pipeline.publication.scorecards.files import scorecard
from index_pipeline.publication.text import words

Change = Callable[[Contents], Contents]


def defined(**changed: Any) -> Change:
    """Change the definition of the index."""

    def change(contents: Contents) -> Contents:
        definition = contents.framework.definition
        again = type(definition).model_validate(definition.model_dump() | changed)
        return replace(contents, framework=replace(contents.framework, definition=again))

    return change


def cell(table: str, column: str, change: Callable[[pa.ChunkedArray], pa.ChunkedArray]) -> Change:
    """Change a column of a table."""

    def changed(contents: Contents) -> Contents:
        found = contents.tables[table]
        at = found.schema.get_field_index(column)
        again = found.set_column(at, found.schema.field(at), change(found[column]))
        return replace(contents, tables={**contents.tables, table: again})

    return changed


def more(text: str) -> Callable[[pa.ChunkedArray], pa.ChunkedArray]:
    return lambda column: pc.binary_join_element_wise(pc.fill_null(column, ""), text, "")


CHANGES: dict[str, Change] = {
    "scores": cell("rankings", "score", lambda scores: pc.multiply(scores, 1.01)),
    "a figure that is not printed": cell("observations", "obs_value", lambda found: pc.multiply(found, 1.0000001)),
    "a note": cell("observations", "note", more("核实")),
    "weights": cell("weights", "share", lambda shares: pc.multiply(shares, 0.5)),
    "titles of components": cell("components", "title_zh", more("（新）")),
    "titles of regions": cell("regions", "title_en", more(" (new)")),
    "units": cell("units", "title_zh", more("（千）")),
    "entries of a register": cell("register_events", "title", more("旧址")),
    "the title of the index": defined(title={"zh": "另一指数", "en": "Another index"}),
    "the address of the site": defined(site_url="https://example.org/icdi/"),
    "the citation": defined(citation={"authors": [{"name": {"zh": "某局", "en": "An office"}}]}),
    "the release": lambda contents: replace(contents, release_id="example-1-ba9876543210"),
    "the day": lambda contents: replace(contents, as_of="2024-12-31"),
}


@pytest.fixture(scope="module")
def before(example: Contents, tmp_path_factory: pytest.TempPathFactory) -> Keeping:
    """What is kept of the products of the example."""
    kept = Keeping(tmp_path_factory.mktemp("kept"), program())
    list(products(example, kept))
    return kept


def made(contents: Contents, kept: Keeping | None) -> dict[str, bytes]:
    return {file.path: file.content for file in products(contents, kept)}


@pytest.mark.parametrize("name", CHANGES)
def test_after_a_change_products_are_those_made_from_nothing(example: Contents, before: Keeping, name: str) -> None:
    changed = CHANGES[name](example)

    assert made(changed, before) == made(changed, None)


def test_no_document_is_set_again_for_another_release_of_the_same_figures(
    example: Contents, before: Keeping, monkeypatch: pytest.MonkeyPatch
) -> None:
    again: list[str] = []

    def noted(template: str, data: dict[str, Any]) -> bytes:
        again.append(template)
        return pdf(template, data)

    monkeypatch.setattr(documents, "pdf", noted)

    made(replace(example, release_id="example-1-aaaaaaaaaaaa"), before)

    assert again == []


def test_fonts_templates_and_libraries_are_a_part_of_the_program() -> None:
    assert all(folder.is_relative_to(PACKAGE) for folder in (FOLDER, TEMPLATES))
    assert {FONT_PACKAGE.replace("_", "-"), "typst", "pikepdf", "fonttools"} <= set(LIBRARIES)


def test_the_number_of_a_card_is_that_of_what_it_says(example: Contents) -> None:
    def number(contents: Contents, area: str = "11") -> str:
        return card(Panel(contents), area, 2023, words("zh")).number

    assert number(example).startswith("11-2023-")
    assert number(replace(example, release_id="example-1-ba9876543210")) == number(example)
    assert number(CHANGES["the day"](example)) != number(example)
    assert number(CHANGES["scores"](example)) != number(example)


def test_the_releases_of_a_card_are_found_by_its_number(example: Contents, tmp_path: Path) -> None:
    for file in scorecard(example, "11", 2023, "en"):
        write_bytes(tmp_path / file.path, file.content)

    assert has_number(tmp_path, card(Panel(example), "11", 2023, words("en")).number)
    assert not has_number(tmp_path, card(Panel(example), "12", 2023, words("en")).number)
    assert not has_number(tmp_path, "11-2023")


def test_a_report_has_its_number_in_every_release_that_says_the_same(example: Contents, tmp_path: Path) -> None:
    def report(contents: Contents) -> tuple[str, str]:
        """The printed report as data, and its number."""
        documents = [file for file in report_files(Panel(contents)) if isinstance(file, Document)]
        printed = json.dumps(documents[0].data, ensure_ascii=False)
        (number,) = set(re.findall(r"report-2023-[0-9a-f]{12}", printed))
        return printed, number

    again = replace(example, release_id="example-1-ba9876543210")
    for file in report_files(Panel(example)):
        write_bytes(tmp_path / file.path, file.content)

    assert report(again) == report(example)
    assert example.release_id not in report(example)[0]
    assert report(CHANGES["the day"](example))[1] != report(example)[1]
    assert report(CHANGES["scores"](example))[1] != report(example)[1]
    number = report(example)[1]
    assert has_number(tmp_path, number)
    not_numbers = (number[1:], f"{number[:-1]}x", Panel(example).method, example.release_id, f"11{number[6:]}")
    assert [each for each in not_numbers if has_number(tmp_path, each)] == []
