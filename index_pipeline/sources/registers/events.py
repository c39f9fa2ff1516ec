"""Events in the life of an entry: what an event states, and whether it can be one."""

import re
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from index_pipeline.characters import as_cell, shortened
from index_pipeline.framework.events import EVENTS
from index_pipeline.framework.framework import Framework
from index_pipeline.language import Bilingual, Both
from index_pipeline.sources.registers.stocks import RegisterError

LONGEST = 200
"""Characters of a title, a place, the name of a document or a note."""

IDENTIFIER = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.\-]{0,99}")


@dataclass(frozen=True)
class Event:
    """An event in the life of an entry; `title`, `ref_area` and `category` default to those of the entry so far."""

    register_id: str
    event: str
    time_period: int
    document: str
    entry_id: str | None = None
    title: str | None = None
    ref_area: str | None = None
    category: str | None = None
    grade: str | None = None
    place: str | None = None
    note: str | None = None


def checked_event(given: Event, framework: Framework, today: date) -> Event:
    """Return an event without blanks around its strings, if nothing is wrong with it by itself.

    Raises:
        RegisterError: its register or kind is not known, its year is in the future or before the register begins, its
            document or what it changes is not named, or a string cannot be a cell of a register.
    """
    event = _tidy(given)
    register = framework.registers.get(event.register_id)
    if register is None:
        raise RegisterError(
            Both(
                f"{event.register_id} is not a register; choose one of {', '.join(framework.registers)}",
                f"没有名录 {event.register_id}；可选：{'、'.join(framework.registers)}",
            )
        )
    if event.event not in EVENTS:
        raise RegisterError(
            Both(
                f"event “{event.event}” is not one of {', '.join(EVENTS)}",
                f"事件“{event.event}”不是以下之一：{'、'.join(EVENTS)}",
            )
        )
    if event.time_period > today.year:
        raise RegisterError(Both(f"{event.time_period} is in the future", f"{event.time_period} 年尚未到来"))
    if event.time_period < register.first:
        raise RegisterError(
            Both(
                f"{event.time_period} is before register {event.register_id} begins, in {register.first}",
                f"{event.time_period} 年早于名录 {event.register_id} 的首年 {register.first}",
            )
        )
    for kind, name in (("renamed", "title"), ("moved", "ref_area")):
        if event.event == kind and not getattr(event, name):
            raise RegisterError(
                Both(f"{name} is empty: say what the entry has now", f"{name} 为空：请写明变更后的内容")
            )
    if not event.document:
        raise RegisterError(Both("name the document that states the event", "请写明记载该事件的文件"))
    return event


def _tidy(event: Event) -> Event:
    """Return an event without blanks around its strings; refuse what is not a string on one line."""
    given: dict[str, Any] = {name: text.strip() for name, text in vars(event).items() if isinstance(text, str)}
    for name, text in given.items():
        if not text.isprintable():
            raise RegisterError(
                Both(
                    f"{name}: {shortened(text)} holds a sign that cannot be printed: write it on one line",
                    f"{name}：{shortened(text)} 含无法显示的字符：请写成一行文字",
                )
            )
        if as_cell(text) != text:
            raise RegisterError(
                Bilingual(
                    f"{name}: {shortened(text)}: a spreadsheet takes a text that begins with {text[0]} for a formula: "
                    "begin it otherwise",
                    f"{name}：{shortened(text)} 以“{text[0]}”开头，会被表格软件当作公式，请改写",
                )
            )
        if len(text) > LONGEST:
            raise RegisterError(
                Both(
                    f"{name}: a text of {len(text):,} characters; at most {LONGEST} are taken",
                    f"{name}：共 {len(text):,} 字，最多 {LONGEST} 字",
                )
            )
    if event.entry_id is not None and event.event == "designated" and not IDENTIFIER.fullmatch(given["entry_id"]):
        raise RegisterError(
            Both(
                f"entry {given['entry_id']}: an identifier consists of letters, digits, _ - and .",
                f"条目 {given['entry_id']}：代码只能由字母、数字、_ - 和 . 组成",
            )
        )
    return replace(event, **given)
