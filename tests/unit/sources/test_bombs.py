"""Files made to exhaust memory or time are refused within five seconds and a gigabyte."""

import io
import resource
import zipfile
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest
import samples
import xlwt
from running import processor_seconds
from samples import as_csv, as_xlsx, bureau, kinds, refusal

from index_pipeline.sources.workbooks.apart import running

SHEET = "xl/worksheets/sheet1.xml"


def workbook_with(old: bytes, new: bytes) -> bytes:
    """A workbook whose first sheet is tampered with."""
    source, target = zipfile.ZipFile(io.BytesIO(as_xlsx(bureau()))), io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in source.namelist():
            content = source.read(name)
            assert name != SHEET or old in content
            archive.writestr(name, content.replace(old, new, 1) if name == SHEET else content)
    return target.getvalue()


def many_files() -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for number in range(3000):
            archive.writestr(f"{number}.xml", "<a/>")
    return target.getvalue()


def far_corner() -> bytes:
    book = xlwt.Workbook()
    for number in range(8):
        book.add_sheet(str(number)).write(65535, 255, 1)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def line(head: str, cells: Iterable[str]) -> bytes:
    return f"{head}{','.join(cells)}\n".encode()


END = b"</sheetData>"


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        pytest.param(
            lambda: workbook_with(END, b"<row><c><v>" + b"1" * 90_000_000 + b"</v></c></row>" + END),
            "bomb",
            id="zip bomb",
        ),
        pytest.param(many_files, "bomb", id="archive of thousands of files"),
        pytest.param(
            lambda: workbook_with(b"<worksheet", b'<!DOCTYPE w [<!ENTITY a "aaaa">]><worksheet'),
            "bomb",
            id="XML entities",
        ),
        pytest.param(
            lambda: workbook_with(END, b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>' + END),
            "too_large",
            id="XLSX, far corner",
        ),
        pytest.param(
            lambda: workbook_with(END, b"<row r='1048576'><c r='XFD1048576'><v>1</v></c></row>" + END),
            "too_large",
            id="XLSX, far corner in other quotation marks",
        ),
        pytest.param(far_corner, "too_large", id="XLS, far corner"),
        pytest.param(
            lambda: b"<table><tr><td colspan=99999999 rowspan=9999>1</td></tr></table>",
            "too_large",
            id="HTML, wide cell",
        ),
        pytest.param(
            lambda: b"<table>" + b"<tr><td>1</td></tr>" * 300_000 + b"</table>", "too_large", id="HTML, many lines"
        ),
        pytest.param(
            lambda: b"<html>" + b"<div>" * 100_000 + b"<table><tr><td>1</td></tr></table>",
            "no_regions",
            id="HTML, deep",
        ),
        pytest.param(lambda: b"," * 15_000_000, "too_large", id="CSV, many cells"),
        pytest.param(lambda: b'"' + b"a" * 15_000_000 + b'"', "long_cell", id="CSV, one cell"),
        pytest.param(
            lambda: line("地区,", (f"火星产品{n}产量(吨)" for n in range(3_000))) + line("北京市,", "1" * 3_000),
            "missing_year",
            id="CSV, many unknown indicators",
        ),
        pytest.param(
            lambda: (
                b"ref_area,time_period,series_id,obs_value\n"
                + "".join(f"110000,2023,mars_{n},1\n" for n in range(3_000)).encode()
            ),
            "unknown_series",
            id="CSV, many unknown codes",
        ),
        pytest.param(
            lambda: "地区,2023年\n北京市,1\n".encode() + "".join(f"火星{n}省,1\n" for n in range(20_000)).encode(),
            "unknown_region",
            id="CSV, many unknown regions",
        ),
        pytest.param(
            lambda: line("地区,", (f"{year}年" for year in range(1990, 2020))) + line("北京市,", "x" * 30) * 6_000,
            "not_a_number",
            id="CSV, many texts",
        ),
        pytest.param(lambda: b"a" * 21_000_000, "too_large", id="CSV, too many bytes"),
        pytest.param(lambda: "地区,甲,乙\n北京市,1,2\n".encode() * 10_000, "too_large", id="CSV, many tables"),
        pytest.param(
            lambda: ("地区,2023年\n北京市," + "9" * 120_000 + "\n").encode(), "not_a_number", id="CSV, endless number"
        ),
        pytest.param(
            lambda: ("地区," + "(" * 20_000 + "\n北京市,1\n").encode(), "unclear_heading", id="CSV, endless heading"
        ),
    ],
)
def test_a_bomb_is_refused_in_little_time_and_memory(
    made: Callable[[], bytes], expected: str, apart: ProcessPoolExecutor
) -> None:
    options = {} if expected in {"unknown_series", "unclear_heading"} else {"series": "gdp"}
    found, seconds, own, children = apart.submit(measured, made(), options).result()

    assert found >= {expected}
    assert seconds < 5
    assert own < 500_000  # kilobytes, beyond what the reader takes before it reads
    assert children < 1_000_000


@pytest.fixture(scope="module")
def apart() -> Iterator[ProcessPoolExecutor]:
    """Gives each file a process that has read no other; their parent has loaded the libraries, and no more."""
    context = get_context("forkserver")
    context.set_forkserver_preload([samples.__name__])
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(Path(samples.__file__).parent))  # where the parent finds what it loads
        with ProcessPoolExecutor(1, mp_context=context, max_tasks_per_child=1) as pool:
            yield pool


def measured(content: bytes, options: dict[str, str]) -> tuple[set[str], float, int, int]:
    """Refuse a file in a process that has done nothing else: why, in what time, and in how much memory.

    The time is the processor's, so that other work on the machine lengthens nothing.
    """
    start, before = processor_seconds(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    found = kinds(refusal(content, **options))
    running().end()  # what was read apart counts once it has ended
    running.cache_clear()
    seconds = processor_seconds() - start
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    return set(found), seconds, own, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss


def test_a_table_of_every_indicator_for_twenty_years_is_not_too_large() -> None:
    rows = [["ref_area", "time_period", "series_id", "obs_value"]]
    rows += [["110000", str(year), "gdp", "1"] for year in range(2004, 2024)] * (31 * 60)

    assert kinds(refusal(as_csv(rows), series="gdp_per_capita")) != {"too_large"}
