"""What a list would change in a register: new entries, events of known ones, and what a person decides first."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import pyarrow as pa

from index_pipeline.framework.framework import Framework
from index_pipeline.language import Bilingual, joined
from index_pipeline.sources.labels.folding import folded
from index_pipeline.sources.lists.batches import Batches, batches_of, known_batches
from index_pipeline.sources.lists.counts import count_faults
from index_pipeline.sources.lists.entries import Entries, RegisterEntry
from index_pipeline.sources.lists.faults import ListFault
from index_pipeline.sources.lists.items import List, ListItem
from index_pipeline.sources.lists.names import name_faults, names_in
from index_pipeline.sources.lists.places import SKIP, Places
from index_pipeline.sources.lists.questions import Decisions, ListQuestion
from index_pipeline.sources.lists.tallies import tally_faults
from index_pipeline.sources.lists.terms import DESIGNATED, Announcement, Terms
from index_pipeline.sources.lists.titles import Titles
from index_pipeline.sources.lists.validity import validity_faults
from index_pipeline.sources.lists.years import ListYears
from index_pipeline.sources.registers.events import Event

NEW, ACCEPT, EACH, ONCE, BOTH = "new", "accept", "each", "once", "both"

ANSWERS = {"entry": (ACCEPT, SKIP)}
"""What a fault is answered with, if not by accepting the list as it is."""


@dataclass(frozen=True)
class Plan:
    """Events to be written, in their order, and how the entries of a list relate to the register.

    `known` are entries that it has already, each with the name of the list; `left_out` those that a decision left
    out. Nothing is written while there are `questions`. `regions` counts the entries of the list that are not left out,
    by region, `other_lists` those of each list of the document that is of other things than the register.
    """

    events: tuple[Event, ...]
    known: tuple[tuple[str, RegisterEntry], ...]
    left_out: tuple[str, ...]
    questions: tuple[ListQuestion, ...]
    regions: dict[str, int] = field(default_factory=dict, hash=False)
    other_lists: dict[str, int] = field(default_factory=dict, hash=False)

    @property
    def new(self) -> tuple[Event, ...]:
        """The entries that are new."""
        return tuple(event for event in self.events if event.event == DESIGNATED)


def plan(
    found: List,
    announced: Announcement,
    file: str,
    stored: pa.Table,
    framework: Framework,
    decided: Decisions,
) -> Plan:
    """Compare a list with its register.

    Args:
        found: The list as read.
        announced: What the user says about it.
        file: Name and digest of the document, for the note of each event.
        stored: `tables.REGISTER_EVENTS`.
        framework: Gives the register and the regions.
        decided: The answers of a person.
    """
    maker = _Planner(found, announced, file, stored, framework, decided)
    of_names = (fault for item in found.items for fault in name_faults(item.name, item.place))
    of_validity = validity_faults(found.validities, announced.year)
    of_counts = (
        *count_faults(found, announced.total),
        *_tallied(found, Places(framework, announced.year, decided), framework),
    )
    for fault in (*found.faults, *of_validity, *of_counts, *of_names):
        answers = (ACCEPT, EACH, SKIP) if fault.names else ANSWERS.get(fault.kind, (ACCEPT,))
        maker.ask(ListQuestion(f"{fault.kind}:{fault.subject}", fault.place, fault.said, answers))
    for item in found.items:
        names = names_in(item.name) if decided.answer(f"entry:{item.name}") == EACH else (item.name,)
        for name in names:
            maker.take(replace(item, name=name))
    return maker.plan()


def _tallied(found: List, places: Places, framework: Framework) -> Iterator[ListFault]:
    """Say which tables of counts differ from the entries, once the regions of all entries are known."""
    parts = places.counts(found.items) if found.tallies else []
    if parts:
        yield from tally_faults(found.tallies, parts, places.area, framework.codes.regions)


class _Planner:
    def __init__(
        self,
        found: List,
        announced: Announcement,
        file: str,
        stored: pa.Table,
        framework: Framework,
        decided: Decisions,
    ):
        self._announced = announced
        self._decided = decided
        self._register = framework.registers[announced.register_id]
        self._places = Places(framework, announced.year, decided)
        self._by_name = self._places.begin_with_regions(found.items)
        self._entries = Entries(stored, self._register, framework)
        documents = ((e["document"] or "", e["time_period"]) for e in self._entries.stored if e["event"] == DESIGNATED)
        batches = Batches(batches_of(announced.document), known_batches(documents))
        titles = Titles(framework, self._register, batches, announced.year)
        self._terms = Terms(found, announced, file, self._register, titles, self.ask)
        self._years = ListYears(found, announced.year, self.ask)
        self._events: list[Event] = []
        self._known: list[tuple[str, RegisterEntry]] = []
        self._left_out: list[str] = []
        self._questions: dict[str, ListQuestion] = {}
        self._regions: dict[str, int] = {}
        self._other_lists: dict[str, int] = {}
        self._seen: dict[tuple[str, str | None], ListItem] = {}

    def plan(self) -> Plan:
        questions = tuple(self._questions.values())
        events, known, left_out = tuple(self._events), tuple(self._known), tuple(self._left_out)
        return Plan(events, known, left_out, questions, self._regions, self._other_lists)

    def ask(self, question: ListQuestion) -> str | None:
        """Return the decision on a question; if there is none, keep the question."""
        answer = self._decided.answer(question.key)
        if answer is None or not _fits(answer, question.answers):
            self._questions.setdefault(question.key, question)
            return None
        return answer

    def take(self, item: ListItem) -> None:
        """Add what an entry of the list means for the register."""
        if other := self._terms.other_list(item):
            self._other_lists[other] = self._other_lists.get(other, 0) + 1
            self._left_out.append(item.name)
            return
        is_taken = self._terms.is_taken(item)
        if not is_taken or self._decided.answer(f"entry:{item.name}") == SKIP:
            self._left_out += [] if is_taken is None else [item.name]
            return
        region = self._places.region(item, by_name=self._by_name)
        if isinstance(region, ListQuestion):
            self._questions.setdefault(region.key, region)
        event, year, category = self._terms.event(item), self._years.year(item), self._terms.category(item)
        if category is None and self._register.categories:
            return
        if SKIP in (region, event, category):
            self._left_out.append(item.name)
            return
        title, former = self._terms.names(item, event or DESIGNATED)
        first = self._seen.setdefault((folded(title), category), item)
        if first is not item:
            if self._how_many(item, first.name, joined([first.place, item.place], "; ")) != BOTH:
                return
            title = f"{title}（{item.text('product') or item.text('place', 'city', 'county') or item.serial}）"
        if isinstance(region, ListQuestion) or event is None or year is None:
            return
        given = Event(
            self._announced.register_id, event, year, self._announced.document, None, title, region, category,
            item.text("grade") or None, self._terms.place(item), self._terms.note(item),
        )  # fmt: skip
        before = len(self._left_out)
        if event == DESIGNATED:
            self._designated(item, given, former)
        else:
            self._happened(item, given, former)
        if len(self._left_out) == before:
            self._regions[region] = self._regions.get(region, 0) + 1

    def _designated(self, item: ListItem, given: Event, former: str | None) -> None:
        title, region = given.title or "", given.ref_area or ""
        same = self._entries.same(title, given.category)
        here = [entry for entry in same if self._entries.is_in(entry, region)]
        if here:
            self._known_already(item, given, here[0])
            return
        renamed = self._entries.same(former, given.category) if former else []
        if len(renamed) == 1 and self._entries.is_in(renamed[0], region):
            self._happens(item, given, "renamed", renamed[0], title)
            return
        every = (e for name in filter(None, (title, former)) for e in self._entries.alike(name, given.category))
        near = {entry.entry_id: entry for entry in every if self._entries.is_in(entry, region)}
        alike = same or renamed or [*near.values()]
        if not alike:
            if self._is_another(item, given):
                self._events.append(replace(given, title=item.name if former and title in item.name else title))
            return
        answer = self._which(item, alike, (NEW, SKIP))
        if answer == NEW:
            suffix = f"（{self._terms.place(item) or region}）" if same else ""
            self._events.append(replace(given, title=f"{title}{suffix}"))
        elif answer == SKIP:
            self._left_out.append(item.name)
        elif answer:
            self._answered(item, given, answer)

    def _is_another(self, item: ListItem, given: Event) -> bool:
        """Return whether a new entry is another one than those that the list names before: if in doubt, it is asked."""
        title, region = given.title or "", given.ref_area or ""
        alike = self._entries.listed(title, region, given.category)
        self._entries.add_listed(title, region, given.category)
        return not alike or self._how_many(item, alike, item.place) == BOTH

    def _how_many(self, item: ListItem, first: str, place: str) -> str | None:
        """Ask whether an entry and the one of the name `first` further up are one or two; one is left out."""
        said = Bilingual(
            f"“{item.name}” may be the same as “{first}” further up: is it one entry or two?",
            f"“{item.name}”与前面的“{first}”可能是同一项，是一项还是两项",
        )
        name = first if folded(first) == folded(item.name) else item.name  # one question about a name that is doubled
        answer = self.ask(ListQuestion(f"double:{name}", place, said, (ONCE, BOTH)))
        self._left_out += [item.name] if answer == ONCE else []
        return answer

    def _answered(self, item: ListItem, given: Event, answer: str) -> None:
        """Take the entry that an answer names: ID (the same), renamed ID or moved ID."""
        kind, _, entry_id = answer.rpartition(" ")
        entry = self._entries.by_id[entry_id]
        if kind in {"renamed", "moved"}:
            self._happens(item, given, kind, entry, given.title if kind == "renamed" else None)
        else:
            self._known_already(item, given, entry)

    def _known_already(self, item: ListItem, given: Event, entry: RegisterEntry) -> None:
        """Take an entry that the register has: one that was revoked before is in force again."""
        if not entry.in_force and given.time_period > (entry.last_year or 0):
            self._happens(item, given, "confirmed", entry, None)
        else:
            self._known.append((item.name, entry))

    def _happened(self, item: ListItem, given: Event, former: str | None) -> None:
        """Add an event of an entry that the register must have."""
        title, is_renaming = given.title or "", given.event == "renamed"
        if is_renaming and not former:
            said = Bilingual(
                f"“{item.name}” is renamed, but its former name is not given", f"“{item.name}”更名，但未写原名称"
            )
            self.ask(ListQuestion(f"former:{item.name}", item.place, said, (SKIP,)))
            return
        found = self._entries.same(former or title, given.category) or self._entries.same(title, given.category)
        here = [entry for entry in found if self._entries.is_in(entry, given.ref_area or "")]
        if len(here) == 1:
            new = title if former and folded(here[0].title) != folded(title) else None
            self._happens(item, given, given.event, here[0], new)
            return
        others = (NEW, SKIP) if given.event == "confirmed" else (SKIP,)
        answer = self._which(item, found or self._entries.alike(former or title, given.category), others)
        if answer == NEW:
            self._events.append(replace(given, event=DESIGNATED))
        elif answer == SKIP:
            self._left_out.append(item.name)
        elif answer:
            entry = self._entries.by_id[answer.rpartition(" ")[2]]
            self._happens(item, given, given.event, entry, title if is_renaming else None)

    def _happens(self, item: ListItem, given: Event, event: str, entry: RegisterEntry, title: str | None) -> None:
        """Add an event of a known entry, and its renaming if the list also gives a new name."""
        if title and event != "renamed" and ("renamed", given.time_period) not in entry.events:
            self._events.append(replace(given, event="renamed", entry_id=entry.entry_id, ref_area=None, category=None))
        if (event, given.time_period) in entry.events:
            self._known.append((item.name, entry))
            return
        area = given.ref_area if event == "moved" else None
        changed = replace(given, event=event, entry_id=entry.entry_id, title=title, ref_area=area, category=None)
        self._events.append(changed if event in {"moved", "designated"} else replace(changed, place=None))

    def _which(self, item: ListItem, entries: list[RegisterEntry], others: tuple[str, ...]) -> str | None:
        shown = entries[:5]
        names = "、".join(f"{entry.entry_id} {entry.title}" for entry in shown)
        said = Bilingual(
            f"is “{item.name}” an entry of the register? {names or 'none is like it'}",
            f"“{item.name}”是否为已有条目：{names or '无相近条目'}",
        )
        ids = tuple(entry.entry_id for entry in shown)
        renames = tuple(f"renamed {entry_id}" for entry_id in ids)
        moves = tuple(f"moved {entry_id}" for entry_id in ids)
        every = (*ids, *renames, *moves, *others)
        key = f"same:{item.name}"
        answer = self._decided.answer(key) or ""
        if answer.rpartition(" ")[2] in self._entries.by_id:
            return answer
        return self.ask(ListQuestion(key, item.place, said, every))


def _fits(answer: str, answers: tuple[str, ...]) -> bool:
    return answer in answers or (answers == ("YYYY",) and re.fullmatch(r"(19|20)\d\d", answer) is not None)
