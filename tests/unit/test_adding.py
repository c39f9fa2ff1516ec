"""`icdi series` and `icdi source new`: rows and files that fit the framework, or nothing."""

import json
from pathlib import Path

import pytest
from editions import FIRST, copy_first
from running import answered

from index_pipeline.framework.changes.adding import with_row
from index_pipeline.framework.load import load

CENTRES = ("design_centres", "--title", "国家级工业设计中心数", "--unit", "个")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return copy_first(tmp_path / "indicators")


def test_a_series_is_found_by_any_of_its_names(folder: Path) -> None:
    for words in (("外观设计", "授权"), ("designs", "granted"), ("patent_grants_design",)):
        done = answered("series", *words, "--framework", folder, "--json")

        assert "patent_grants_design" in [row["series_id"] for row in json.loads(done.stdout)]
    assert "no series has" in answered("series", "find", "add", "nothing", "--framework", folder).stdout


def test_a_series_is_a_row_behind_the_others(folder: Path) -> None:
    before = (folder / "series.csv").read_bytes()

    done = answered("series", "add", *CENTRES, "--minimum", 0, "--maximum", 500, "--break", 2020, "--framework", folder)

    assert done.returncode == 0, done.stderr
    after = (folder / "series.csv").read_bytes()
    assert after == before + "design_centres,国家级工业设计中心数,,units,,2020,0,500,,\n".encode().replace(
        b"500,,", b"500,," + b"," * (before.splitlines()[0].count(b",") - 9)
    )
    assert load(folder).codes.series["design_centres"].breaks == (2020,)


@pytest.mark.parametrize(
    ("stated", "said"),
    [
        (("gdp", "--title", "又一", "--unit", "亿元"), "series_id gdp is doubled"),
        (("2x", "--title", "某", "--unit", "个"), "series_id: Latin letters"),
        (("x", "--title", "某", "--unit", "个个"), "unit: 个个 is not in units.csv"),
        (("x", "--title", "某"), "unit: it is missing: give a unit of units.csv"),
        (("x", "--unit", "个"), "give the series a name"),
        (("x", "--title", "=1+1", "--unit", "个"), "for a formula"),
        (
            ("x", "--title", "某", "--unit", "个", "--minimum", "5", "--maximum", "1"),
            "minimum 5 is not below maximum 1",
        ),
        (("x", "--title", "某", "--unit", "个", "--break", "20201"), "20201 is not a year"),
        (("x", "--title", "某", "--unit", "个", "--minimum", "nan"), "nan is not a finite number"),
    ],
)
def test_a_row_that_does_not_fit_is_not_written(folder: Path, stated: tuple[str, ...], said: str) -> None:
    before = (folder / "series.csv").read_bytes()

    done = answered("series", "add", *stated, "--framework", folder)

    assert done.returncode == 1
    assert said in done.stderr
    assert (folder / "series.csv").read_bytes() == before


def test_a_framework_that_waits_for_the_series_takes_it(folder: Path) -> None:
    """An indicator of the series may be written first: the row then mends a fault, and only new ones are refused."""
    path = folder / "indicator" / "museum_density.yaml"
    path.write_text(path.read_text("utf-8").replace("series: museums", "series: design_centres"), "utf-8")

    assert answered("series", "add", *CENTRES, "--framework", folder).returncode == 0
    assert load(folder)


def test_rows_keep_the_ends_of_lines_of_the_file() -> None:
    assert with_row(b"a,b\r\n1,2\r\n", {"b": "x"}) == b"a,b\r\n1,2\r\n,x\r\n"
    assert with_row(b"a,b\n1,2", {"a": "y"}) == b"a,b\n1,2\ny,\n"
    assert with_row(b"\xef\xbb\xbfa,b\n", {"a": 'q"'}) == b'\xef\xbb\xbfa,b\n"q""",\n'


def test_a_source_is_a_file_of_its_own(folder: Path) -> None:
    stated = ("--title", "名单", "--publisher", "工业和信息化部", "--licence", "引用须注明出处")

    done = answered("source", "new", "miit_lists", *stated, "--framework", folder)

    assert done.returncode == 0, done.stderr
    source = load(folder).sources["miit_lists"]
    assert source.citation.zh == "工业和信息化部. 名单."
    assert answered("source", "new", "miit_lists", *stated, "--framework", folder).returncode == 1
    assert "miit_lists" in answered("source", "list", "--framework", folder).stdout


@pytest.mark.parametrize("source_id", ["a b", "../x", "2x", ""])
def test_a_source_needs_an_identifier_and_who_published_it(folder: Path, source_id: str) -> None:
    done = answered("source", "new", source_id, "--title", "名单", "--framework", folder)

    assert done.returncode == 1
    assert "id: " in done.stderr
    assert "publisher: neither zh nor en is given" in done.stderr
    assert sorted(path.name for path in folder.parent.rglob("*.yaml")) == sorted(
        name.rpartition("/")[2] for name in load(FIRST).files if name.endswith(".yaml")
    )
