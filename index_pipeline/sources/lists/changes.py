"""What a list would change in a register: how each of its entries relates to those that it has."""

from dataclasses import replace

from index_pipeline.language import Bilingual
from index_pipeline.sources.labels.folding import folded
from index_pipeline.sources.lists.asked import BOTH, ONCE, AskedQuestions
from index_pipeline.sources.lists.entries import Entries, RegisterEntry
from index_pipeline.sources.lists.items import ListItem
from index_pipeline.sources.lists.places import SKIP
from index_pipeline.sources.lists.questions import ListQuestion
from index_pipeline.sources.lists.terms import DESIGNATED
from index_pipeline.sources.registers.events import Event

NEW = "new"


class RegisterChanges:
    """Events for a register, in their order; entries that it has already, and those that a decision leaves out."""

    def __init__(self, entries: Entries, asked: AskedQuestions):
        """Begin without events."""
        self._entries, self._asked = entries, asked
        self.events: list[Event] = []
        self.known: list[tuple[str, RegisterEntry]] = []
        self.left_out: list[str] = []

    def add(self, item: ListItem, given: Event, former: str | None) -> bool:
        """Add what an entry of a list means for the register; return whether it is not left out.

        Args:
            item: The entry as the list has it.
            given: The event of it that the list announces.
            former: The name that it had before, if the list gives one.
        """
        before = len(self.left_out)
        if given.event == DESIGNATED:
            self._designated(item, given, former)
        else:
            self._happened(item, given, former)
        return len(self.left_out) == before

    def are_two(self, item: ListItem, first: str, place: str) -> bool:
        """Return whether a person says that an entry and the one of the name `first` are two; one is left out."""
        answer = self._asked.how_many(item, first, place)
        self.left_out += [item.name] if answer == ONCE else []
        return answer == BOTH

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
                self.events.append(replace(given, title=item.name if former and title in item.name else title))
            return
        answer = self._asked.which(item, alike, (NEW, SKIP), self._entries.by_id)
        if answer == NEW:
            suffix = f"（{given.place or region}）" if same else ""
            self.events.append(replace(given, title=f"{title}{suffix}"))
        elif answer == SKIP:
            self.left_out.append(item.name)
        elif answer:
            self._answered(item, given, answer)

    def _is_another(self, item: ListItem, given: Event) -> bool:
        """Return whether a new entry is another one than those that the list names before: if in doubt, it is asked."""
        title, region = given.title or "", given.ref_area or ""
        alike = self._entries.listed(title, region, given.category)
        self._entries.add_listed(title, region, given.category)
        return not alike or self.are_two(item, alike, item.place)

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
            self.known.append((item.name, entry))

    def _happened(self, item: ListItem, given: Event, former: str | None) -> None:
        """Add an event of an entry that the register must have."""
        title, is_renaming = given.title or "", given.event == "renamed"
        if is_renaming and not former:
            said = Bilingual(
                f"“{item.name}” is renamed, but its former name is not given", f"“{item.name}”更名，但未写原名称"
            )
            self._asked.ask(ListQuestion(f"former:{item.name}", item.place, said, (SKIP,)))
            return
        found = self._entries.same(former or title, given.category) or self._entries.same(title, given.category)
        here = [entry for entry in found if self._entries.is_in(entry, given.ref_area or "")]
        if len(here) == 1:
            new = title if former and folded(here[0].title) != folded(title) else None
            self._happens(item, given, given.event, here[0], new)
            return
        others = (NEW, SKIP) if given.event == "confirmed" else (SKIP,)
        candidates = found or self._entries.alike(former or title, given.category)
        answer = self._asked.which(item, candidates, others, self._entries.by_id)
        if answer == NEW:
            self.events.append(replace(given, event=DESIGNATED))
        elif answer == SKIP:
            self.left_out.append(item.name)
        elif answer:
            entry = self._entries.by_id[answer.rpartition(" ")[2]]
            self._happens(item, given, given.event, entry, title if is_renaming else None)

    def _happens(self, item: ListItem, given: Event, event: str, entry: RegisterEntry, title: str | None) -> None:
        """Add an event of a known entry, and its renaming if the list also gives a new name."""
        if title and event != "renamed" and ("renamed", given.time_period) not in entry.events:
            self.events.append(replace(given, event="renamed", entry_id=entry.entry_id, ref_area=None, category=None))
        if (event, given.time_period) in entry.events:
            self.known.append((item.name, entry))
            return
        area = given.ref_area if event == "moved" else None
        changed = replace(given, event=event, entry_id=entry.entry_id, title=title, ref_area=area, category=None)
        self.events.append(changed if event in {"moved", "designated"} else replace(changed, place=None))
