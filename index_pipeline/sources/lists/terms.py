"""What an entry of a list says about its event: kind, year, category, place, note; unclear cases become questions."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

from index_pipeline.framework.source import Register
from index_pipeline.language import Bilingual
from index_pipeline.sources.labels.folding import folded
from index_pipeline.sources.lists.batches import is_batch_alone
from index_pipeline.sources.lists.faults import LONGEST_TITLE
from index_pipeline.sources.lists.items import List, ListItem
from index_pipeline.sources.lists.outcomes import (
    about_annex,
    decides_outcome,
    is_of_outcome,
    is_positive,
    is_rule,
    is_withheld,
    outcome_of,
)
from index_pipeline.sources.lists.places import SKIP
from index_pipeline.sources.lists.questions import Ask, ListQuestion
from index_pipeline.sources.lists.remarks import earlier_name, later_name, says_event, says_moved
from index_pipeline.sources.lists.roles import PLACES, Role
from index_pipeline.sources.lists.sections import ListSection, is_list_title, is_of_kind
from index_pipeline.sources.lists.spelling import bracketed, former_name
from index_pipeline.sources.lists.titles import Titles
from index_pipeline.sources.lists.validity import last_valid_year
from index_pipeline.sources.lists.years import batch_of

DESIGNATED, TAKE = "designated", "take"

EVENTS_OF_LISTS = (DESIGNATED, "confirmed", "revoked", "renamed")
"""Kinds of event that a list may be of."""


@dataclass(frozen=True)
class Announcement:
    """What the user states about a list: its document, the year of its events, and the kind of event if it has one."""

    register_id: str
    document: str
    year: int
    event: str | None = None
    category: str | None = None
    total: int | None = None


_REMARKS: tuple[Role, ...] = ("note", "other", "category", "grade")
_ASIDE: tuple[Role, ...] = (*PLACES, "office", "product", "batch", "year")
"""Columns whose brackets may hold a remark: 北京（已撤销）."""


class Terms:
    """Reads the events of one list."""

    def __init__(self, found: List, announced: Announcement, file: str, register: Register, titles: Titles, ask: Ask):
        self._announced = announced
        self._file = file
        self._register = register
        self._titles: Sequence[str] = found.titles
        self._called = titles
        self._batches = {batch_of(item) for item in found.items} - {""}
        self._has_parts = _has_parts(found.items)
        self._headings = {self._title(item) for item in found.items}
        self._over_entries = {text for item in found.items for text in item.texts_above}
        self.ask = ask

    def other_list(self, item: ListItem) -> str:
        """Return the title of the list that an entry is in, if it is of other things than that of the register.

        The document holds both, each under its title: 绿色工厂名单, 绿色园区名单. Otherwise nothing.
        """
        title = self._title(item)
        has_own = any(self._called.is_own(heading) for heading in self._headings)
        return title if has_own and self._called.is_of_another_kind(title) and not is_of_outcome(title) else ""

    def is_taken(self, item: ListItem) -> bool | None:
        """Return whether an entry is of the list that is meant: a document of several lists is asked about each.

        Several lists have titles of their own, or headings with which their numbers begin again. A list whose titles
        are those of another register or batch is asked about too.
        """
        heading = self._title(item)
        batches = self._batches if len(self._batches) == 1 else ()
        titles = [*batches, *self._titles]
        doubt = self._called.doubt(heading, item.texts_above, titles, self._announced.document)
        if doubt:
            title, why = doubt
            said = Bilingual(f"the list “{title}”: {why.en}; is it taken?", f"名单“{title}”：{why.zh}，是否导入")
            answer = self.ask(ListQuestion(f"title:{title}", item.place, said, (TAKE, SKIP)))
            if answer != TAKE:
                return None if answer is None else False
        if (
            len(self._headings) < 2
            or is_of_outcome(heading)
            or self._called.is_own(heading)
            or any(name in heading for name in self._register.categories)
        ):
            return True
        shown = heading or self._announced.document
        said = Bilingual(f"the document holds several lists: is “{shown}” taken?", f"文件含多份名单，是否导入“{shown}”")
        answer = self.ask(ListQuestion(f"section:{shown}", item.place, said, (TAKE, SKIP)))
        return None if answer is None else answer == TAKE

    def _title(self, item: ListItem) -> str:
        """Return the title of the list that an entry is in, of a heading of a place without the place."""
        titles = (section.place for section in reversed(item.sections) if is_list_title(section.place))
        of_place = next(filter(None, map(self._called.of_place, titles)), "")
        part = item.part if self._has_parts and not is_batch_alone(item.part) else ""
        to_come = next(filter(self._called.is_of_entries_to_come, item.texts_above), "")
        return to_come or part or of_place or item.heading

    def event(self, item: ListItem) -> str | None:
        """Return the kind of its event; a remark that it was revoked or put off is asked about."""
        event, decision, remark = self._event(item), item.text("decision"), self._remark(item)
        if event not in {DESIGNATED, "confirmed"}:
            return event
        if decision and not is_positive(decision):
            said = Bilingual(f"what does “{decision}” mean for the entry?", f"“{decision}”对该条目意味着什么")
            return self.ask(ListQuestion(f"decision:{decision}", item.place, said, (event, "revoked", SKIP)))
        if not remark:
            return event
        said = Bilingual(f"what does the remark “{remark}” mean for the entry?", f"备注“{remark}”是何事件")
        renamed = ("renamed",) * bool(later_name(remark))
        moved = ("moved",) * says_moved(remark)
        return self.ask(ListQuestion(f"note:{remark}", item.place, said, (event, *renamed, *moved, "revoked", SKIP)))

    def _remark(self, item: ListItem) -> str:
        """Return what a remark, a category or a column of another or no heading says that happened to an entry.

        It is withheld, moved, closed or renamed, or its validity ended before the announcement; an earlier
        name that it states is not asked about.
        """
        remarks = [item.text(role) for role in _REMARKS]
        aside = [remark for role in _ASIDE for remark in bracketed(item.text(role))]
        texts = (
            text
            for text in (*remarks, *aside)
            if is_withheld(text) or says_event(text, item.name, self._register.first)
        )
        validity = [item.text("validity"), *(remark for remark in remarks if "有效期" in remark)]
        years = ((last_valid_year(text, item.text("year")), text) for text in validity)
        over = (text for last, text in years if last is not None and last < self._announced.year)
        return next(over, "") or next(texts, "")

    def names(self, item: ListItem, event: str) -> tuple[str, str | None]:
        """Return the name of an entry, and its former one: of a column, in brackets, or in a remark.

        An entry that is renamed as a remark says (更名为乙公司) has the name of the list as its former one.
        """
        title, bracketed = former_name(item.name)
        later = later_name(item.text("note")) or later_name(item.text("result"))
        if event == "renamed" and later and folded(later) != folded(title):
            return later, title
        return title, item.text("former") or bracketed or earlier_name(item.text("note"))

    def _event(self, item: ListItem) -> str | None:
        if result := item.text("result"):
            outcome = outcome_of(result)
            said = Bilingual(f"what does the result “{result}” mean for the entry?", f"结果“{result}”是何事件")
            return outcome or self.ask(
                ListQuestion(f"result:{result}", item.place, said, (DESIGNATED, "confirmed", "revoked", SKIP))
            )
        if self._announced.event:
            return self._announced.event
        titles = [text for text in self._titles if text not in self._over_entries]
        short = [*item.texts_above, *(text for text in titles if len(text) <= LONGEST_TITLE)]
        of_all = (t for t in short if is_of_outcome(about_annex(t, item.annex)[1]) and not is_rule(t))
        still_open = (section.text for section in item.sections if is_withheld(section.text))
        about = ((text, *about_annex(text, item.annex)) for text in titles)
        decided = (text for text, alone, every in about if is_of_outcome(alone) or decides_outcome(every))
        title = next(chain(of_all, still_open, decided), "")[:LONGEST_TITLE]
        if not title:
            return DESIGNATED
        said = Bilingual(f"what happened to the entries under the title “{title}”?", f"标题“{title}”下的条目发生了何事")
        return self.ask(
            ListQuestion(f"event:{title}", item.place, said, (DESIGNATED, "confirmed", "revoked", "renamed", SKIP))
        )

    def category(self, item: ListItem) -> str | None:
        """Return its category."""
        categories = self._register.categories
        text = item.text("category")
        if not categories:
            return text or None
        announced = self._announced.category
        given = (text, *item.texts_above, *(() if announced else (item.text("product"),)))
        every = ((words, [name for name in categories if name and name in words]) for words in given)
        named, category = next(((words, names[0]) for words, names in every if len(names) == 1), ("", announced))
        if category and announced in (None, category):
            return category
        named = named or text or item.part or self._title(item) or item.texts_above[0]
        said = Bilingual(f"which category is “{named}”?", f"“{named}”属于哪一门类")
        return self.ask(ListQuestion(f"category:{named}", item.place, said, (*categories, SKIP)))

    def place(self, item: ListItem) -> str | None:
        """Return the place as the list names it."""
        return item.text("place", "county", "city") or item.text("province") or item.place_above or None

    def note(self, item: ListItem) -> str:
        """Return its place in the document: file, row, serial number, product, remark."""
        number = "" if item.serial is None else f"；序号{item.serial}"
        product = f"；{item.text('product')}" if item.text("product") else ""
        remark = f"；备注：{item.text('note')}" if item.text("note") else ""
        return f"据 {self._file}；{item.place.partition(' · ')[0]}{number}{product}{remark}"[:200]


def _has_parts(items: Sequence[ListItem]) -> bool:
    """Return whether numbers, if there are any, begin again with a further heading that is of no place.

    Without numbers, a numbered heading begins another part. Headings by industry or owner divide one list.
    """
    if all(is_of_kind(item.part) for item in items if item.part):
        return False
    first = {item.part: item for item in reversed(items) if item.part}
    further = [item for item in first.values() if item is not items[0]]
    return any(item.serial == 1 or (item.serial is None and ListSection(item.part).level) for item in further)
