"""The project's framework with three registers for tests of lists, and plans of documents for them."""

from dataclasses import replace
from typing import Any

import pyarrow as pa
from running import ROOT

from index_pipeline import tables
from index_pipeline.framework.load import load
from index_pipeline.framework.registers import register_source
from index_pipeline.framework.source import Source
from index_pipeline.framework.text import Text
from index_pipeline.framework.yaml_files import read_model
from index_pipeline.sources.lists.places import Places
from index_pipeline.sources.lists.plan import Plan, plan
from index_pipeline.sources.lists.questions import Decisions
from index_pipeline.sources.lists.reading import read_list
from index_pipeline.sources.lists.rows import read_rows
from index_pipeline.sources.lists.terms import Announcement

PLAIN, KINDS, WORKS = "test_list", "test_kinds", "test_works"


def _source(
    register_id: str, categories: tuple[str, ...] = (), zh: str = "测试名录", words: tuple[str, ...] = ("测试", "绿色")
) -> Source:
    title = Text(zh=zh, en="Test list")
    content = register_source(register_id, title, title, title, words, (2017, 2023), categories=categories)
    return read_model(content.encode(), Source)


_SHIPPED = load(ROOT / "indicators")
_MADE = {
    PLAIN: _source(PLAIN),
    KINDS: _source(KINDS, ("工厂", "园区")),
    WORKS: _source(WORKS, zh="绿色工厂", words=("绿色工厂名单",)),
}
FRAMEWORK = replace(_SHIPPED, sources={**_SHIPPED.sources, **_MADE})


def planned(
    content: bytes,
    decisions: dict[str, str] | None = None,
    stored: pa.Table | None = None,
    register: str = PLAIN,
    year: int = 2021,
    name_column: str | None = None,
    **announced: Any,
) -> Plan:
    """Plan the import of a document."""
    decided = Decisions(decisions or {})
    found = read_list(read_rows("list", content), Places(FRAMEWORK, year, decided).is_place, name_column)
    announcement = Announcement(register, announced.pop("document", "测试文件"), year, **announced)
    events = tables.REGISTER_EVENTS.empty() if stored is None else stored
    return plan(found, announcement, "list sha256:0", events, FRAMEWORK, decided)


def events(*rows: tuple[str, str, str, str, int]) -> pa.Table:
    """Make events of the first register: identifier, title, region, event, year."""
    names = ("entry_id", "title", "ref_area", "event", "time_period")
    filled = [
        {**dict(zip(names, row, strict=True)), "register_id": PLAIN, "entries": 1, "source_id": PLAIN}
        | {"batch": "registers/test_list.csv", "batch_line": line}
        for line, row in enumerate(rows, start=2)
    ]
    return pa.Table.from_pylist(filled, schema=tables.REGISTER_EVENTS.schema)
