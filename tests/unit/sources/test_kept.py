"""The store as Parquet: the same rows as from its files, whatever became of either; one reading for a whole inbox."""

import os
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from samples import TODAY, as_csv, bureau, framework

from index_pipeline.files import read_regular
from index_pipeline.sources.inbox import take_inbox
from index_pipeline.sources.ingest import ingest
from index_pipeline.sources.options import Options
from index_pipeline.sources.receipts import Receipt
from index_pipeline.sources.store import kept, stored
from index_pipeline.sources.store.vintages import load_observations

PARQUET = "tables/store/observations.parquet"


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A store of two batches, kept as Parquet; its files count as settled at once."""
    monkeypatch.setattr(kept, "UNSETTLED", -1.0)
    for year, source in ((2021, "nbs_annual"), (2022, "statistical_yearbook")):
        path = tmp_path / f"{year}.csv"
        path.write_bytes(as_csv(bureau(years=[year])))
        ingest(path, tmp_path / "data", framework(), Options(TODAY, source=source, released=date(2024, 1, year % 10)))
    load_observations(tmp_path / "data", keep=True)
    return tmp_path / "data"


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the files of the store that are opened."""
    names: list[str] = []

    def noted(path: Path, largest: int) -> bytes:
        names.append(path.name)
        return read_regular(path, largest)

    monkeypatch.setattr(stored, "read_regular", noted)
    return names


def batch(data: Path) -> Path:
    return sorted((data / "observations").rglob("*.csv"))[0]


def edit(data: Path) -> None:
    before = batch(data).stat()
    batch(data).write_bytes(batch(data).read_bytes().replace(b"11220.5", b"11220.9"))
    os.utime(batch(data), ns=(before.st_atime_ns, before.st_mtime_ns))


CHANGES: dict[str, tuple[Callable[[Path], object], int]] = {
    "nothing": (os.fspath, 0),
    "a figure, and the time of the change set back": (edit, 1),
    "a batch renamed": (lambda data: batch(data).rename(batch(data).with_name("a.csv")), 1),
    "a batch removed": (lambda data: batch(data).unlink(), 0),
    "the Parquet file gone": (lambda data: (data / PARQUET).unlink(), 2),
    "the Parquet file cut": (lambda data: os.truncate(data / PARQUET, 1000), 2),
    "the manifest gone": (lambda data: (data / PARQUET).with_suffix(".json").unlink(), 2),
    "the manifest cut": (lambda data: os.truncate((data / PARQUET).with_suffix(".json"), 20), 2),
    "the Parquet file replaced by text": (lambda data: (data / PARQUET).write_bytes(b"PAR1"), 2),
}


@pytest.mark.parametrize(("change", "read"), CHANGES.values(), ids=CHANGES)
def test_only_what_differs_is_read_and_the_rows_are_those_of_the_files(
    data: Path, opened: list[str], change: Callable[[Path], object], read: int
) -> None:
    change(data)

    found = load_observations(data, keep=True)

    assert len(opened) == read
    (data / PARQUET).unlink()
    assert found.equals(load_observations(data))


@pytest.mark.parametrize("place", [4, 120, -9, -60])
def test_a_bit_changed_anywhere_in_the_parquet_file_is_noticed(data: Path, opened: list[str], place: int) -> None:
    content = bytearray((data / PARQUET).read_bytes())
    content[place] ^= 1
    (data / PARQUET).write_bytes(content)

    assert load_observations(data).num_rows == 62
    assert len(opened) == 2


def test_what_another_program_has_read_is_read_again(
    data: Path, opened: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept, "MADE_BY", {**kept.MADE_BY, "program": "another"})

    assert load_observations(data, keep=True).num_rows == 62
    assert len(opened) == 2
    opened.clear()
    load_observations(data)
    assert opened == []


@pytest.mark.parametrize("removed", [1, 2])
def test_rows_of_a_file_that_was_just_written_are_gone_with_it(
    data: Path, removed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It was read and kept before it counted as settled."""
    monkeypatch.setattr(kept, "UNSETTLED", 3600.0)
    (data / PARQUET).unlink()
    batches = sorted((data / "observations").rglob("*.csv"))
    for path in batches[removed:]:
        os.utime(path, (0, 0))
    monkeypatch.setattr(kept, "_stamp", lambda path: [path.stat().st_ino, path.stat().st_mtime_ns])
    load_observations(data, keep=True)

    for path in batches[:removed]:
        path.unlink()

    assert load_observations(data).num_rows == 31 * (2 - removed)


def test_a_file_that_was_just_written_is_read_again(
    data: Path, opened: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Within a tick of the file system's clock it could change once more unnoticed."""
    monkeypatch.setattr(kept, "UNSETTLED", 3600.0)
    (data / PARQUET).unlink()
    load_observations(data, keep=True)
    opened.clear()

    load_observations(data, keep=True)

    assert len(opened) == 2


def test_an_inbox_reads_the_store_once_and_compares_with_what_it_has_itself_taken(
    data: Path, opened: list[str]
) -> None:
    (data / "inbox").mkdir()
    for number, years in enumerate(([2023], [2023, 2024], [2024])):
        (data / "inbox" / f"{number}.csv").write_bytes(as_csv(bureau(years=years)))

    receipts = [outcome for outcome in take_inbox(data, framework(), TODAY) if isinstance(outcome, Receipt)]

    assert [(receipt.new, receipt.unchanged) for receipt in receipts] == [(31, 0), (31, 31), (0, 31)]
    assert len(opened) == len(set(opened)) == 2  # the two batches that it has written itself


def test_an_inbox_sees_what_another_process_has_written(data: Path) -> None:
    (data / "inbox").mkdir()
    for name in ("a.csv", "b.csv"):
        (data / "inbox" / name).write_bytes(as_csv(bureau(years=[2023 + (name == "b.csv")])))
    outcomes = take_inbox(data, framework(), TODAY)
    next(outcomes)
    elsewhere = data.parent / "elsewhere.csv"
    elsewhere.write_bytes(as_csv(bureau(years=[2024])))
    ingest(elsewhere, data, framework(), Options(TODAY))

    (second,) = outcomes

    assert isinstance(second, Receipt)
    assert (second.new, second.unchanged) == (0, 31)
