"""What a list would change in a register: new entries, events of known ones, and what a person decides first."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import pyarrow as pa

from index_pipeline.framework.framework import Framework
from index_pipeline.language import joined
from index_pipeline.sources.labels.folding import folded
from index_pipeline.sources.lists.asked import AskedQuestions
from index_pipeline.sources.lists.batches import Batches, batches_of, known_batches
from index_pipeline.sources.lists.changes import RegisterChanges
from index_pipeline.sources.lists.counted_regions import tally_faults
from index_pipeline.sources.lists.counts import count_faults
from index_pipeline.sources.lists.entries import Entries, RegisterEntry
from index_pipeline.sources.lists.faults import ListFault
from index_pipeline.sources.lists.items import List, ListItem
from index_pipeline.sources.lists.names import name_faults, names_in
from index_pipeline.sources.lists.places import SKIP, Places
from index_pipeline.sources.lists.questions import Decisions, ListQuestion
from index_pipeline.sources.lists.terms import DESIGNATED, Announcement, Terms
from index_pipeline.sources.lists.titles import Titles
from index_pipeline.sources.lists.validity import validity_faults
from index_pipeline.sources.lists.years import ListYears
from index_pipeline.sources.registers.events import Event

ACCEPT, EACH = "accept", "each"

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
    of_counts = (*count_faults(found, announced.total), *_tallied(found, maker.places, framework))
    of_places = maker.places.strays(found.headings)
    for fault in (*found.faults, *of_validity, *of_counts, *of_places, *of_names):
        answers = (ACCEPT, EACH, SKIP) if fault.names else ANSWERS.get(fault.kind, (ACCEPT,))
        maker.asked.ask(ListQuestion(f"{fault.kind}:{fault.subject}", fault.place, fault.said, answers))
    for item in found.items:
        names = names_in(item.name) if decided.answer(f"entry:{item.name}") == EACH else (item.name,)
        for name in names:
            maker.take(replace(item, name=name))
    return maker.plan()


def _tallied(found: List, places: Places, framework: Framework) -> Iterator[ListFault]:
    """Say which tables of counts differ from the entries, once the regions of all entries are known."""
    parts = places.counts(found.items) if found.tallies else {}
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
        self.asked = AskedQuestions(decided)
        self._announced = announced
        self._decided = decided
        self._register = framework.registers[announced.register_id]
        self.places = Places(framework, announced.year, decided)
        self._by_name = self.places.begin_with_regions(found.items)
        entries = Entries(stored, self._register, framework)
        documents = ((e["document"] or "", e["time_period"]) for e in entries.stored if e["event"] == DESIGNATED)
        batches = Batches(batches_of(announced.document), known_batches(documents))
        titles = Titles(framework, self._register, batches, announced.year)
        self._terms = Terms(found, announced, file, self._register, titles, self.asked.ask)
        self._years = ListYears(found, announced.year, self.asked.ask)
        self._changes = RegisterChanges(entries, self.asked)
        self._regions: dict[str, int] = {}
        self._other_lists: dict[str, int] = {}
        self._seen: dict[tuple[str, str | None], ListItem] = {}

    def plan(self) -> Plan:
        made, questions = self._changes, self.asked.questions
        events, known, left_out = tuple(made.events), tuple(made.known), tuple(made.left_out)
        return Plan(events, known, left_out, questions, self._regions, self._other_lists)

    def take(self, item: ListItem) -> None:
        """Add what an entry of the list means for the register."""
        if other := self._terms.other_list(item):
            self._other_lists[other] = self._other_lists.get(other, 0) + 1
            self._changes.left_out.append(item.name)
            return
        is_taken = self._terms.is_taken(item)
        if not is_taken or self._decided.answer(f"entry:{item.name}") == SKIP:
            self._changes.left_out += [] if is_taken is None else [item.name]
            return
        region = self.places.region(item, by_name=self._by_name)
        if isinstance(region, ListQuestion):
            self.asked.keep(region)
        event, year, category = self._terms.event(item), self._years.year(item), self._terms.category(item)
        if category is None and self._register.categories:
            return
        if SKIP in (region, event, category):
            self._changes.left_out.append(item.name)
            return
        title, former = self._terms.names(item, event or DESIGNATED)
        first = self._seen.setdefault((folded(title), category), item)
        if first is not item:
            if not self._changes.are_two(item, first.name, joined([first.place, item.place], "; ")):
                return
            title = f"{title}（{item.text('product') or item.text('place', 'city', 'county') or item.serial}）"
        if isinstance(region, ListQuestion) or event is None or year is None:
            return
        given = Event(
            self._announced.register_id, event, year, self._announced.document, None, title, region, category,
            item.text("grade") or None, self._terms.place(item), self._terms.note(item),
        )  # fmt: skip
        if self._changes.add(item, given, former):
            self._regions[region] = self._regions.get(region, 0) + 1
