"""The register entries by name, as the explorer lists, filters and searches them."""

import re
from collections.abc import Iterable
from typing import Any

from index_pipeline.framework.source import Register, Source
from index_pipeline.publication.explorer.letters import initials
from index_pipeline.publication.lookups.panel import Panel
from index_pipeline.publication.lookups.rows import Row
from index_pipeline.publication.text import LANGUAGES, printable, words

Data = dict[str, Any]
ADDRESS = re.compile(r"https?://[^\s；;，,）)]+")


def entry_data(panel: Panel) -> Data:
    """Return the registers that name their entries, those that are counted first, and each entry in its last state.

    An entry is a row: register, present title, initials, category, region, place, document, year of designation, year
    of revocation. Register, category, document and region are positions in `registers`, `categories`, `documents` and
    the regions, −1 for a region that is not assessed; an unknown year is null, so is that of revocation if the entry
    is in force. A category is [Chinese name, English name], a document [Chinese name, English name, address]: the
    address of the note beside it, else that of the source. An English name that the register lacks is ''.
    """
    framework = panel.contents.framework
    found = [
        (source, register, named)
        for source in framework.sources.values()
        for register in source.registers
        if (named := panel.named_entries.get(register.register_id))
    ]
    found.sort(key=lambda each: each[1].register_id not in framework.counted_registers)
    documents: dict[tuple[str, str, str], int] = {}
    categories: dict[tuple[str, str], int] = {}
    areas = {area: position for position, area in enumerate(panel.areas)}
    rows: list[list[Any]] = []
    for position, (source, register, entries) in enumerate(found):
        for events in entries.values():
            designated = next((row for row in events if row["event"] == "designated"), events[0])
            document = (*_named(designated["document"] or "", register), _address(designated, source))
            category = _named(_last(events, "category"), register)
            title, place = _last(events, "title"), _last(events, "place")
            revoked = [row["time_period"] for row in events if row["event"] == "revoked"]
            rows.append(
                [
                    position,
                    title,
                    categories.setdefault(category, len(categories)),
                    areas.get(_last(events, "ref_area"), -1),
                    place,
                    documents.setdefault(document, len(documents)),
                    designated["time_period"],
                    revoked[-1] if revoked else None,
                ]
            )
    letters = initials((row[1] for row in rows), panel.keeping)
    return {
        "registers": [_register(source, register) for source, register, _ in found],
        "categories": [list(category) for category in categories],
        "documents": [list(document) for document in documents],
        "entries": [[position, title, letters[title], *rest] for position, title, *rest in rows],
    }


def _register(source: Source, register: Register) -> Data:
    return {
        "id": register.register_id,
        "title": [words(language).text(register.title) for language in LANGUAGES],
        "publisher": [words(language).text(source.publisher) for language in LANGUAGES],
        "years": [register.first, register.last],
    }


def _named(name: str, register: Register) -> tuple[str, str]:
    """Return the Chinese name of a document or category, and the English one that its register states."""
    return printable(name), printable(register.english.get(name, ""))


def _last(events: Iterable[Row], field: str) -> str:
    """Return the latest text that an entry's events give for `field`."""
    said = [row[field] for row in events if row[field] and row["event"] != "supplement"]
    return printable(said[-1]) if said else ""


def _address(event: Row, source: Source) -> str:
    found = ADDRESS.search(event["note"] or "")
    return found[0] if found else source.url or ""
