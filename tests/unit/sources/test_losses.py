"""Figures that a release had and the store has no longer are listed, unless they were withdrawn or revised."""

from datetime import date
from pathlib import Path

import pyarrow as pa
import pytest

from index_pipeline import tables
from index_pipeline.sources.store.losses import losses, lost_events
from index_pipeline.sources.store.stored import StoredFileError, stored_files
from index_pipeline.sources.store.vintages import FILES, load_observations, newest
from index_pipeline.sources.store.withdrawal import Withdrawal, withdraw, withdrawals

HEAD = "series_id,ref_area,time_period,vintage,obs_value,obs_status,source_id,source_file,source_sheet,source_cell,note"
RELEASED = date(2026, 3, 1)
FIRST, SECOND = "observations/bureau/a.csv", "observations/bureau/b.csv"


def line(year: int, value: str, vintage: str = "2021-12-31", status: str = "A") -> str:
    return f"gdp,110000,{year},{vintage},{value},{status},bureau,file.csv,,B5,"


def write(data: Path, batch: str, *lines: str) -> None:
    path = data / batch
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join([HEAD, *lines]) + "\n", encoding="utf-8")


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Three years, of which the last was revised in a second batch."""
    write(tmp_path, FIRST, line(2018, "1"), line(2019, "2"), line(2020, "3"))
    write(tmp_path, SECOND, line(2020, "3.5", "2025-12-31"))
    return tmp_path


@pytest.fixture
def released(data: Path) -> pa.Table:
    return newest(load_observations(data))


def lost(data: Path, released: pa.Table) -> list[tuple[int, float]]:
    found = losses(released, load_observations(data), withdrawals(data), RELEASED)
    return [(row["time_period"], row["obs_value"]) for row in found.to_pylist()]


def test_nothing_is_lost_where_nothing_changed_or_figures_were_added(data: Path, released: pa.Table) -> None:
    assert lost(data, released) == []
    write(data, "observations/other/c.csv", line(2021, "4"), line(2019, "2.5", "2026-01-01"))
    write(data, "observations/other/d.csv", line(2018, "", "2026-02-01", "M"))
    assert lost(data, released) == []


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ((line(2018, "1"), line(2019, "2")), []),  # only the vintage that was revised since
        ((line(2018, "1"),), [(2019, 2.0)]),
        ((), [(2018, 1.0), (2019, 2.0)]),
        ((line(2018, "1"), line(2019, "2.1"), line(2020, "3")), [(2019, 2.0)]),
        ((line(2018, "1"), line(2019, "2", "2021-12-30"), line(2020, "3")), [(2019, 2.0)]),
        ((line(2018, "1"), line(2019, "2", status="E"), line(2020, "3")), [(2019, 2.0)]),
    ],
    ids=["an old vintage", "cut", "emptied", "edited by hand", "dated otherwise", "of another status"],
)
def test_what_a_batch_no_longer_holds_is_lost(
    data: Path, released: pa.Table, lines: tuple[str, ...], expected: list[tuple[int, float]]
) -> None:
    write(data, FIRST, *lines)
    assert lost(data, released) == expected


def test_a_revision_that_is_gone_is_lost_though_the_earlier_figure_is_back(data: Path, released: pa.Table) -> None:
    (data / SECOND).unlink()
    assert lost(data, released) == [(2020, 3.5)]


def test_a_batch_that_was_withdrawn_is_not_lost(data: Path, released: pa.Table) -> None:
    withdraw(SECOND, "misprint", data, RELEASED)
    assert lost(data, released) == []
    (data / FIRST).unlink()
    assert lost(data, released) == [(2018, 1.0), (2019, 2.0)]


def test_a_withdrawal_before_the_release_excuses_nothing(data: Path, released: pa.Table) -> None:
    stored = tables.OBSERVATIONS.empty()
    (early,) = [Withdrawal(SECOND, date(2026, 2, 28), "misprint")]
    assert losses(released, stored, [early], RELEASED).num_rows == 3
    assert losses(released, stored, [Withdrawal(SECOND, RELEASED, "")], RELEASED).num_rows == 2


@pytest.mark.parametrize("text", ["{", "[]", '{"batch": "b.csv"}', '{"withdrawn": 7}', "[" * 99_999])
def test_a_receipt_that_is_damaged_excuses_nothing(data: Path, released: pa.Table, text: str) -> None:
    target = withdraw(SECOND, "misprint", data, RELEASED)
    target.with_name(f"{target.name}.receipt.json").write_text(text, encoding="utf-8")
    assert lost(data, released) == [(2020, 3.5)]


@pytest.mark.parametrize("folder", ["observations/gone", "observations"])
def test_a_folder_that_leads_nowhere_is_named(tmp_path: Path, folder: str) -> None:
    """A disk that is not mounted, say: its figures are not absent."""
    (tmp_path / folder).parent.mkdir(exist_ok=True)
    (tmp_path / folder).symlink_to(tmp_path / "not mounted")
    with pytest.raises(StoredFileError, match=f"{folder}: the folder cannot be listed"):
        stored_files(tmp_path, FILES)


def test_a_file_in_the_place_of_a_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "observations").touch()
    with pytest.raises(StoredFileError, match="observations: the folder cannot be listed"):
        stored_files(tmp_path, FILES)


@pytest.mark.parametrize("name", [b"\xff.csv", "a\u202e.csv".encode(), b"a\x1b[1m.csv", b"a\n.csv"])
def test_a_name_that_cannot_be_shown_is_refused(tmp_path: Path, name: bytes) -> None:
    write(tmp_path, FIRST, line(2018, "1"))
    (tmp_path / FIRST).rename(tmp_path / "observations/bureau" / name.decode("utf-8", "surrogateescape"))
    with pytest.raises(StoredFileError, match="the file's name is not printable") as caught:
        load_observations(tmp_path)
    str(caught.value).encode()


def event(entry: str, year: int | None = 2019, **changed: object) -> dict[str, object]:
    row: dict[str, object] = {"register_id": "sites", "entry_id": entry, "title": entry, "ref_area": "110000"}
    row |= {"event": "designated", "time_period": year, "entries": 1, "source_id": "office"}
    return row | {"batch": "registers/sites.csv", "batch_line": 2} | changed


def events(*rows: dict[str, object]) -> pa.Table:
    return pa.Table.from_pylist(list(rows), schema=tables.REGISTER_EVENTS.schema)


@pytest.mark.parametrize(
    ("stored", "lost"),
    [
        ([event("a"), event("b", None)], []),
        ([event("b", None), event("a"), event("c")], []),
        ([event("a", title="another", note="x", batch_line=9), event("b", None)], []),
        ([event("a")], ["b"]),
        ([], ["a", "b"]),
        ([event("a", 2020), event("b", None)], ["a"]),
        ([event("a", ref_area="310000"), event("b", None)], ["a"]),
        ([event("a", entries=2), event("b", None)], ["a"]),
        ([event("a", event="revoked"), event("b", None)], ["a"]),
    ],
)
def test_events_that_a_register_no_longer_holds_are_lost(stored: list[dict[str, object]], lost: list[str]) -> None:
    found = lost_events(events(event("a"), event("b", None)), events(*stored))
    assert found["entry_id"].to_pylist() == lost
