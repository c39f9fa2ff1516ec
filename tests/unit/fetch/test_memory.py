"""What is remembered between two fetches, and for how long."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from index_pipeline.fetch.memory import Memory, MemoryFileError
from index_pipeline.fetch.places import CataloguePlace
from index_pipeline.sources.answers import BureauIndicator

SOURCE = "nbs_annual"
PLACE = CataloguePlace(BureauIndicator("a" * 32, "b" * 32, "地区生产总值 (亿元) ", "亿元"), 2016, 2020)


def aged(path: Path, **ago: float) -> None:
    """Make what a file remembers older."""
    then = datetime.now(UTC) - timedelta(**ago)
    content = json.loads(path.read_text(encoding="utf-8"))
    for entry in [*content.values(), *(inner for outer in content.values() for inner in outer.values())]:
        if isinstance(entry, dict) and "at" in entry:
            entry["at"] = then.isoformat()
        if isinstance(entry, dict) and "found" in entry:
            entry["found"] = then.date().isoformat()
    path.write_text(json.dumps(content), encoding="utf-8")


def test_places_are_remembered_until_they_are_forgotten(tmp_path: Path) -> None:
    Memory(tmp_path, SOURCE).remember("gdp", (PLACE,))
    assert Memory(tmp_path, SOURCE).places == {"gdp": (PLACE,)}

    Memory(tmp_path, SOURCE).forget("gdp")
    assert Memory(tmp_path, SOURCE).places == {}


@pytest.mark.parametrize(("days", "known"), [(170, True), (190, False)])
def test_places_are_looked_for_again_after_half_a_year(tmp_path: Path, days: int, known: bool) -> None:
    Memory(tmp_path, SOURCE).remember("gdp", (PLACE,))
    aged(tmp_path / "archive" / SOURCE / "catalogue.json", days=days)

    assert ("gdp" in Memory(tmp_path, SOURCE).places) == known


@pytest.mark.parametrize(
    ("first", "last", "hours", "done"),
    [
        (2018, 2024, 0, True),
        (2019, 2020, 0, True),
        (2018, 2025, 0, False),
        (2017, 2024, 0, False),
        (2018, 2024, 21, False),
    ],
)
def test_what_is_done_is_done_for_its_years_and_some_hours(
    tmp_path: Path, first: int, last: int, hours: float, done: bool
) -> None:
    Memory(tmp_path, SOURCE).finish("gdp", 2018, 2024)
    aged(tmp_path / "fetch" / "unfinished.json", hours=hours)

    assert Memory(tmp_path, SOURCE).is_done("gdp", first, last) == done


def test_the_end_of_a_fetch_leaves_what_another_had_done(tmp_path: Path) -> None:
    memory = Memory(tmp_path, SOURCE)
    memory.finish("gdp", 2018, 2024)
    memory.finish("museums", 2018, 2024)
    memory.end(["gdp"])

    assert (memory.is_done("gdp", 2018, 2024), memory.is_done("museums", 2018, 2024)) == (False, True)


@pytest.mark.parametrize(
    "content", ["", "[]", "{", '{"gdp": {}}', '{"gdp": 1}', '{"gdp": {"found": "2999-01-01", "places": [1]}}']
)
def test_a_damaged_file_is_named(tmp_path: Path, content: str) -> None:
    path = tmp_path / "archive" / SOURCE / "catalogue.json"
    path.parent.mkdir(parents=True)
    path.write_text(content, encoding="utf-8")

    with pytest.raises(MemoryFileError, match=r"catalogue\.json"):
        Memory(tmp_path, SOURCE)


@pytest.mark.parametrize(
    "content", ["[]", '{"nbs_annual": 1}', '{"nbs_annual": {"gdp": {"first": 1}}}', '{"nbs_annual": {"gdp": 1}}']
)
def test_so_is_one_of_how_far_a_fetch_came(tmp_path: Path, content: str) -> None:
    path = tmp_path / "fetch" / "unfinished.json"
    path.parent.mkdir()
    path.write_text(content, encoding="utf-8")

    with pytest.raises(MemoryFileError, match=r"unfinished\.json"):
        Memory(tmp_path, SOURCE).is_done("gdp", 2018, 2024)
