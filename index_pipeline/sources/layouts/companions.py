"""Columns of text beside the names of regions: the series of each line, or the part of its region that it describes."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from index_pipeline.characters import HAN
from index_pipeline.framework.codes import Region
from index_pipeline.sources.labels.numbers import MARKS, looks_numeric
from index_pipeline.sources.labels.periods import says_part_of_year
from index_pipeline.sources.labels.qualifiers import MADE, is_annual, is_whole
from index_pipeline.sources.labels.vocabulary import Vocabulary
from index_pipeline.sources.problems import Problem
from index_pipeline.sources.workbooks.grids import Grid

SERIES_WORDS = (
    *("指标", "指标名称", "指标编号", "指标代码", "指标名", "变量", "变量名", "变量名称", "属性", "项目", "科目"),
    *("series_id", "series", "seriesname", "seriescode", "indicator", "indicatorname", "indicatorcode", "indicatorid"),
    *("variable", "variablename", "attribute", "item", "metric"),
)
"""Headings of a column that names the series of each line."""

VALUE_WORDS = ("obs_value", "数值", "值", "指标值", "数据", "观测值", "value", "values", "data", "figure")
"""Headings of a column of figures that say nothing of what they measure."""

SEARCHED = 200
"""Different texts of a column by which it is judged."""

PART_WORDS = ("季度", "季", "月份", "月", "月度", "quarter", "qtr", "month", "half")
"""Headings of a column of parts of years."""

_PARTS = re.compile(
    r"(所在|地级|省会)?(城市|地市|地市州|市州|州市|市|县|区县|县区|县市|县域)(名称?|级)?|省会(城市)?|地级市"
    r"|(city|cities|county|prefecture|district|municipality|town)(_?name)?|capital(city)?",
    re.IGNORECASE,
)
"""Headings of a column that names parts of regions."""

_DESCRIPTIONS = re.compile(
    r"备注.*|说明|注|数据?来源|来源|出处|.*(代码|编码|编号|序号)|id|.*简称|缩写|全称|.*英文.*|.*拼音.*|国家|行政级别|级别|层级|梯队|档次|.*类型"
    r"|四?大?(区域|地带|大区|分区|地区|板块|经济区|经济带|区位)(划分|分组|名称|类型)?|所属(区域|地区|大区|地带)|频率|状态"
    r"|notes?|remarks?|comments?|sources?|.*codes?|.*abbr.*|.*english.*|.*pinyin.*|country(name)?|zone|(sub|macro|big)?region"
    r"|(gid|name|type|engtype|varname|nl_name|hasc|cc|iso)_?[01]|(eng)?type|varname|hasc|cc|iso|level|frequency|fid|objectid|footnotes?|aggregation",
    re.IGNORECASE,
)
"""Headings of a column that describes a region, or a figure, and parts neither."""

_DIMENSIONS = re.compile(
    r"性别|城乡.*|价格(类型)?|口径|年龄.*|sex|gender|residence|urbani[sz]ation|prices?|price_?base|age"
)
"""Headings of a column whose every value but that of the whole makes other figures of a line."""

_FREQUENCY = re.compile(r"频率|频度|freq(uency)?")
"""Headings of a column whose every value but that of a year makes figures of a part of a year of a line."""

_ORIGINS = re.compile(
    r"(数据|资料)?来源|出处|.*(代码|编码|编号|名称|全称|英文|拼音).*|sources?|.*codes?|.*names?.*|.*english.*"
)
"""Headings of a column that speaks of where a figure is from or how a region is called, not of what the figure is."""

_CODED = re.compile(r"(.*(地区|省|区划|area|region|adm|province).*)?(代码|编码|_?codes?)", re.IGNORECASE)
"""Headings of a column of codes of regions: two digits are one of an industry elsewhere."""

MOST_FLAGS = 3
"""Different values of a column that flags figures, at most; one with more has figures of its own."""

_NO = frozenset({"0", "0.0", "否", "无", "未插补", "非插补", "false", "f", "no", "n"})
"""Values of a column such as 是否插补 that say that the figure of a line is not made."""

_ZONES = re.compile(
    rf"(东|中|西|南|北|华|沿海|内陆|沿江|长江|黄河|珠江|长三角|京津冀|大?西|环?渤海|中原)[{HAN}]{{0,8}}"
    r"|.*\b(China|Coast|Region|River|Zone)"
    r"|(North|South|East|West|Central|Middle|Coast|Inland|Municipal|Province|Autonomous)\w*[\w\s\-&]*|省|直辖市|自治区|特别行政区",
    re.IGNORECASE,
)
"""Groups and kinds of regions."""


class Companions(NamedTuple):
    """The column that names the series of each line, if there is one, and the problem of another column, if any."""

    series: int | None = None
    problem: Problem | None = None


def companions(
    grid: Grid, header: Sequence[int], columns: Sequence[int], lines: Mapping[int, Region], words: Vocabulary
) -> Companions:
    """Look through the columns of text beside the names of regions.

    A column that names series gives the series of each line. One that describes the region (its zone, code, English
    name) or the figure (a note) is ignored, unless it says that figures are of women, of a plan, of a month. Any other
    says that a line describes a part of its region, such as a city, or something that is not known: its figures are
    not the region's, and that is a problem.

    Args:
        grid: The sheet.
        header: Its lines of headings.
        columns: The columns to look through: neither names of regions nor figures under a year.
        lines: The region of each line of figures.
        words: Gives the names of regions and series.
    """
    series: list[tuple[int, int]] = []
    problem = None
    for column in columns:
        cells = {n: text for n in lines if (text := grid.rows[n][column]) and text not in MARKS}
        if not cells:
            continue
        heading = _bare(next((grid.rows[n][column] for n in reversed(header) if grid.rows[n][column]), ""))
        place = next(iter(cells))
        is_flag = MADE.search(heading) and len(set(cells.values())) <= MOST_FLAGS
        if is_flag and (said := [n for n, text in cells.items() if text.lower() not in _NO]):
            problem = problem or Problem("other_figures", grid.sheet, grid.name(said[0], column), cells[said[0]])
            continue
        if sum(map(looks_numeric, cells.values())) * 2 > len(cells) and not any(map(says_part_of_year, cells.values())):
            if _codes_parts(cells, lines):
                problem = problem or Problem("parts_of_regions", grid.sheet, grid.name(place, column), cells[place])
            continue
        texts = list(dict.fromkeys(cells.values()))[:SEARCHED]
        named = sum(bool(words.match(text).series) for text in texts)
        if heading in SERIES_WORDS or named * 2 > len(texts):
            series.append((named, -column))
        elif names_parts(heading) and not _names_regions(cells, lines, words, 1.0):
            place = _other(cells, lines, words)
            problem = problem or Problem("parts_of_regions", grid.sheet, grid.name(place, column), cells[place])
        elif len(cells) * 2 > len(lines) and not _describes(heading, cells, lines, words):
            place = _other(cells, lines, words)
            problem = problem or Problem("unknown_column", grid.sheet, grid.name(place, column), cells[place])
        elif not _ORIGINS.fullmatch(heading):
            found = _limits(heading, cells, words)
            problem = problem or next((Problem(k, grid.sheet, grid.name(n, column), cells[n]) for k, n in found), None)
    return Companions(-max(series)[1] if series else None, problem)


def contradictions(
    grid: Grid, header: Sequence[int], columns: Iterable[int], lines: Mapping[int, Region], words: Vocabulary
) -> Iterator[Problem]:
    """Give a problem for each line of which a second column, of codes or names, says that it is of another region.

    A column names regions if most of its cells do, and several of them. Groups of regions and national totals
    contradict none.

    Args:
        grid: The sheet.
        header: Its lines of headings.
        columns: The columns to look through: all but that of names of regions.
        lines: The region of each line of figures.
        words: Gives the names of regions.
    """
    for column in columns:
        coded = any(_CODED.fullmatch(_bare(grid.rows[n][column])) for n in header)
        cells = {n: text for n in lines if (text := grid.rows[n][column])}
        found = {n: region for n, text in cells.items() if (region := _named(text, words, coded=coded))}
        if len(found) * 2 <= len(cells) or len({region.ref_area for region in found.values()}) < 2:
            continue
        for line, region in found.items():
            if region.role in {"assessed", "separate"} and region.ref_area != lines[line].ref_area:
                titles = {"area": lines[line], "other": region}
                details = {name: words.codes.area_title(which.ref_area) for name, which in titles.items()}
                yield Problem("two_regions", grid.sheet, grid.name(line, column), cells[line], dict(details))


def _named(text: str, words: Vocabulary, *, coded: bool) -> Region | None:
    """Return the region that a cell names; in a column of codes also by two digits, or by twelve."""
    short = re.fullmatch(r"(\d\d)(?:0{10})?(?:\.0+)?", text) if coded else None
    return words.region(f"{short[1]}0000" if short else text)


def names_parts(heading: str | None) -> bool:
    """Return whether a heading is that of a column of cities, counties or other parts of regions."""
    return _PARTS.fullmatch(_bare(heading or "")) is not None


def regions_of(grid: Grid, body: range, area: int, words: Vocabulary) -> dict[int, Region]:
    """Return the assessed region of each line; one without a name is of the region above it."""
    found: dict[int, Region] = {}
    last = None
    for number in body:
        label = grid.rows[number][area]
        last = words.region(label) if label else last
        if last is not None and last.role == "assessed":
            found[number] = last
    return found


def parts_of_years(grid: Grid, column: int, lines: Iterable[int]) -> Iterator[Problem]:
    """Give a problem for each line that is not for a whole year according to a column headed 季度 or 月份."""
    for number in lines:
        text = grid.rows[number][column]
        if not is_annual(text):
            yield Problem("part_of_year", grid.sheet, grid.name(number, column), text)


def _limits(heading: str, cells: Mapping[int, str], words: Vocabulary) -> Iterator[tuple[str, int]]:
    """Give the lines whose cell says that figures are not of the whole region and year, with the kind of problem."""
    is_frequency, is_dimension = _FREQUENCY.fullmatch(heading), _DIMENSIONS.fullmatch(heading)
    for line, text in cells.items():
        if says_part_of_year(text) or (is_frequency and not is_annual(text)):
            yield "part_of_year", line
        elif words.limit([text]) or (is_dimension and not is_whole(text)):
            yield "other_figures", line


def _describes(heading: str, cells: Mapping[int, str], lines: Mapping[int, Region], words: Vocabulary) -> bool:
    if all(map(is_whole, cells.values())):
        return True
    if _DESCRIPTIONS.fullmatch(heading) or _names_regions(cells, lines, words, 0.6):
        return True
    return all(
        _ZONES.fullmatch(text) or re.fullmatch(rf"[A-Z\d._:/\- ]+|[{HAN}]", text) for text in set(cells.values())
    )


def _names_regions(cells: Mapping[int, str], lines: Mapping[int, Region], words: Vocabulary, share: float) -> bool:
    """Return whether a column names the regions of the lines again, or groups that they belong to."""
    same = 0
    for line, text in cells.items():
        found = words.region(text)
        same += found is not None and (found.ref_area == lines[line].ref_area or found.role in {"group", "total"})
    return same >= share * len(cells)


def _other(cells: Mapping[int, str], lines: Mapping[int, Region], words: Vocabulary) -> int:
    """Return the first line whose cell differs from the name of its region."""
    found = ((line, words.region(text)) for line, text in cells.items())
    return next((line for line, region in found if region is None or region != lines[line]), next(iter(cells)))


def _codes_parts(cells: Mapping[int, str], lines: Mapping[int, Region]) -> bool:
    """Return whether a column has the codes of cities or counties of the regions of the lines."""
    parts = 0
    for line, text in cells.items():
        found = re.fullmatch(r"(\d\d)(\d{2}|\d{4}|\d{10})(?:\.0+)?", text)
        parts += bool(found and found[1] == lines[line].ref_area[:2] and int(found[2]))
    return parts == len(cells) and (len(cells) > 1 or len(next(iter(cells.values())).partition(".")[0]) > 4)


def _bare(text: str) -> str:
    return re.sub(r"\s", "", text).lower()
