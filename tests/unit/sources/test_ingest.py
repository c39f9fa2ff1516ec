"""A file goes into the store whole or not at all; what the store has already is not written again."""

import csv
import multiprocessing
import os
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import samples
from running import processor_seconds
from samples import TODAY, Row, as_csv, as_html, as_xlsx, body, bureau, framework, kinds, regions, value

from index_pipeline.sources.ingest import ingest
from index_pipeline.sources.options import Options
from index_pipeline.sources.problems import Refusal
from index_pipeline.sources.receipts import Receipt
from index_pipeline.sources.store.vintages import load_observations, newest
from index_pipeline.sources.workbooks.arrival import content_of


def export(folder: Path, content: bytes, name: str = "分省年度数据.csv") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def take(data: Path, content: bytes, today: date = TODAY, name: str = "分省年度数据.csv", **options: Any) -> Receipt:
    return ingest(export(data.parent, content, name), data, framework(), Options(today, **options))


def revised(by: float, years: tuple[int, ...] = (2023, 2022, 2021)) -> list[Row]:
    return bureau([[r.title_zh, *(round(value(r.ref_area, y) + by, 1) for y in years)] for r in regions()], years=years)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    (tmp_path / "data").mkdir()
    return tmp_path / "data"


def test_a_batch_holds_every_figure_with_its_file_and_cell(data: Path) -> None:
    receipt = take(data, as_csv(bureau()))

    assert (receipt.new, receipt.revised, receipt.unchanged, receipt.source_id) == (93, 0, 0, "nbs_annual")
    assert receipt.batch == f"observations/nbs_annual/2026-11-24__{receipt.digest[:12]}.csv"
    with (data / receipt.batch).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert rows[2] == {
        "series_id": "gdp",
        "ref_area": "110000",
        "time_period": "2023",
        "vintage": "2026-11-24",
        "obs_value": "11241.5",
        "obs_status": "A",
        "source_id": "nbs_annual",
        "source_file": "分省年度数据.csv",
        "source_sheet": "",
        "source_cell": "B5",
        "note": "",
    }


def test_the_same_bytes_again_change_nothing(data: Path) -> None:
    take(data, as_csv(bureau()))

    again = take(data, as_csv(bureau()), date(2026, 12, 1))

    assert (again.batch, again.new, again.unchanged) == (None, 0, 93)
    assert len(list(data.rglob("*.csv"))) == 1


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(as_csv(bureau(), "utf-8-sig"), id="another encoding"),
        pytest.param(as_xlsx(bureau(), sheet="表"), id="a workbook"),
        pytest.param(
            as_html([["单位:亿元"], ["地区", "2023年"], *([n, round(v)] for n, v in body([2023]))], "地区生产总值"),
            id="rounded to whole numbers",
        ),
    ],
)
def test_the_same_figures_in_other_bytes_change_nothing(data: Path, content: bytes) -> None:
    take(data, as_csv(bureau()))

    assert take(data, content, date(2026, 12, 1)).batch is None


def test_a_revision_is_a_new_vintage_beside_the_old_one(data: Path) -> None:
    take(data, as_csv(bureau()), date(2026, 1, 31))

    receipt = take(data, as_csv(revised(by=7)), date(2026, 6, 30))

    assert (receipt.new, receipt.revised) == (0, 93)
    held = load_observations(data)
    assert held.num_rows == 186
    assert newest(held, date(2026, 2, 1))["obs_value"][2].as_py() == 11241.5
    assert newest(held)["obs_value"][2].as_py() == 11248.5


def test_only_what_is_new_or_changed_is_written(data: Path) -> None:
    take(data, as_csv(bureau(years=[2022, 2021], lines=body([2022, 2021]))), date(2025, 1, 31))

    receipt = take(data, as_csv(bureau()), date(2026, 1, 31))

    assert (receipt.new, receipt.revised, receipt.unchanged) == (31, 0, 62)


def test_an_older_file_does_not_undo_a_revision(data: Path) -> None:
    take(data, as_csv(bureau()), date(2026, 1, 31))
    take(data, as_csv(revised(by=7)), date(2026, 6, 30))

    receipt = take(data, as_csv(bureau(), "utf-8"), date(2026, 7, 1))

    assert receipt.batch is None
    assert any("older than the store" in warning for warning in receipt.warnings)
    assert newest(load_observations(data))["obs_value"][2].as_py() == 11248.5


def test_a_shorter_file_with_other_figures_has_to_say_when_it_was_published(data: Path) -> None:
    take(data, as_csv(bureau()), date(2026, 1, 31))
    older = as_csv(revised(by=-3, years=(2022, 2021)))

    with pytest.raises(Refusal, match="--released YYYY-MM-DD") as caught:
        take(data, older)
    receipt = take(data, older, released=date(2023, 12, 31))

    assert kinds(caught.value) == {"missing_released"}
    assert receipt.new == 62
    held = load_observations(data)
    assert newest(held, date(2024, 1, 1))["obs_value"].to_pylist()[:2] == [11217.5, 11228.0]
    assert newest(held)["obs_value"][0].as_py() == 11220.5


def test_a_yearbook_says_when_it_was_published(data: Path) -> None:
    rows = [["单位:亿元"], ["地区", "2021年"], *body([2021])]

    receipt = take(data, as_html(rows, "地区生产总值", "摘编自《中国统计年鉴2022》"), source="statistical_yearbook")

    assert receipt.released == "2022-12-31"


@pytest.mark.parametrize(
    ("released", "kind"),
    [(date(2022, 6, 30), "released_early"), (date(2026, 11, 25), "released_future")],
)
def test_a_day_of_release_that_cannot_be_is_refused(data: Path, released: date, kind: str) -> None:
    with pytest.raises(Refusal) as caught:
        take(data, as_csv(bureau()), released=released)

    assert kinds(caught.value) == {kind}


def test_two_values_of_one_day_are_refused_and_name_the_batch(data: Path) -> None:
    first = take(data, as_csv(bureau()))

    with pytest.raises(Refusal, match=str(first.batch)) as caught:
        take(data, as_csv(revised(by=7)))

    assert kinds(caught.value) == {"released_conflict"}


def test_a_clock_that_was_set_back_does_not_hide_a_revision(data: Path) -> None:
    take(data, as_csv(bureau()), date(2026, 6, 30))

    with pytest.raises(Refusal) as caught:
        take(data, as_csv(revised(by=7)), date(2026, 1, 1))

    assert kinds(caught.value) == {"later_vintage"}


def test_two_indicators_of_one_file_taken_one_after_the_other(data: Path) -> None:
    rows = [
        ["时间：2023年"],
        ["地区", "地区生产总值(亿元)", "社会消费品零售总额(亿元)"],
        *([*row, 5] for row in body([2023])),
    ]

    first = take(data, as_csv([*rows, ["数据来源：国家统计局"]]), series="gdp")
    second = take(data, as_csv([*rows, ["数据来源：国家统计局"]]), series="retail_sales")

    assert first.batch != second.batch
    assert load_observations(data).num_rows == 62


# --- sources ---------------------------------------------------------------------------------------------------------


def test_the_source_is_what_the_file_says_else_who_holds_the_series_else_asked_for(data: Path) -> None:
    bare = as_csv([["地区", "2020年"], *body([2020])])

    with pytest.raises(Refusal, match="--source ID"):
        take(data, bare, series="gdp")
    assert take(data, as_csv(bureau())).source_id == "nbs_annual"
    assert take(data, bare, series="gdp").source_id == "nbs_annual"


def test_an_unknown_source_is_refused(data: Path) -> None:
    with pytest.raises(Refusal, match=r"--source nbs is not declared .* did you mean nbs_annual"):
        take(data, as_csv(bureau()), source="nbs")


# --- files that change, writers that die -----------------------------------------------------------------------------


def test_links_folders_and_devices_are_refused_without_being_opened(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(export(tmp_path, as_csv(bureau())))
    os.mkfifo(tmp_path / "pipe")

    for name in ("link", "pipe", ".", "absent"):
        with pytest.raises(Refusal) as caught:
            content_of(tmp_path / name)
        assert kinds(caught.value) <= {"not_regular", "unreadable"}


def test_a_file_that_another_program_is_writing_is_left_alone(data: Path) -> None:
    path = export(data.parent, as_csv(bureau()))
    writer = subprocess.Popen(
        [sys.executable, "-c", f"f = open({str(path)!r}, 'ab'); print(1, flush=True); input()"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert writer.stdout
    writer.stdout.readline()

    with pytest.raises(Refusal) as caught:
        ingest(path, data, framework(), Options(TODAY))

    writer.communicate(b"\n")
    assert kinds(caught.value) == {"changing"}
    assert ingest(path, data, framework(), Options(TODAY)).new == 93


def test_a_full_disk_leaves_the_store_as_it_was(data: Path) -> None:
    folder = data / "observations" / "nbs_annual"
    folder.mkdir(parents=True)
    limited = (
        "import resource, signal, sys; sys.path.insert(0, sys.argv[3]); from pathlib import Path; "
        "from samples import framework, TODAY; from index_pipeline.sources.ingest import ingest; "
        "from index_pipeline.sources.options import Options; "
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN); resource.setrlimit(resource.RLIMIT_FSIZE, (500, 500)); "
        "ingest(Path(sys.argv[1]), Path(sys.argv[2]), framework(), Options(TODAY))"
    )
    path = export(data.parent, as_csv(bureau()))

    done = subprocess.run(
        [sys.executable, "-c", limited, path, data, Path(samples.__file__).parent],
        capture_output=True,
        text=True,
        check=False,
    )

    assert "the figures could not be written (File too large); nothing was taken" in done.stderr
    assert list(folder.iterdir()) == []


def test_what_a_killed_writer_left_behind_is_no_figure_and_is_swept_away(data: Path) -> None:
    take(data, as_csv(bureau()))
    partial = data / "observations" / "nbs_annual" / ".abc.partial"
    partial.write_text("series_id,ref")

    assert load_observations(data).num_rows == 93
    take(data, as_csv(bureau()))

    assert not partial.exists()


def _take_together(data: Path, content: bytes, name: str, start: Any) -> None:
    path = export(data.parent, content, name)
    framework()
    start.wait()
    ingest(path, data, framework(), Options(TODAY))


def test_the_same_figures_from_two_processes_at_once_are_taken_once(data: Path) -> None:
    start = multiprocessing.Barrier(3)
    contents = [as_csv(bureau()), as_csv(bureau(), "utf-8"), as_xlsx(bureau())]
    workers = [
        multiprocessing.Process(target=_take_together, args=(data, content, f"{number}.csv", start))
        for number, content in enumerate(contents)
    ]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)

    assert [worker.exitcode for worker in workers] == [0, 0, 0]
    assert load_observations(data).num_rows == 93


def test_figures_are_taken_in_a_second(data: Path) -> None:
    take(data, as_csv(bureau()))
    start = processor_seconds()

    take(data, as_csv(revised(by=1)), date(2026, 12, 1))

    assert processor_seconds() - start < 1
