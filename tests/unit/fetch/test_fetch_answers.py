"""An answer of the Bureau's library is read figure by figure, and refused where it is not what was asked for."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from fetched import shipped
from hypothesis import given, settings
from hypothesis import strategies as st

from index_pipeline.sources.answers import Asked, BureauIndicator, read_answer
from index_pipeline.sources.captures import Capture, Request
from index_pipeline.sources.problems import Refusal

GDP = BureauIndicator(
    "6f8fbd415cbc40ffa7ecb7fd917f2598", "aff57de5ee994283974705914fbed246", "地区生产总值 (亿元) ", "亿元"
)
AREAS = {"110000": "北京市", "310000": "上海市", "440000": "广东省"}
TRUTH = {"110000": ("52073.4", "49670.2"), "310000": ("56708.7", "53759.5"), "440000": ("145846.8", "141633.8")}


def answer(years: tuple[int, ...] = (2025, 2024)) -> dict[str, Any]:
    """Beijing, Shanghai and Guangdong, as the library answers: newest first, an empty row for the year to come."""
    rows = []
    for year in (2026, *years):
        values = [
            {
                "_id": GDP.id,
                "i_showname": GDP.name,
                "du_name": "亿元",
                "area": name,
                "areaCode": f"{code}000000",
                "value": "" if year == 2026 else TRUTH[code][2025 - year],
            }
            for code, name in AREAS.items()
        ]
        rows.append({"code": f"{year}YY", "name": f"{year}年", "values": values})
    return {"data": rows, "success": True, "state": 20000, "message": "成功"}


def capture(content: object, first: int = 2024, last: int = 2026, indicator: BureauIndicator = GDP) -> Capture:
    body = content if isinstance(content, bytes) else json.dumps(content, ensure_ascii=False).encode()
    asked = Asked("gdp", indicator, tuple(AREAS), first, last)
    at = datetime(2026, 11, 20, 3, tzinfo=UTC)
    return Capture("nbs_annual", "gdp", "bureau", body, Request("POST", "x", "{}"), at, 200, {}, asked.as_dict())


def cells(content: object, **asked: Any) -> list[dict[str, Any]]:
    return read_answer(capture(content, **asked), shipped().codes).cells.to_pylist()


def kind_of(content: object) -> str:
    """Return the kind of the refusal of an answer."""
    with pytest.raises(Refusal) as refused:
        cells(content)
    return refused.value.problems[0].kind


def changed(change: Callable[[list[dict[str, Any]]], object]) -> dict[str, Any]:
    content = answer()
    change(content["data"])
    return content


def test_each_figure_has_its_region_year_unit_and_place() -> None:
    found = {(row["area_label"], row["time_period"]): row for row in cells(answer())}

    assert len(found) == 6
    row = found["广东省", 2024]
    assert (row["text"], row["obs_value"], row["unit_label"]) == ("141633.8", 141633.8, "亿元")
    assert row["cell"] == "$.data[2].values[2].value"
    assert row["measure_label"] == "地区生产总值 (亿元) "


@pytest.mark.parametrize("blank", ["", None, "无", " "])
def test_what_stands_for_missing_is_no_figure(blank: str | None) -> None:
    found = cells(changed(lambda rows: rows[1]["values"][0].update(value=blank)))

    assert ("北京市", 2025) not in {(row["area_label"], row["time_period"]) for row in found}
    assert len(found) == 5


def test_a_row_without_values_is_a_year_without_figures() -> None:
    assert {row["time_period"] for row in cells(changed(lambda rows: rows[1].update(values=[])))} == {2024}


@pytest.mark.parametrize(("text", "value"), [("1,234.50", 1234.5), ("0", 0.0), (1234.5, 1234.5), ("-3.2", -3.2)])
def test_figures_are_read_as_they_are_written(text: object, value: float) -> None:
    found = cells(changed(lambda rows: rows[1]["values"][0].update(value=text)))

    assert next(row["obs_value"] for row in found if row["cell"] == "$.data[1].values[0].value") == value


def test_without_names_and_units_the_indicator_list_has_them() -> None:
    def bare(rows: list[dict[str, Any]]) -> None:
        for row in rows:
            for value in row["values"]:
                for field in ("_id", "i_showname", "du_name", "areaCode"):
                    del value[field]

    assert cells(changed(bare)) == cells(answer())


def test_a_field_that_is_there_twice_is_no_answer() -> None:
    body = json.dumps(answer(), ensure_ascii=False).replace('"value": "52073.4"', '"value": "52073.4", "value": "1"', 1)

    assert kind_of(body.encode()) == "answer_cut"


@pytest.mark.parametrize("name", ["2025年12月", "2025年前三季度", "2024年"])
def test_a_row_is_named_by_its_year_alone(name: str) -> None:
    assert kind_of(changed(lambda rows: rows[1].update(name=name))) == "answer_layout"


def test_regions_may_be_named_as_in_the_other_layout() -> None:
    def renamed(rows: list[dict[str, Any]]) -> None:
        for row in rows:
            for value in row["values"]:
                value["da"], value["da_name"] = value.pop("areaCode"), value.pop("area")

    assert cells(changed(renamed)) == cells(answer())


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        pytest.param(lambda rows: rows[1]["values"][1].update(_id="f" * 32), "answer_other_indicator", id="identifier"),
        pytest.param(
            lambda rows: rows[1]["values"][1].update(i_showname="第一产业增加值 (亿元)"),
            "answer_other_indicator",
            id="name",
        ),
        pytest.param(
            lambda rows: rows[1]["values"][1].update(catalogid="f" * 32), "answer_other_indicator", id="catalogue"
        ),
        pytest.param(lambda rows: rows[1]["values"][1].update(du_name="万元"), "answer_other_unit", id="unit"),
        pytest.param(lambda rows: rows[1].update(code="2019YY", name="2019年"), "answer_other_years", id="year"),
        pytest.param(lambda rows: rows[1].update(code="2024YY"), "answer_layout", id="code and name of a year"),
        pytest.param(lambda rows: rows[1].update(code="2025MM"), "answer_layout", id="month"),
        pytest.param(lambda rows: rows[1].update(code="2024YY", name="2024年"), "answer_doubled", id="year twice"),
        pytest.param(
            lambda rows: rows[1]["values"][1].update(areaCode="120000000000", area="天津市"),
            "answer_other_regions",
            id="region",
        ),
        pytest.param(
            lambda rows: rows[1]["values"][1].update(areaCode="310000"), "answer_other_regions", id="code of six digits"
        ),
        pytest.param(
            lambda rows: rows[1]["values"][1].update(area="广东省"), "answer_other_regions", id="name of another code"
        ),
        pytest.param(lambda rows: rows[1]["values"].append(rows[1]["values"][0]), "answer_doubled", id="region twice"),
        pytest.param(lambda rows: rows[1]["values"].pop(), "answer_lacks_regions", id="a region less"),
        pytest.param(lambda rows: rows.pop(1), "answer_lacks_years", id="a year less within"),
        pytest.param(lambda rows: rows.pop(2), "answer_lacks_years", id="a year less at the end"),
        pytest.param(lambda rows: rows[1]["values"][1].update(value={"a": 1}), "answer_layout", id="no text"),
        pytest.param(lambda rows: rows[1]["values"][1].update(value=True), "answer_layout", id="truth"),
        pytest.param(lambda rows: rows[1].update(values="none"), "answer_layout", id="values are text"),
        pytest.param(lambda rows: rows.clear(), "answer_empty", id="nothing"),
        pytest.param(lambda rows: [row.update(values=[]) for row in rows], "no_figures", id="all blank"),
    ],
)
def test_what_was_not_asked_for_is_refused(change: Callable[[list[dict[str, Any]]], object], kind: str) -> None:
    with pytest.raises(Refusal) as refused:
        cells(changed(change))

    assert refused.value.problems[0].kind == kind
    assert refused.value.problems[0].reason("zh")


def test_an_echoed_region_without_a_figure_is_passed_over() -> None:
    echoed = {"area": "110000", "areaCode": "110000", "value": ""}

    assert cells(changed(lambda rows: rows[1]["values"].append(echoed))) == cells(answer())


def test_a_text_where_a_figure_should_be_is_kept_as_a_fault() -> None:
    content = changed(lambda rows: rows[1]["values"][1].update(value="见注"))
    (table,) = read_answer(capture(content), shipped().codes).tables

    assert [(fault.cell, fault.text) for fault in table.faults] == [("$.data[1].values[1].value", "见注")]


@pytest.mark.parametrize(("unit", "read"), [("%", None), ("无", None), ("", None)])
def test_the_unit_of_an_index_is_in_its_name(unit: str, read: str | None) -> None:
    index = BureauIndicator(GDP.cid, GDP.id, "地区生产总值指数 (上年=100) ", unit)

    def renamed(rows: list[dict[str, Any]]) -> None:
        for row in rows:
            for value in row["values"]:
                value.update(i_showname=index.name, du_name=unit)

    assert {row["unit_label"] for row in cells(changed(renamed), indicator=index)} == {read}


@given(st.integers(0, 3000))
def test_half_an_answer_is_never_read(length: int) -> None:
    whole = json.dumps(answer(), ensure_ascii=False).encode()
    half = whole[: length % (len(whole) - 1)]

    with pytest.raises(Refusal) as refused:
        read_answer(capture(half), shipped().codes)
    assert refused.value.problems[0].kind in {"answer_cut", "answer_empty"}


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.floats()
    | st.text(max_size=8)
    | st.sampled_from(["2024YY", "110000000000", "北京市"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["data", "code", "values", "value", "area", "areaCode"]), inner, max_size=4)
    ),
    max_leaves=12,
)


@settings(max_examples=60, deadline=None)
@given(JSON)
def test_whatever_comes_is_read_or_refused_by_a_known_kind(content: object) -> None:
    said = None
    try:
        read_answer(capture({"data": content}, 2024, 2024), shipped().codes)
    except Refusal as refusal:
        said = refusal.problems[0].reason("zh")
    assert said != ""
