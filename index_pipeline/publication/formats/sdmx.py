"""What the SDMX files of a release agree on: identifiers, dimensions, attributes, code lists."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pyarrow as pa

from index_pipeline.publication.releases.contents import Contents
from index_pipeline.tables import COLUMNS, DECLARED, SCORE_STATUSES

AGENCY = "ICDI"
VERSION = "1.0"


@dataclass(frozen=True)
class SdmxCode:
    """A code with its names, and the code above it."""

    code: str
    name_zh: str
    name_en: str
    parent: str | None = None


@dataclass(frozen=True)
class Concept:
    """A column: its names, the code list that its values are from, or the meaning of its values if they are numbers."""

    concept_id: str
    name_zh: str
    name_en: str
    code_list: str | None = None
    text_type: str | None = None


def _of_column(concept_id: str, name: str, code_list: str | None = None) -> Concept:
    """Return the concept of a column of the tables, under the meaning that the registry of columns gives it."""
    column = COLUMNS[name]
    return Concept(concept_id, column.zh, column.en, code_list, "Double" if column.type == "float" else None)


FREQ = Concept("FREQ", "频率", "Frequency", "CL_FREQ")
REF_AREA = Concept("REF_AREA", "地区", "Reference area", "CL_AREA")
TIME_PERIOD = Concept("TIME_PERIOD", "年份", "Time period")
OBS_VALUE = Concept("OBS_VALUE", "数值", "Observation value", text_type="Double")
OBS_STATUS = Concept("OBS_STATUS", "数据状态", "Observation status", "CL_OBS_STATUS")
UNIT_MEASURE = Concept("UNIT_MEASURE", "计量单位", "Unit of measure", "CL_UNIT")
COMPONENT = _of_column("COMPONENT", "component_id", "CL_COMPONENT")
SERIES = _of_column("SERIES", "series_id", "CL_SERIES")
RANK = _of_column("RANK", "rank")
COVERAGE = _of_column("COVERAGE", "coverage")
SCORE_STATUS = _of_column("SCORE_STATUS", "status", "CL_SCORE_STATUS")
VINTAGE = _of_column("VINTAGE", "vintage")
SOURCE = _of_column("SOURCE", "source_id")


@dataclass(frozen=True)
class Flow:
    """A data set: dimensions and attributes of its structure; every data set also has year and value."""

    flow_id: str
    name_zh: str
    name_en: str
    dimensions: tuple[Concept, ...]
    attributes: tuple[Concept, ...]

    @property
    def columns(self) -> tuple[Concept, ...]:
        """Every column, in the order of the CSV file."""
        return (*self.dimensions, TIME_PERIOD, OBS_VALUE, *self.attributes)


SCORES_FLOW = Flow(
    "SCORES",
    "得分与位次",
    "Scores and ranks",
    (FREQ, REF_AREA, COMPONENT),
    (OBS_STATUS, UNIT_MEASURE, RANK, COVERAGE, SCORE_STATUS),
)
OBSERVATIONS_FLOW = Flow(
    "OBSERVATIONS",
    "统计数据",
    "Figures",
    (FREQ, REF_AREA, SERIES),
    (OBS_STATUS, UNIT_MEASURE, VINTAGE, SOURCE),
)
FLOWS = (SCORES_FLOW, OBSERVATIONS_FLOW)
OBS_STATUS_CODES = {
    "A": ("正常值", "Normal value"),
    "E": ("估计值", "Estimated value"),
    "I": ("插补值", "Value imputed by a receiving agency"),
    "O": ("缺失值", "Missing value"),
}
"""Those codes of SDMX's cross-domain code list CL_OBS_STATUS (version 2.1) that are used here."""

OBS_STATUS_OF = {"A": "A", "Z": "A", "E": "E", "I": "I", "C": "I", "M": "O"}
"""SDMX's code of each of `tables.STATUSES`.

A structural zero (Z: a register without entries in the region) is a normal value; interpolated (I) and carried forward
(C) both are imputed. M is O, as SDMX's own M says that the figure cannot exist.
"""

POINTS = "POINTS"
"""Unit of scores: points of the framework's scale."""


def code_of(identifier: str) -> str:
    """Turn an identifier into an SDMX one: letters, digits, `_`, `@`, `$` and `-`; all else becomes `_`.

    So does an `@` or `-` at the beginning, which a spreadsheet would read as a formula.
    """
    return re.sub(r"^[@-]|[^A-Za-z0-9_@$-]", "_", identifier)


def table_of(contents: Contents, name: str) -> pa.Table:
    """Return a table of the release; one that it does not hold reads as empty."""
    return contents.tables.get(name, DECLARED[name].empty())


def code_lists(contents: Contents) -> Iterator[tuple[SdmxCode, list[SdmxCode]]]:
    """Yield each code list: its identifier and names, and its codes.

    A code that the data use and no list names is its own name.
    """
    floor, ceiling = contents.framework.definition.scale
    points = SdmxCode(POINTS, f"分（{floor:g}—{ceiling:g}）", f"points of the scale {floor:g} to {ceiling:g}")
    yield SdmxCode("CL_FREQ", "频率", "Frequency"), [SdmxCode("A", "年度", "Annual")]
    areas = [_code(row, "ref_area", row["parent"]) for row in table_of(contents, "regions").to_pylist()]
    yield SdmxCode("CL_AREA", "地区", "Regions"), _with_all(areas, {*_used(contents, "ref_area")})
    yield (
        SdmxCode("CL_COMPONENT", "指数及其组成", "Components"),
        [_code(row, "component_id", row["parent_id"]) for row in table_of(contents, "components").to_pylist()],
    )
    series = [_code(row, "series_id") for row in table_of(contents, "series").to_pylist()]
    used = set(table_of(contents, "observations")["series_id"].to_pylist())
    yield SdmxCode("CL_SERIES", "统计指标（数据序列）", "Series"), _with_all(series, used)
    units = [_code(row, "unit") for row in table_of(contents, "units").to_pylist()]
    yield SdmxCode("CL_UNIT", "计量单位", "Units"), [points, *units]
    for identifier, zh, en, statuses in (
        ("CL_OBS_STATUS", "数据状态", "Observation status", OBS_STATUS_CODES),
        ("CL_SCORE_STATUS", "评价状态", "Score status", SCORE_STATUSES),
    ):
        yield SdmxCode(identifier, zh, en), [SdmxCode(code, *names) for code, names in statuses.items()]


def _code(row: dict[str, str], key: str, parent: str | None = None) -> SdmxCode:
    zh, en = row["title_zh"], row["title_en"]
    return SdmxCode(code_of(row[key]), zh or en or row[key], en or zh or row[key], code_of(parent) if parent else None)


def _used(contents: Contents, column: str) -> set[str]:
    return {code for name in ("scores", "observations") for code in table_of(contents, name)[column].to_pylist()}


def _with_all(codes: list[SdmxCode], used: set[str]) -> list[SdmxCode]:
    listed = {code.code for code in codes}
    return [*codes, *(SdmxCode(name, name, name) for name in sorted(map(code_of, used)) if name not in listed)]
