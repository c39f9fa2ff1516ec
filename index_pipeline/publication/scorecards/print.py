"""A scorecard as the data of its PDF: two pages, so lists of entries are cut to what the page holds."""

from typing import Any

from index_pipeline.publication.panel import Panel
from index_pipeline.publication.registers import RegisterList, entry_label, register_heading
from index_pipeline.publication.scorecards.card import Card
from index_pipeline.publication.scorecards.components import ComponentLine
from index_pipeline.publication.scorecards.strengths import Standing
from index_pipeline.publication.text import Words, shorten

ROOM_FOR_ENTRIES = {"zh": 1000, "en": 800}
LONGEST = 100
SCALE = {"zh": 1.0, "en": 0.95}
"""Scale of the type at which nearly every card ends on its two pages."""
SHRUNK = "†"
"""Marks the rank of a value that is shrunk for its small count."""


def printed(panel: Panel, found: Card, words: Words) -> dict[str, Any]:
    """Return what `card.typ` sets: texts only, and the two charts."""
    known = panel.total() is not None
    return {
        "scale": SCALE[words.language],
        "lang": words.entries["typst.lang"],
        "region": words.entries["typst.region"],
        "title": words("card.title", area=found.area, index=words.after(found.area, found.index), year=found.year),
        "foot": words("card.foot", index=found.index, area=found.area, year=found.year, release=found.release),
        "index": shorten(found.index, LONGEST),
        "area": shorten(found.area, 40),
        "standing": shorten(found.standing, 200),
        "headline": _tiles(found, words),
        "sentences": [shorten(sentence, 300) for sentence in found.headline.sentences],
        "pillars_chart": found.pillars_chart,
        "trend_chart": found.trend_chart,
        "strengths": [_standing(row, known) for row in found.strengths],
        "weaknesses": [_standing(row, known) for row in found.weaknesses],
        "lines": [_line(line) for line in found.lines],
        "obstacles": found.obstacles,
        "similar": found.similar,
        "quality": _quality(found, words),
        "registers": _registers(found.registers, words),
        "sources": [shorten(source, 200) for source in found.sources],
        "identity": _identity(found, words),
        "labels": _labels(panel, found, words),
    }


def _tiles(found: Card, words: Words) -> list[dict[str, Any]]:
    head = found.headline
    tiles = [
        (words("score"), head.score, words("points"), True),
        (words("rank"), head.rank, words("rank.of", ranked=head.ranked), True),
        (words("card.rank_interval"), head.interval, "", False),
        (words("card.tier"), head.tier, "", False),
        (words("card.score_change"), head.score_change, "", True),
        (words("card.rank_change"), head.rank_change, head.rank_doubt, True),
    ]
    return [{"label": label, "value": value, "unit": unit, "short": short} for label, value, unit, short in tiles]


def _standing(row: Standing, national_known: bool) -> dict[str, Any]:
    mean = "*" if national_known and not row.total else ""
    texts = [shorten(row.title, LONGEST), shorten(row.unit, LONGEST)]
    return {
        "title": texts[0],
        "rank": row.rank + (SHRUNK if row.shrunk else ""),
        "value": row.value,
        "national": row.national + mean,
        "padding": "0" * row.padding,
        "unit": texts[1],
        "source": row.source,
    }


def _line(line: ComponentLine) -> dict[str, Any]:
    cells = [line.score, line.rank, line.score_change, line.rank_change, line.mean]
    return {"title": shorten(line.title, LONGEST), "depth": line.depth, "note": line.note, "cells": cells}


def _quality(found: Card, words: Words) -> list[tuple[str, str]]:
    box = found.quality
    statuses = [words("card.status.item", status=name, count=count, share=share) for name, count, share in box.statuses]
    items = [
        (words("card.coverage"), box.coverage),
        (words("card.status", count=box.weighted), words("semicolon").join(statuses)),
        (words("card.filled"), words.join(box.filled)),
        (words("card.absent"), words.join(box.absent)),
        (words("card.unmeasured"), words.join(box.not_measured)),
    ]
    return [(label, shorten(text, 400)) for label, text in items if text]


def _registers(found: list[RegisterList], words: Words) -> list[tuple[str, str]]:
    """Return a line per register: its title with the number of entries, and as many entries as fit."""
    room = ROOM_FOR_ENTRIES[words.language]
    result = []
    for index, register in enumerate(found):
        count = len(register.entries)
        if not count:
            result.append((register_heading(register, words), ""))
            continue
        names = [entry_label(entry, words, LONGEST) for entry in register.entries]
        taken = _fitting(names, room // (len(found) - index))
        room -= sum(map(len, taken))
        text = words.join(taken)
        if len(taken) < count:
            text += words("card.registers.more", count=count)
        result.append((register_heading(register, words), text))
    return result


def _fitting(names: list[str], room: int) -> list[str]:
    taken: list[str] = []
    for name in names:
        room -= len(name) + 1
        if room < 0 and taken:
            break
        taken.append(name)
    return taken


def _identity(found: Card, words: Words) -> str:
    colon = words("colon")
    parts = [f"{words('card.method')}{colon}{found.method}", f"{words('card.release')}{colon}{found.release}"]
    if found.document:
        parts.append(words("card.document", document=found.document))
    return words("semicolon").join(parts)


def marks_note(panel: Panel, found: Card, words: Words) -> str:
    """Explain the marks that the tables of strengths and weaknesses use, and what their numbers of sources are."""
    rows = [*found.strengths, *found.weaknesses]
    notes = [
        words("card.mean.note") if panel.total() and any(not row.total for row in rows) else "",
        words("card.shrunk.note") if any(row.shrunk for row in rows) else "",
        words("card.source.note") if any(row.source for row in rows) else "",
    ]
    return words("note.gap").join(note for note in notes if note)


def _labels(panel: Panel, found: Card, words: Words) -> dict[str, Any]:
    whole = "national" if panel.total() else "mean"
    columns = ("col.component", "col.score", "col.rank", "col.score_change", "col.rank_change", "col.mean")
    return {
        "kicker": words("card.kicker"),
        "year": words("card.year", year=found.year),
        "pillars": words("card.pillars"),
        "pillars_alt": found.pillars_alternative,
        "trend": words("card.trend", first=panel.years[0], last=panel.years[-1]),
        "trend_alt": found.trend_alternative,
        "strengths": words("card.strengths"),
        "strengths_note": words("card.strengths.note"),
        "weaknesses": words("card.weaknesses"),
        "weaknesses_note": words("card.weaknesses.note"),
        "marks_note": marks_note(panel, found, words),
        "none": words("card.none"),
        "standing_columns": [words(f"col.{c}") for c in ("indicator", "rank", "value", whole, "unit", "source")],
        "themes": words("card.themes"),
        "themes_note": words("card.themes.note") if panel.rank_changes else "",
        "component_columns": [words(column) for column in columns],
        "obstacles": words("card.obstacles"),
        "obstacles_note": words("card.obstacles.note"),
        "obstacle_columns": [words("col.indicator"), words("col.share")],
        "similar": words("card.similar"),
        "similar_note": words("card.similar.note"),
        "similar_columns": [words("col.area"), words("col.score"), words("col.rank")],
        "quality": words("card.quality"),
        "registers": words("card.registers"),
        "registers_note": words("card.registers.note", year=found.year),
        "sources": words("card.sources"),
    }
