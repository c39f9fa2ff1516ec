"""Words of official lists by which an entry is not, or not yet, in force."""

import re

from index_pipeline.sources.labels.folding import english

OUTCOMES = (
    (
        "revoked",
        re.compile(
            r"未通过|不通过|未能通过|不合格|不符合|未达标|未入选|落选|撤销|撤牌|移出|取消|退出|放弃|注销|除名|摘牌|终止"
            r"|不(?:再|予)\w{0,3}(?:保留|延续|有效|符合)|[不未](?:保留|延续|保持)"
            rf"|{english('revoked|withdrawn|removed|cancell?ed|delisted|rejected|expired|not passed|failed')}"
        ),
    ),
    ("renamed", re.compile(rf"更名|名称变更|变更名称|变更企业名称|{english('renamed')}")),
    ("confirmed", re.compile(r"通过|合格|保留|有效(?!期[^内])|保持|延续")),
)
"""What the words of a review mean; the first that is found."""

_REFUSED = re.compile(
    r"暂缓|暂不|不予|冻结|限期整改|重复申报|停止使用|收回|作废|失去|不再(?:保留|列入|纳入|作为|具[有备]|享[有受]|使用|认定|是|属)"
    rf"|勘误|更正|{english('suspended|deferred|erratum|corrigendum')}"
)
_DOUBTED = re.compile(
    r"整改|未(?:参加|申请|提交|进行)?复核|失信|存疑|有误|重复(?:认定|入选|列入|$)|培育(?:对象|单位|企业|库|期)"
    rf"|{english('pending|under review|duplicate')}"
)
"""What remarks say of an entry; sentences of an announcement say it of whoever does so."""

_IF = re.compile(r"(?:如果?|若|凡)(?:有|发现|信息|名单|名称|企业|单位|对)[^，,。；;]*")
"""How a note begins what may happen: 如信息有误，请联系."""

_DECIDED = re.compile(
    r"(?:决定|同意|批准|兹|现(?:予|对|将)|自[^。；，,]{1,20}起)[^。；]{0,20}?(?:撤销|撤牌|移出|取消|注销|除名|摘牌|更名|变更)"
)
"""How a sentence decides that entries are withdrawn or renamed; 有下列情形的，将撤销称号 is a rule."""

_WHOEVER = r"(?:(?:(?:国家|省)级?\w{0,8})?(?:企业|单位|工厂|园区|基地|项目|机构|遗产))?"
_RULE = re.compile(
    rf"(?:^|[，,。；:：])\s*(?:对|凡|如|若|有)[^。；]*的{_WHOEVER}"
    r"(?:[，,]|将|可|应|按|依|及时|一律|予以|取消|撤|移出|退出|不)[^。；]*$"
    rf"|的{_WHOEVER}[，,](?:[应将可请须由按依]|视为)[^。；]*$|的{_WHOEVER}[，,]?以[^。；]*为准$|不得[^。；，,]*$"
)
"""How a sentence says what happens to whoever does something: 对不合格的，取消其称号; 更名的，应报告."""
_CASES = re.compile(r"[:：]\s*[(（]?[一1].*")
"""The cases of a rule: 有下列情形之一的，撤销称号：（一）…；（二）…."""

_OPEN = re.compile(r"候选|备选|候补|后备|递补|(?:^|[\s，,；;。：:、（(尚仍])待(?!遇|业)\w|(?<!无)异议")
"""What is still open: 候选, 待复查."""

_ANNEX = re.compile(r"附件\s*(\d+|[一二三四五六七八九十]+)")

_POSITIVE = re.compile(
    r"\W*(审核|评审|复核|专家)?(是|通过|同意(?:推荐|认定|通过|申报)?|推荐|合格|符合|√|✓|y|yes)\W*", re.IGNORECASE
)
_DRAFT = re.compile(
    r"征求意见|(名单|名录)\W?公示(?!结果)|^关于.*的公示$"
    rf"|{english('draft|proposed|for (?:public )?comments?')}"
    r"|入围(名单|结果)|(?:推荐|申报)\w{0,20}汇总|专家评审(结果|意见)"
    r"|((?<!已)公示(?!期满)|(?<![虚模])拟\w{0,4}|(?<!最)初(?!创)\w{0,4}|候选|备选|申报|推荐|建议)\w{0,20}(名单|名录)"
)
_AFTER = re.compile(r"公示[^。，,]{0,8}[，,]\s*(?:现(?!.{0,4}拟)|决定)")
"""How a sentence says that the list was decided since: 经公示无异议，现确定…."""

_NOTICE = re.compile(
    r"(?<!已)(予以|进行|现将[^。]{0,40})公示(?!期满|结束|无异议|后|结果)|公示(期|时间)\W?(为|是|自|[:：]|\d)"
)


def outcome_of(text: str) -> str | None:
    """Return the event that the words of a review name; None if they name none, or put it off: 暂缓通过."""
    event = next((event for event, words in OUTCOMES if words.search(text)), None)
    is_put_off = any(words.search(text) for words in (_REFUSED, _OPEN))
    return None if event == "confirmed" and is_put_off else event


def is_withheld(text: str) -> bool:
    """Return whether a remark says that an entry was revoked, or that its designation was put off."""
    certain = _IF.sub("", text)
    return any(words.search(certain) for words in (OUTCOMES[0][1], _REFUSED, _OPEN, _DOUBTED))


def is_of_outcome(title: str) -> bool:
    """Return whether a title is that of entries that were reviewed, revoked, renamed or refused: 不予认定名单."""
    return outcome_of(title) is not None or _REFUSED.search(title) is not None


def annex_of(text: str) -> str:
    """Return the number of the annex that a line heads: 附件2, 附件2：撤销名单; empty if it heads none."""
    found = _ANNEX.match(text)
    return found[1] if found else ""


def about_annex(sentence: str, annex: str) -> tuple[str, str]:
    """Return what a sentence says of one annex alone, and of it and all; 公布撤销名单（见附件2） is not of annex 1.

    What is before the number of an annex, from that of the one before on, is of that annex; what follows the last is of
    all. Without an annex, the whole sentence is of all.
    """
    if not annex:
        return "", sentence
    *parts, rest = _ANNEX.split(sentence)
    alone = "".join(text for text, number in zip(parts[::2], parts[1::2], strict=True) if number == annex)
    return alone, alone + rest


def decides_outcome(sentence: str) -> bool:
    """Return whether a sentence of an announcement decides that entries are withdrawn or renamed: 决定撤销…称号."""
    return _DECIDED.search(sentence) is not None


def is_rule(sentence: str) -> bool:
    """Return whether a sentence says when entries are withdrawn, and withdraws none: 对不合格的，取消其称号."""
    return (
        sentence.endswith("。") and bool(_RULE.search(_CASES.sub("", sentence[:-1]))) and not decides_outcome(sentence)
    )


def is_positive(decision: str) -> bool:
    """Return whether a decision on an entry lets it stay in the list: 通过, 同意, 是."""
    return _POSITIVE.fullmatch(decision) is not None


def is_draft(title: str) -> bool:
    """Return whether a title is that of a list that is not decided: 征求意见稿, 拟认定名单, 名单公示."""
    return _DRAFT.search(title) is not None and not _AFTER.search(title)


def is_notice(text: str) -> bool:
    """Return whether a sentence asks for objections to a list, and publishes none: 现予以公示, 公示期：."""
    return _NOTICE.search(text) is not None and not re.search(r"公布|决定|现.{0,4}(认定|命名)", text)
