"""What a remark on an entry says that happened to it: another name before or since, a move, an end."""

import re

from index_pipeline.sources.labels.folding import english, folded

_NAME = r"[“\"]?([^，,；;。:：“”\"（）()]+(?:[（(][^（）()]*[)）][^，,；;。:：“”\"（）()]*)*)[”\"]?"
_EARLIER = (
    re.compile(rf"(?:由|自|从){_NAME}(?:更名|改名|变更|改制|改称)"),
    re.compile(
        rf"(?:原(?:企业|单位|公司|工厂|项目|基地)?(?:名称|名|称)|曾用名|旧称|更名前|变更前|前身)(?:为|是|叫)?[:：]?\s*{_NAME}"
    ),
    re.compile(rf"^原[:：]?{_NAME}(?<=[厂矿社院所园司团])$"),
)
"""How a remark names what an entry was called before: 由甲厂更名, 原名甲厂, 原甲厂."""

_LATER = re.compile(
    rf"(?:更名|改名|改称|变更)[为成至][:：]?\s*{_NAME}|现(?:企业)?(?:名称|名|称)[为是]?[:：]?\s*{_NAME}|现为{_NAME}(?<=公司)(?<!上市公司)(?<!子公司)$"
)
"""How a remark names what an entry has been called since: 更名为乙厂, 现名乙厂."""

_RENAMED = re.compile(
    r"更名|改名|改称|名称(?:已|发生|有)?(?:变更|变化)|变更[为成至]|变更(?:企业|单位|公司)?名称|现(?:企业)?(?:名称|名)|现为.*公司(?<!上市公司)(?<!子公司)$"
    rf"|{english('renamed')}"
)
_MOVED = re.compile(
    r"搬迁|迁移|[搬外]迁|迁[至往入出址建]|(?:地址|住所|注册地|所在地)\w{0,3}变更"
    rf"|{english('relocated|moved to')}"
)
_ENDED = re.compile(
    r"(?:已经?|有效期)(?:到期|过期|届满)(?![前后])|吊销|(?<![无未])(?:停产(?!品)|停业|歇业|关停|倒闭)|破产(?![法管案])|灭失|损毁"
    r"|(?:拆除|关闭)(?=$|[，,。；;])|已(?:被|经)*(?:关闭|失效|合并|并入|兼并|收购|分立|重组|转产)"
    r"|(?:吸收|[与被].{2,30})合并(?!申报|申请|推荐|报表|计算|公布)|并入"
    rf"|{english('closed(?: down)?(?=$|[,.; ])|merged|bankrupt|dissolved|demolished|ceased')}"
)
"""Words of an end. 分立器件, 重组蛋白, 失效分析 and 关闭阀 are products."""

_CLAUSE_END = re.compile(r"[，,；;。()（）]")
_YEAR = re.compile(r"(?<!\d)((?:18|19|20)\d\d)\s*年")
_ABOUT = re.compile(
    r"\s*(?:主[要导营])?(?:产品|业务|行业|领域|用途|地址|住所|电话|联系人|联系方式)(?:及\w{1,4})?(?:名称)?[:：]"
)
"""How a clause begins that is of products, an address or a person: its words do not name events."""


def earlier_name(remark: str) -> str | None:
    """Return the name that a remark says an entry had before; None if it states none."""
    found = next((match for pattern in _EARLIER if (match := pattern.search(remark))), None)
    return found[1].strip() if found else None


def later_name(remark: str) -> str | None:
    """Return the name that a remark says an entry has had since; None if it states none."""
    found = _LATER.search(remark)
    return next(filter(None, found.groups())).strip() if found else None


def says_event(remark: str, name: str, first: int = 0) -> bool:
    """Return whether a remark on the entry of a name says that it moved or ended, or that it was renamed.

    A renaming is none if the remark states the earlier name, and no later one that differs from that of the entry.
    What happened before `first`, the first year of the register, is the history of a site: 1998年停产，现为博物馆.
    """
    recent = remark
    for clause in _CLAUSE_END.split(remark):
        if _ABOUT.match(clause) or _is_before(clause, first):
            recent = recent.replace(clause, "", 1)
    later = later_name(recent)
    is_known = earlier_name(recent) is not None and (later is None or folded(later) == folded(name))
    is_renamed = _RENAMED.search(recent) is not None and not is_known
    return is_renamed or says_moved(recent) or _ENDED.search(recent) is not None


def _is_before(clause: str, first: int) -> bool:
    years = [int(year) for year in _YEAR.findall(clause)]
    return bool(years) and max(years) < first


def says_moved(remark: str) -> bool:
    """Return whether a remark says that an entry moved: 搬迁至南京市."""
    return _MOVED.search(remark) is not None
