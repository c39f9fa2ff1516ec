"""Read an answer of the Bureau's library (国家数据): figures of one indicator by region and year.

Every figure must be of the indicator, the regions and the years that were asked for: the HTTP status is always 200.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any, NamedTuple, Self

from index_pipeline import tables
from index_pipeline.framework.codes import CodeLists
from index_pipeline.sources.captures import Capture
from index_pipeline.sources.labels.numbers import NotANumberError, read_figure
from index_pipeline.sources.labels.vocabulary import Vocabulary
from index_pipeline.sources.layouts.facts import Facts
from index_pipeline.sources.problems import Problem, Refusal
from index_pipeline.sources.readers import FaultyCell, Reading, ReadTable
from index_pipeline.sources.workbooks.grids import clean

DATABASE = "分省年度数据"
NOT_PUBLISHED = frozenset({"", "无", "null", "None"})
"""Texts that stand for a figure that was not published."""

NO_UNIT = frozenset({"", "无"})
_YEAR = re.compile(r"((?:19|20)\d\d)(?:YY|年)?")
_REGION = re.compile(r"(\d{6})000000")

REPEATED = ("answer_cut", "answer_empty", "answer_lacks_years", "answer_lacks_regions", "answer_doubled")
"""Kinds of problems of an answer that may be another the next time."""


@dataclass(frozen=True)
class BureauIndicator:
    """An indicator of the library: the catalogue that it belongs to, its identifier, name and unit."""

    cid: str
    id: str
    name: str
    unit: str = ""


@dataclass(frozen=True)
class Asked:
    """What an answer must be of. `confirmed` says that the answer came twice alike though it lacks the last year."""

    series_id: str
    indicator: BureauIndicator
    areas: tuple[str, ...]
    first: int
    last: int
    confirmed: bool = False

    @classmethod
    def of(cls, record: Any) -> Self:
        """Take what `as_dict` gave."""
        areas = tuple(record["areas"])
        return cls(**{**record, "indicator": BureauIndicator(**record["indicator"]), "areas": areas})

    def as_dict(self) -> dict[str, Any]:
        """Return it as plain data."""
        return asdict(self)


def unspaced(text: str) -> str:
    """Return a name without blanks and with half-width forms, for comparing."""
    return re.sub(r"\s+", "", clean(text))


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return an object of JSON.

    Raises:
        ValueError: a name is in it twice: which of the values is meant, nobody knows.
    """
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("an object names a field twice")
    return found


def parsed(body: bytes) -> Any:
    """Parse JSON, numbers as they are written.

    Raises:
        ValueError: it is not JSON, or is nested too deeply.
    """
    try:
        return json.loads(
            body.decode("utf-8-sig"),
            parse_float=str,
            parse_int=str,
            parse_constant=str,
            object_pairs_hook=_each_once,
        )
    except RecursionError as error:
        raise ValueError("it is nested without end") from error


class Cell(NamedTuple):
    """A figure of an answer, or the empty place of one: year, region, JSON path, text and unit."""

    year: int
    area: str
    path: str
    text: str
    unit: str


def read_answer(capture: Capture, codes: CodeLists) -> Reading:
    """Read the figures of an answer, each with its place in it as a JSON path.

    Missing are empty texts, null, 无 and rows without values. The unit is the figure's own, if it has one, else
    the indicator's.

    Args:
        capture: The answer, of the kind `bureau`.
        codes: Gives the names of regions and units.

    Raises:
        Refusal: the answer is not a table of figures, or is of another indicator, region, year or unit than asked; it
            lacks regions, or years; a figure appears twice; or it holds no figure at all (`no_figures`).
    """
    asked, words = Asked.of(capture.asked), Vocabulary(codes)
    rows = list(_rows(capture, asked))
    cells = [cell for year, place, values in rows for cell in _cells(capture, asked, words, year, place, values)]
    _check_years(capture, asked, [year for year, _, _ in rows])
    _check_regions(capture, asked, codes, cells)
    taken, faults = list[dict[str, object]](), list[FaultyCell]()
    for cell in cells:
        label = codes.regions[cell.area].title_zh or cell.area
        try:
            number, own = read_figure(cell.text, lambda unit: words.unit(unit) is not None)
        except NotANumberError as error:
            faults.append(FaultyCell(cell.path, cell.text, error.why, label, asked.indicator.name))
            continue
        if number is not None:
            row: dict[str, object] = {"sheet": None, "cell": cell.path, "area_label": label, "vintage": None}
            row |= {"measure_label": asked.indicator.name, "unit_label": own or cell.unit or None}
            row |= {"time_period": cell.year, "obs_value": float(number.value), "obs_status": "A", "text": cell.text}
            taken.append(row)
    if not taken and not faults:
        raise Refusal(capture.name, [Problem("no_figures")])
    table = ReadTable(
        sheet=None,
        facts=Facts(database=DATABASE),
        cells=tables.READINGS.of_rows(taken),
        faults=tuple(faults),
        problems=(),
        sums=(),
        sum_cells=tables.READINGS.empty(),
        derived=(),
        marks=0,
        closed=True,
        records=False,
        coded=False,
        places={codes.regions[cell.area].title_zh or cell.area: cell.path for cell in reversed(cells)},
        blank_years=(),
    )
    return Reading(capture.name, capture.digest, "JSON", (table,), (), (), (f"数据库:{DATABASE}",), unended=False)


def _rows(capture: Capture, asked: Asked) -> Iterator[tuple[int, str, list[Any]]]:
    """Yield year, JSON path and values of each row; those of other years are left out if they are empty."""
    try:
        answer = parsed(capture.body)
    except ValueError as error:
        raise _refusal(capture, "answer_cut") from error
    data = answer.get("data") if isinstance(answer, dict) else None
    if data is None or data == []:
        raise _refusal(capture, "answer_empty")
    if not isinstance(data, list):
        raise _refusal(capture, "answer_layout", "$.data")
    seen = set[int]()
    for number, row in enumerate(data):
        place = f"$.data[{number}]"
        values = row.get("values") if isinstance(row, dict) else ()
        said = _YEAR.fullmatch(str(row.get("code") or row.get("name") or "")) if isinstance(row, dict) else None
        if said is None or not isinstance(values, list | None):
            raise _refusal(capture, "answer_layout", place)
        year = int(said[1])
        if row.get("name") and not re.fullmatch(rf"{year}(年度?)?", unspaced(str(row["name"]))):
            raise _refusal(capture, "answer_layout", f"{place}.name", str(row["name"]))
        if year in seen:
            raise _refusal(capture, "answer_doubled", place, str(year))
        seen.add(year)
        if asked.first <= year <= asked.last:
            yield year, place, values or []
        elif any(isinstance(value, dict) and _text(value) not in NOT_PUBLISHED for value in values or []):
            raise _refusal(capture, "answer_other_years", place, str(year), asked=f"{asked.first}–{asked.last}")


def _cells(
    capture: Capture, asked: Asked, words: Vocabulary, year: int, place: str, values: list[Any]
) -> Iterator[Cell]:
    """Yield the places of a row, of the regions that were asked for."""
    seen = set[str]()
    for number, value in enumerate(values):
        path = f"{place}.values[{number}]"
        text = _text(value) if isinstance(value, dict) else None
        if text is None:
            raise _refusal(capture, "answer_layout", path)
        _check_indicator(capture, asked, path, value)
        area = _area(capture, words, path, value)
        if area not in asked.areas:
            if text not in NOT_PUBLISHED:
                said = str(value.get("area") or value.get("da_name") or area)
                raise _refusal(capture, "answer_other_regions", path, said)
            continue
        if area in seen:
            raise _refusal(capture, "answer_doubled", path, f"{area} {year}")
        seen.add(area)
        yield Cell(
            year, area, f"{path}.value", "" if text in NOT_PUBLISHED else text, _unit(capture, asked, path, value)
        )


def _text(value: dict[str, Any]) -> str | None:
    """Return the text of a figure, empty if it is null; None if it is neither a string nor a number."""
    text = value.get("value", "")
    return "" if text is None else clean(text) if isinstance(text, str) else None


def _check_indicator(capture: Capture, asked: Asked, path: str, value: dict[str, Any]) -> None:
    known = asked.indicator
    for field, expected in (("_id", known.id), ("catalogid", known.cid), ("i_showname", known.name)):
        said = value.get(field)
        if said and unspaced(str(said)) != unspaced(expected):
            raise _refusal(capture, "answer_other_indicator", f"{path}.{field}", str(said), asked=expected)


def _area(capture: Capture, words: Vocabulary, path: str, value: dict[str, Any]) -> str | None:
    """Return the region of a figure, by its code of 12 digits and its name, which must agree."""
    code, name = (
        str(value.get(one) or value.get(other) or "") for one, other in (("areaCode", "da"), ("area", "da_name"))
    )
    by_code = found[1] if (found := _REGION.fullmatch(code)) else None
    region = words.region(name) if name else None
    by_name = region.ref_area if region else None
    if not code and not name:
        raise _refusal(capture, "answer_layout", path)
    if by_code and by_name and by_code != by_name:
        raise _refusal(capture, "answer_other_regions", path, f"{name} {code}")
    return by_code or (by_name if not code else None)


def _unit(capture: Capture, asked: Asked, path: str, value: dict[str, Any]) -> str:
    """Return the unit of a figure; empty if the name of the indicator alone says it, as of an index (上年=100)."""
    own, known = (unspaced(str(text or "")) for text in (value.get("du_name"), asked.indicator.unit))
    if own in NO_UNIT or known in NO_UNIT:
        unit = known if own in NO_UNIT else own
    elif own != known:
        raise _refusal(capture, "answer_other_unit", f"{path}.du_name", own, asked=known)
    else:
        unit = own
    return "" if unit in NO_UNIT or (unit == "%" and "=100" in unspaced(asked.indicator.name)) else unit


def _check_years(capture: Capture, asked: Asked, years: list[int]) -> None:
    """Refuse an answer that lacks a year; the last one only if it came only once: it may be unpublished yet."""
    absent = [year for year in range(asked.first, asked.last + 1) if year not in years]
    if absent and not (asked.confirmed and absent == [asked.last] and years):
        raise _refusal(capture, "answer_lacks_years", "$.data", None, years=", ".join(map(str, absent)))


def _check_regions(capture: Capture, asked: Asked, codes: CodeLists, cells: list[Cell]) -> None:
    """Refuse an answer that has a figure of a year and does not name all regions for it."""
    for year in sorted({cell.year for cell in cells if cell.text}):
        listed = {cell.area for cell in cells if cell.year == year}
        absent = [codes.regions[area].title_zh or area for area in asked.areas if area not in listed]
        if absent:
            names = "、".join(absent[:5]) + (" …" if len(absent) > 5 else "")
            raise _refusal(capture, "answer_lacks_regions", None, str(year), count=len(absent), names=names)


def _refusal(
    capture: Capture, kind: str, cell: str | None = None, value: str | None = None, **details: object
) -> Refusal:
    return Refusal(capture.name, [Problem(kind, None, cell, value, details)])
