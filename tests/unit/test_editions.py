"""An edition in a folder of its own shares lists and sources with others, and is the framework that it was."""

import shutil
from pathlib import Path

import pytest

from index_pipeline.framework.load import FrameworkError, load
from index_pipeline.framework.shared import place

ROOT = Path(__file__).resolve().parents[2]
SHIPPED = ROOT / "indicators"
OWN = ("framework.yaml", "acknowledgements.yaml", "answers.yaml", "indicator")


@pytest.fixture
def edition(tmp_path: Path) -> Path:
    """The shipped framework, with what it alone has in `editions/0`, and the lists and sources above."""
    shutil.copytree(SHIPPED, tmp_path / "indicators", ignore=shutil.ignore_patterns("editions"))
    folder = tmp_path / "indicators" / "editions" / "0"
    folder.mkdir(parents=True)
    for name in OWN:
        (tmp_path / "indicators" / name).rename(folder / name)
    (folder / "shared.yaml").write_text("folder: ../..\n", encoding="utf-8")
    return folder


def test_an_edition_is_the_framework_that_it_would_be_in_one_folder(edition: Path) -> None:
    """The same files in the same order give the same digest, and so every score to the last digit."""
    whole, apart = load(SHIPPED), load(edition)

    assert list(apart.files.items()) == list(whole.files.items())
    assert apart.digest == whole.digest


def test_a_release_of_an_edition_is_whole_without_the_folder_above(edition: Path, tmp_path: Path) -> None:
    framework = load(edition)
    for name, content in framework.files.items():
        path = tmp_path / "release" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)

    assert load(tmp_path / "release").digest == framework.digest


def test_a_file_of_its_own_takes_the_place_of_the_shared_one(edition: Path) -> None:
    source = edition / "source" / "nbs_annual.yaml"
    source.parent.mkdir()
    shared = (edition.parents[1] / "source" / "nbs_annual.yaml").read_text(encoding="utf-8")
    source.write_text(shared.replace("https://data.stats.gov.cn", "https://example.org"), encoding="utf-8")

    framework = load(edition)

    assert framework.sources["nbs_annual"].url == "https://example.org"
    assert framework.sources.keys() == load(SHIPPED).sources.keys()


def test_indicators_and_acknowledgements_are_not_shared(edition: Path) -> None:
    """Another edition's indicators above do not enter: they would stand nowhere in this tree."""
    above = edition.parents[1]
    shutil.copytree(edition / "indicator", above / "indicator")
    (above / "indicator" / "other.yaml").write_text("id: other\n", encoding="utf-8")
    (above / "acknowledgements.yaml").write_text("- nonsense\n", encoding="utf-8")

    assert load(edition).digest == load(SHIPPED).digest


@pytest.mark.parametrize("folder", ["/etc", "elsewhere", "../elsewhere", "../../..x", "..\\..", "~", ".", ""])
def test_only_a_folder_above_is_shared(edition: Path, folder: str) -> None:
    (edition / "shared.yaml").write_text(f"folder: '{folder}'\n", encoding="utf-8")

    with pytest.raises(FrameworkError, match=r"shared\.yaml: folder"):
        load(edition)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("folder: ..\n", r"shared\.yaml: folder: .*editions has no code lists and no sources to share"),
        ("folders: ../..\n", r"shared\.yaml: folders: this field is not known"),
        ("{}\n", r"shared\.yaml: folder: this field is missing"),
        ("- ../..\n", r"shared\.yaml: the file is not a mapping"),
        ("folder: [../..]\n", r"shared\.yaml: folder"),
    ],
)
def test_a_fault_of_what_is_shared_is_named(edition: Path, text: str, named: str) -> None:
    (edition / "shared.yaml").write_text(text, encoding="utf-8")

    with pytest.raises(FrameworkError, match=named):
        load(edition)


def test_a_fault_in_a_shared_file_refuses_the_edition(edition: Path) -> None:
    source = edition.parents[1] / "source" / "nbs_annual.yaml"
    source.write_text("id: other\n", encoding="utf-8")

    with pytest.raises(FrameworkError, match=r"source/nbs_annual\.yaml"):
        load(edition)


def test_a_shared_list_is_written_where_it_lies(edition: Path) -> None:
    assert place(edition, "series.csv") == edition.parents[1] / "series.csv"
    assert place(edition, "framework.yaml") == edition / "framework.yaml"
    assert place(SHIPPED, "series.csv") == SHIPPED / "series.csv"
    assert place(SHIPPED, "absent.csv") == SHIPPED / "absent.csv"


def test_each_edition_counts_its_own_registers() -> None:
    """What no indicator of an edition counts is listed in none of its cards."""
    first, second = load(SHIPPED / "editions" / "1"), load(SHIPPED)

    assert first.registers.keys() == second.registers.keys()
    assert "green_manufacturing" not in first.counted_registers
    assert "green_manufacturing" in second.counted_registers
    assert "intangible_heritage_batches" not in second.counted_registers
