"""A partitioned register has the same stocks as one in a file, whatever the parts; a damaged part counts nothing."""

import os
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet
import pytest
from large_register import LISTED, REGISTER, write
from running import answered
from samples import framework
from small_project import Project

from index_pipeline.locks import locked
from index_pipeline.scale.count import partitioned_changes
from index_pipeline.scale.errors import PartitionError
from index_pipeline.scale.partition import partition
from index_pipeline.scale.partitions import missing_parts, partitioned_registers, read_part
from index_pipeline.sources.registers.stocks import RegisterError, load_events, stocks, stocks_of
from index_pipeline.sources.store.stored import StoredFileError

AREAS = ["110000", "210000", "210200", "650000"]


@pytest.fixture(scope="module")
def events(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory.mktemp("list") / "enterprises.parquet", 3000, AREAS)


@pytest.fixture(scope="module")
def whole(events: Path, tmp_path_factory: pytest.TempPathFactory) -> pa.Table:
    """Its stocks as those of a register in a CSV file."""
    data = tmp_path_factory.mktemp("data")
    (data / "registers").mkdir()
    pyarrow.csv.write_csv(pyarrow.parquet.read_table(events), data / "registers" / f"{REGISTER}.csv")
    return stocks(load_events(data), framework())


@pytest.mark.parametrize("parts", [1, 2, 7])
def test_any_number_of_parts_gives_the_stocks_of_one_file(
    tmp_path: Path, events: Path, whole: pa.Table, parts: int
) -> None:
    made = partition(events, REGISTER, str(tmp_path / "registers"), framework(), parts)

    assert (made.events, len(made.parts), made.sources) == (3600, parts, ("miit_industrial_heritage",))
    assert partitioned_registers(tmp_path) == [made]
    assert stocks_of(partitioned_changes([made], framework()), framework()).equals(whole)


def test_the_digest_is_that_of_the_list_into_however_many_parts_it_is_divided(tmp_path: Path, events: Path) -> None:
    as_csv = tmp_path / "events.csv"
    pyarrow.csv.write_csv(pyarrow.parquet.read_table(events), as_csv)
    made = [
        partition(source, REGISTER, str(tmp_path / f"{number}{source.suffix}"), framework(), number)
        for source, number in ((events, 1), (events, 2), (events, 7), (as_csv, 2))
    ]

    assert len({each.digest for each in made}) == 1


@pytest.mark.parametrize(("column", "other"), [("ref_area", AREAS), ("event", ["confirmed", "revoked"])])
def test_an_event_that_differs_is_another_digest(tmp_path: Path, events: Path, column: str, other: list[str]) -> None:
    table = pyarrow.parquet.read_table(events)
    values = table[column].to_pylist()
    values[7] = next(value for value in other if value != values[7])
    at = table.column_names.index(column)
    changed = tmp_path / "changed.parquet"
    pyarrow.parquet.write_table(table.set_column(at, table.field(at), pa.array(values, table.field(at).type)), changed)

    once, again = (partition(each, REGISTER, str(tmp_path / each.stem), framework(), 2) for each in (events, changed))

    assert once.digest != again.digest


def test_the_events_of_an_entry_lie_in_one_part(tmp_path: Path, events: Path) -> None:
    made = partition(events, REGISTER, str(tmp_path), framework(), 3)

    entries = [set(read_part(made, part)["entry_id"].to_pylist()) for part in made.parts]
    assert sum(map(len, entries)) == len(set.union(*entries)) == 3000


def test_a_store_may_be_named_by_an_address(
    tmp_path: Path, events: Path, whole: pa.Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ICDI_STORE", (tmp_path / "shared").as_uri())
    partition(events, REGISTER, (tmp_path / "shared").as_uri(), framework(), 2)

    found = partitioned_registers(tmp_path / "data")

    assert found[0].store == (tmp_path / "shared").as_uri()
    assert stocks_of(partitioned_changes(found, framework()), framework()).equals(whole)


def test_a_list_is_divided_again_in_place_of_the_parts_so_far(tmp_path: Path, events: Path) -> None:
    partition(events, REGISTER, str(tmp_path / "registers"), framework(), 5)
    made = partition(events, REGISTER, str(tmp_path / "registers"), framework(), 2)

    names = {path.name for path in (tmp_path / "registers" / REGISTER).iterdir()}
    assert names == {"register.json", *(part.file for part in made.parts)}
    assert partitioned_registers(tmp_path) == [made]


@pytest.mark.parametrize(
    ("change", "error", "sentence"),
    [
        ({"ref_area": "999999"}, RegisterError, "region 999999 is not in regions.csv"),
        ({"event": "founded"}, StoredFileError, "event founded is not one of"),
        ({"register_id": "others"}, PartitionError, "event 2 is of register others, not industrial_heritage"),
        ({"entries": -1}, StoredFileError, "entries is -1"),
        ({"entry_id": "e1"}, StoredFileError, "more than one row for register_id industrial_heritage, entry_id e1"),
    ],
)
def test_a_list_with_a_fault_is_refused_and_the_parts_so_far_stay(
    tmp_path: Path, events: Path, change: dict[str, object], error: type[Exception], sentence: str
) -> None:
    made = partition(events, REGISTER, str(tmp_path / "registers"), framework(), 2)
    rows = pyarrow.parquet.read_table(events).slice(0, 4).to_pylist()
    rows[1] |= change
    if "entry_id" in change:
        rows[2] = rows[1]
    pyarrow.parquet.write_table(pa.Table.from_pylist(rows, schema=LISTED), tmp_path / "wrong.parquet")

    with pytest.raises(error, match=sentence):
        partition(tmp_path / "wrong.parquet", REGISTER, str(tmp_path / "registers"), framework(), 3)

    assert partitioned_registers(tmp_path) == [made]
    assert len(list((tmp_path / "registers" / REGISTER).iterdir())) == 3


@pytest.mark.parametrize(
    ("harm", "sentence"),
    [
        (lambda path: path.unlink(), "cannot be read"),
        (lambda path: path.write_bytes(path.read_bytes()[:-9]), "is damaged, nothing was counted"),
    ],
)
def test_a_part_that_is_missing_or_damaged_counts_nothing(
    tmp_path: Path, events: Path, harm: Callable[[Path], object], sentence: str
) -> None:
    made = partition(events, REGISTER, str(tmp_path), framework(), 3)
    harm(tmp_path / REGISTER / made.parts[1].file)

    with pytest.raises(PartitionError, match=sentence) as raised:
        partitioned_changes([made], framework())

    assert made.parts[1].file in raised.value.sentences("zh")[0]


def test_parts_that_are_not_in_their_place_are_listed(tmp_path: Path, events: Path) -> None:
    made = partition(events, REGISTER, str(tmp_path), framework(), 3)
    assert missing_parts([made]) == []

    (tmp_path / REGISTER / made.parts[1].file).unlink()

    assert [Path(path).name for path in missing_parts([made])] == [made.parts[1].file]


def test_the_command_divides_a_register_and_refuses_single_events(small: Project) -> None:
    counted = stocks(load_events(small.data), framework())

    said = answered("register", "partition", REGISTER, "--parts", 2, *small.options()).stdout
    assert f"{REGISTER}: " in said
    assert "in 2 parts" in said
    assert not (small.data / "registers" / f"{REGISTER}.csv").exists()
    found = partitioned_changes(partitioned_registers(small.data), framework())
    assert stocks_of(found, framework()).equals(counted)

    given = ("register", "add", REGISTER, "某厂", "--region", "辽宁省", "--year", 2020, "--document", "名单")
    refused = answered(*given, *small.options(), "--lang", "zh")
    assert refused.returncode == 1
    assert "已分区，不能逐条增补" in refused.stderr


def test_two_commands_at_once_do_not_take_each_other_s_parts(small: Project) -> None:
    with locked(small.data / "registers" / ".partition.lock", 0):
        done = answered("register", "partition", REGISTER, *small.options())

    assert done.returncode == 1
    assert f"process {os.getpid()}" in done.stderr
    assert (small.data / "registers" / f"{REGISTER}.csv").exists()


def test_a_store_that_is_not_there_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder that is not mounted must not take its registers out of the index."""
    monkeypatch.setenv("ICDI_STORE", str(tmp_path / "not mounted"))

    with pytest.raises(PartitionError, match="not mounted holds no register") as raised:
        partitioned_registers(tmp_path)

    assert "没有名录" in raised.value.sentences("zh")[0]


def test_a_store_that_is_empty_as_a_folder_that_is_not_mounted_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "mount").mkdir()
    monkeypatch.setenv("ICDI_STORE", str(tmp_path / "mount"))

    with pytest.raises(PartitionError, match="mount holds no register"):
        partitioned_registers(tmp_path)


def test_a_register_in_a_file_and_in_parts_is_refused(tmp_path: Path, events: Path) -> None:
    partition(events, REGISTER, str(tmp_path / "registers"), framework(), 2)
    (tmp_path / "registers" / f"{REGISTER}.csv").write_text("", encoding="utf-8")

    with pytest.raises(PartitionError, match="is a CSV file and partitioned as well"):
        partitioned_registers(tmp_path)
