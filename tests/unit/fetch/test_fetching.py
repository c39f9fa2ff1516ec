"""Fetching against a stand-in for the Bureau's library: what becomes of the store, whatever the site does."""

import gzip
import json
import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import bureau_server
import pytest
from bureau_server import FAULTS
from fetched import SOURCE, asking, figures, library

from index_pipeline.clock import today
from index_pipeline.fetch.fetching import LOCK, FetchError, Wish, fetch, plan
from index_pipeline.fetch.outcomes import FetchOutcome
from index_pipeline.framework.framework import Framework
from index_pipeline.framework.load import load
from index_pipeline.locks import locked
from index_pipeline.sources.captures import captured
from index_pipeline.sources.ingest import ingest
from index_pipeline.sources.options import Options
from index_pipeline.sources.store.vintages import load_observations

YEARS = (2018, 2024)
PASSING = {"busy", "too many", "gateway", "cookie", "success false", "empty", "null", "cut", "dropped", "slow"}
PASSING |= {"not json", "half the years", "half the regions", "first region only", "a region twice", "a year left out"}
STOPPING = {"wait long", "blocked", "anti-bot", "elsewhere", "moved away"}
Key = tuple[str, str, int]


class Site:
    """A library that is served, a framework that asks it, and an empty store."""

    def __init__(self, served: bureau_server.Library, series: tuple[str, ...], framework: Framework, data: Path):
        self.served, self.series, self.framework, self.data = served, series, framework, data
        (data / "observations").mkdir(parents=True)

    def fetch(self, *series: str, years: tuple[int, int] = YEARS) -> list[FetchOutcome]:
        self.served.log.clear()
        return list(fetch(Wish(series=series or self.series, years=years), self.data, self.framework, today()))

    def calls(self, call: str = "stream/esData") -> list[Any]:
        return [asked for _, path, asked in self.served.log if path.endswith(call)]

    def truth(self, *series: str, years: tuple[int, int] = YEARS) -> dict[Key, float]:
        names = list(self.served.indicators)
        found: dict[Key, float] = {}
        for listed in names:
            name = next(name for name, wanted in self._wanted().items() if listed.name in wanted.names)
            if not series or name in series:
                own = {(name, area, year): float(text) for (area, year), text in listed.figures.items() if text}
                found |= {k: v for k, v in own.items() if years[0] <= k[2] <= years[1] and k[1] != "000000"}
        return found

    def _wanted(self) -> Any:
        method = self.framework.sources[SOURCE].fetch
        assert method is not None
        assert method.method == "nbs"
        return method.series


@contextmanager
def site(folder: Path, *series: str) -> Iterator[Site]:
    served = library(series)
    served.slow = 1.0
    with bureau_server.serve(served) as address:
        framework = load(asking(folder, address, timeout=0.7))
        yield Site(served, series, framework, folder / "data")


def test_a_series_is_found_by_name_and_fetched_with_one_question(tmp_path: Path) -> None:
    with site(tmp_path, "gdp", "gdp_per_capita") as it:
        (outcome,) = it.fetch("gdp")

        assert (outcome.status, figures(it.data)) == ("taken", it.truth("gdp"))
        (asked,) = it.calls()
        assert (asked["dts"], asked["showType"], len(asked["das"])) == (["2018YY-2024YY"], "3", 31)
        assert len(it.calls("new/queryIndicatorsByCid")) == 1


def test_where_a_series_is_is_remembered_as_data(tmp_path: Path) -> None:
    with site(tmp_path, "gdp") as it:
        it.fetch("gdp")
        it.fetch("gdp")

        assert [path for _, path, _ in it.served.log] == [f"{bureau_server.BASE}/stream/esData"]
    content = json.loads((tmp_path / "data/archive" / SOURCE / "catalogue.json").read_text(encoding="utf-8"))
    assert content["gdp"]["places"][0]["indicator"]["id"] == it.served.indicators[0].id


def test_each_figure_names_the_archived_answer_and_its_place_in_it(tmp_path: Path) -> None:
    with site(tmp_path, "gdp") as it:
        (outcome,) = it.fetch("gdp")

    row = next(row for row in load_observations(it.data).to_pylist() if row["ref_area"] == "440000")
    assert row["source_file"] == outcome.archive[0]
    answer = json.loads(gzip.decompress((it.data / row["source_file"]).read_bytes()))
    place = row["source_cell"].removeprefix("$.").replace("[", ".").replace("]", "").split(".")
    for step in place:
        answer = answer[int(step)] if step.isdecimal() else answer[step]
    assert float(answer) == row["obs_value"]


def test_the_archive_has_the_answer_as_it_came_with_request_time_and_headers(tmp_path: Path) -> None:
    with site(tmp_path, "gdp") as it:
        (outcome,) = it.fetch("gdp")
        (asked,) = it.calls()

    path = it.data / outcome.archive[0]
    capture = captured(path)
    assert path.name.startswith(capture.digest[:16])
    assert json.loads(capture.request.body or "") == asked
    assert (capture.status, capture.headers["content-type"]) == (200, "application/json;charset=UTF-8")
    assert capture.body.decode().startswith('{"data": [')


def test_the_same_answer_twice_writes_nothing(tmp_path: Path) -> None:
    with site(tmp_path, "gdp") as it:
        it.fetch("gdp")
        before = {path: path.stat().st_mtime_ns for path in files(it.data)}
        (outcome,) = it.fetch("gdp")

    assert outcome.status == "unchanged"
    assert {path: path.stat().st_mtime_ns for path in files(it.data)} == before


def files(data: Path) -> list[Path]:
    return [path for name in ("archive", "observations") for path in (data / name).rglob("*") if path.is_file()]


def test_an_archived_answer_is_read_again_like_any_file(tmp_path: Path) -> None:
    with site(tmp_path, "gdp") as it:
        (outcome,) = it.fetch("gdp")
    for batch in (it.data / "observations").rglob("*.csv"):
        batch.unlink()

    receipt = ingest(it.data / outcome.archive[0], it.data, it.framework, Options(today()))

    assert (receipt.source_id, receipt.format, figures(it.data)) == (SOURCE, "JSON", it.truth())


def test_a_revised_figure_is_a_new_vintage_of_the_day(tmp_path: Path) -> None:
    with site(tmp_path, "gdp") as it:
        it.fetch("gdp", years=(2018, 2023))
        own = it.served.indicators[0]
        batch = next((it.data / "observations").rglob("*.csv"))
        text = batch.read_text(encoding="utf-8")
        batch.write_text(text.replace(today().isoformat(), "2026-01-05"), encoding="utf-8")
        figure = float(own.figures["110000", 2023])
        it.served.indicators[0] = replace(own, figures={**own.figures, ("110000", 2023): f"{figure + 50:.1f}"})
        (outcome,) = it.fetch("gdp")

    assert (outcome.receipts[0].new, outcome.receipts[0].revised) == (31, 1)
    assert figures(it.data)["gdp", "110000", 2023] == figure + 50


@pytest.mark.parametrize("layout", ["full", "bare"])
@pytest.mark.parametrize("oldest_first", [False, True])
def test_layouts_and_order_make_no_difference(tmp_path: Path, layout: str, oldest_first: bool) -> None:
    with site(tmp_path, "gdp_per_capita") as it:
        it.served.layout, it.served.oldest_first = layout, oldest_first
        it.fetch()

        assert figures(it.data) == it.truth()


def test_years_to_come_are_no_figures(tmp_path: Path) -> None:
    with site(tmp_path, "gdp") as it:
        it.fetch(years=(2020, 2026))

        assert figures(it.data) == it.truth(years=(2020, 2024))


def test_slices_of_years_are_asked_each_for_its_own(tmp_path: Path) -> None:
    with site(tmp_path, "gdp") as it:
        own = it.served.indicators[0]
        spans = {" (-2020)": (1990, 2020), " (2021-)": (2021, 2999)}
        it.served.indicators = [
            replace(own, path=(own.path[0], own.path[1] + name), years=span) for name, span in spans.items()
        ]
        (outcome,) = it.fetch("gdp")

        assert [asked["dts"] for asked in it.calls()] == [["2018YY-2020YY"], ["2021YY-2024YY"]]
        truth = {("gdp", a, y): float(v) for (a, y), v in own.figures.items() if 2018 <= y <= 2024}
        assert (figures(it.data), len(outcome.archive)) == (truth, 2)


def test_identifiers_that_have_changed_are_found_again_by_name(tmp_path: Path) -> None:
    with site(tmp_path, "gdp") as it:
        it.fetch("gdp", years=(2018, 2022))
        it.served.indicators[0] = replace(it.served.indicators[0], path=("国民经济核算", "地区生产总值核算"))
        (outcome,) = it.fetch("gdp")

        assert (outcome.status, figures(it.data)) == ("taken", it.truth())


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("times", [1, 3])
def test_a_fault_leaves_the_store_whole_and_the_next_fetch_makes_it_good(
    tmp_path: Path, fault: str, times: int
) -> None:
    with site(tmp_path, "gdp") as it:
        it.served.faults[:] = [fault] * times
        (outcome,) = it.fetch("gdp")
        got = figures(it.data)
        it.served.faults.clear()
        it.fetch("gdp")

        assert got in ({}, it.truth())
        passes = fault in PASSING and (times == 1 or fault == "cookie")
        assert (outcome.status in {"taken"}) == passes
        assert (outcome.status == "stopped") == (fault in STOPPING)
        assert figures(it.data) == it.truth()
        assert all("·" in outcome.sentence() for outcome in [outcome])


def test_the_first_block_ends_the_fetch_and_says_what_to_do(tmp_path: Path) -> None:
    with site(tmp_path, "gdp", "gdp_per_capita", "museums") as it:
        it.served.faults[:] = ["", "anti-bot"]
        first, second = it.fetch()
        again = it.fetch()

    assert [first.status, second.status] == ["taken", "stopped"]
    assert "data/inbox" in second.sentence()
    assert [outcome.status for outcome in again] == ["known", "taken", "taken"]
    assert len([1 for path in files(it.data) if path.suffix == ".csv"]) == 3


def test_a_site_that_is_silent_is_left_alone(tmp_path: Path) -> None:
    with site(tmp_path, "gdp", "gdp_per_capita", "museums", "museum_staff", "museum_visits") as it:
        it.fetch()
        it.served.faults[:] = ["dropped"] * 99
        outcomes = it.fetch()

    assert [outcome.status for outcome in outcomes] == ["failed", "failed", "stopped"]


def test_a_site_without_figures_withdraws_none(tmp_path: Path) -> None:
    with site(tmp_path, "gdp") as it:
        it.fetch()
        it.served.faults[:] = ["all blank"] * 9
        (outcome,) = it.fetch()

        assert outcome.problems[0].kind == "answer_emptied"
        assert figures(it.data) == it.truth()


def test_what_the_net_doubts_is_refused_with_its_place_and_the_others_are_taken(tmp_path: Path) -> None:
    with site(tmp_path, "gdp", "museums") as it:
        listed = next(one for one in it.served.indicators if one.name == "地区生产总值")
        wrong = {**listed.figures, ("110000", 2022): f"{float(listed.figures['110000', 2022]) * 100:.1f}"}
        it.served.indicators[it.served.indicators.index(listed)] = replace(listed, figures=wrong)
        outcomes = {outcome.item: outcome for outcome in it.fetch()}

    assert {item: outcome.status for item, outcome in outcomes.items()} == {"gdp": "refused", "museums": "taken"}
    assert "$.data[2].values[0].value" in {problem.cell for problem in outcomes["gdp"].problems}
    assert {key[0] for key in figures(it.data)} == {"museums"}


@pytest.mark.parametrize("seed", range(4))
def test_with_faults_at_random_the_store_is_never_wrong(tmp_path: Path, seed: int) -> None:
    series = ("gdp", "museums", "population_resident", "mobile_phones_per_100")
    with site(tmp_path, *series) as it:
        it.served.pool = tuple(sorted(set(FAULTS) - {"slow"}))
        it.served.dice, it.served.chance = random.Random(seed), 0.4
        truth = it.truth()
        for _ in range(4):
            it.fetch()
            got = figures(it.data)
            assert got.items() <= truth.items()
            assert {key for key in truth if key[0] in {name for name, _, _ in got}} == got.keys()
        it.served.chance = 0
        it.fetch()
        it.fetch()

        assert figures(it.data) == truth


def test_one_fetch_at_a_time(tmp_path: Path) -> None:
    with site(tmp_path, "gdp") as it, locked(it.data / LOCK, 0), pytest.raises(FetchError):
        it.fetch()


def test_a_plan_asks_nothing_and_begins_where_means_over_years_begin(tmp_path: Path) -> None:
    with site(tmp_path, "gdp") as it:
        items = plan(Wish(series=("gdp",)), it.data, it.framework, today())

        assert [(item.name, item.first, item.last) for item in items] == [("gdp", 2017, today().year - 1)]
        assert it.served.log == []


@pytest.mark.parametrize("wish", [Wish(source="x"), Wish(series=("x",)), Wish(years=(2024, 2020))])
def test_a_wish_that_cannot_be_is_said(tmp_path: Path, wish: Wish) -> None:
    with site(tmp_path, "gdp") as it, pytest.raises(FetchError, match="·"):
        plan(wish, it.data, it.framework, today())
