"""The region of each entry of a list: by its columns, or by the heading above it; unclear cases become questions."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from index_pipeline.framework.codes import Region
from index_pipeline.framework.framework import Framework
from index_pipeline.language import Bilingual, joined
from index_pipeline.sources.lists.faults import ListFault
from index_pipeline.sources.lists.gazetteer import PROVINCES_BY_SIGN, SUFFIXES, Gazetteer, PlacesFound
from index_pipeline.sources.lists.items import ListItem
from index_pipeline.sources.lists.questions import Decisions, ListDecisionError, ListQuestion
from index_pipeline.sources.lists.roles import PLACES
from index_pipeline.sources.lists.sections import ListHeading, section_of
from index_pipeline.sources.lists.stated import TITLE

SKIP = "skip"
"""The answer that leaves an entry out."""

REGION = "REGION"
"""Among answers: the code or name of any region that is assessed."""

_NOWHERE = {"直辖市", "市辖区", "县", "直辖县", "省直辖县级行政区划", "自治区直辖县级行政区划"}
"""What columns of cities hold where there is no city."""

_BODY = re.compile(r"(?:公司|集团|协会|大学|学院|研究院|研究所)(?![东西南北中]?[路街道巷])|中心$|厂$")
"""What calls itself after a place and may lie elsewhere; 学院路 is an address."""

_A_LIST = re.compile(r"(名单|名录|清单|目录|汇总表|一览表|统计表)$")


_NO_PLACE = Bilingual(
    "no place is given: name its region, or add a column of regions (地区) to the list",
    "没有所在地：请指明地区，或在名单中补“地区”一列",
)


class Places:
    """Gives entries their regions, with the decisions of a person."""

    def __init__(self, framework: Framework, year: int, decided: Decisions):
        self._regions = framework.codes.regions
        self._gazetteer = Gazetteer(framework.codes, year)
        self._decided = decided

    def is_place(self, text: str) -> bool:
        """Return whether a string names a place and nothing else, or a list of that place; 鼓楼区 is one of several."""
        found = self._gazetteer.find(text)
        is_known = found.area is not None or (bool(found.areas) and text.endswith(tuple(SUFFIXES)))
        return is_known and (not found.rest or (found.area is not None and _A_LIST.search(found.rest) is not None))

    def area(self, text: str) -> str | None:
        """Return the code of the one region that a string names."""
        return self._gazetteer.find(text).area

    def counts(self, items: Sequence[ListItem]) -> dict[str, Counter[str]]:
        """Return how many entries each region has: under "" of all items, and of each title, part and category.

        Empty while the region of an entry is asked about; entries that a decision leaves out are not counted.
        """
        by_name = self.begin_with_regions(items)
        found: dict[str, Counter[str]] = {"": Counter()}
        for item in items:
            area = self.region(item, by_name=by_name)
            if not isinstance(area, str):
                return {}
            for name in {"", item.heading, item.part, item.text("category")} if area != SKIP else ():
                found.setdefault(name, Counter())[area] += 1
        return found

    def strays(self, headings: Sequence[ListHeading]) -> Iterator[ListFault]:
        """Say which headings of cities follow that of a province in which they do not lie, if others follow their own.

        Cities that are regions (大连市) may be anywhere.
        """
        province, is_nested, found = "", False, list[ListFault]()
        for heading in headings:
            section = section_of(heading.text, self.is_place)
            place = section.place if section else ""
            if heading.level == TITLE or self._gazetteer.is_region(place):
                province = place
            elif province and place and self._gazetteer.find(f"{province} {place}").area:
                is_nested = True
            elif province and place:
                said = Bilingual(
                    f"“{heading.text}” follows “{province}”, in which it does not lie: are the headings whole and in "
                    "their order? If not, correct the list",
                    f"“{heading.text}”在“{province}”之后，但不属该地：小标题是否齐全、未错位？如否，请先改正名单",
                )
                found.append(ListFault("row", heading.text, heading.place, said))
        yield from found if is_nested else ()

    def begin_with_regions(self, items: Sequence[ListItem]) -> bool:
        """Return whether a list states no place but the whole names of regions that all its names begin with.

        山东省烟台张裕葡萄酒文化旅游区 lies there; 北京市政路桥股份有限公司, as other firms, may not.
        """
        return all(
            not (item.text(*PLACES, "office") or item.place_above or item.name.endswith("公司"))
            and self._begun(item.name)
            for item in items
        )

    def _begun(self, name: str) -> str | None:
        """Return the code of the region with whose whole name a name begins."""
        assessed = (region for region in self._regions.values() if region.role == "assessed" and region.title_zh)
        return next((region.ref_area for region in assessed if name.startswith(region.title_zh)), None)

    def region(self, item: ListItem, *, by_name: bool = False) -> str | ListQuestion:
        """Return the code of an entry's region, `skip`, or what must be asked.

        Columns of province, city, county and place are read together, those further down within those above; the
        heading of the section bounds them. If there is no such column, the authority that recommended the entry
        names the place. The name of the entry itself decides nothing, unless `by_name`; one of a place in another
        region is asked about.

        Args:
            item: The entry.
            by_name: Whether all names of the list begin with their regions (`begin_with_regions`).
        """
        if by_name and (begun := self._begun(item.name)):
            return begun
        columns = [PROVINCES_BY_SIGN.get(item.text("province"), item.text("province")), *map(item.text, PLACES[1:])]
        own = " ".join(text for text in columns if text and text not in _NOWHERE)
        text = own or item.place_above or item.text("office")
        if not text:
            return self._asked(f"region:{item.name}", item, PlacesFound(), _NO_PLACE)
        key = f"place:{text}"
        within = self._gazetteer.find(item.place_above).area if item.place_above else None
        found = self._gazetteer.find(text, within)
        if answer := self._decided.answer(key):
            return self._decision(key, answer)
        if found.area is None or _BODY.search(found.rest):
            said = (
                self._several(found) if len(found.areas) > 1 else Bilingual("it is not a known place", "不是已知的地名")
            )
            if found.area:
                said = Bilingual("it is the name of a body, not of a place", "是机构名，不是地名")
            return self._asked(key, item, found, said)
        if within and not self._gazetteer.contains(within, found.area):
            said = Bilingual(
                f"it does not lie in {item.place_above}, as the heading says", f"不在标题“{item.place_above}”之下"
            )
            return self._asked(key, item, found, said)
        region = self._regions[found.area]
        if region.role not in {"assessed", "merged"}:
            return self._asked(key, item, PlacesFound(), Bilingual("it is not assessed", "不参评"))
        other = self._gazetteer.named_elsewhere(item.name, region.ref_area)
        if other is None:
            return region.ref_area
        named = self._regions[other]
        said = Bilingual(
            f"it is said to be in {region.title_en}, its name begins with a place in {named.title_en}",
            f"所写地区为{region.title_zh}，名称以{named.title_zh}的地名开头",
        )
        return self._asked(f"region:{item.name}", item, PlacesFound({region.ref_area: "", other: ""}), said)

    def _several(self, found: PlacesFound) -> Bilingual:
        """Say which regions a string points to: one that has places of its name, or that it names itself."""
        regions = [self._regions[area] for area in found.areas]
        en = ", ".join(region.title_en or region.title_zh for region in regions)
        return Bilingual(
            f"it points to several regions: {en}", f"指向多个地区：{'、'.join(r.title_zh for r in regions)}"
        )

    def _asked(self, key: str, item: ListItem, found: PlacesFound, said: str) -> str | ListQuestion:
        if answer := self._decided.answer(key):
            return self._decision(key, answer)
        areas = dict(found.areas) or dict(self._gazetteer.find(item.name).areas)
        hint: list[str] = []
        if not found.areas and len(areas) == 1:
            name = self._regions[next(iter(areas))].title_zh
            hint = [Bilingual(f"; the name begins with a place in {name}", f"；名称以{name}的地名开头")]
        subject = key.partition(":")[2]
        names = [self._regions[area].title_zh or area for area in areas]
        about = Bilingual(f"{item.name}: “{subject}”: ", f"{item.name}：“{subject}”")
        if subject == item.name:
            about = Bilingual(f"“{subject}”: ", f"“{subject}”")
        question = joined([about, said, *hint], "")
        return ListQuestion(key, item.place, question, (*names, REGION, SKIP))

    def _decision(self, key: str, answer: str) -> str:
        if answer == SKIP:
            return SKIP
        region = self._named(answer)
        if region is None or region.role not in {"assessed", "merged"}:
            raise ListDecisionError(
                Bilingual(
                    f"{key}: {answer} is neither the code nor the name of a region that is assessed",
                    f"{key}：“{answer}”不是参加评价的地区的代码或名称",
                )
            )
        return region.ref_area

    def _named(self, answer: str) -> Region | None:
        found = self._gazetteer.find(answer)
        return self._regions[found.area] if found.area and not found.rest else None
