"""The entries of a register as they are, found by their names."""

from dataclasses import dataclass, field

import pyarrow as pa
import pyarrow.compute as pc

from index_pipeline.framework.events import IN_FORCE
from index_pipeline.framework.framework import Framework
from index_pipeline.framework.source import Register
from index_pipeline.sources.lists.gazetteer import LAST_YEAR, Gazetteer
from index_pipeline.sources.lists.spelling import KnownNames, former_name


@dataclass
class RegisterEntry:
    """An entry after its last event; `titles` are all that it had, `events` kind and year of each event."""

    entry_id: str
    title: str
    ref_area: str | None
    category: str | None
    in_force: bool = True
    last_year: int | None = None
    titles: list[str] = field(default_factory=list)
    events: set[tuple[str, int | None]] = field(default_factory=set)


class Entries:
    """The entries of one register, by identifier and by name; `stored` are the rows of their events."""

    def __init__(self, stored: pa.Table, register: Register, framework: Framework):
        self._regions = framework.codes.regions
        self._by_category = bool(register.categories)
        self.by_id: dict[str, RegisterEntry] = {}
        self.stored = stored.filter(pc.equal(stored["register_id"], register.register_id)).to_pylist()
        for row in sorted(self.stored, key=lambda row: (row["time_period"] or 0, row["batch_line"])):
            entry = self.by_id.setdefault(row["entry_id"], RegisterEntry(row["entry_id"], "", None, None))
            entry.title, entry.ref_area, entry.category = row["title"], row["ref_area"], row["category"]
            entry.last_year = row["time_period"]
            entry.in_force = IN_FORCE.get(row["event"], entry.in_force)
            if row["title"] not in entry.titles:
                entry.titles.append(row["title"])
            entry.events.add((row["event"], row["time_period"]))
        leading = Gazetteer(framework.codes, LAST_YEAR).leading
        self._listed: list[tuple[str, str | None, str | None]] = []
        self._listed_names = KnownNames((), leading)
        self._names = KnownNames(
            (
                (name, entry.entry_id)
                for entry in self.by_id.values()
                for title in entry.titles
                for name in dict.fromkeys((title, former_name(title)[0]))
            ),
            leading,
        )

    def same(self, name: str, category: str | None) -> list[RegisterEntry]:
        """Return the entries of this very name, past names included."""
        return self._of(self._names.same(name), category)

    def alike(self, name: str, category: str | None) -> list[RegisterEntry]:
        """Return the entries that may be this one in another spelling, the most likely first."""
        return self._of(self._names.alike(name), category)

    def listed(self, name: str, region: str, category: str | None) -> str | None:
        """Return a name of `add_listed` in the same region and category that is this one, written otherwise."""
        found = (self._listed[int(key)] for key in self._listed_names.written_otherwise(name))
        return next((title for title, *held in found if held == [self._top(region), category]), None)

    def add_listed(self, name: str, region: str, category: str | None) -> None:
        """Add the name of an entry that the list in hand names first."""
        self._listed_names.add(name, str(len(self._listed)))
        self._listed.append((name, self._top(region), category))

    def is_in(self, entry: RegisterEntry, region: str) -> bool:
        """Return whether an entry counts towards the same region as one in `region` does."""
        return self._top(entry.ref_area) == self._top(region)

    def _of(self, ids: list[str], category: str | None) -> list[RegisterEntry]:
        found = [self.by_id[entry_id] for entry_id in ids]
        return [entry for entry in found if not self._by_category or entry.category == category]

    def _top(self, area: str | None) -> str | None:
        region = self._regions.get(area or "")
        return region.parent if region and region.role == "merged" else area
