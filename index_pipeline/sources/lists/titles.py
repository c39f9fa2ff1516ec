"""Whether a list is the one that a register is of: what its titles call it, and which batch they say it is."""

import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from itertools import chain

from index_pipeline.framework.framework import Framework
from index_pipeline.framework.source import Register
from index_pipeline.language import Bilingual
from index_pipeline.sources.labels.folding import folded
from index_pipeline.sources.lists.batches import BATCH, Batches, batches_of
from index_pipeline.sources.lists.faults import LONGEST_TITLE
from index_pipeline.sources.lists.gazetteer import Gazetteer
from index_pipeline.sources.lists.outcomes import outcome_of
from index_pipeline.sources.lists.sections import is_list_title

_LIST = re.compile(r"名单|名录|目录|清单")
_BEFORE = re.compile(r".*(关于|公布|印发|批次?|年度?|附件\d*)")
_GENERAL = re.compile(
    r"按\w*?(排序|分列)|拟?认定|命名|称号|国家级?|全国|省级|示范|基地|园区|企业|单位|项目|代表性|中心|[入评]选|入围|候选|推荐|申报|复核|评审|评价|通过|保留|合格|未"
    r"|公示|征求意见|移出|撤销|取消|退出|新增|增补|补充|更名|名称|变更|获奖|立项|建设|最终|正式|有关|相关|拟|的|各|及|和|等"
)
_SIGNS = re.compile(r"\([^()]*\)|[^\w]|\d")

_KINDS = re.compile(
    r"工厂|车间|园区|基地|企业|产品|中心|项目|遗产|平台|机构|集群|供应链|人才|大师|团队|工匠|博物馆|品牌|示范区|街区|矿山|城市|博览会|标准|案例"
)
"""What lists are of."""

_TO_COME = re.compile(r"培育|后备|候补|储备|提名")

IN_COMMON = 4
"""Signs that the title of a list has in common with the name of its register, if that is not shorter."""


class Titles:
    """What the titles of lists say of the register that they are read into."""

    def __init__(self, framework: Framework, register: Register, batches: Batches, year: int):
        self._register = register
        self._words = {
            other.register_id: _words(other, source.recognise)
            for source in framework.sources.values()
            for other in source.registers
        }
        self._places = Gazetteer(framework.codes, year)
        recognised = (s.recognise for s in framework.sources.values() if register in s.registers)
        called = (register.title.zh or "", *chain.from_iterable(recognised), *register.categories)
        self._called = [_LIST.sub("", folded(text)) for text in called]
        self._names = {other.register_id: other.title.zh or other.register_id for other in framework.registers.values()}
        self._batches = batches
        self._year = year

    def doubt(
        self, heading: str, above: Sequence[str], titles: Sequence[str], document: str
    ) -> tuple[str, Bilingual] | None:
        """Return the title by which a list is of another register or batch, and what it says; None if there is none.

        Args:
            heading: The title above the entries; if it is that of another register, no other title counts.
            above: All headings and titles above the entries; one of a list of another level is enough.
            titles: All titles of the document; one that names the register is enough.
            document: What the user calls the document, which counts where no title says what the list is.
        """
        own = self._register.register_id
        levels = [*filter(is_list_title, (heading, *above))] or filter(is_list_title, titles)
        if other := next(filter(self._is_of_another_level, levels), ""):
            return other, Bilingual("it is not of the nation, as the register is", "为省级或市级名单，本名录为国家级")
        if self._others(heading) and not self._is_named(heading, own):
            return heading, self._another(heading)
        lists = [title for title in (heading, *titles) if len(title) <= LONGEST_TITLE and self._says_what(title)]
        lists = lists or [document] * self._says_what(document)
        lists = lists or [title for title in filter(is_list_title, titles) if self.is_of_another_kind(title)]
        if lists and not any(self._is_named(title, own) for title in lists):
            return lists[0], self._another(lists[0])
        short = (title for title in (heading, *titles) if len(title) <= LONGEST_TITLE and not outcome_of(title))
        title = next((title for title in short if batches_of(title)), document)
        said = self._other_batch(batches_of(title))
        return (title, said) if said else None

    def of_place(self, title: str) -> str:
        """Return what the title of a place calls its list: 绿色园区名单 of 北京市绿色园区名单; empty if no more."""
        found = self._places.find(title)
        return found.rest if found.area and len(_bare(found.rest)) >= 2 else ""

    def is_own(self, title: str) -> bool:
        """Return whether a title has what the register is called as a whole, and is not of entries to come."""
        is_called = any(word in folded(title) for word in self._called if len(word) >= IN_COMMON)
        return is_called and not self.is_of_entries_to_come(title)

    def is_of_entries_to_come(self, title: str) -> bool:
        """Return whether a title is of entries that are prepared or nominated, as the register is not: 培育名单."""
        word = _TO_COME.search(title)
        return word is not None and not any(word[0] in name for name in self._called)

    def is_of_another_kind(self, title: str) -> bool:
        """Return whether a title is of other things than the register is: 绿色园区名单, where that is of 绿色工厂."""
        kinds = _KINDS.findall(title)
        return bool(kinds) and not self.is_own(title) and not any(kinds[-1] in word for word in self._called)

    def _is_of_another_level(self, title: str) -> bool:
        return re.search(r"[省市区县]级", title) is not None and re.match(r"国家|全国", self._called[0]) is not None

    def _says_what(self, title: str) -> bool:
        """Return whether a title says what its list is of, or names a register."""
        return bool(subject(title)) or bool(self._others(title))

    def _others(self, title: str) -> list[str]:
        return [other for other in self._words if self._is_named(title, other)]

    def _is_named(self, title: str, register_id: str) -> bool:
        text = _bare(title)
        return any(_common(word, text) >= min(len(word), IN_COMMON) for word in self._words[register_id])

    def _another(self, title: str) -> Bilingual:
        if others := self._others(title):
            listed = "、".join(self._names[other] for other in others)
            return Bilingual(f"it is a list of another register: {listed}", f"属于其他名录：{listed}")
        own = self._names[self._register.register_id]
        return Bilingual(f"it does not name the list of the register, {own}", f"所写不是本名录“{own}”")

    def _other_batch(self, stated: frozenset[int]) -> Bilingual | None:
        if not stated:
            return None
        if self._batches.announced and not stated & self._batches.announced:
            own = "、".join(map(str, sorted(self._batches.announced)))
            return Bilingual(f"--document says that it is of batch {own}", f"--document 所写为第{own}批")
        years = self._batches.known.get(next(iter(stated)), frozenset()) if len(stated) == 1 else frozenset()
        if not years or self._year in years:
            return None
        known = "、".join(map(str, sorted(years)))
        return Bilingual(f"the register has this batch already, of {known}", f"名录中该批为{known}年")


def subject(title: str) -> str:
    """Return what a title says that its list is of, without batch, year and general words; empty if nothing."""
    found = _LIST.search(folded(title))
    clause = re.split("[,。;:]", folded(title)[: found.start()])[-1] if found else ""
    bare = _bare(_BEFORE.sub("", clause))
    return bare if len(bare) >= 3 else ""


def _words(register: Register, recognise: Sequence[str]) -> frozenset[str]:
    """Return what lists of a register are called, without general words."""
    bare = (_bare(text) for text in (register.title.zh or "", *recognise, *register.categories))
    return frozenset(word for word in bare if len(word) >= 2)


def _bare(text: str) -> str:
    return _GENERAL.sub("", _LIST.sub("", _SIGNS.sub("", BATCH.sub("", folded(text)))))


def _common(word: str, text: str) -> int:
    return SequenceMatcher(None, word, text, autojunk=False).find_longest_match().size
