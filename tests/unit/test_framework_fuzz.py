"""Whatever is in a framework's files, it is loaded or refused with a reason: no other exception, no long wait."""

from collections.abc import Callable
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from running import processor_seconds
from small_project import Project
from soak import quietly

from index_pipeline.framework.load import FrameworkError, load

WORDS = (
    *("", "~", ".nan", "-.inf", "1e400", "9" * 60, "-1", "0", "true", "2023-99-99", "12:30:45", "0x1F"),
    *("[]", "{}", "{a: b}", "[[[[[", "? x", "{a: b}: c", "*a", "&a 5", "<<: {id: x}", "!!timestamp x", '!!int ""'),
    *('"\\0"', '"\\ud800"', "'", "|", "%YAML 9.9", "---", "a: b: c", "一" * 300, "../../etc/passwd", "\u202e", "\x07"),
    *("gdp", "unknown", "{series: gdp}", "{register: x, stock: designated}", "{method: minmax}", "higher_is_better"),
)

Edit = Callable[[list[str]], None]
places = st.floats(0, 1, exclude_max=True)


def value(at: float, word: str) -> Edit:
    """Give the field of a line, or the last cell of a row, another value."""

    def edit(lines: list[str]) -> None:
        number = int(at * len(lines))
        sign = ":" if ":" in lines[number] else ","
        lines[number] = f"{lines[number].rpartition(sign)[0]}{sign} {word}"

    return edit


def insert(at: float, within: float, word: str) -> Edit:
    """Write a word into a line."""

    def edit(lines: list[str]) -> None:
        number = int(at * len(lines))
        place = int(within * len(lines[number]))
        lines[number] = lines[number][:place] + word + lines[number][place:]

    return edit


def indent(at: float, blanks: int) -> Edit:
    def edit(lines: list[str]) -> None:
        number = int(at * len(lines))
        lines[number] = " " * blanks + lines[number].lstrip()

    return edit


def repeat(at: float) -> Edit:
    return lambda lines: lines.insert(int(at * len(lines)), lines[int(at * len(lines))])


def remove(at: float) -> Edit:
    return lambda lines: lines.__delitem__(slice(int(at * len(lines)), int(at * len(lines)) + (len(lines) > 1)))


edits = st.lists(
    st.one_of(
        st.builds(value, places, st.sampled_from(WORDS)),
        st.builds(insert, places, places, st.sampled_from(WORDS)),
        st.builds(indent, places, st.integers(0, 8)),
        st.builds(repeat, places),
        st.builds(remove, places),
    ),
    min_size=1,
    max_size=5,
)


@given(st.data())
@quietly(40)
def test_a_framework_that_was_damaged(small: Project, data: st.DataObject) -> None:
    files = sorted(path for path in small.framework.rglob("*") if path.suffix in {".yaml", ".csv"})
    path: Path = data.draw(st.sampled_from(files))
    before = path.read_bytes()
    lines = before.decode("utf-8-sig").splitlines()
    for edit in data.draw(edits):
        edit(lines)
    path.write_bytes("\n".join(lines).encode("utf-8", "surrogatepass"))
    started = processor_seconds()
    try:
        refused = refusal_of(small.framework)
    finally:
        path.write_bytes(before)
    took = processor_seconds() - started

    assert took < 5
    if refused is not None:
        assert refused.faults
        assert all("\n" not in fault for fault in refused.faults)


def refusal_of(folder: Path) -> FrameworkError | None:
    try:
        load(folder)
    except FrameworkError as refused:
        return refused
    return None
