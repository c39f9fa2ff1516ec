"""A list as it is read: its entries, titles, headings and faults."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import groupby

from index_pipeline.sources.lists.faults import ListFault
from index_pipeline.sources.lists.roles import Role
from index_pipeline.sources.lists.sections import ListHeading, ListSection
from index_pipeline.sources.lists.tallies import Tally
from index_pipeline.sources.lists.validity import ListValidity


@dataclass(frozen=True)
class ListItem:
    """An entry as a list names it, with the place of its row.

    `heading` is the title of its list, `sections` are the headings above it under that title, the outermost first;
    `annex` is the number of the annex that its list is, `texts` are its columns by what they hold.
    """

    name: str
    serial: int | None
    place: str
    page: int
    sections: tuple[ListSection, ...]
    heading: str
    table: int
    annex: str = ""
    texts: dict[Role, str] = field(default_factory=dict, hash=False)

    def text(self, *roles: Role) -> str:
        """Return the text of the first of the columns that holds any."""
        return next((self.texts[role] for role in roles if self.texts.get(role)), "")

    @property
    def place_above(self) -> str:
        """The places of the headings above it, the widest first: 江苏省 南京市."""
        return " ".join(section.place for section in self.sections if section.place)

    @property
    def texts_above(self) -> tuple[str, ...]:
        """The headings above it, the innermost first, and the title of its list."""
        return (*(section.text for section in reversed(self.sections)), self.heading)

    @property
    def part(self) -> str:
        """The innermost heading above it that is of no place."""
        return next((section.text for section in reversed(self.sections) if not section.place), "")

    def with_products(self, further: str) -> "ListItem":
        """Return the entry with further products, if there are any."""
        products = "、".join(filter(None, [self.texts.get("product", ""), further]))
        return replace(self, texts={**self.texts, "product": products}) if further else self

    def continued(self, texts: dict[Role, str]) -> "ListItem":
        """Return the entry, which begins on the page before, with the end of its row."""
        joined = {role: self.texts.get(role, "") + texts.get(role, "") for role in {*self.texts, *texts}}
        return replace(self, name=self.name + texts.get("name", ""), texts=joined)


@dataclass(frozen=True)
class List:
    """The entries of a document in their order, its titles, and its faults.

    `headings` are those between entries, `totals` the titles and rows of sums that state a number of entries,
    `validities` the notes and titles that state a last year of validity, `tallies` its tables of counts.
    """

    items: tuple[ListItem, ...]
    titles: tuple[str, ...]
    faults: tuple[ListFault, ...]
    headings: tuple[ListHeading, ...] = ()
    totals: tuple[ListHeading, ...] = ()
    validities: tuple[ListValidity, ...] = ()
    tallies: tuple[Tally, ...] = ()


def in_order(items: list[ListItem], beside: set[int]) -> Iterator[ListItem]:
    """Yield the entries of tables that have them side by side in the order of their numbers, within each section."""
    for (table, _), run in groupby(items, key=lambda item: (item.table, item.sections)):
        entries = list(run)
        if table in beside:
            entries.sort(key=lambda item: (item.serial is None, item.serial or 0))
        yield from entries
