"""Events of registers are recorded with the checks of every run, or refused by name."""

import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from index_pipeline.framework.load import load
from index_pipeline.sources.registers.entries import record
from index_pipeline.sources.registers.events import Event
from index_pipeline.sources.registers.stocks import RegisterError, load_events, stocks

ROOT = Path(__file__).resolve().parents[3]
FRAMEWORK = load(ROOT / "indicators")
TODAY = date(2026, 6, 1)
NEW = Event("industrial_heritage", "designated", 2025, "第八批", title="大冶铁矿新址", ref_area="湖北")


@pytest.fixture
def data(tmp_path: Path) -> Path:
    shutil.copytree(ROOT / "data" / "registers", tmp_path / "registers")
    return tmp_path


def stock(data: Path, area: str, year: int) -> float:
    table = stocks(load_events(data), FRAMEWORK).to_pylist()
    key = ("industrial_heritage", area, year)
    return next(row["stock"] for row in table if (row["register_id"], row["ref_area"], row["time_period"]) == key)


def test_a_new_entry_is_counted_and_a_revoked_one_is_not(data: Path) -> None:
    before = stock(data, "420000", 2025)

    row = record(NEW, data, FRAMEWORK, TODAY)
    assert row["entry_id"] == "industrial_heritage_264"
    assert stock(data, "420000", 2025) == before + 1

    record(
        Event("industrial_heritage", "moved", 2025, "通知", entry_id=row["entry_id"], ref_area="430000"),
        data,
        FRAMEWORK,
        TODAY,
    )
    assert stock(data, "420000", 2025) == before

    moved = stock(data, "430000", 2025)
    record(Event("industrial_heritage", "revoked", 2025, "通知", entry_id=row["entry_id"]), data, FRAMEWORK, TODAY)
    assert stock(data, "430000", 2025) == moved - 1


@pytest.mark.parametrize(
    ("event", "said"),
    [
        pytest.param(replace(NEW, register_id="heritage"), "heritage is not a register", id="unknown register"),
        pytest.param(replace(NEW, ref_area="湖比"), "region 湖比 is not in regions.csv", id="unknown region"),
        pytest.param(replace(NEW, time_period=2027), "2027 is in the future", id="future"),
        pytest.param(replace(NEW, event="renewed"), "event “renewed” is not one of designated", id="unknown event"),
        pytest.param(replace(NEW, event=""), "event “” is not one of designated", id="no event"),
        pytest.param(
            replace(NEW, title="鞍山钢铁厂"), "鞍山钢铁厂 is in register industrial_heritage already", id="doubled"
        ),
        pytest.param(replace(NEW, time_period=2016), "2016 is before register .* begins, in 2017", id="too early"),
        pytest.param(replace(NEW, time_period=-5), "-5 is before", id="no year"),
        *(
            pytest.param(replace(NEW, ref_area=area), f"region {area} is {what}", id=area)
            for area, what in (
                ("全国", "the whole country"),
                ("香港", "not assessed"),
                ("东部地区", "a group of regions"),
            )
        ),
        *(
            pytest.param(replace(NEW, title=title), "is in register industrial_heritage already", id=repr(title))
            for title in (" 鞍山钢铁厂 ", "鞍山 钢铁厂", "鞍山钢铁厂\u3000")
        ),
        pytest.param(replace(NEW, title=" "), "a new entry needs a title", id="blank title"),
        *(
            pytest.param(replace(NEW, title=title), "title: .* cannot be printed", id=ascii(title))
            for title in ("大冶\n新址", "\x1b[2J", "\ud800", "大冶\u202e", "a\0b")
        ),
        pytest.param(replace(NEW, note="长" * 100_000), "note: a text of 100,000 characters", id="long"),
        pytest.param(replace(NEW, entry_id="../../x"), r"entry \.\./\.\./x: an identifier consists of", id="path"),
        pytest.param(
            replace(NEW, event="renamed", entry_id="industrial_heritage_260", time_period=2018),
            "an event of 2018 is too early: it was designated in 2025",
            id="before its last event",
        ),
        pytest.param(
            replace(NEW, register_id="intangible_heritage", time_period=2023, category="x"),
            "intangible_heritage.csv line 1048: .* category x is not one of",
            id="line",
        ),
        pytest.param(replace(NEW, title=None), "a new entry needs a title and a region", id="no title"),
        pytest.param(replace(NEW, document=" "), "name the document", id="no document"),
        pytest.param(replace(NEW, event="revoked", entry_id="x"), "has no entry x", id="unknown entry"),
        pytest.param(
            replace(NEW, register_id="intangible_heritage", time_period=2023),
            "needs a category: 传统技艺, 传统美术",
            id="category",
        ),
    ],
)
def test_what_does_not_fit_is_refused_and_nothing_written(data: Path, event: Event, said: str) -> None:
    before = {path: path.read_bytes() for path in data.rglob("*.csv")}

    with pytest.raises(RegisterError, match=said):
        record(event, data, FRAMEWORK, TODAY)

    assert {path: path.read_bytes() for path in data.rglob("*.csv")} == before


def test_an_entry_is_revoked_once(data: Path) -> None:
    revoke = Event("industrial_heritage", "revoked", 2025, "通知", entry_id="industrial_heritage_001")
    record(revoke, data, FRAMEWORK, TODAY)

    with pytest.raises(RegisterError, match="was revoked in 2025"):
        record(replace(revoke, time_period=2026), data, FRAMEWORK, TODAY)
