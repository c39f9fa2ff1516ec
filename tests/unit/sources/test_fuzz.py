"""Whatever bytes arrive, they are read or refused with a reason: no other exception, and within five seconds."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from running import processor_seconds
from samples import ROOT, TODAY, as_csv, as_html, as_new_bureau_csv, as_xls, as_xlsx, body, bureau, framework, locked
from soak import quietly

from index_pipeline.sources.harmonise import harmonise
from index_pipeline.sources.options import Options
from index_pipeline.sources.problems import Refusal
from index_pipeline.sources.readers import read_bytes

RECORDS = [["ref_area", "time_period", "series_id", "obs_value"], *(["110000", y, "gdp", 5] for y in range(2010, 2024))]
TEXTS = [
    as_csv(bureau()),
    as_csv(bureau(), "utf-16"),
    as_csv(RECORDS, "utf-8"),
    as_new_bureau_csv([["数据库：分省年度数据"], ["地区：广东省"], ["指标", "2023年"], ["地区生产总值 (亿元)", "1"]]),
]
BOOKS = [
    as_xlsx(bureau()),
    as_xls(bureau()),
    locked(as_xlsx(bureau()), "VelvetSweatshop"),
    as_html([["单位:亿元"], ["地区", "2023年"], *body([2023])]),
]
EXPORTS = ROOT.parent / "shared" / "exports"

OPTIONS: list[dict[str, Any]] = [{}, {"series": "gdp"}, {"year": 2020}, {"series": "gdp", "year": 2023}]
SNIPPETS = [
    b",",
    b"\n",
    b'"',
    b"\t",
    b"\0",
    b"9" * 60,
    b"-",
    b"(",
    b"2023",
    "北京市".encode(),
    b"<td>",
    b"\xff\xfe",
    b"%",
]

Change = Callable[[bytearray], None]


def overwrite(at: float, byte: int) -> Change:
    def change(content: bytearray) -> None:
        if content:
            content[int(at * (len(content) - 1))] = byte

    return change


def insert(at: float, snippet: bytes) -> Change:
    return lambda content: content.__setitem__(slice(int(at * len(content)), int(at * len(content))), snippet)


def remove(at: float, length: int) -> Change:
    return lambda content: content.__delitem__(slice(int(at * len(content)), int(at * len(content)) + length))


def repeat(at: float, length: int) -> Change:
    def change(content: bytearray) -> None:
        start = int(at * len(content))
        content[start:start] = content[start : start + length]

    return change


def cut(at: float) -> Change:
    return lambda content: content.__delitem__(slice(int(at * len(content)), None))


places = st.floats(0, 1)
changes = st.lists(
    st.one_of(
        st.builds(overwrite, places, st.integers(0, 255)),
        st.builds(insert, places, st.sampled_from(SNIPPETS)),
        st.builds(remove, places, st.integers(1, 300)),
        st.builds(repeat, places, st.integers(1, 400)),
        st.builds(cut, places),
    ),
    min_size=1,
    max_size=12,
)


def read_or_refused(content: bytes, options: dict[str, Any]) -> None:
    start = processor_seconds()
    refused = refusal_of(content, options)
    assert processor_seconds() - start < 5
    if refused is not None:
        assert refused.problems
        assert "\n" not in str(refused)
        assert all(problem.reason("zh") and problem.remedy("en") for problem in refused.problems[:20])


def refusal_of(content: bytes, options: dict[str, Any]) -> Refusal | None:
    try:
        harmonise(read_bytes("file", content, framework().codes), framework(), Options(TODAY, **options))
    except Refusal as refused:
        return refused
    return None


def changed(content: bytes, steps: list[Change]) -> bytes:
    found = bytearray(content)
    for step in steps:
        step(found)
    return bytes(found)


@given(st.binary(max_size=400), st.sampled_from(OPTIONS))
@quietly(100)
def test_any_bytes(content: bytes, options: dict[str, Any]) -> None:
    read_or_refused(content, options)


@given(st.text(alphabet='北京市天津2023年，,\t\n"：指标(亿元)1.-…', max_size=300), st.sampled_from(OPTIONS))
@quietly(100)
def test_any_text_of_the_characters_that_matter(text: str, options: dict[str, Any]) -> None:
    read_or_refused(text.encode(), options)


@given(st.sampled_from(TEXTS), changes, st.sampled_from(OPTIONS))
@quietly(100)
def test_a_text_file_that_was_damaged(content: bytes, steps: list[Change], options: dict[str, Any]) -> None:
    read_or_refused(changed(content, steps), options)


@given(st.sampled_from(BOOKS), changes, st.sampled_from(OPTIONS))
@quietly(25)
def test_a_workbook_or_web_page_that_was_damaged(content: bytes, steps: list[Change], options: dict[str, Any]) -> None:
    read_or_refused(changed(content, steps), options)


@given(st.data())
@quietly(15)
def test_a_workbook_whose_parts_were_damaged(data: st.DataObject) -> None:
    """Packed again, so that damaged XML reaches the reader."""
    whole = zipfile.ZipFile(io.BytesIO(as_xlsx(bureau())))
    damaged = data.draw(st.sampled_from(whole.namelist()))
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as book:
        for name in whole.namelist():
            part = whole.read(name)
            book.writestr(name, changed(part, data.draw(changes)) if name == damaged else part)

    read_or_refused(packed.getvalue(), data.draw(st.sampled_from(OPTIONS)))


@pytest.mark.skipif(not EXPORTS.is_dir(), reason="reference files are not beside the checkout")
@given(st.data())
@quietly(25)
def test_a_real_file_that_was_damaged(data: st.DataObject) -> None:
    files: list[Path] = sorted(path for path in EXPORTS.rglob("*.*") if path.suffix in {".csv", ".xls", ".xlsx"})
    content = data.draw(st.sampled_from(files)).read_bytes()

    read_or_refused(changed(content, data.draw(changes)), data.draw(st.sampled_from(OPTIONS)))
