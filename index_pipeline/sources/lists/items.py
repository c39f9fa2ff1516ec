"""A list as it is read: its entries, titles, headings and faults."""

from dataclasses import dataclass, field

from index_pipeline.sources.lists.faults import ListFault
from index_pipeline.sources.lists.roles import Role
from index_pipeline.sources.lists.sections import ListHeading, ListSection


@dataclass(frozen=True)
class ListItem:
    """An entry as a list names it, with the place of its row.

    `heading` is the title of its list, `sections` are the headings above it under that title, the outermost first;
    `texts` are its columns by what they hold.
    """

    name: str
    serial: int | None
    place: str
    page: int
    sections: tuple[ListSection, ...]
    heading: str
    table: int
    texts: dict[Role, str] = field(default_factory=dict, hash=False)

    def text(self, *roles: Role) -> str:
        """Return the text of the first of the columns that holds any."""
        return next((self.texts[role] for role in roles if self.texts.get(role)), "")

    @property
    def place_above(self) -> str:
        """The place of the innermost heading that is one of a place."""
        return next((section.place for section in reversed(self.sections) if section.place), "")

    @property
    def texts_above(self) -> tuple[str, ...]:
        """The headings above it, the innermost first, and the title of its list."""
        return (*(section.text for section in reversed(self.sections)), self.heading)

    @property
    def part(self) -> str:
        """The innermost heading above it that is of no place."""
        return next((section.text for section in reversed(self.sections) if not section.place), "")


@dataclass(frozen=True)
class List:
    """The entries of a document in their order, its titles, and its faults.

    `headings` are those between entries, `totals` the titles and rows of sums that state a number of entries.
    """

    items: tuple[ListItem, ...]
    titles: tuple[str, ...]
    faults: tuple[ListFault, ...]
    headings: tuple[ListHeading, ...] = ()
    totals: tuple[ListHeading, ...] = ()
