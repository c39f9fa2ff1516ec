"""A list that lost, doubled or mixed up something is always told; a whole one never is."""

from hypothesis import given
from hypothesis import strategies as st
from registers_of_lists import FRAMEWORK, PLAIN

from index_pipeline import tables
from index_pipeline.sources.lists.plan import plan
from index_pipeline.sources.lists.questions import Decisions
from index_pipeline.sources.lists.reading import read_list
from index_pipeline.sources.lists.rows import Row
from index_pipeline.sources.lists.terms import Announcement

PLACES = ("北京", "上海", "江苏")
HEADS = ("序号", "企业名称", "地区")

Line = tuple[str, ...]
lists = st.integers(3, 40).map(
    lambda size: [(str(n), f"测试{chr(0x4E00 + n)}{chr(0x5E00 + n)}厂", PLACES[n % 3]) for n in range(1, size + 1)]
)


def asked(lines: list[Line], total: int | None = None) -> dict[str, str]:
    """What is asked about a list: the kind of each question, and its place."""
    rows = [Row(line, f"row {number}") for number, line in enumerate([HEADS, *lines], start=1)]
    found = read_list(rows, lambda text: text in PLACES)
    announced = Announcement(PLAIN, "测试文件", 2021, total=total)
    planned = plan(found, announced, "list", tables.REGISTER_EVENTS.empty(), FRAMEWORK, Decisions({}))
    return {question.key.partition(":")[0]: question.place for question in planned.questions}


@given(lists)
def test_a_whole_list(lines: list[Line]) -> None:
    assert asked(lines, len(lines)) == {}


@given(lists, st.data())
def test_lost_lines(lines: list[Line], data: st.DataObject) -> None:
    first = data.draw(st.integers(0, len(lines) - 1))
    last = data.draw(st.integers(first, len(lines) - 1))
    left = lines[:first] + lines[last + 1 :]

    is_end = last == len(lines) - 1
    assert set(asked(left)) == (set() if is_end else {"serial"})
    assert "total" in asked(left, len(lines))


@given(lists, st.data())
def test_a_line_that_is_given_twice(lines: list[Line], data: st.DataObject) -> None:
    twice, at = data.draw(st.integers(0, len(lines) - 1)), data.draw(st.integers(0, len(lines)))

    assert {"double", "serial"} <= set(asked([*lines[:at], lines[twice], *lines[at:]]))


@given(lists, st.data())
def test_a_name_that_is_given_twice(lines: list[Line], data: st.DataObject) -> None:
    one = data.draw(st.integers(0, len(lines) - 1))
    other = data.draw(st.integers(0, len(lines) - 1).filter(lambda number: number != one))
    number, _, place = lines[other]

    ((kind, where),) = asked([*lines[:other], (number, f" {lines[one][1]}", place), *lines[other + 1 :]]).items()

    assert kind == "double"
    assert {f"row {one + 2}", f"row {other + 2}"} == set(where.split("; "))


@given(lists, st.data())
def test_a_wrong_number(lines: list[Line], data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(lines) - 1))
    wrong = data.draw(st.sampled_from(["", "x", "0", "99", "1 2", "序"]) | st.integers(0, 60).map(str))
    number, name, place = lines[at]
    if wrong == number:
        return

    assert "serial" in asked([*lines[:at], (wrong, name, place), *lines[at + 1 :]])


@given(lists, st.data())
def test_two_lines_that_changed_places(lines: list[Line], data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(lines) - 2))
    lines[at], lines[at + 1] = lines[at + 1], lines[at]

    assert set(asked(lines)) == {"serial"}
