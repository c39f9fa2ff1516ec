"""A first framework from a table of figures: wide as a spreadsheet or COINr's iData, or tidy; with or without iMeta."""

import csv
import io
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import inf
from typing import Any

import yaml
from pydantic import TypeAdapter, ValidationError

from index_pipeline.characters import CHINESE, is_number
from index_pipeline.framework.changes.starting_figures import (
    MINUS,
    MISSING,
    TIDY,
    Row,
    StartError,
    StartingFigures,
    read_figures,
)
from index_pipeline.framework.text import Identifier
from index_pipeline.language import Both, Language

TYPES = ("Indicator", "Aggregate", "Denominator", "Group", "Other")
"""What a row of a structure may describe, as in COINr; the last two are not of the index."""


@dataclass(frozen=True)
class Title:
    """What a person says of the index: its title in each language that it is to be published in, and its source."""

    texts: Mapping[str, str]
    source: str = ""
    year: int | None = None


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
            `structure` is not in it or cannot be the name of a file, a weight is not a number above 0, a direction is
            not 1 or -1, a type is not one of `TYPES`, or the tree has no root.
    """
    if not table:
        raise StartError(Both("the table of figures has no row below its heading", "数据表在表头之下没有数据行"))
    found = read_figures(table, title.year)
    if not found.figures:
        raise StartError(Both("the table has no column of numbers", "表中没有数值列"))
    years = sorted({year for _, year, _ in found.figures})
    metas = _flat(found) if structure is None else [row for row in map(_without_missing, structure) if row.get("iCode")]
    indicators = [row for row in metas if _type(row) == "Indicator"]
    used = {row["iCode"] for row in indicators} | {row["Denominator"] for row in indicators if row.get("Denominator")}
    _check(metas, used, found)
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


def language_of(text: str) -> Language:
    """Return the language of a text: Chinese if it has a Chinese character."""
    return "zh" if CHINESE.search(text) else "en"


def _flat(found: StartingFigures) -> list[Row]:
    return [{"iCode": code, "iName": title, "Parent": "Index"} for code, title in found.titles.items()]


def _tree(metas: Sequence[Row], title: Title) -> dict[str, Any]:
    nodes = {row["iCode"]: row for row in metas if _type(row) == "Aggregate"}
    parents = {row.get("Parent", "") for row in metas if _type(row) in ("Indicator", "Aggregate")}
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
        own = [m for m in metas if m.get("Parent") == code and _type(m) == "Indicator"]
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


def _check(metas: Sequence[Row], used: set[str], found: StartingFigures) -> None:
    """Refuse a structure without rows, with a code that comes twice or cannot be a name, or without its figures."""
    if not metas:
        raise StartError(Both("the structure has no row with a code in a column iCode", "结构表没有填写 iCode 列的行"))
    _check_codes([*used, *(row["iCode"] for row in metas)])
    twice = [code for code, count in Counter(row["iCode"] for row in metas).items() if count > 1]
    if twice:
        raise StartError(
            Both(f"the structure has several rows of {', '.join(twice)}", f"结构表中 {', '.join(twice)} 有多行")
        )
    lacking = sorted(used - {series for _, _, series in found.figures})
    if lacking:
        raise StartError(
            Both(
                f"the table of figures has no column of numbers {', '.join(lacking)}, which the structure names",
                f"数据表中没有结构表所列的数值列：{', '.join(lacking)}",
            )
        )


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


def _type(row: Row) -> str:
    """Return what a row of a structure describes; an indicator if it does not say it."""
    found = (row.get("Type") or TYPES[0]).capitalize()
    if found not in TYPES:
        code, known = row["iCode"], ", ".join(TYPES)
        raise StartError(
            Both(f"{code}: type “{found}” is none of {known}", f"{code}：类型“{found}”不是 {known} 之一"),
        )
    return found


def _direction(row: Row) -> float:
    """Return 1 or -1: whether higher or lower is better."""
    text = row.get("Direction") or "1"
    number = text.translate(MINUS)
    if not is_number(number) or abs(float(number)) != 1:
        code = row["iCode"]
        raise StartError(Both(f"{code}: direction “{text}” is neither 1 nor -1", f"{code}：方向“{text}”不是1或-1"))
    return float(number)


def _indicator(row: Row) -> dict[str, Any]:
    lower = _direction(row) < 0
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


def _text(text: str) -> dict[str, str]:
    return {language_of(text): text}


def _observations(found: StartingFigures, used: set[str]) -> str:
    rows = [(*key, value) for key, value in found.figures.items() if key[2] in used]
    return _csv([list(TIDY), *([area, str(year), series, value] for area, year, series, value in rows)])


def _regions(found: StartingFigures) -> str:
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
