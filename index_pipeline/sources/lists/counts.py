"""Whether a list is complete: its serial numbers follow each other, its names differ, its stated numbers are met."""

from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

from index_pipeline.language import Bilingual, counted, joined
from index_pipeline.sources.lists.faults import ListFault
from index_pipeline.sources.lists.reading import List, ListItem, ListSection
from index_pipeline.sources.lists.rows import folded


def count_faults(found: List, total: int | None) -> Iterator[ListFault]:
    """Say where a list is not complete.

    Serial numbers rise by one; they may begin again at 1 with another heading, table, place, category or batch, if
    all numbers before were of one. No name occurs twice under one category. Sections and titles state how many entries
    there are.

    Args:
        found: The list as read.
        total: Number of entries that the announcement states, if a person gives it; otherwise that of the titles.
    """
    yield from _serials(found.items)
    yield from _doubled(found.items)
    yield from _sections(found.items)
    stated = found.stated if total is None else total
    if stated is not None and stated != len(found.items):
        last = found.items[-1].place if found.items else ""
        said = Bilingual(
            f"{counted(stated, 'entry is', 'entries are')} stated, {counted(len(found.items), 'was', 'were')} read",
            f"应有{stated}项，读到{len(found.items)}项",
        )
        yield ListFault("total", str(stated), last, said)


def _serials(items: Sequence[ListItem]) -> Iterator[ListFault]:
    numbered = [item for item in items if item.serial is not None]
    if numbered and numbered[0].serial != 1:
        first = numbered[0]
        said = Bilingual(f"the list begins with number {first.serial}", f"名单从{first.serial}号开始")
        yield ListFault("serial", f"1–{first.serial}", first.place, said)
    heads: list[set[object]] = [{head} for item in numbered[:1] for head in _heads(item)]
    for before, item in pairwise(numbered):
        assert before.serial is not None
        assert item.serial is not None
        own = _heads(item)
        if item.serial == 1 and any(len(held) == 1 and head not in held for held, head in zip(heads, own, strict=True)):
            heads = [{head} for head in own]
            continue
        for held, head in zip(heads, own, strict=True):
            held.add(head)
        if item.serial == before.serial + 1:
            continue
        place = joined([before.place, item.place], " → ")
        if item.serial > before.serial + 1:
            missing = f"{before.serial + 1}–{item.serial - 1}" if item.serial > before.serial + 2 else before.serial + 1
            said = Bilingual(
                f"number {before.serial} is followed by {item.serial}: {missing} is missing",
                f"{before.serial}号“{before.name}”之后是{item.serial}号“{item.name}”，缺{missing}号",
            )
        else:
            said = Bilingual(
                f"number {before.serial} is followed by {item.serial}",
                f"{before.serial}号“{before.name}”之后是{item.serial}号“{item.name}”",
            )
        yield ListFault("serial", f"{before.serial}–{item.serial}", place, said)


def _heads(item: ListItem) -> tuple[object, ...]:
    """Return what numbers may begin again with: section, table, place, category and batch."""
    place = item.text("province", "place", "office", "city")
    return item.section, item.table, place, item.text("category"), item.text("batch")


def _doubled(items: Sequence[ListItem]) -> Iterator[ListFault]:
    """Say which names occur twice: one fault per name, that names all of its places."""
    by_name: dict[tuple[str, str], list[ListItem]] = {}
    for item in items:
        by_name.setdefault((folded(item.name), item.text("category")), []).append(item)
    for same in by_name.values():
        if len(same) > 1:
            places = joined((item.place for item in same), "; ")
            said = Bilingual(f"the name is given {len(same)} times", f"名称出现{len(same)}次")
            yield ListFault("double", same[0].name, places, said)


def _sections(items: Sequence[ListItem]) -> Iterator[ListFault]:
    """Say which sections state another number of entries than are below them."""
    for section, group in groupby(items, key=lambda item: item.section):
        entries = list(group)
        if section.stated is not None and section.stated != len(entries):
            yield _miscounted(section, entries)


def _miscounted(section: ListSection, entries: Sequence[ListItem]) -> ListFault:
    read = counted(len(entries), "was", "were")
    said = Bilingual(
        f"“{section.text}” states {counted(section.stated or 0, 'entry', 'entries')}, {read} read",
        f"“{section.text}”应有{section.stated}项，读到{len(entries)}项",
    )
    return ListFault("total", section.text, joined([entries[0].place, entries[-1].place], " – "), said)
