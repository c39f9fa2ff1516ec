"""The texts between the rows of tables: the foot of a page, a note, a heading, a title or a sentence."""

import re
from dataclasses import dataclass, field

from index_pipeline.sources.lists.faults import LONGEST_TITLE, NOTE
from index_pipeline.sources.lists.outcomes import annex_of
from index_pipeline.sources.lists.row_entries import ListState
from index_pipeline.sources.lists.rows import Row
from index_pipeline.sources.lists.sections import (
    IsPlace,
    ListHeading,
    ListSection,
    is_list_title,
    is_remark,
    outer_levels,
    outer_places,
    section_of,
)
from index_pipeline.sources.lists.stated import (
    LETTER,
    SUM,
    TITLE,
    level_of_total,
    total_of,
    total_of_letter,
    total_of_note,
)

_FOOTER = re.compile(r"^[-—–·\s]*(?:第\s*)?(\d{1,4})(?:\s*页)?[-—–·\s]*(?:[/，,]?\s*共?\s*(\d{1,4})\s*页?)?[-—–·\s]*$")


@dataclass
class ListTexts:
    """The titles, headings, sums and footers of a list, collected while it is read."""

    titles: list[str] = field(default_factory=list)
    headings: list[ListHeading] = field(default_factory=list)
    totals: list[ListHeading] = field(default_factory=list)
    footers: list[tuple[int, int, int | None]] = field(default_factory=list)

    def add_title(self, text: str, level: str, total: int | None, row: Row, before: int) -> None:
        """Add a title or sum that may state the number of entries of the list."""
        self.titles.append(text)
        self.add_total(text, level, total, row, before)

    def add_total(self, text: str, level: str, total: int | None, row: Row, before: int) -> None:
        """Add the number of entries that a text states, if it states one."""
        self.totals += [] if total is None else [ListHeading(text, level, total, row.place, before)]

    def add_heading(self, text: str, level: str, stated: int | None, row: Row, before: int) -> None:
        """Add a heading of entries; one that is repeated, as on another page, is the same."""
        if not self.headings or self.headings[-1].text != text:
            self.headings.append(ListHeading(text, level, stated, row.place, before))


def take_text(row: Row, state: ListState, before: int, texts: ListTexts, is_place: IsPlace) -> None:
    """Take a row of one text: as the foot or head of a page, a note, or what is above the entries that follow.

    Args:
        row: The row.
        state: What holds for the rows that follow, changed by a heading or title.
        before: The number of entries read before it.
        texts: The texts taken before it, to which it is added.
        is_place: Whether a text names one place.
    """
    text = row.texts[0]
    footer = _FOOTER.match(text)
    if footer and row.page:
        texts.footers.append((row.page, int(footer[1]), int(footer[2]) if footer[2] else None))
    elif footer or NOTE.match(text):
        texts.add_total(text, SUM, total_of_note(text), row, before)
    else:
        state.annex = annex_of(text) or state.annex
        is_head_of_page = text == state.heading and row.page and state.is_fresh
        if not is_head_of_page:
            _take_heading(row, state, before, texts, is_place)


def _take_heading(row: Row, state: ListState, before: int, texts: ListTexts, is_place: IsPlace) -> None:
    """Take a heading of entries, a title, a remark in brackets or a sentence."""
    text = row.texts[0]
    section, is_title = section_of(text, is_place), is_list_title(text)
    is_short = len(text) <= LONGEST_TITLE and "续" not in text[-4:]
    is_in_table = state.columns is not None and len(row.cells) > 1
    if section is None and (is_remark(text) or (is_short and not is_title and is_in_table)):
        texts.add_title(text, level_of_total(text), total_of(text), row, before)
        if is_remark(text):
            return
        section = ListSection(text)
    is_above_entries = section and (before or state.columns or section.place or section.level)
    if section and is_above_entries and (section.place or not is_title):
        _begin_section(section, row, state, before, texts, is_place)
        return
    is_sentence = not is_short or text.endswith("。")
    stated = total_of(text) or (total_of_letter(text) if is_sentence else None)
    texts.add_title(text, LETTER if is_sentence else level_of_total(text), stated, row, before)
    if is_short:
        texts.add_heading(text, TITLE, None, row, before)
        state.headings.append(text)
        state.heading = text if is_title and state.columns else state.heading
        state.sections = tuple(outer for outer in state.sections if outer.place and state.begun == before)


def _begin_section(
    section: ListSection, row: Row, state: ListState, before: int, texts: ListTexts, is_place: IsPlace
) -> None:
    """Put the entries that follow under a heading, within those of the headings before it that hold on."""
    texts.add_heading(section.text, section.level, section.stated, row, before)
    levels = [outer.level for outer in state.sections]
    within = outer_places(state.sections, section.place, is_place) or outer_levels(
        levels, section.level, section.stated, state.begun == before
    )
    state.sections, state.begun = (*state.sections[:within], section), before
