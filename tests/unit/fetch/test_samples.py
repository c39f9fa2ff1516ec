"""Answers of the library that others have captured are read as they are."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from answering import CheckedStep, answering
from fetched import SOURCE, shipped
from running import ROOT

from index_pipeline.fetch.bureau import Library
from index_pipeline.fetch.client import Client
from index_pipeline.fetch.finding import find
from index_pipeline.fetch.troubles import TroubleError
from index_pipeline.framework.fetching import Bureau
from index_pipeline.sources.answers import Asked, BureauIndicator, read_answer
from index_pipeline.sources.captures import Capture, Request

SAMPLES = ROOT.parent / "shared" / "nbs" / "samples"
pytestmark = pytest.mark.skipif(not SAMPLES.is_dir(), reason="captured answers of the library are not here")

INCOME = "5c072e1073514e448de4132760308fcf"
URBAN = BureauIndicator(INCOME, "dd28563a8af84935bc8a010abf8b772c", "城镇居民人均可支配收入 (元) ", "元")
GDP = BureauIndicator(
    "6f8fbd415cbc40ffa7ecb7fd917f2598", "aff57de5ee994283974705914fbed246", "地区生产总值 (亿元) ", "亿元"
)


def sample(name: str) -> bytes:
    return (SAMPLES / name).read_bytes()


def figures(
    name: str, indicator: BureauIndicator, areas: tuple[str, ...], first: int, last: int
) -> dict[tuple[str, int], str]:
    asked = Asked("x", indicator, areas, first, last).as_dict()
    at = datetime(2026, 11, 20, tzinfo=UTC)
    capture = Capture(SOURCE, "x", "bureau", sample(name), Request("POST", "x"), at, 200, {}, asked)
    cells = read_answer(capture, shipped().codes).cells.to_pylist()
    return {(cell["area_label"], cell["time_period"]): cell["text"] for cell in cells}


def library(host: str) -> Library:
    known = shipped().sources[SOURCE].fetch
    assert isinstance(known, Bureau)
    fetch = known.model_copy(update={"hosts": (host,), "address": f"http://{host}/external", "pause": 0})
    return Library(Client(fetch), fetch)


def test_one_region_of_one_year() -> None:
    assert figures("esData_beijing_2024_income_captured.json", URBAN, ("110000",), 2024, 2024) == {
        ("北京市", 2024): "92464"
    }


def test_three_regions_of_three_years_the_last_still_empty() -> None:
    areas = ("110000", "310000", "440000")
    found = figures("esData_showType3_reconstructed.json", GDP, areas, 2024, 2026)

    assert len(found) == 6
    assert (found["北京市", 2024], found["广东省", 2025]) == ("49670.2", "145846.8")


@pytest.mark.parametrize("series", ["broadband_ports", "broadband_subscribers"])
def test_an_indicator_is_found_in_a_captured_list(series: str) -> None:
    listed: CheckedStep = (200, {}, sample("queryIndicatorsByCid_reconstructed.json"))
    with answering(listed) as (host, _):
        own = library(host)
        wanted = own.fetch.series[series]
        (place,) = find(series, wanted, own, shipped().codes)

    assert (place.indicator.cid, place.indicator.id) == (wanted.cid, wanted.id)


def test_the_tree() -> None:
    root: CheckedStep = (200, {}, sample("queryIndexTreeAsync_root_code6_reconstructed.json"))
    below: CheckedStep = (200, {}, sample("queryIndexTreeAsync_children_of_root_code6_reconstructed.json"))
    leaf: CheckedStep = (200, {}, sample("queryIndexTreeAsync_leaf_code6_reconstructed.json"))
    with answering(root, below, leaf) as (host, _):
        own = library(host)
        (top,) = own.children("")
        names = [node.name for node in own.children(top.id)]
        (found,) = own.children("da5ccb68e9de4671ad967247fe427c91")

    assert (top.id, found.id, found.is_leaf) == (own.fetch.root, GDP.cid, True)
    assert "国民经济核算" in names


@pytest.mark.parametrize(
    ("name", "status", "kind"),
    [
        ("error_200_js_challenge_reconstructed.html", 200, "site_blocks"),
        ("error_403_urlacl_reconstructed.html", 403, "site_blocks"),
        ("error_success_false_reconstructed.json", 200, "site_failure"),
    ],
)
def test_what_is_no_answer(name: str, status: int, kind: str) -> None:
    with answering((status, {}, sample(name))) as (host, _), pytest.raises(TroubleError) as trouble:
        library(host).children("")

    assert trouble.value.problem.kind == kind


def test_the_question_is_as_it_was_captured() -> None:
    captured = json.loads(sample("esData_showType3_request_reconstructed.json"))
    with answering((200, {}, sample("esData_showType3_reconstructed.json"))) as (host, _):
        regions = [(area["value"][:6], area["text"]) for area in captured["das"]]
        answer = library(host).figures(GDP, regions, 2024, 2026)

    assert json.loads(answer.request.body or "") == captured
    assert Path(answer.request.address).name == "esData"
