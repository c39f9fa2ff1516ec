"""Whatever is asked of a register, or is in its file, is taken whole or refused with a reason."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st
from small_project import Project
from soak import quietly

from index_pipeline.errors import UserError
from index_pipeline.framework.events import EVENTS
from index_pipeline.framework.load import load
from index_pipeline.sources.registers.entries import record
from index_pipeline.sources.registers.events import Event
from index_pipeline.sources.registers.stocks import RegisterError, load_events, stocks

TODAY = date(2026, 6, 1)
texts = st.one_of(
    st.text(max_size=30),
    st.sampled_from(["", " ", "某厂", "a,b", '"', "'=1+1", "\n", "\x00", "\ud800", "一" * 300, "../x", "\u202e"]),
)
areas = st.one_of(texts, st.sampled_from(["辽宁", "210000", "Beijing", "650000", "全国", "000000", "710000"]))
years = st.one_of(st.integers(2000, 2030), st.integers(-(10**9), 10**9))


@given(st.data())
@quietly(25)
def test_an_event_is_recorded_whole_or_not_at_all(small: Project, data: st.DataObject) -> None:
    framework = load(small.framework)
    path = small.data / "registers" / "industrial_heritage.csv"
    before = path.read_bytes()
    known = load_events(small.data)["entry_id"].to_pylist()
    event = Event(
        data.draw(st.one_of(st.just("industrial_heritage"), texts)),
        data.draw(st.one_of(st.sampled_from(sorted(EVENTS)), texts)),
        data.draw(years),
        data.draw(st.one_of(st.just("名单"), texts)),
        entry_id=data.draw(st.one_of(st.none(), st.sampled_from(known), texts)),
        title=data.draw(st.one_of(st.none(), texts)),
        ref_area=data.draw(st.one_of(st.none(), areas)),
        category=data.draw(st.one_of(st.none(), texts)),
        grade=data.draw(st.one_of(st.none(), texts)),
        place=data.draw(st.one_of(st.none(), texts)),
        note=data.draw(st.one_of(st.none(), texts)),
    )
    try:
        row = record(event, small.data, framework, TODAY)
    except RegisterError:
        assert path.read_bytes() == before
        return
    finally:
        events = load_events(small.data)
        path.write_bytes(before)

    assert events.num_rows == len(known) + 1
    assert events.to_pylist()[-1]["entry_id"] == row["entry_id"]
    assert stocks(events, framework).num_rows


@given(st.data())
@quietly(25)
def test_a_register_that_was_damaged(small: Project, data: st.DataObject) -> None:
    framework = load(small.framework)
    path = small.data / "registers" / "industrial_heritage.csv"
    before = path.read_bytes()
    content = bytearray(before)
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(content)))
        length = data.draw(st.sampled_from([0, 0, 1, 5, 200]))
        content[at : at + length] = data.draw(st.one_of(st.binary(max_size=6), st.sampled_from([b",", b'"', b"\n"])))
    path.write_bytes(bytes(content))
    try:
        assert stocks(load_events(small.data), framework).num_rows
    except UserError:
        pass  # refused with a reason
    finally:
        path.write_bytes(before)
