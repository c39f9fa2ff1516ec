"""What is kept is found by all that it was made from, and only while it is whole."""

from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from index_pipeline import keeping
from index_pipeline.keeping import Keeping, digest

TABLE = pa.table({"a": ["x", None], "b": [1.5, -0.0]})


@pytest.fixture
def kept(tmp_path: Path) -> Keeping:
    return Keeping(tmp_path / "kept", {"code": "1"})


def test_tables_come_back_as_they_were(kept: Keeping) -> None:
    schema = pa.schema([pa.field("a", pa.string(), nullable=False)])
    made = {"one": TABLE, "none": TABLE.slice(0, 0), "required": pa.table({"a": ["x"]}, schema)}

    kept.put_tables("key", made)

    found = kept.tables("key")
    assert found is not None
    assert found == made
    assert [table.schema for table in found.values()] == [table.schema for table in made.values()]


def test_a_result_of_other_inputs_or_of_another_program_is_not_found(kept: Keeping) -> None:
    keys = {
        kept.key(step="rank", given={"scores": "1"}),
        kept.key(step="rank", given={"scores": "2"}),
        kept.key(step="rank", given={"ranks": "1"}),
        kept.key(step="tie", given={"scores": "1"}),
        Keeping(kept.folder, {"code": "2"}).key(step="rank", given={"scores": "1"}),
    }
    assert len(keys) == 5
    assert kept.get(keys.pop()) is None


@pytest.mark.parametrize("harm", [b"", b"short", b"\0" * 100])
def test_a_damaged_result_is_not_found(kept: Keeping, harm: bytes) -> None:
    kept.put("key", b"content")
    assert kept.get("key") == b"content"
    (kept.folder / "key").write_bytes(harm)

    assert kept.get("key") is None


def test_a_result_in_the_place_of_another_one_is_not_found(kept: Keeping) -> None:
    kept.put("key", b"content")
    kept.put("other", b"another")
    (kept.folder / "key").write_bytes((kept.folder / "other").read_bytes())

    assert kept.get("key") is None


def test_what_a_program_that_was_changed_has_made_is_not_kept(tmp_path: Path) -> None:
    changed = Keeping(tmp_path, {"code": "1"}, is_current=lambda: False)
    changed.put("key", b"content")

    assert changed.get("key") is None


def test_a_run_afresh_finds_nothing_and_keeps_what_it_makes(kept: Keeping) -> None:
    afresh = Keeping(kept.folder, kept.made_by, afresh=True)
    afresh.put("key", b"content")

    assert afresh.get("key") is None
    assert kept.get("key") == b"content"


def test_a_folder_that_cannot_be_written_stops_nothing(tmp_path: Path) -> None:
    (tmp_path / "kept").write_text("a file")
    kept = Keeping(tmp_path / "kept", {})
    kept.put("key", b"content")
    kept.prune()

    assert kept.get("key") is None


def test_what_was_used_longest_ago_goes_first(kept: Keeping, monkeypatch: pytest.MonkeyPatch) -> None:
    import os

    for number, name in enumerate(("old", "used", "new")):
        kept.put(name, b"x" * 100)
        os.utime(kept.folder / name, (1e9 + number, 1e9 + number))
    assert kept.get("old")
    monkeypatch.setattr(keeping, "MOST_BYTES", 300)

    kept.prune()

    assert [name for name in ("old", "used", "new") if kept.get(name)] == ["old", "new"]


def test_the_digest_of_a_table_is_of_its_content_not_of_its_chunks() -> None:
    halves = pa.concat_tables([TABLE.slice(0, 1), TABLE.slice(1)])

    assert digest(halves) == digest(TABLE) == digest(TABLE.replace_schema_metadata({"made_by": "x"}))
    assert digest(TABLE) != digest(TABLE.rename_columns(["b", "a"]))
    assert digest(TABLE) != digest(TABLE.slice(0, 1))


def test_the_digest_is_of_where_values_are_missing_not_of_the_bytes_beneath() -> None:
    beneath = [pa.array([1.0, value], mask=np.array([False, True])) for value in (0.0, 2.0, np.nan)]
    plain = pa.array([1.0, None])

    assert len({digest(pa.table({"a": values})) for values in (*beneath, plain)}) == 1
    assert digest(pa.table({"a": plain})) != digest(pa.table({"a": pa.array([None, 1.0])}))
    assert digest(pa.table({"a": plain})) != digest(pa.table({"a": pa.array([1.0])}))
