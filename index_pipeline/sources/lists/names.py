"""What shows that the text of a name is not the name of one entry in force, as it would be registered."""

import re
import unicodedata
from collections.abc import Iterator

from index_pipeline.language import Bilingual
from index_pipeline.sources.lists.faults import ListFault
from index_pipeline.sources.lists.outcomes import is_withheld, outcome_of
from index_pipeline.sources.lists.rows import folded
from index_pipeline.sources.lists.spelling import bracketed, without_brackets

_MARK = re.compile(r"(?:[*※△▲☆★○●◎◆◇#†‡①-⑳¹²³]+|[\[〔(]\d{1,2}[\]〕)])$|^[*※△▲☆★]+")
_FIRM = re.compile(r"有限(?:责任)?公司")
_SEVERAL = re.compile(r"[;；\n]|\d[.、)）].*\D[2-9][.、)）]\D")
_THING = r"(?:厂|公司|矿|矿山|集团|旧址|基地|园区|开发区)"
_LISTED = re.compile(rf"{_THING}[、,，/].*{_THING}$")
_CUT = re.compile(r"^[、，,。;；：:]|[、，,：:]$")
_SENTENCE = re.compile(r"。|^(注|备注|说明|附注)\d?[:：]|^(以上|上述|本名单|本表)|^(同上|同前|〃|″|略)$")
_SUM = re.compile(r"^(合计|总计|共计|小计|累计)|(合计|总计|小计)$")


def name_faults(name: str, place: str) -> Iterator[ListFault]:
    """Say why the text of a name is not that of one entry, or not of one in force.

    It is not a name (a number, a sum, a sentence), or part of a name (a bracket is not closed, a comma ends it); it is
    several names; it has the mark of a note; or it says that the entry was withdrawn.
    """
    said = _doubt(name)
    if said:
        yield ListFault("entry", name, place, Bilingual(f"“{name}”: {said.en}", f"“{name}”：{said.zh}"))


def _doubt(name: str) -> Bilingual | None:
    text, outside = unicodedata.normalize("NFKC", name), without_brackets(name)
    if outcome_of(name) == "revoked" or any(is_withheld(remark) for remark in bracketed(name)):
        return Bilingual("does its name say that it is not in force?", "名称是否注明条目已撤销或尚未生效")
    if not re.search(r"[^\W\d_]", text) or _SUM.search(folded(text)) or _SENTENCE.search(name):
        return Bilingual("is it the name of an entry?", "是否为条目名称")
    if "(" in outside or ")" in outside or _CUT.search(name):
        return Bilingual("is the name whole?", "名称是否完整")
    if len(_FIRM.findall(outside)) > 1 or _SEVERAL.search(name) or _LISTED.search(outside):
        return Bilingual("is it the name of one entry or of several?", "是一个条目的名称，还是几个条目的名称")
    if mark := _MARK.search(name):
        return Bilingual(f"what does the mark “{mark[0]}” say of the entry?", f"标记“{mark[0]}”对该条目有何说明")
    return None
