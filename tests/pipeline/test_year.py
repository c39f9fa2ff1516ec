"""A year of operation on simulated time: late, doubled, revised and broken files, and the index that comes of them."""

import csv
from datetime import UTC, date, datetime
from pathlib import Path

import dagster as dg
import pyarrow as pa
import pyarrow.parquet
import pytest
from dagster._utils.schedules import schedule_execution_time_iterator
from running import icdi
from small_project import REGIONS, SERIES, Project, export

from index_pipeline.defs.automation import first_and_final_estimate, monthly_check_of_sources
from index_pipeline.framework.framework import Framework
from index_pipeline.framework.load import load
from index_pipeline.methods.build import build
from index_pipeline.sources.inbox import take_inbox
from index_pipeline.sources.receipts import Rejection
from index_pipeline.sources.registers.stocks import load_events, stocks
from index_pipeline.sources.store.calendar import due
from index_pipeline.sources.store.vintages import load_observations, newest

TITLES = {
    "gdp": ("地区生产总值", "亿元"),
    "patent_grants_total": ("国内专利申请授权量", "项"),
    "population_resident": ("年末常住人口", "万人"),
}
START, END = date(2024, 9, 1), date(2025, 7, 5)


def figures(project: Project, series: str, *years: int) -> dict[int, dict[str, float]]:
    """The final figures of the store, newest vintage last."""
    with project.store(series).open(encoding="utf-8", newline="") as file:
        rows = sorted(csv.DictReader(file), key=lambda row: row["vintage"])
    return {
        year: {row["ref_area"]: float(row["obs_value"]) for row in rows if row["time_period"] == str(year)}
        for year in years
    }


def forget(project: Project) -> None:
    """Take out of the store what was not yet published in September 2024: 2023, and the revision of the GDP of 2022."""
    for series in SERIES:
        with project.store(series).open(encoding="utf-8", newline="") as file:
            head, *rows = csv.reader(file)
        known = [row for row in rows if row[2] < "2023" and row[3] < START.isoformat()]
        with project.store(series).open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows([head, *known])


def drop(path: Path, target: Path) -> None:
    """Put a file into the inbox; a revision with the document that announces it."""
    if "修订" in path.name:
        target.with_name(f"{target.name}.options.json").write_text('{"revision": "第五次全国经济普查公报"}', "utf-8")
    target.write_bytes(path.read_bytes())


def scores(project: Project, framework: Framework, as_of: date | None = None) -> pa.Table:
    observations = newest(load_observations(project.data), as_of)
    return build(observations, stocks(load_events(project.data), framework), framework).scores


def ticks(schedule: dg.ScheduleDefinition) -> list[date]:
    """Days on which a schedule fires in the year, each asked as the daemon asks it: does it want a run?"""
    start = datetime(START.year, START.month, START.day, tzinfo=UTC).timestamp()
    found: list[date] = []
    for tick in schedule_execution_time_iterator(start, schedule.cron_schedule, schedule.execution_timezone):
        if tick.date() > END:
            return found
        asked = schedule.evaluate_tick(dg.build_schedule_context(scheduled_execution_time=tick))
        assert len(asked.run_requests or []) == 1
        found.append(tick.date())
    return found


@pytest.fixture
def arrivals(small_project: Project, tmp_path: Path) -> dict[date, tuple[Path, ...]]:
    """The files of the year, by the day on which they arrive."""

    def file(series: str, name: str, found: dict[int, dict[str, float]], unit: str | None = None) -> Path:
        title, usual = TITLES[series]
        return export(tmp_path / name, title, unit or usual, found)

    gdp = figures(small_project, "gdp", 2022, 2023)
    first = {year: {area: round(value * 0.97, 2) for area, value in row.items()} for year, row in gdp.items()}
    people = figures(small_project, "population_resident", 2023)
    patents = figures(small_project, "patent_grants_total", 2023)
    return {
        date(2024, 11, 8): (file("population_resident", "常住人口.csv", people),),
        date(2024, 12, 3): (file("population_resident", "常住人口.csv", people), file("gdp", "破.csv", gdp, "光年")),
        date(2025, 1, 10): (file("gdp", "生产总值初值.csv", {2023: first[2023]}),),
        date(2025, 3, 1): (file("gdp", "生产总值修订.csv", gdp),),
        date(2025, 4, 2): (file("gdp", "生产总值修订（副本）.csv", gdp),),
        date(2025, 5, 20): (file("patent_grants_total", "专利.csv", patents),),
    }


def test_a_year(small: Project, arrivals: dict[date, tuple[Path, ...]], tmp_path: Path) -> None:
    at_once = small.copy(tmp_path / "at_once")
    for project in (small, at_once):
        forget(project)
        (project.data / "inbox").mkdir()
    framework = load(small.framework)
    published: dict[date, pa.Table] = {}
    overdue: dict[date, list[str]] = {}
    outcomes: dict[date, list] = {}

    monthly, estimates = ticks(monthly_check_of_sources), ticks(first_and_final_estimate)
    for day in sorted({*arrivals, *monthly, *estimates}):
        for path in arrivals.get(day, ()):
            drop(path, small.data / "inbox" / path.name)
        if day in arrivals:
            outcomes[day] = list(take_inbox(small.data, framework, day))
        if day in monthly:
            rows = due(load_observations(small.data), load_events(small.data), framework, day).to_pylist()
            overdue[day] = [row["source_id"] for row in rows if row["overdue"] and row["source_id"] == "nbs_annual"]
        if day in estimates:
            published[day] = scores(small, framework)

    assert [(outcome.file, outcome.batch is not None) for day in outcomes for outcome in outcomes[day]] == [
        ("常住人口.csv", True),
        ("常住人口.csv", False),
        ("破.csv", False),
        ("生产总值初值.csv", True),
        ("生产总值修订.csv", True),
        ("生产总值修订（副本）.csv", False),
        ("专利.csv", True),
    ]
    assert [isinstance(outcome, Rejection) for outcome in outcomes[date(2024, 12, 3)]] == [False, True]
    assert [day for day, late in overdue.items() if late] == [date(2024, 11, 2), date(2024, 12, 2)] + [
        date(2025, month, 2) for month in range(1, 6)
    ], "the patents of 2023 came in May"
    assert list(published) == [date(2025, 1, 31), date(2025, 6, 30)]
    assert not any(path.is_file() for path in (small.data / "inbox").iterdir())

    for number, day in enumerate([date(2025, 5, 20), date(2025, 3, 1), date(2024, 11, 8)]):
        for path in arrivals[day]:
            drop(path, at_once.data / "inbox" / f"{number}{path.name}")
    assert all(outcome.batch for outcome in take_inbox(at_once.data, framework, date(2025, 6, 30)))

    final = scores(small, framework)
    first, last = published.values()
    assert last.equals(final)
    assert final.equals(scores(at_once, framework))
    assert not first.equals(final)
    assert scores(small, framework, as_of=date(2025, 1, 31)).equals(first)
    assert final.num_rows == len(REGIONS) * 4 * 3

    release = Path(icdi("run", *small.options(), "--as-of", "2025-01-31").stdout.splitlines()[-1])
    assert pyarrow.parquet.read_table(release / "tables" / "scores.parquet").equals(first)
