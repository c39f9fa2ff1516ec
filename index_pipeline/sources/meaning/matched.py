"""The headings of a file, each with the series that it may mean."""

from collections.abc import Iterator
from typing import NamedTuple

from index_pipeline.sources.labels.unlisted import named_in
from index_pipeline.sources.labels.vocabulary import Match, Vocabulary
from index_pipeline.sources.meaning.stated_units import BRACKETS, LISTED
from index_pipeline.sources.readers import Reading, ReadTable
from index_pipeline.sources.workbooks.grids import clean


class MatchedHeading(NamedTuple):
    """A heading of the table `number`: `label` is None where the table has a single measure without heading."""

    number: int
    table: ReadTable
    label: str | None
    match: Match

    @property
    def sheet(self) -> str | None:
        """The sheet that it is on."""
        return self.table.sheet

    @property
    def place(self) -> str | None:
        """Its cell, or that of the first figure below it."""
        return self.table.place_of(self.label)

    @property
    def stated(self) -> str | None:
        """What it says, or without a heading the line 指标."""
        return self.label or self.table.facts.measure

    @property
    def name(self) -> str:
        """What it is called in a sentence: without a heading the line 指标, the first title or the sheet."""
        return self.label or name_of(self.table)


def headings_of(reading: Reading, words: Vocabulary) -> list[MatchedHeading]:
    """Match every heading of a file; without one, what the file says it holds: line 指标, titles, the sheet's name."""
    return [
        MatchedHeading(number, table, label, _matched(table, label, words))
        for number, table in enumerate(reading.tables)
        for label in labels_of(table)
    ]


def labels_of(table: ReadTable) -> list[str | None]:
    """Return the headings of a table's figures, each once."""
    found = [*table.cells["measure_label"].to_pylist(), *(fault.measure_label for fault in table.faults)]
    return list(dict.fromkeys(found))


def name_of(table: ReadTable) -> str:
    """Return what a table without a heading of its measure is called: its line 指标, its first title or its sheet."""
    said = (table.facts.measure, *(named_in(title) for title in table.facts.titles), table.sheet)
    return next((text for text in said if text), "?")


def surroundings(table: ReadTable) -> Iterator[str]:
    """Yield what is said around a table of its figures: titles, brackets, units, the name of the sheet."""
    facts = table.facts
    yield from (*facts.titles, *facts.asides, *facts.units, clean(table.sheet or ""))
    for text in (
        *facts.units,
        *(inside for said in (*facts.titles, *facts.asides) for inside in BRACKETS.findall(said)),
    ):
        yield from LISTED.split(text)


def _matched(table: ReadTable, label: str | None, words: Vocabulary) -> Match:
    titles = [title for title in table.facts.titles if title != label]
    if label is not None:
        match = words.match(label, titles)
    elif table.facts.measure:
        match = words.match(table.facts.measure)
    else:
        named = [words.named_by(text) for text in (*titles, clean(table.sheet or ""))]
        unit = next((match.unit for match in named if match.unit), None)
        match = next((match for match in named if match.series), Match(unit=unit))
    return words.limited(match, tuple(surroundings(table)))
