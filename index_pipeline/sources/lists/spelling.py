"""Names of entries in other spellings: which of the known ones a name may be."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from difflib import SequenceMatcher
from functools import lru_cache
from typing import NamedTuple

from index_pipeline.sources.labels.folding import folded

LIKE = 0.9
"""Least similarity of two long names that may be one in another spelling; 1 is equal."""

SHORTEST = 4
"""Signs of the shortest names that may be one though they differ by a sign, without their legal forms."""

IN_COMMON = 4
"""Signs that two names of one list have in common, if they differ by signs that are not simplified alone."""

_LEGAL = re.compile(
    r"(股份有限责任公司|有限责任公司|股份有限公司|有限公司|股份公司|集团公司|\(集团\)|集团|总公司|公司|责任|股份)"
)
_SITE = re.compile(r"(旧址|遗址|老?厂区)$")
"""How the name of a works ends where the list means what is left of it: 鞍山钢铁厂旧址."""

_OPENING, _CLOSING = "[【〔〈「『{", "]】〕〉」』}"
_ROUND = str.maketrans(_OPENING + _CLOSING, "(" * len(_OPENING) + ")" * len(_CLOSING))
_BRACKETS = re.compile(r"\(([^()]*)\)")
_NAMING = re.compile(r"^(原名?|现名?|即|又名|又称|亦称|也称|旧称|旧名|曾用名|简称|前身为?|今|含|包括)[:：]?")
"""How brackets begin that hold another name of the entry, or names of its parts."""

_WORKS = frozenset("厂矿司团区地址园院所馆")
"""Signs that the names of works, firms and sites end with."""

_SIGNS = re.compile(r"[\s()\[\]【】“”\"'‘’《》<>·.,，、\-—–_/]+")
_TELLING = set("0123456789一二三四五六七八九十东西南北中上下新老甲乙丙丁")
"""Signs by which names differ that are not one: 第一分公司, 第二分公司."""

_FORMER = re.compile(
    r"[（(【\[]\s*(?:原名?(?!料|材料|址|厂[址区]|创|生|产|浆|油(?!脂|田))|曾用名|更名前|变更前)\s*[:：]?\s*(.+?)\s*[）)】\]]\s*$"
)

Leading = Callable[[str], tuple[tuple[str, ...], str]]
"""Separates the places that a name begins with, each by one name for all of its forms, and the rest of the name."""


class Spelling(NamedTuple):
    """A name as it is compared: its core, and what it consists of.

    `places` are those that it begins with or has in brackets, `remarks` what else it ends with in brackets, `rest` the
    core without both. The rest keeps a remark that names a kind of what is before it: 苏绣（扬州刺绣）.
    """

    core: str
    places: frozenset[str]
    remarks: frozenset[str]
    rest: str

    def may_be(self, other: "Spelling") -> bool:
        """Return whether one of two names of one rest is the other one with fewer places or remarks."""
        less = self.places <= other.places and self.remarks <= other.remarks
        return less or (self.places >= other.places and self.remarks >= other.remarks)


def core(name: str) -> str:
    """Return what is left of a name without its legal form, brackets and punctuation."""
    text = folded(name)
    bare = _SITE.sub("", _SIGNS.sub("", _LEGAL.sub("", text)))
    return bare if len(bare) >= 2 else _SIGNS.sub("", text)


def former_name(name: str) -> tuple[str, str | None]:
    """Separate a name and the former one that it states in brackets: 甲有限公司（原乙有限公司)."""
    found = _FORMER.search(name)
    return (name[: found.start()].strip(), found[1]) if found and found.start() else (name, None)


def bracketed(name: str) -> list[str]:
    """Return what a name has in brackets, the innermost of brackets within brackets only."""
    return _BRACKETS.findall(_rounded(name))


def without_brackets(name: str) -> str:
    """Return a folded name without its brackets; what is left of brackets is of those that are not closed or opened."""
    text = _rounded(name)
    while _BRACKETS.search(text):
        text = _BRACKETS.sub("", text)
    return text


def _rounded(name: str) -> str:
    return folded(name).translate(_ROUND)


def _is_kind(remark: str, name: str) -> bool:
    """Return whether brackets after a name hold a kind of it, as of a craft; works are named otherwise there."""
    return remark[-1:] == name[-1:] and remark[-1:] not in _WORKS and not _NAMING.match(remark)


def _names_in(remark: str) -> list[str]:
    """Return the cores of the names that brackets may hold: 现甲公司, 含甲厂、乙厂."""
    return [core(part) for part in re.split(r"[、,;/]", _NAMING.sub("", remark)) if part]


class KnownNames:
    """Names by which entries are known, to be searched for one in another spelling."""

    def __init__(self, names: Iterable[tuple[str, str]], leading: Leading):
        """Take pairs of a name and the identifier of its entry."""
        self._leading = leading
        self._exact: dict[str, list[str]] = defaultdict(list)
        self._cores: dict[str, list[str]] = defaultdict(list)
        self._rests: dict[str, dict[Spelling, None]] = defaultdict(dict)
        self._bracketed: dict[str, dict[str, None]] = defaultdict(dict)
        self._pairs: dict[str, set[str]] = defaultdict(set)
        self._shorter: dict[str, set[str]] = defaultdict(set)
        self._unusual_cores: set[str] = set()
        for name, entry in names:
            self.add(name, entry)

    def add(self, name: str, entry: str) -> None:
        """Add a name of an entry."""
        spelling = self._spelling(name)
        for known, key in ((self._exact, folded(name)), (self._cores, spelling.core)):
            if entry not in known[key]:
                known[key].append(entry)
        self._rests[spelling.rest][spelling] = None
        for other in (inside for remark in spelling.remarks for inside in _names_in(remark)):
            self._bracketed[other][spelling.core] = None
        if any(map(_is_unusual, spelling.core)):
            self._unusual_cores.add(spelling.core)
        for pair in _pairs(spelling.core):
            self._pairs[pair].add(spelling.core)
        for shorter in _without_a_sign(spelling.core):
            self._shorter[shorter].add(spelling.core)

    def same(self, name: str) -> list[str]:
        """Return the entries of this very name; width, blanks and case do not matter."""
        return self._exact.get(folded(name), [])

    def written_otherwise(self, name: str) -> list[str]:
        """Return the entries whose name differs by its legal form, or by what only one of the two states.

        That is a place, or brackets: a remark, or the other name of the two. Names that differ by signs alone of which
        one is outside the simplified standard set (GB 2312), such as 裡 and 里, are written otherwise too.
        """
        own = self._spelling(name)
        nested = [other.core for other in self._rests.get(own.rest, ()) if own.may_be(other)]
        inside = [other for remark in own.remarks for other in _names_in(remark)]
        unusual = sorted(self._unusual(own.core, IN_COMMON))
        return self._of([own.core, *nested, *inside, *self._bracketed.get(own.core, ()), *unusual])

    def alike(self, name: str) -> list[str]:
        """Return the entries whose name may be this one in another spelling, the most likely first.

        Besides those of `written_otherwise`, also of short names: names that differ by one sign, or by few signs of
        many. Names that differ by their places alone (滕州, 青州) are two.
        """
        bare = core(name)
        others = self._one_sign_apart(bare) | self._unusual(bare, 2) | self._similar(bare)
        likely = sorted(((_likeness(bare, other), other) for other in others), reverse=True)
        own = self._spelling(name)
        elsewhere = {other.core for other in self._rests.get(own.rest, ()) if other.remarks == own.remarks}
        mistaken = [o for _, o in likely if o not in elsewhere and not _differ_tellingly(bare, o)]
        return list(dict.fromkeys([*self.written_otherwise(name), *self._of(mistaken)]))

    def _of(self, cores: Iterable[str]) -> list[str]:
        return list(dict.fromkeys(entry for each in cores for entry in self._cores.get(each, ())))

    def _spelling(self, name: str) -> Spelling:
        places: list[str] = []
        remarks: list[str] = []
        text = _rounded(name)
        while every := list(_BRACKETS.finditer(text)):
            found = every[-1]
            (inside, rest), kept = self._leading(found[1]), ""
            if inside and not rest:
                places.extend(inside)
            elif found.end() == len(text) and not _LEGAL.fullmatch(found[1]):
                remarks.append(found[1])
                kept = found[1] if _is_kind(found[1], text[: found.start()]) else ""
            else:
                kept = found[1]
            text = text[: found.start()] + kept + text[found.end() :]
        bare = core(text)
        leading, rest = self._leading(bare)
        if len(rest) < 2:
            leading, rest = (), bare
        return Spelling(core(name), frozenset((*places, *leading)), frozenset(remarks), rest)

    def _one_sign_apart(self, bare: str) -> set[str]:
        if len(bare) < SHORTEST:
            return set()
        found = {other for shorter in _without_a_sign(bare) for other in self._shorter.get(shorter, ())}
        return {other for other in found if len(other) >= SHORTEST and _is_one_sign_apart(bare, other)}

    def _unusual(self, bare: str, least: int) -> set[str]:
        """Return names that differ from one only in signs of which one is outside GB 2312, with `least` in common."""
        others = self._cores if any(map(_is_unusual, bare)) else self._unusual_cores
        found = {other for other in others if len(other) == len(bare) and _in_common(bare, other) >= least}
        return {other for other in found if _differ_unusually(bare, other) and not _differ_tellingly(bare, other)}

    def _similar(self, bare: str) -> set[str]:
        pairs = _pairs(bare)
        shared = Counter(other for pair in pairs for other in self._pairs.get(pair, ()))
        near = (other for other, count in shared.items() if count >= 0.6 * len(pairs))
        return {other for other in near if len(bare) >= SHORTEST and _likeness(bare, other) >= LIKE}


def _pairs(text: str) -> set[str]:
    return {text[n : n + 2] for n in range(len(text) - 1)}


def _without_a_sign(text: str) -> Iterator[str]:
    """Give a text, and the text without each of its signs: two texts that are one sign apart have one in common."""
    yield text
    for n in range(len(text)):
        yield text[:n] + text[n + 1 :]


def _is_one_sign_apart(text: str, other: str) -> bool:
    start = next((n for n, (a, b) in enumerate(zip(text, other, strict=False)) if a != b), min(len(text), len(other)))
    left, right = text[start:], other[start:]
    return left[1:] == right[1:] or left[1:] == right or left == right[1:]


def _in_common(text: str, other: str) -> int:
    return sum(a == b for a, b in zip(text, other, strict=True))


@lru_cache(maxsize=10_000)
def _is_unusual(sign: str) -> bool:
    try:
        sign.encode("gb2312")
    except UnicodeEncodeError:
        return True
    return False


def _differ_unusually(text: str, other: str) -> bool:
    return all(a == b or _is_unusual(a) != _is_unusual(b) for a, b in zip(text, other, strict=True))


def _likeness(text: str, other: str) -> float:
    return SequenceMatcher(None, text, other, autojunk=False).ratio()


def _differ_tellingly(text: str, other: str) -> bool:
    changes = SequenceMatcher(None, text, other, autojunk=False).get_opcodes()
    signs = {sign for tag, a, b, c, d in changes if tag != "equal" for sign in text[a:b] + other[c:d]}
    return bool(signs & _TELLING)
