"""Reading of code lists: rows of `indicators/*.csv`, each with its line in the message if it cannot be read."""

import csv
import difflib
import io
import math
from collections.abc import Callable, Mapping
from dataclasses import fields
from typing import TypeVar

from index_pipeline.causes import cause
from index_pipeline.characters import as_cell, is_number, shortened
from index_pipeline.framework.codes import CodeLists, Link, Region, Series, Tile, Unit
from index_pipeline.framework.fault import Fault, FaultsError, said

LARGEST_LIST = 20_000_000
"""Bytes of the largest code list that is read: 3,000 counties take a fiftieth of it."""

ITEMS: dict[str, type] = {"regions.csv": Region, "series.csv": Series, "units.csv": Unit}
"""What a row of a list is that may have columns of its own."""

Item = TypeVar("Item")


class CodeListError(FaultsError):
    """A code list cannot be read; the message names file, line and field."""


def read_codes(files: Mapping[str, bytes]) -> CodeLists:
    """Read `regions.csv`, `series.csv`, `units.csv`, `tilegrid.csv` and `adjacency.csv`, if `files` has them.

    Raises:
        CodeListError: a column is missing, a code is repeated, or a number cannot be read.
    """
    return CodeLists(
        regions={r.ref_area: r for r in _read(files, "regions.csv", _region, "ref_area")},
        series={s.series_id: s for s in _read(files, "series.csv", _series, "series_id")},
        units={u.unit: u for u in _read(files, "units.csv", _unit, "unit")},
        tiles={t.ref_area: t for t in _read(files, "tilegrid.csv", _tile, "ref_area")},
        links=tuple(_read(files, "adjacency.csv", _link, "pair")),
    )


def _read(files: Mapping[str, bytes], name: str, make: Callable[[dict[str, str]], Item], code: str) -> list[Item]:
    if name not in files:
        return []
    rows = _rows(name, files[name])
    if name in ITEMS:
        _refuse_misspelt(name, list(rows[0]) if rows else [])
    items: list[Item] = []
    seen: set[str] = set()
    for line, row in enumerate(rows, start=2):
        place = said("line", file=name, name=line)
        cells = {key: (value or "").strip() for key, value in row.items() if key}
        for text in (*cells, *cells.values()):
            if as_cell(text) != text and not is_number(text):
                raise CodeListError([Fault.of("formula", place, name=shortened(text), sign=text[0])])
        try:
            item = make(cells)
        except KeyError as error:
            raise CodeListError([Fault.of("no_column", place, name=str(error))]) from error
        except FaultsError as error:
            raise CodeListError([fault.within(place) for fault in error.found]) from error
        except ValueError as error:
            raise CodeListError([Fault.of("other", place, why=cause(error))]) from error
        identifier = getattr(item, code)
        if not identifier or identifier in seen:
            raise CodeListError(
                [Fault.of("code_twice" if identifier else "code_empty", place, column=code, name=identifier)]
            )
        seen.add(identifier)
        items.append(item)
    return items


def _refuse_misspelt(name: str, columns: list[str]) -> None:
    """Refuse a column that is nearly one that the list may have: its cells would be passed over without a word.

    Raises:
        CodeListError: a column looks like one that is not there.
    """
    absent = {each.name for each in fields(ITEMS[name])} - set(columns)
    faults = [
        Fault.of("unknown_column", said("line", file=name, name=1), name=column, near=close[0])
        for column in filter(None, columns)
        if (close := difflib.get_close_matches(column, absent, n=1, cutoff=0.8))
    ]
    if faults:
        raise CodeListError(faults)


def _rows(name: str, content: bytes) -> list[dict[str, str]]:
    try:
        text = content.decode("utf-8-sig")
        reader = csv.DictReader(io.StringIO(text, newline=""))
        if not reader.fieldnames:
            raise CodeListError([Fault.of("empty_list", name)])
        return list(reader)
    except UnicodeDecodeError as error:
        raise CodeListError([Fault.of("not_utf8", name)]) from error
    except csv.Error as error:
        raise CodeListError([Fault.of("not_csv", name, why=cause(error))]) from error


def _split(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split("|") if part.strip())


def _year(text: str) -> int:
    if not (text.isdecimal() and len(text) == 4):
        raise FaultsError([Fault.of("not_a_year", name=text)])
    return int(text)


def _number(text: str) -> float | None:
    number = None if not text else float(text) if is_number(text) else math.nan
    if number is not None and not math.isfinite(number):
        raise FaultsError([Fault.of("not_a_number", name=text)])
    return number


def _flag(text: str) -> bool:
    if text not in ("", "yes"):
        raise FaultsError([Fault.of("not_a_flag", name=text)])
    return text == "yes"


def _factor(text: str) -> float:
    factor = _number(text)
    if factor is None or factor <= 0:
        raise FaultsError([Fault.of("not_positive", name=text)])
    return factor


def _unit(row: dict[str, str]) -> Unit:
    return Unit(
        unit=row["unit"],
        title_zh=row.get("title_zh", ""),
        title_en=row.get("title_en", ""),
        dimension=row.get("dimension") or row["unit"],
        factor=_factor(row.get("factor") or "1"),
        labels=_split(row.get("labels", "")),
    )


def _region(row: dict[str, str]) -> Region:
    known = {"ref_area", "title_zh", "title_en", "short_zh", "level", "role", "parent", "labels"}
    return Region(
        ref_area=row["ref_area"],
        title_zh=row.get("title_zh", ""),
        title_en=row.get("title_en", ""),
        short_zh=row.get("short_zh", ""),
        level=row.get("level", ""),
        role=row.get("role") or "assessed",
        parent=row.get("parent", ""),
        labels=_split(row.get("labels", "")),
        attributes={key: value for key, value in row.items() if key not in known},
    )


def _series(row: dict[str, str]) -> Series:
    minimum, maximum = _number(row.get("minimum", "")), _number(row.get("maximum", ""))
    if minimum is not None and maximum is not None and minimum >= maximum:
        raise FaultsError([Fault.of("bounds_order", minimum=f"{minimum:g}", maximum=f"{maximum:g}")])
    return Series(
        series_id=row["series_id"],
        title_zh=row.get("title_zh", ""),
        title_en=row.get("title_en", ""),
        unit=row.get("unit", ""),
        labels=_split(row.get("labels", "")),
        breaks=tuple(_year(text) for text in _split(row.get("breaks", ""))),
        minimum=minimum,
        maximum=maximum,
        jump=_number(row.get("jump", "")),
        note=row.get("note", ""),
        part_of=row.get("part_of", ""),
        sampled=_flag(row.get("sampled", "")),
    )


def _tile(row: dict[str, str]) -> Tile:
    return Tile(ref_area=row["ref_area"], column=int(row["column"]), row=int(row["row"]))


def _link(row: dict[str, str]) -> Link:
    pair = "–".join(sorted([row["ref_area_a"], row["ref_area_b"]]))
    return Link(pair, row["ref_area_a"], row["ref_area_b"], row.get("kind") or "land")
