"""The headings of official lists: what each column holds."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index_pipeline.sources.labels.folding import folded
from index_pipeline.sources.lists.roles import Role, is_plain, role_of
from index_pipeline.sources.lists.rows import Row

LONGEST_HEADING = 30

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

    @property
    def of_persons(self) -> str:
        """The heading of a column of persons' names (姓名) beside that of the entries, if there is one."""
        named = {column for group in self.groups for column in group["name"]}
        every = (label for column, label in enumerate(self.labels) if column not in named)
        return next((label for label in every if folded(label) == "姓名"), "")

    def twins(self, group: dict[Role, tuple[int, ...]]) -> list[int]:
        """Return the other columns of a group that have the same heading as that of its names."""
        own, columns = group["name"], [column for held in group.values() for column in held]
        return [column for column in columns if column not in own and self.labels[column] == self.labels[own[0]]]


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


def _is_heading(row: Row) -> bool:
    """Return whether a row holds headings: short texts, two at least of kinds that are known, none a number.

    Half of them have words of headings alone: 甲公司, 电子行业 and 通过复核 end as headings do, and are none. Names
    side by side may have no other column: 单位名称, 单位名称.
    """
    texts = row.texts
    if len(texts) < 2 or any(len(text) > LONGEST_HEADING or re.fullmatch(r"[\d.]+", text) for text in texts):
        return False
    known = [role_of(text) for text in texts]
    kinds = {role for role in known if role != "other"}
    is_several = len(kinds) > 1 or (kinds == {"name"} and len(set(texts)) == 1)
    is_known = is_several and "other" not in known[:1] and 2 * sum(map(is_plain, texts)) >= len(texts)
    return is_known and _is_short(texts, known)


def _is_short(texts: Sequence[str], known: Sequence[Role]) -> bool:
    """Return whether texts are words for things and no things: a firm's name ends like the heading 公司."""
    names = [text for text, role in zip(texts, known, strict=True) if role in {"name", "product", "category"}]
    is_short = all(len(folded(text)) <= (LONGEST_HEADING if text.isascii() else 14) for text in names)
    return is_short and sum(role == "other" for role in known) <= len(known) / 2


def _goes_on(before: Row, row: Row) -> bool:
    """Return whether a row is a second row of headings: cells of the row before reach into it, or it is divided."""
    texts = row.texts
    if not texts or any(re.fullmatch(r"[\d.]+", text) or len(text) > LONGEST_HEADING for text in texts):
        return False
    if not (row.above & before.tall or before.beside):
        return False
    return all(is_plain(text) or role_of(text) != "other" for text in texts) and len(row.cells) == len(before.cells)


def _split(labels: Sequence[str]) -> list[list[int]]:
    """Split the columns where their headings begin again."""
    columns = [number for number, label in enumerate(labels) if label]
    bare = [folded(labels[number]) for number in columns]
    for size in range(1, len(bare) // 2 + 1):
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
    elif not found.get("name") and "other" not in found and "province" in found:
        found["name"] = found.pop("county", []) or found.pop("city", [])  # a list of places
    return {role: tuple(numbers) for role, numbers in found.items() if numbers}


def _preference(label: str) -> tuple[bool, int]:
    word = next((number for number, word in enumerate(PREFERRED) if word in label), len(PREFERRED))
    return not folded(label).endswith(NAMED), word
