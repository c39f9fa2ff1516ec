"""The store keeps every vintage; the newest is the latest that was public on a day, and a withdrawal hides it."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from samples import ROOT

from index_pipeline import tables
from index_pipeline.sources.store.stored import StoredFileError
from index_pipeline.sources.store.vintages import load_observations, newest

HEAD = "series_id,ref_area,time_period,vintage,obs_value,obs_status,source_id,source_file,source_sheet,source_cell,note"


def store(folder: Path, *lines: str, head: str = HEAD, name: str = "a.csv") -> Path:
    path = folder / "observations" / "bureau" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join([head, *lines]) + "\n", encoding="utf-8")
    return folder


def line(vintage: str, value: str = "1", status: str = "A", year: int = 2020, area: str = "110000") -> str:
    return f"gdp,{area},{year},{vintage},{value},{status},bureau,file.csv,,B5,"


def test_every_vintage_is_read_with_its_place(tmp_path: Path) -> None:
    store(tmp_path, line("2021-12-31"), line("2025-12-31", "2"))
    store(tmp_path, line("2022-12-31", "3", year=2021), name="b.csv")

    rows = load_observations(tmp_path).to_pylist()

    assert [(row["vintage"], row["obs_value"], row["batch"], row["batch_line"]) for row in rows] == [
        (date(2021, 12, 31), 1.0, "observations/bureau/a.csv", 2),
        (date(2025, 12, 31), 2.0, "observations/bureau/a.csv", 3),
        (date(2022, 12, 31), 3.0, "observations/bureau/b.csv", 2),
    ]
    assert rows[0]["source_sheet"] is None


def test_a_store_without_files_is_empty(tmp_path: Path) -> None:
    assert load_observations(tmp_path).num_rows == 0


@pytest.mark.parametrize(
    ("as_of", "value"),
    [
        (None, 2.0),
        (date(2026, 1, 1), 2.0),
        (date(2025, 12, 31), 2.0),
        (date(2025, 12, 30), 1.0),
        (date(2021, 1, 1), None),
    ],
)
def test_the_newest_vintage_on_a_day(tmp_path: Path, as_of: date | None, value: float | None) -> None:
    held = load_observations(store(tmp_path, line("2025-12-31", "2"), line("2021-12-31", "1")))

    assert newest(held, as_of)["obs_value"].to_pylist() == ([] if value is None else [value])


def test_a_withdrawn_figure_hides_the_earlier_ones_from_its_day_on(tmp_path: Path) -> None:
    held = load_observations(store(tmp_path, line("2021-12-31"), line("2024-12-31", "", "M")))

    assert newest(held)["obs_status"].to_pylist() == ["M"]
    assert newest(held)["obs_value"].to_pylist() == [None]
    assert newest(held, date(2024, 1, 1))["obs_value"].to_pylist() == [1.0]


@given(
    st.lists(st.tuples(st.integers(2020, 2022), st.integers(1, 28)), unique=True, min_size=1, max_size=8), st.randoms()
)
def test_the_order_of_the_rows_does_not_matter(vintages: list[tuple[int, int]], random: object) -> None:
    rows = [
        {
            **dict.fromkeys(tables.OBSERVATIONS.schema.names),
            "series_id": "gdp",
            "ref_area": "110000",
            "time_period": year,
            "vintage": date(2024, 1, day),
            "obs_value": float(day),
            "obs_status": "A",
            "source_id": "s",
            "source_file": "f",
            "batch": "b",
            "batch_line": 2,
        }
        for year, day in vintages
    ]
    table = tables.OBSERVATIONS.empty().from_pylist(rows, schema=tables.OBSERVATIONS.schema)
    random.shuffle(rows)  # type: ignore[attr-defined]
    shuffled = tables.OBSERVATIONS.empty().from_pylist(rows, schema=tables.OBSERVATIONS.schema)

    assert newest(table).equals(newest(shuffled))
    assert newest(table)["obs_value"].to_pylist() == [
        max(day for y, day in vintages if y == year) for year in sorted({year for year, _ in vintages})
    ]


def test_a_figure_that_stands_twice_is_one_figure(tmp_path: Path) -> None:
    store(tmp_path, line("2021-12-31"))
    store(tmp_path, line("2021-12-31"), name="b.csv")

    assert load_observations(tmp_path)["batch"].to_pylist() == ["observations/bureau/a.csv"]


@pytest.mark.parametrize(
    ("lines", "sentence"),
    [
        (
            [line("2021-12-31"), line("2021-12-31", "2")],
            "line 3: gdp of 110000 in 2020, vintage .* is 2.0, but 1.0 in",
        ),
        ([line("2021-12-31"), line("2021-12-31", "much", area="120000")], "a.csv: line 3, obs_value: .*much"),
        ([line("31.12.2021")], "a.csv: line 2, vintage: "),
        ([line("")], "a.csv line 2: vintage is empty"),
        ([line("2021-12-31", year=20200000000)], "a.csv: line 2, time_period: "),
        ([line("2021-12-31", "nan")], "obs_value is nan, not a finite number"),
        ([line("2021-12-31", "inf")], "obs_value is inf, not a finite number"),
        ([line("2021-12-31", "", "A")], "a.csv line 2: obs_status is A and obs_value empty"),
        ([line("2021-12-31", "1", "M")], "a.csv line 2: obs_status is M and obs_value 1.0"),
        ([line("2021-12-31", "1", "X")], "a.csv line 2: obs_status is X"),
        (["gdp,110000"], "a.csv: .*columns"),
        ([line("2021-12-31", area="")], "a.csv line 2: ref_area is empty"),
    ],
)
def test_a_bad_store_is_refused_by_file_line_and_value(tmp_path: Path, lines: list[str], sentence: str) -> None:
    with pytest.raises(StoredFileError, match=sentence):
        load_observations(store(tmp_path, *lines))


@pytest.mark.parametrize(
    "head",
    [
        "series_id,ref_area",
        HEAD.replace("note", "remark"),
        HEAD + ",extra",
        HEAD.replace("series_id,ref_area", "ref_area,series_id"),
    ],
)
def test_other_columns_are_refused(tmp_path: Path, head: str) -> None:
    with pytest.raises(StoredFileError, match=r"observations/bureau/a\.csv: the columns are"):
        load_observations(store(tmp_path, head=head))


def test_the_project_s_own_store_is_read_whole() -> None:
    held = load_observations(ROOT / "data")

    assert held.num_rows >= 43_109
    assert newest(held).num_rows < held.num_rows


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("last", ["", "\n", "\n\n"])
def test_the_line_of_a_figure_is_that_of_the_file(tmp_path: Path, end: str, last: str) -> None:
    """Blank lines are counted, and the lines within a note."""
    noted = line("2021-12-31", year=2019) + '"a note' + end + end + 'of three lines"'
    written = ["", line("2021-12-31", year=2018), "", "", noted, line("2021-12-31"), ""]
    path = store(tmp_path, line("2021-12-31", year=2017)) / "observations" / "bureau" / "a.csv"
    text = end.join([HEAD, *written]) + last
    path.write_bytes(text.encode())

    rows = load_observations(tmp_path).to_pylist()

    places = {row["time_period"]: row["batch_line"] for row in rows}
    lines = text.replace("\r\n", "\n").split("\n")
    assert {year: lines[place - 1].split(",")[2] for year, place in places.items()} == {
        2018: "2018", 2019: "2019", 2020: "2020"
    }  # fmt: skip


def test_an_empty_cell_is_named_by_the_line_of_the_file(tmp_path: Path) -> None:
    wrong = line("2021-12-31").replace("bureau", "")
    with pytest.raises(StoredFileError, match=r"a\.csv line 5: source_id is empty"):
        load_observations(store(tmp_path, "", line("2021-12-31", year=2019), "", wrong))
