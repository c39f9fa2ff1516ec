"""What shows that the text of a name is not the name of one entry in force, as it would be registered."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence

from index_pipeline.language import Bilingual
from index_pipeline.sources.lists.faults import ListFault
from index_pipeline.sources.lists.outcomes import is_withheld, outcome_of
from index_pipeline.sources.lists.spelling import bracketed, without_brackets
from index_pipeline.sources.lists.stated import is_sum, total_of

_MARK = re.compile(r"(?:[*※△▲☆★○●◎◆◇#†‡①-⑳¹²³]+|[\[〔(]\d{1,2}[\]〕)])$|^[*※△▲☆★]+")
_FIRM = re.compile(r"有限(?:责任)?公司")
_SEVERAL = re.compile(r"[;；\n]|\d[.、)）].*\D[2-9][.、)）]\D")
_THING = r"(?:厂|公司|矿|矿山|集团|旧址|基地|园区|开发区)"
_JOINT = re.compile(r"[、,，/;；与]|和(?!平|谐|兴|睦|顺|田|静|硕|龙|林|政|布|记|利|丰)")
"""What joins two names. 及 joins parts of one entry: 上海大中华纱厂及华丰纱厂."""
_SITE = re.compile(r"(?:旧址|遗址|原址|建筑群)$")
"""What ends the name of one site of several works: 甲厂和乙厂旧址."""
_IS_THING = re.compile(rf"\w.*{_THING}(?:[(（][^()（）]*[)）])?$")
_WHOLE = re.compile(
    rf"\w{{2}}.*(?:{_THING}|[址园馆坊场站港桥街窑井塔库楼]|大学|学院|中心|车间|合作社|研究[院所])(?<!集团)$"
)
_FURTHER = re.compile(r"^.{0,2}(?:有限|股份|责任|集团|厂区)|^公司|(?:分公司|分厂|车间|旧址|遗址|厂区)$")
"""How the line begins or ends that goes on with the name of a firm or works: 有限公司, 大庆分公司."""
_BODY = re.compile(r"(?:公司|集团|厂|合作社|大学|学院|研究[院所]|事务所)$")
_CUT = re.compile(r"^[、，,。;；：:]|[、，,：:]$|(?:有限|责任|股份有)公?$")
_SENTENCE = re.compile(r"。|^(注|备注|说明|附注)\d?[:：]|^(以上|上述|本名单|本表)")
_NOTHING = re.compile(
    r"\W*(同[上前]|略|无|空|空缺|空白|暂?缺|暂无|待补充?|待定|不详|未知|[〃″])\W*"
    r"|#(?:REF!|N/A|NAME\?|VALUE!|DIV/0!|NULL!|NUM!)"
)
_SUM = re.compile(r"^(合计|总计|共计|小计|累计)(?=\W|\d)")


def name_faults(name: str, place: str) -> Iterator[ListFault]:
    """Say why the text of a name is not that of one entry, or not of one in force.

    It is not a name (a number, a sum, a sentence), or part of a name (a bracket is not closed, a comma ends it); it is
    several names; it has the mark of a note; or it says that the entry was withdrawn.
    """
    names = names_in(name)
    said = _doubt(name, names)
    if said:
        about = Bilingual(f"“{name}”: {said.en}", f"“{name}”：{said.zh}")
        yield ListFault("entry", name, place, about, names if len(names) > 1 else ())


def names_in(text: str) -> tuple[str, ...]:
    """Return the names of works, firms or sites that a text joins (甲厂和乙厂, 甲厂、乙厂); itself, if it is one.

    甲厂和乙厂旧址 is one site.
    """
    begin, names = 0, list[str]()
    for joint in _JOINT.finditer(text):
        parts = before, _ = text[begin : joint.start()], text[joint.end() :]
        if all(_IS_THING.search(part) and "(" not in without_brackets(part) for part in parts):
            names.append(before.strip())
            begin = joint.end()
    last = text[begin:].strip()
    is_one = _SITE.search(last) and not any(map(_SITE.search, names))
    return (text.strip(),) if is_one else (*names, last)


def is_body(text: str) -> bool:
    """Return whether a text is the name of a firm, works or institute."""
    return _BODY.search(without_brackets(text)) is not None


def are_several(lines: Sequence[str], beside: Iterable[Sequence[str]]) -> bool:
    """Return whether the lines of a cell may be several names, and not one that is broken.

    They are where a line ends with a name and the next one begins another, or where the cells `beside` have as many.

    Args:
        lines: The lines of the cell.
        beside: The lines of other cells of the row; all lines end although the next sign has room.
    """
    parts = [("".join(lines[:n]), "".join(lines[n:])) for n in range(1, len(lines))]
    if any(_are_two(*map(without_brackets, both)) for both in parts):
        return True
    is_one = any(len(line) < 2 or _FURTHER.search(line) for line in lines[1:])
    return not is_one and any(len(others) == len(lines) for others in beside)


def _are_two(first: str, second: str) -> bool:
    """Return whether each of two texts may be a name of its own, and the second does not go on with the first."""
    further = _FURTHER.search(second)
    if re.search("[()]", first + second) or (further and not (further.start() and first.endswith(further[0]))):
        return False
    return all(_WHOLE.search(text) for text in (first, second))


def _doubt(name: str, names: Sequence[str]) -> Bilingual | None:
    text, outside = unicodedata.normalize("NFKC", name), without_brackets(name)
    if outcome_of(name) == "revoked" or any(is_withheld(remark) for remark in bracketed(name)):
        return Bilingual("does its name say that it is not in force?", "名称是否注明条目已撤销或尚未生效")
    if (
        not re.search(r"[^\W\d_]", text)
        or is_sum(text)
        or _SUM.search(text)
        or _SENTENCE.search(name)
        or _NOTHING.fullmatch(name)
    ):
        return Bilingual("is it the name of an entry?", "是否为条目名称")
    if "(" in outside or ")" in outside or _CUT.search(name):
        return Bilingual("is the name whole?", "名称是否完整")
    if len(names) > 1:
        each = "、".join(f"“{part}”" for part in names)
        return Bilingual(f"is it one entry, or is each one: {each}?", f"是一个条目，还是各为一个条目：{each}")
    several = _SEVERAL.search(name) or are_several(name.split(), ()) or total_of(name) is not None
    if len(_FIRM.findall(outside)) > 1 or several:
        return Bilingual("is it the name of one entry or of several?", "是一个条目的名称，还是几个条目的名称")
    if mark := _MARK.search(name):
        return Bilingual(f"what does the mark “{mark[0]}” say of the entry?", f"标记“{mark[0]}”对该条目有何说明")
    return None
