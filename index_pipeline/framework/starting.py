"""A first framework from a table of figures: wide as a spreadsheet or COINr's iData, or tidy; with or without iMeta."""

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import inf
from typing import Any

import yaml
from pydantic import TypeAdapter, ValidationError

from index_pipeline.characters import CHINESE, is_number
from index_pipeline.errors import UserError
from index_pipeline.framework.text import Identifier
from index_pipeline.language import Both, Language

CODE = ("uCode", "ref_area", "code", "代码", "地区代码")
NAME = ("uName", "name", "region", "country", "地区", "名称")
YEAR = ("Time", "time_period", "year", "年份", "年")
TIDY = ("ref_area", "time_period", "series_id", "obs_value")
MISSING = {"", "NA", "NaN", "N/A", "..", "…", "—", "-"}
"""Cells without a figure."""

Row = Mapping[str, str]


class StartError(UserError):
    """A first framework cannot be made of a table; the message says which column or code is at fault."""


@dataclass(frozen=True)
class Title:
    """What a person says of the index: its title in each language that it is to be published in, and its source."""

    texts: Mapping[str, str]
    source: str = ""
    year: int | None = None


@dataclass
class _Table:
    regions: dict[str, str] = field(default_factory=dict)
    groups: dict[str, dict[str, str]] = field(default_factory=dict)
    figures: dict[tuple[str, int, str], str] = field(default_factory=dict)
    titles: dict[str, str] = field(default_factory=dict)

    def add(self, area: str, year: int, series: str, figure: str) -> None:
        """Add a figure; refuse one that differs from the figure of an earlier row."""
        kept = self.figures.setdefault((area, year, series), figure)
        if kept != figure:
            raise StartError(
                Both(
                    f"{area}, {year}: two rows have different figures of {self.titles[series]}, “{kept}” and "
                    f"“{figure}”: keep one row",
                    f"{area}，{year}年：两行的“{self.titles[series]}”数据不同（“{kept}”“{figure}”）：请只保留一行",
                )
            )


def first_framework(table: Sequence[Row], structure: Sequence[Row] | None, title: Title) -> dict[str, str]:
    """Return the files of a framework, and its figures as the tidy table `observations.csv`.

    Args:
        table: Rows of figures. Wide: one per unit (and year), a column per indicator; a column of numbers is an
            indicator, of texts a group. Tidy: one per figure.
        structure: Rows of COINr's iMeta (iCode, Parent, Type, and optionally iName, Direction, Weight, Denominator,
            Target); if None, every indicator is a child of the index, higher is better, and weights are equal.
        title: Title of the index, and where its figures are from.

    Raises:
        StartError: the table has no figure or no year, or two different figures of one region and year; a code of
            `structure` is not in it or cannot be the name of a file, a weight is not a number above 0, or the tree has
            no root.
    """
    if not table:
        raise StartError(Both("the table of figures has no row below its heading", "数据表在表头之下没有数据行"))
    found = _tidy(table) if all(name in table[0] for name in TIDY) else _wide(table, title.year)
    if not found.figures:
        raise StartError(Both("the table has no column of numbers", "表中没有数值列"))
    years = sorted({year for _, year, _ in found.figures})
    metas = _flat(found) if structure is None else [row for row in map(_without_missing, structure) if row.get("iCode")]
    if not metas:
        raise StartError(Both("the structure has no row with a code in a column iCode", "结构表没有填写 iCode 列的行"))
    indicators = [row for row in metas if row.get("Type", "Indicator") == "Indicator"]
    used = {row["iCode"] for row in indicators} | {row["Denominator"] for row in indicators if row.get("Denominator")}
    _check_codes([*used, *(row["iCode"] for row in metas)])
    lacking = sorted(used - {series for _, _, series in found.figures})
    if lacking:
        raise StartError(
            Both(
                f"the table of figures has no column of numbers {', '.join(lacking)}, which the structure names",
                f"数据表中没有结构表所列的数值列：{', '.join(lacking)}",
            )
        )
    files = {"observations.csv": _observations(found, used), "regions.csv": _regions(found)}
    files |= {f"indicator/{row['iCode']}.yaml": _yaml(_indicator(row)) for row in indicators}
    if title.source:
        files["source/figures.yaml"] = _yaml(_source(title.source))
    definition = {
        "id": "my_index",
        "edition": f"my-index-{years[-1]}",
        "title": dict(title.texts),
        "years": {"first": years[0], "last": years[-1]},
        "index": _tree(metas, title),
    }
    return files | {"framework.yaml": _yaml(definition)}


def _wide(table: Sequence[Row], stated: int | None) -> _Table:
    names = list(table[0]) if table else []
    name = next((n for n in NAME if n in names), None)
    code = next((n for n in CODE if n in names), name or (names[0] if names else None))
    year = next((n for n in YEAR if n in names), None)
    if code is None or (year is None and stated is None):
        raise StartError(
            Both(
                f"no column of years ({', '.join(YEAR)}): add one, or give the year of the table with --year",
                f"没有年份列（{'、'.join(YEAR)}）：请补充该列，或用 --year 指明年份",
            )
        )
    others = [n for n in names if n not in {code, name, year} and n]
    numeric = [n for n in others if _is_numeric(row[n] for row in table)]
    codes = dict(zip(numeric, _codes(numeric), strict=True))
    texts = [n for n in others if n not in numeric]
    groups = dict(zip(texts, _codes(texts), strict=True))
    found = _Table(titles={codes[n]: n for n in numeric})
    for row in table:
        area = row[code].strip()
        if not area:
            continue
        found.regions[area] = row[name].strip() if name else area
        found.groups[area] = {groups[n]: row[n].strip() for n in texts}
        for n in numeric:
            found.add(area, _year(row[year]) if year else stated or 0, codes[n], _figure(row[n]))
    return found


def _tidy(table: Sequence[Row]) -> _Table:
    found = _Table()
    for row in table:
        area, series = row["ref_area"].strip(), row["series_id"].strip()
        found.regions[area] = (row.get("title") or area).strip()
        found.titles[series] = series
        found.add(area, _year(row["time_period"]), series, _figure(row["obs_value"]))
    return found


def _is_numeric(cells: Iterable[str]) -> bool:
    known = [cell for cell in map(_figure, cells) if cell]
    return bool(known) and all(map(is_number, known))


def _figure(cell: str) -> str:
    """Return a number without the commas between its thousands; '' if there is none."""
    text = cell.strip()
    return "" if text in MISSING else re.sub(r"(?<=\d),(?=\d{3}\b)", "", text)


def _year(cell: str) -> int:
    text = cell.strip().removesuffix("年").removesuffix(".0")
    if not (text.isdecimal() and len(text) == 4):
        raise StartError(Both(f"“{cell}” is not a year, such as 2023", f"“{cell}”不是年份，如 2023"))
    return int(text)


def _codes(headings: Sequence[str]) -> list[str]:
    """Return a code per heading: its Latin letters and digits, or i1, i2 … if it begins with no such letter."""
    found: list[str] = []
    for number, heading in enumerate(headings, start=1):
        code = re.sub(r"[^A-Za-z0-9]+", "_", heading).strip("_")[:60]
        code = code if re.match("[A-Za-z]", code) else f"i{number}"
        found.append(code if code not in found else f"{code}_{number}")
    return found


def _flat(found: _Table) -> list[Row]:
    return [{"iCode": code, "iName": title, "Parent": "Index"} for code, title in found.titles.items()]


def _tree(metas: Sequence[Row], title: Title) -> dict[str, Any]:
    nodes = {row["iCode"]: row for row in metas if row.get("Type") == "Aggregate"}
    parents = {row.get("Parent", "") for row in metas if row.get("Type", "Indicator") in ("Indicator", "Aggregate")}
    unknown = sorted(parents - nodes.keys() - {""})
    roots = [code for code, row in nodes.items() if not row.get("Parent")] or (unknown if len(unknown) == 1 else [])
    if len(roots) != 1 or (nodes and unknown):
        named = ", ".join([*roots, *unknown]) or "-"
        raise StartError(
            Both(
                f"the structure needs one Aggregate without Parent, the index, and a row for every Parent; see {named}",
                f"结构表须恰有一个没有 Parent 的 Aggregate（总指数），且每个 Parent 均有一行；请检查 {named}",
            )
        )

    def node(code: str) -> dict[str, Any]:
        row = nodes.get(code, {})
        texts = dict(title.texts) if code == roots[0] else _text(row.get("iName") or code)
        found: dict[str, Any] = {"id": code, "title": texts} | _weight(row)
        below = [child for child, row in nodes.items() if row.get("Parent") == code]
        own = [m for m in metas if m.get("Parent") == code and m.get("Type", "Indicator") == "Indicator"]
        found |= {"components": [node(child) for child in below]} if below else {}
        return found | ({"indicators": {m["iCode"]: _stated_weight(m) for m in own}} if own else {})

    return node(roots[0])


def _weight(row: Row) -> dict[str, float]:
    return {"weight": _stated_weight(row)} if row.get("Weight") and row.get("Parent") else {}


def _stated_weight(row: Row) -> float:
    text = row.get("Weight") or "1"
    if not is_number(text) or not 0 < float(text) < inf:
        code = row["iCode"]
        raise StartError(Both(f"{code}: weight “{text}” is not a number above 0", f"{code}：权重“{text}”不是大于0的数"))
    return float(text)


def _without_missing(row: Row) -> Row:
    """Return a row of a structure whose cells without a value are empty."""
    return {name: "" if cell.strip() in MISSING else cell.strip() for name, cell in row.items()}


def _check_codes(codes: Iterable[str]) -> None:
    """Refuse what cannot be the name of a component, and so not that of its file."""
    check = TypeAdapter(Identifier).validate_python
    for code in codes:
        try:
            check(code)
        except ValidationError:
            raise StartError(
                Both(
                    f"code “{code}” must begin with a Latin letter and have only Latin letters, digits and _ . -",
                    f"代码“{code}”须以拉丁字母开头，且只含拉丁字母、数字和 _ . -",
                )
            ) from None


def _indicator(row: Row) -> dict[str, Any]:
    lower = row.get("Direction", "1").strip().startswith("-")
    found: dict[str, Any] = {"id": row["iCode"], "title": _text(row.get("iName") or row["iCode"])}
    found |= {"direction": "lower_is_better" if lower else "higher_is_better", "numerator": {"series": row["iCode"]}}
    return found | ({"denominator": {"series": row["Denominator"]}} if row.get("Denominator") else {})


def _source(text: str) -> dict[str, Any]:
    said = _text(text)
    kept = _text("as published by the source" if "en" in said else "以来源公布为准")
    return {"id": "figures", "title": said, "publisher": said, "publication": said, "kind": "series"} | {
        "licence": kept,
        "citation": said,
    }


def language_of(text: str) -> Language:
    """Return the language of a text: Chinese if it has a Chinese character."""
    return "zh" if CHINESE.search(text) else "en"


def _text(text: str) -> dict[str, str]:
    return {language_of(text): text}


def _observations(found: _Table, used: set[str]) -> str:
    rows = [(*key, value) for key, value in found.figures.items() if key[2] in used]
    return _csv([list(TIDY), *([area, str(year), series, value] for area, year, series, value in rows)])


def _regions(found: _Table) -> str:
    groups = list(dict.fromkeys(name for row in found.groups.values() for name in row))
    rows = []
    for area, name in found.regions.items():
        texts = _text(name)
        rows.append([area, texts.get("zh", ""), texts.get("en", ""), *found.groups.get(area, {}).values()])
    return _csv([["ref_area", "title_zh", "title_en", *groups], *rows])


def _csv(rows: Iterable[Sequence[str]]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue()


class _Plain(yaml.SafeDumper):
    """Writes each value out: a framework's files have no aliases."""

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002
        """Return that nothing is written as an alias."""
        return True


def _yaml(content: Mapping[str, Any]) -> str:
    return str(yaml.dump(dict(content), Dumper=_Plain, allow_unicode=True, sort_keys=False, width=120))
