"""Stocks of a register follow from its events: what is in force at the end of each year, and where."""

from dataclasses import replace
from pathlib import Path

import pytest
from samples import ROOT, framework

from index_pipeline import tables
from index_pipeline.framework.framework import Framework
from index_pipeline.framework.source import Register
from index_pipeline.framework.text import Text
from index_pipeline.sources.registers.stocks import RegisterError, load_events, stocks
from index_pipeline.sources.store.stored import BATCH_COLUMNS, StoredFileError
from index_pipeline.tables import NOT_APPLICABLE

COLUMNS = [name for name in tables.REGISTER_EVENTS.schema.names if name not in BATCH_COLUMNS]
HEAD = ",".join(COLUMNS)
BEIJING, TIANJIN, LIAONING, NATION = "110000", "120000", "210000", "000000"


def of(*registers: Register) -> Framework:
    """The project's regions, with other registers."""
    source = next(s for s in framework().sources.values() if s.kind == "register")
    changed = source.model_copy(update={"registers": registers})
    return replace(framework(), sources={changed.id: changed})


def sites(**given: object) -> Register:
    fields = {"register_id": "sites", "title": Text(zh="遗产"), "first": 2018, "last": 2021}
    return Register.model_validate({**fields, **given})


def event(
    kind: str,
    year: int | str = "",
    area: str = BEIJING,
    entry: str = "e1",
    category: str = "",
    entries: int = 1,
    register: str = "sites",
) -> str:
    given = {"register_id": register, "entry_id": entry, "title": "某处", "category": category, "ref_area": area}
    given |= {"event": kind, "time_period": str(year), "entries": str(entries), "source_id": "list"}
    return ",".join(given.get(name, "") for name in COLUMNS)


def counted(
    folder: Path,
    framework: Framework,
    *lines: str,
    area: str = BEIJING,
    register: str = "sites",
    category: str = NOT_APPLICABLE,
) -> dict[int, tuple[float, str]]:
    (folder / "registers").mkdir(exist_ok=True)
    (folder / "registers" / "a.csv").write_text("\n".join([HEAD, *lines]) + "\n", encoding="utf-8")
    rows = stocks(load_events(folder), framework).to_pylist()
    place = (register, category, area)
    return {
        row["time_period"]: (row["stock"], row["obs_status"])
        for row in rows
        if (row["register_id"], row["category"], row["ref_area"]) == place
    }


def numbers(found: dict[int, tuple[float, str]]) -> list[float]:
    return [found[year][0] for year in sorted(found)]


@pytest.mark.parametrize(
    ("lines", "stock"),
    [
        pytest.param([event("designated", 2019)], [0, 1, 1, 1], id="designated"),
        pytest.param([event("designated", 2015)], [1, 1, 1, 1], id="designated before the span"),
        pytest.param(
            [event("designated", 2019), event("designated", 2020, entry="e2")],
            [0, 1, 2, 2],
            id="two entries",
        ),
        pytest.param(
            [event("designated", 2018), event("confirmed", 2020)],
            [1, 1, 1, 1],
            id="confirmed, not again",
        ),
        pytest.param([event("designated", 2018), event("renamed", 2019)], [1, 1, 1, 1], id="renamed"),
        pytest.param([event("designated", 2018), event("supplement", 2019)], [1, 1, 1, 1], id="supplement"),
        pytest.param([event("designated", 2018), event("revoked", 2020)], [1, 1, 0, 0], id="revoked"),
        pytest.param([event("designated", 2018), event("revoked", 2018)], [0, 0, 0, 0], id="revoked within the year"),
        pytest.param(
            [event("designated", 2018), event("revoked", 2019), event("confirmed", 2021)],
            [1, 0, 0, 1],
            id="brought back",
        ),
        pytest.param([event("designated", 2018), event("moved", 2020, TIANJIN)], [1, 1, 0, 0], id="moved away"),
        pytest.param([event("designated", 2018, TIANJIN), event("moved", 2020)], [0, 0, 1, 1], id="moved here"),
        pytest.param([event("designated", 2019, entries=90)], [0, 90, 90, 90], id="a count of entries"),
        pytest.param(
            [event("revoked", 2021), event("designated", 2018)],
            [1, 1, 1, 0],
            id="any order of lines",
        ),
    ],
)
def test_the_last_event_says_whether_an_entry_is_in_force(tmp_path: Path, lines: list[str], stock: list[float]) -> None:
    assert numbers(counted(tmp_path, of(sites()), *lines)) == stock


def test_a_region_without_entries_has_none_and_that_is_known(tmp_path: Path) -> None:
    found = counted(tmp_path, of(sites()), event("designated", 2019), area=TIANJIN)

    assert found == dict.fromkeys(range(2018, 2022), (0.0, "A"))


def test_the_nation_is_the_sum_of_the_assessed_regions(tmp_path: Path) -> None:
    lines = [
        event("designated", 2019),
        event("designated", 2019, TIANJIN, "e2"),
        event("designated", 2019, "810000", "e3"),
    ]

    assert numbers(counted(tmp_path, of(sites()), *lines, area=NATION)) == [0, 2, 2, 2]


def test_a_separately_planned_city_counts_towards_its_province_once(tmp_path: Path) -> None:
    lines = [event("designated", 2019, "210200"), event("designated", 2019, LIAONING, "e2")]

    assert numbers(counted(tmp_path, of(sites()), *lines, area=LIAONING)) == [0, 2, 2, 2]
    assert numbers(counted(tmp_path, of(sites()), *lines, area=NATION)) == [0, 2, 2, 2]


def test_categories_are_counted_apart(tmp_path: Path) -> None:
    register = of(sites(categories=["技艺", "美术"]))
    lines = [event("designated", 2019, category="技艺"), event("designated", 2020, entry="e2")]

    assert numbers(counted(tmp_path, register, *lines, category="技艺")) == [0, 1, 1, 1]
    assert numbers(counted(tmp_path, register, *lines, category="美术")) == [0, 0, 0, 0]
    assert numbers(counted(tmp_path, register, *lines)) == [0, 0, 1, 1]


def test_entries_without_a_year_are_spread_by_the_region_s_own_share_of_a_dated_register(tmp_path: Path) -> None:
    batches = sites(register_id="batches", first=2018, last=2021)
    register = of(sites(stock_year=2020, dated_by="batches"), batches)
    lines = [
        event("designated", entry="a"),
        event("designated", entry="b"),
        event("designated", area=TIANJIN, entry="c"),
    ]
    lines += [
        event("designated", 2018, entry="b1", entries=1, register="batches"),
        event("designated", 2020, entry="b2", entries=3, register="batches"),
        event("designated", 2019, LIAONING, entry="b3", entries=4, register="batches"),
    ]

    own = counted(tmp_path, register, *lines)
    by_all = counted(tmp_path, register, *lines, area=TIANJIN)

    assert own == {2018: (0.5, "E"), 2019: (0.5, "E"), 2020: (2.0, "A"), 2021: (2.0, "A")}
    assert by_all == {2018: (0.125, "E"), 2019: (0.625, "E"), 2020: (1.0, "A"), 2021: (1.0, "A")}


def test_an_undated_list_changes_by_dated_events_after_its_stock_year(tmp_path: Path) -> None:
    register = of(sites(stock_year=2019))
    lines = [
        event("designated"),
        event("designated", entry="e2"),
        event("revoked", 2021),
        event("designated", 2020, entry="e3"),
    ]

    assert numbers(counted(tmp_path, register, *lines)) == [2, 3, 2]


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        (
            event("designated", 2019, register="lists"),
            "register lists, entry e1: no source declares this",
        ),
        (event("designated", 2019, area="999999"), "region 999999 is not in regions.csv"),
        (event("designated", 2019, area=""), r"region \(empty\) is not in regions.csv"),
        (event("designated"), "the event has no year, and the register no stock_year"),
        (event("revoked", 2019), "revoked before the entry was designated"),
    ],
)
def test_events_that_do_not_fit_together_are_refused(tmp_path: Path, line: str, sentence: str) -> None:
    with pytest.raises(RegisterError, match=sentence):
        counted(tmp_path, of(sites()), line)


@pytest.mark.parametrize(
    ("lines", "sentence"),
    [
        ([event("founded", 2019)], "line 2: entry e1: event founded is not one of designated, "),
        ([event("designated", 2019, entries=-1)], "line 2: entry e1: entries is -1"),
        (
            [event("designated", 2019), event("designated", 2019)],
            "more than one row for register_id sites, entry_id e1",
        ),
        ([event("designated", "soon")], "a.csv: line 2, time_period: "),
    ],
)
def test_a_bad_register_is_refused_by_file_and_line(tmp_path: Path, lines: list[str], sentence: str) -> None:
    with pytest.raises(StoredFileError, match=sentence):
        counted(tmp_path, of(sites()), *lines)


def test_the_project_s_registers_have_their_published_totals() -> None:
    found = stocks(load_events(ROOT / "data"), framework()).to_pylist()

    nation = {(r["register_id"], r["time_period"], r["category"]): r["stock"] for r in found if r["ref_area"] == NATION}
    assert nation["industrial_heritage", 2025, NOT_APPLICABLE] == 263
    assert nation["industrial_tourism_bases", 2023, NOT_APPLICABLE] == 142
    assert nation["intangible_heritage", 2021, "传统技艺"] + nation["intangible_heritage", 2021, "传统美术"] == 1046 - 5
    assert nation["little_giants_2021", 2021, NOT_APPLICABLE] == 1832
    assert nation["intangible_heritage", 2014, "传统技艺"] < nation["intangible_heritage", 2021, "传统技艺"]
