"""Names of entries in other spellings: which of the known ones a name may be."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from difflib import SequenceMatcher

from index_pipeline.sources.lists.rows import folded

LIKE = 0.9
"""Least similarity of two names that may be one in another spelling; 1 is equal."""

SHORTEST = 4
"""Signs of the shortest names that are compared by their similarity."""

_LEGAL = re.compile(
    r"(股份有限责任公司|有限责任公司|股份有限公司|有限公司|股份公司|集团公司|\(集团\)|集团|总公司|公司|责任|股份)"
)
_SIGNS = re.compile(r"[\s()\[\]【】“”\"'‘’《》<>·.,，、\-—–_/]+")
_TELLING = set("0123456789一二三四五六七八九十东西南北中上下新老甲乙丙丁")
"""Signs by which names differ that are not one: 第一分公司, 第二分公司."""

_FORMER = re.compile(r"[（(【\[]\s*(?:原名?|曾用名|更名前|变更前)\s*[:：]?\s*(.+?)\s*[）)】\]]\s*$")


def core(name: str) -> str:
    """Return what is left of a name without its legal form, brackets and punctuation."""
    text = folded(name)
    bare = _SIGNS.sub("", _LEGAL.sub("", text))
    return bare if len(bare) >= 2 else _SIGNS.sub("", text)


def former_name(name: str) -> tuple[str, str | None]:
    """Separate a name and the former one that it states in brackets: 甲有限公司（原乙有限公司)."""
    found = _FORMER.search(name)
    return (name[: found.start()].strip(), found[1]) if found and found.start() else (name, None)


class KnownNames:
    """Names by which entries are known, to be searched for one in another spelling."""

    def __init__(self, names: Iterable[tuple[str, str]]):
        """Take pairs of a name and the identifier of its entry."""
        self._exact: dict[str, list[str]] = defaultdict(list)
        self._cores: dict[str, list[str]] = defaultdict(list)
        self._pairs: dict[str, set[str]] = defaultdict(set)
        for name, entry in names:
            bare = core(name)
            for known, key in ((self._exact, folded(name)), (self._cores, bare)):
                if entry not in known[key]:
                    known[key].append(entry)
            for pair in _pairs(bare):
                self._pairs[pair].add(bare)

    def same(self, name: str) -> list[str]:
        """Return the entries of this very name; width, blanks and case do not matter."""
        return self._exact.get(folded(name), [])

    def alike(self, name: str) -> list[str]:
        """Return the entries whose name may be this one in another spelling, the most likely first."""
        bare = core(name)
        found = list(self._cores.get(bare, []))
        if len(bare) < SHORTEST:
            return found
        pairs = _pairs(bare)
        shared = Counter(other for pair in pairs for other in self._pairs.get(pair, ()))
        near = [other for other, count in shared.items() if other != bare and count >= 0.6 * len(pairs)]
        likely = sorted(((_likeness(bare, other), other) for other in near), reverse=True)
        for likeness, other in likely:
            if likeness >= LIKE and not _differ_tellingly(bare, other):
                found += [entry for entry in self._cores[other] if entry not in found]
        return found


def _pairs(text: str) -> set[str]:
    return {text[n : n + 2] for n in range(len(text) - 1)}


def _likeness(text: str, other: str) -> float:
    return SequenceMatcher(None, text, other, autojunk=False).ratio()


def _differ_tellingly(text: str, other: str) -> bool:
    changes = SequenceMatcher(None, text, other, autojunk=False).get_opcodes()
    signs = {sign for tag, a, b, c, d in changes if tag != "equal" for sign in text[a:b] + other[c:d]}
    return bool(signs & _TELLING)
