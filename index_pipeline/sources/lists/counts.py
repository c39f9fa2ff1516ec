"""Whether a list is in order: its numbers follow each other, those that it states are met, no columns are mixed up."""

from collections.abc import Iterator, Sequence
from itertools import combinations, groupby, pairwise

from index_pipeline.language import Bilingual, counted, joined
from index_pipeline.sources.lists.faults import LONGEST_TITLE, ListFault
from index_pipeline.sources.lists.items import List, ListItem
from index_pipeline.sources.lists.names import is_body
from index_pipeline.sources.lists.roles import Role
from index_pipeline.sources.lists.sections import ListHeading, extents
from index_pipeline.sources.lists.stated import LETTER, SUM, TITLE, stated_in_cell, sum_of

_COUNTED: tuple[Role, ...] = ("province", "city", "county", "place", "office", "category", "batch")
"""Columns whose merged cells may state how many entries they are beside."""


def count_faults(found: List, total: int | None) -> Iterator[ListFault]:
    """Say where a list is not complete or in order.

    Serial numbers rise by one; they may begin again at 1 with another heading, table, place, category or batch, if
    all numbers before were of one. Sections and titles state how many entries there are.
    Names and products are in their columns.

    Args:
        found: The list as read.
        total: Number of entries that the announcement states, if a person gives it; otherwise that of the titles.
    """
    yield from _serials(found.items)
    yield from _swapped(found.items)
    yield from _returned(found.items)
    yield from _sections(found)
    if total is None:
        yield from _totals(found)
    elif total != len(found.items):
        yield _not_whole(total, len(found.items), found.items[-1].place if found.items else "")


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
    """Return what numbers may begin again with: heading, title, table, place, category and batch."""
    place = item.text("province", "place", "office", "city")
    return item.sections, item.sections[:1], item.heading, item.table, place, item.text("category"), item.text("batch")


def _returned(items: Sequence[ListItem]) -> Iterator[ListFault]:
    """Say where a place heads entries again below those of another place, though their numbers go on."""
    places: dict[tuple[str, ...], list[str]] = {}
    for item in items:
        for number, section in enumerate(item.sections):
            outer = (item.annex, item.heading, *(above.text for above in item.sections[:number]))
            held = places.setdefault(outer, [])
            if not section.place or section.place in held[-1:]:
                continue
            if section.place in held and item.serial != 1:
                said = Bilingual(
                    f"“{section.text}” heads entries again, after “{held[-1]}”: are those from “{item.name}” on there? "
                    "If not, correct the list",
                    f"“{section.text}”在“{held[-1]}”之后再次出现：“{item.name}”起各项是否在该地区？如否，请先改正名单",
                )
                yield ListFault("row", section.text, item.place, said)
            held.append(section.place)


def _swapped(items: Sequence[ListItem]) -> Iterator[ListFault]:
    """Say where the columns of name and product hold each other's texts: a product, and the name of a firm.

    One fault per run of such entries, if more entries have the name of a firm as their name and none as product, and
    few have neither.
    """
    kinds = [(is_body(item.name), is_body(item.text("product"))) for item in items]
    is_of_firms = 10 * kinds.count((False, False)) <= len(kinds)
    if not is_of_firms or kinds.count((False, True)) >= kinds.count((True, False)):
        return
    for kind, run in groupby(zip(kinds, items, strict=True), key=lambda pair: pair[0]):
        if kind == (False, True):
            entries = [item for _, item in run]
            first, last = entries[0], entries[-1]
            said = Bilingual(
                f"from “{first.name}” to “{last.name}”, another column names a firm, “{first.text('product')}”: "
                "are the columns right? If not, correct the list",
                f"“{first.name}”至“{last.name}”，企业名称在另一列，如“{first.text('product')}”：两列是否填反？如是，请先改正名单",
            )
            yield ListFault("row", first.name, first.place, said)


def _sections(found: List) -> Iterator[ListFault]:
    """Say which headings, and cells such as 江苏省（12项）, state another number of entries than are below them."""
    for heading, end in extents(found.headings, len(found.items)):
        if heading.stated is not None and heading.stated != end - heading.before:
            yield _miscounted(heading.text, heading.stated, heading.place, found.items[heading.before : end])
    for role in _COUNTED:
        for text, group in groupby(found.items, key=lambda item: item.texts.get(role, "")):
            entries = list(group)
            stated = stated_in_cell(text)
            if stated is not None and stated != len(entries):
                yield _miscounted(text, stated, entries[0].place, entries)


def _miscounted(text: str, stated: int, place: str, entries: Sequence[ListItem]) -> ListFault:
    read = counted(len(entries), "was", "were")
    said = Bilingual(
        f"“{text}” states {counted(stated, 'entry', 'entries')}, {read} read",
        f"“{text}”应有{stated}项，读到{len(entries)}项",
    )
    where = joined([entries[0].place, entries[-1].place], " – ") if entries else place
    return ListFault("total", text, where, said)


def _totals(found: List) -> Iterator[ListFault]:
    """Say which titles and sums state another number of entries than are below a title or above a sum.

    Either that part counts which the next title or sum ends, or all up to the end of the list. The number in a
    sentence of an announcement may be that of any part between two headings.
    """
    size = len(found.items)
    edges = sorted({0, size, *(heading.before for heading in found.headings)})
    of_letters = {last - first for first, last in combinations(edges, 2)}
    for number, total in enumerate(found.totals):
        if total.level == LETTER:
            if total.stated not in of_letters:
                yield _miscounted(total.text[:LONGEST_TITLE], total.stated or 0, total.place, found.items)
            continue
        below = next((later.before for later in found.totals[number + 1 :] if later.before > total.before), size)
        starts = _starts(found, number)
        under, over = {below - total.before, size - total.before}, {total.before - start for start in starts}
        parts = (under if total.level == TITLE or not total.before else set()) | (over if total.level == SUM else set())
        if total.stated is not None and total.stated not in parts:
            is_below = total.level == SUM and total.before > max(starts)
            read = total.before - max(starts) if is_below else below - total.before
            is_alone = len(found.totals) == 1 and not is_below
            yield _not_whole(total.stated, read, found.items[-1].place if is_alone else total.place)


def _starts(found: List, number: int) -> set[int]:
    """Return how many entries may be before the first one of a sum.

    It counts from the first entry, or from below the sum or title before, the last one that is not of a lower rank
    (小计, 合计, 总计), or the heading that it names; 小计 need not name it, and is not one
    of all entries where another sum is before it.
    """
    total, before = found.totals[number], found.totals[:number]
    named, rank = sum_of(total.text)
    higher = (other for other in reversed(before) if other.level == TITLE or sum_of(other.text)[1] >= rank)
    above = (heading for heading in reversed(found.headings) if heading.before < total.before)
    headings = (heading for heading in above if (named in heading.text if named else not rank))
    nearest: list[ListHeading | None] = [before[-1] if before else None, next(higher, None), next(headings, None)]
    whole = {0} if rank or not before else set()
    return whole | {other.before for other in nearest if other}


def _not_whole(stated: int, read: int, place: str) -> ListFault:
    said = Bilingual(
        f"{counted(stated, 'entry is', 'entries are')} stated, {counted(read, 'was', 'were')} read",
        f"应有{stated}项，读到{read}项",
    )
    return ListFault("total", str(stated), place, said)
