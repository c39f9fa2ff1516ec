"""A series is found by the name of its indicator, in all its slices of years, or a person is asked."""

from collections.abc import Iterator
from contextlib import contextmanager

import bureau_server
import pytest
from bureau_server import Listed
from fetched import shipped

from index_pipeline.fetch.bureau import Library
from index_pipeline.fetch.client import Client
from index_pipeline.fetch.finding import find
from index_pipeline.fetch.places import CataloguePlace
from index_pipeline.fetch.troubles import FailedError
from index_pipeline.framework.fetching import Bureau, BureauSeries, host_of

PATH = ("国民经济核算", "地区生产总值")
WANTED = BureauSeries(names=("地区生产总值", "地区生产总值(GDP)"), path=PATH)


@contextmanager
def site(*listed: Listed, by_name: bool | None = True) -> Iterator[tuple[Library, bureau_server.Library]]:
    served = bureau_server.Library(list(listed), {}, by_name=by_name)
    with bureau_server.serve(served) as address:
        series = {"gdp": WANTED}
        fetch = Bureau(method="nbs", hosts=(host_of(address),), address=address, pause=0, series=series)
        with Client(fetch) as client:
            yield Library(client, fetch), served


def found(library: Library, wanted: BureauSeries = WANTED, series: str = "gdp") -> list[tuple[str, int, int]]:
    places = find(series, wanted, library, shipped().codes)
    return [(place.indicator.id, place.first, place.last) for place in places]


def gdp(
    path: tuple[str, ...] = PATH, name: str = "地区生产总值", unit: str = "亿元", **more: tuple[int, int]
) -> Listed:
    return Listed(path, name, unit, {}, **more)


def always(listed: Listed) -> list[tuple[str, int, int]]:
    return [(listed.id, CataloguePlace.first, CataloguePlace.last)]


def test_by_name_below_the_root_in_one_request() -> None:
    own = gdp()
    with site(own, gdp(name="人均地区生产总值", unit="元"), gdp(name="第一产业增加值")) as (library, served):
        assert found(library) == always(own)
        assert len(served.log) == 1


def test_a_name_is_compared_without_blanks_widths_and_unit() -> None:
    own = Listed(PATH, " 地区生产总值（GDP） ", "亿元", {})
    with site(own) as (library, _):
        assert found(library) == always(own)


def test_the_likelier_name_comes_first() -> None:
    own = gdp()
    with site(gdp(("价格", "x"), "地区生产总值(GDP)"), own) as (library, _):
        assert found(library) == always(own)


@pytest.mark.parametrize("by_name", [False, None])
def test_by_the_tree_where_the_site_finds_no_names(by_name: bool | None) -> None:
    own = gdp()
    with site(own, gdp(("人口", "总人口"), "年末常住人口", "万人"), by_name=by_name) as (library, served):
        assert found(library) == always(own)
        assert not any(asked.get("cid") == bureau_server.guid("人口/总人口") for _, _, asked in served.log)


def test_by_the_category_where_the_catalogue_is_called_otherwise() -> None:
    own = gdp(("国民经济核算", "生产总值核算"))
    with site(own, by_name=False) as (library, _):
        assert found(library) == always(own)


@pytest.mark.parametrize(
    "names",
    [
        ("(-2015)", "(2016-2020)", "(2021-)"),
        ("（-2015）", "（2016—2020）", "（2021-至今）"),
        ("(2011-2015)", "(2016-2020)", "(2021-2025)"),
    ],
)
def test_slices_of_years_by_their_names(names: tuple[str, ...]) -> None:
    slices = [gdp(("国民经济核算", f"地区生产总值 {name}")) for name in names]
    with site(*slices) as (library, _):
        places = found(library)

    assert [identifier for identifier, _, _ in places] == [listed.id for listed in slices]
    assert [(first, last) for _, first, last in places][1] == (2016, 2020)


def test_slices_of_years_by_the_years_of_the_catalogue() -> None:
    slices = [
        gdp(("国民经济核算", "地区生产总值"), years=(2000, 2015)),
        gdp(("国民经济核算", "地区生产总值 "), years=(2016, 2025)),
    ]
    with site(*slices) as (library, _):
        assert found(library) == [(slices[0].id, 2000, 2015), (slices[1].id, 2016, 2025)]


def test_two_catalogues_with_one_name_are_asked_about_and_never_guessed() -> None:
    twice = (gdp(("国民经济核算", "总表")), gdp(("国民经济核算", "分行业")))
    with site(*twice) as (library, _), pytest.raises(FailedError) as failed:
        found(library)

    assert failed.value.problem.kind == "ambiguous_by_name"
    assert twice[1].cid in str(failed.value)


def test_the_path_decides_between_two_catalogues() -> None:
    own = gdp()
    with site(gdp(("城市概况", "主要指标")), own, gdp(("国民经济核算", "分行业"))) as (library, _):
        assert found(library) == always(own)


def test_the_catalogue_that_the_yaml_names_decides_between_two() -> None:
    own = gdp(("国民经济核算", "分行业"))
    with site(gdp(), own) as (library, _):
        assert found(library, WANTED.model_copy(update={"cid": own.cid})) == always(own)


def test_an_unknown_name_is_said_with_all_names_that_were_tried() -> None:
    with (
        site(gdp(name="生产总值")) as (library, _),
        pytest.raises(FailedError, match=r"地区生产总值、地区生产总值\(GDP\)"),
    ):
        found(library)


def test_an_index_is_not_taken_for_the_level() -> None:
    with site(gdp(unit="上年=100")) as (library, _), pytest.raises(FailedError):
        found(library)


def test_a_unit_that_does_not_convert_is_said() -> None:
    with site(gdp(unit="吨")) as (library, _), pytest.raises(FailedError, match="吨"):
        found(library)


@pytest.mark.parametrize(
    ("unit", "shown"), [("", "公共图书馆总藏量 (万册(件)) "), ("万册(件)", "公共图书馆总藏量（万册(件)）")]
)
def test_brackets_within_a_unit(unit: str, shown: str) -> None:
    own = Listed(("文化", "公共图书馆"), shown, unit, {})
    with site(own) as (library, _):
        assert found(library, BureauSeries(names=("公共图书馆总藏量",)), "library_collections") == always(own)


def test_an_index_of_another_base_is_not_taken() -> None:
    base = Listed(PATH, "地区生产总值指数(1978=100)", "1978=100", {})
    wanted = BureauSeries(names=("地区生产总值指数(上年=100)", "地区生产总值指数"))
    with site(base) as (library, _), pytest.raises(FailedError):
        found(library, wanted, "gdp_index_prev100")


def test_an_empty_answer_by_chance_is_asked_again() -> None:
    own = gdp()
    with site(own) as (library, served):
        served.pool, served.faults = ("empty",), ["empty", "cut", ""]
        assert found(library) == always(own)
