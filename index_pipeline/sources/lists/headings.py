"""The headings of official lists: what each column holds."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from index_pipeline.sources.lists.rows import Row, folded

Role = Literal[
    "serial", "name", "former", "province", "city", "county", "place", "office", "product", "category", "batch", "year",
    "result", "decision", "grade", "note", "other",
]  # fmt: skip

LONGEST_HEADING = 30
WHO = (
    r"(申报|推荐|所属|所在|拟?认定|入选|获奖|承担|示范|建设|依托|责任|牵头|项目"
    r"|企业|单位|工厂|园区|基地|遗产|机构|主体|公司|组织)*"
)

PATTERNS: tuple[tuple[Role, str], ...] = (
    ("serial", r"(序|序号|编号|顺序|顺序号|项目编号|项目序号|no|no\.|number)"),
    ("former", r"(原.*(名|名称)|.*变更前.*|.*更名前.*|曾用名|.*旧称)"),
    ("name", r"((现|新)(用)?.*(名|名称)|.*变更后.*|.*更名后.*)"),
    ("note", r"(备注|说明|附注|注|remarks?)"),
    ("batch", r".*(批次|届次|批别)"),
    ("year", r".*(年份|年度|认定时间|批准时间|公布时间|命名时间|认定年|公布年)"),
    (
        "result",
        r"是否(撤|取消|移出|退出|摘|注销|除名|终止|更名|变更|不).*|.*(结果|结论|变更(类型|事项|内容)|状态|处理意见|处理方式)",
    ),
    ("decision", r"是否.*|.*(审核|评审|复核|审查|专家)(意见|情况)?"),
    ("grade", r".*(等级|星级|评级)"),
    ("office", r".*(推荐|主管|上报|组织|初审)(单位|部门|机构|地区)|推荐(省份|省市)"),
    ("county", rf"{WHO}(县|区|区县|县区|县市区|县\(市、?区\)|区\(县\)|区县\(市\)|区/县|县级)(名称)?"),
    ("city", rf"{WHO}(市|城市|地市|地级市|市州|市\(州\)|州市|地\(市\)|市\(地、?州、?盟\))(名称)?"),
    (
        "province",
        rf"{WHO}(省|省份|省市|省区市|省\(区、?市\)|省\(自治区、?直辖市\)|省、?自治区、?直辖市|省级|省级行政区|省/市"
        r"|地区|区域|国家/地区)(名称)?|province|region",
    ),
    (
        "place",
        rf"{WHO}(注册|生产|工作|详细|地理|归)?(地|地点|地址|地方|属地|位置|区位|地区或单位|所在地区?)|city|place|location",
    ),
    ("category", r".*(类别|类型|门类|种类|分类)"),
    (
        "product",
        r".*(产品|行业|领域|产业|品牌|商标|字号|核心物项|方向|专业|产品名称|特色|品种|主营业务|项目内容|product)(名称)?",
    ),
    (
        "name",
        r"(name|title|company|.*(名称|名单|企业名|单位名|全称|题名|项目)|企业|单位|公司|工厂|园区|基地|机构|遗产|组织)",
    ),
    ("name", r".*(企业|单位|公司|工厂|园区|基地|机构|遗产|组织|主体)"),
)
"""Patterns of headings without blanks, the most particular first."""

NAMED = ("名称", "名", "name")
"""How a heading ends that says that its column holds names."""

PREFERRED = ("现", "新", "变更后", "更名后", "企业", "单位", "工厂", "公司", "基地", "园区", "遗产", "项目", "名称")
"""Of several columns of names, the one whose heading has the first of these words names the entry, those of `NAMED`
before others: 项目名称 before 工作单位."""


@dataclass(frozen=True)
class Columns:
    """The columns of a table, once for each entry of a row: lists are set with several entries side by side."""

    groups: tuple[dict[Role, tuple[int, ...]], ...]
    labels: tuple[str, ...]

    @property
    def width(self) -> int:
        """Number of columns."""
        return len(self.labels)


def find_columns(rows: Sequence[Row], start: int, name_column: str | None = None) -> tuple[Columns, int] | None:
    """Find the headings that begin at `rows[start]`.

    Args:
        rows: The document.
        start: Number of the row.
        name_column: Heading of the column that names the entries; otherwise the most likely one.

    Returns:
        The columns and the number of rows of headings (3 at most); None if the row is none.
    """
    if not _is_heading(rows[start]):
        return None
    height = 1
    while height < 3 and start + height < len(rows) and _goes_on(rows[start + height - 1], rows[start + height]):
        height += 1
    lines = rows[start : start + height]
    width = max(len(row.cells) for row in lines)
    labels = tuple(
        next((row.cells[column] for row in reversed(lines) if column < len(row.cells) and row.cells[column]), "")
        for column in range(width)
    )
    groups = tuple(_roles(labels, columns, name_column) for columns in _split(labels))
    if any("name" not in group for group in groups):
        return None
    return Columns(groups, labels), height


def role_of(label: str) -> Role:
    """Return what a column of this heading holds."""
    bare = re.sub(r"\s", "", folded(label)).strip("*:：")
    without = re.sub(r"\([^()]*\)$", "", bare)
    for text in dict.fromkeys((bare, without)):
        for role, pattern in PATTERNS:
            if text and re.fullmatch(pattern, text):
                return role
    return "other"


def _is_heading(row: Row) -> bool:
    """Return whether a row holds headings: short texts, two at least of kinds that are known, none a number."""
    texts = row.texts
    if len(texts) < 2 or any(len(text) > LONGEST_HEADING or re.fullmatch(r"[\d.]+", text) for text in texts):
        return False
    known = [role_of(text) for text in texts]
    kinds = {role for role in known if role != "other"}
    return len(kinds) > 1 and "other" not in known[:1] and _is_short(texts, known)


def _is_short(texts: Sequence[str], known: Sequence[Role]) -> bool:
    """Return whether texts are words for things and no things: a firm's name ends like the heading 公司."""
    names = [text for text, role in zip(texts, known, strict=True) if role in {"name", "product", "category"}]
    return all(len(folded(text)) <= 14 for text in names) and sum(role == "other" for role in known) <= len(known) / 2


def _goes_on(before: Row, row: Row) -> bool:
    """Return whether a row is a second row of headings: cells of the row before reach into it, or it is divided."""
    texts = row.texts
    if not texts or any(re.fullmatch(r"[\d.]+", text) or len(text) > LONGEST_HEADING for text in texts):
        return False
    if not (row.above & before.tall or before.beside):
        return False
    return all(role_of(text) != "other" for text in texts) and len(row.cells) == len(before.cells)


def _split(labels: Sequence[str]) -> list[list[int]]:
    """Split the columns where their headings begin again."""
    columns = [number for number, label in enumerate(labels) if label]
    bare = [folded(labels[number]) for number in columns]
    for size in range(2, len(bare) // 2 + 1):
        if len(bare) % size == 0 and bare == bare[:size] * (len(bare) // size):
            return [columns[first : first + size] for first in range(0, len(bare), size)]
    return [columns]


def _roles(labels: Sequence[str], columns: Sequence[int], name_column: str | None) -> dict[Role, tuple[int, ...]]:
    found: dict[Role, list[int]] = {}
    for column in columns:
        found.setdefault(role_of(labels[column]), []).append(column)
    if len(numbers := found.get("serial", [])) > 1:  # 序号, 编号: the second is a code
        first = min(numbers, key=lambda column: "序" not in labels[column])
        found["other"] = [*found.get("other", []), *(column for column in numbers if column != first)]
        found["serial"] = [first]
    if name_column is not None:
        asked = [column for column in columns if folded(name_column) == folded(labels[column])]
        if not asked:
            return {}
        for others in found.values():
            others[:] = [column for column in others if column not in asked]
        found["product"] = [*found.get("name", []), *found.get("product", [])]
        found["name"] = asked
    elif len(found.get("name", [])) > 1:
        first = min(found["name"], key=lambda column: _preference(labels[column]))
        found["product"] = [column for column in found["name"] if column != first] + found.get("product", [])
        found["name"] = [first]
    elif not found.get("name") and found.get("product"):
        found["name"] = [found["product"].pop(0)]
    return {role: tuple(numbers) for role, numbers in found.items() if numbers}


def _preference(label: str) -> tuple[bool, int]:
    word = next((number for number, word in enumerate(PREFERRED) if word in label), len(PREFERRED))
    return not folded(label).endswith(NAMED), word
