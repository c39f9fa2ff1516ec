"""A scorecard as the data of its PDF: two pages, so lists of entries are cut to what the page holds."""

from typing import Any

from index_pipeline.publication.lookups.panel import Panel
from index_pipeline.publication.lookups.registers import RegisterList, entry_label, register_heading
from index_pipeline.publication.scorecards.card import Card
from index_pipeline.publication.scorecards.components import ComponentLine
from index_pipeline.publication.scorecards.labels import POINTS, labels
from index_pipeline.publication.scorecards.strengths import Standing
from index_pipeline.publication.text import Words, adding_up, shorten, signed

ROOM_FOR_ENTRIES = {"zh": 780, "en": 680}
TYPE = {"zh": 0.97, "en": 0.92}
"""Size of type at which nearly every card ends on its two pages."""
LONGEST, LONGEST_SENTENCE = 100, 400
SHRUNK = "†"
"""Marks the rank of a value that is shrunk for its small count."""
TIED = "‡"
"""Marks a rank that regions with other values share."""


def printed(panel: Panel, found: Card, words: Words) -> dict[str, Any]:
    """Return what `card.typ` sets: texts, places on lines of ranks, and pictures."""
    known = panel.contents.framework.total_area is not None
    return {
        "type": TYPE[words.language],
        "lang": words.entries["typst.lang"],
        "region": words.entries["typst.region"],
        "title": words("card.title", area=found.area, index=found.index, year=found.year),
        "foot": words("card.foot", index=found.index, area=found.area, year=found.year, number=found.number),
        "index": shorten(found.index, LONGEST),
        "area": shorten(found.area, 40),
        "standing": shorten(found.standing, 200),
        "position": found.position,
        "headline": _tiles(found, words),
        "sentences": [shorten(sentence, LONGEST_SENTENCE) for sentence in found.headline.sentences],
        "context": [
            [shorten(line.title, LONGEST), line.value, words("card.context.source", year=line.year, source=line.source)]
            for line in found.context
        ],
        "pillars_chart": found.pillars_chart,
        "trend_chart": found.trend_chart,
        "reasons": reason_rows(found, words),
        "significance": found.significance,
        "strengths": [_standing(row, known) for row in found.strengths],
        "weaknesses": [_standing(row, known) for row in found.weaknesses],
        "lines": [_line(line) for line in found.lines],
        "obstacles": found.obstacles,
        "similar": found.similar,
        "quality": quality_items(found, words),
        "registers": _registers(found.registers, words),
        "sources": [shorten(source, 200) for source in found.sources],
        "identity": _identity(found, words),
        "address": found.address,
        "code": found.code,
        "labels": labels(panel, found, words),
    }


def reason_rows(found: Card, words: Words) -> list[dict[str, Any]]:
    """Return the parts of the change of score: points, as a share of the largest part, and what moved in words."""
    if found.reasons is None:
        return []
    rows = [(reason.contribution, reason.figures or reason.title) for reason in found.reasons.named]
    if found.reasons.others_count:
        rows.append((found.reasons.others, words("reason.rest", count=found.reasons.others_count)))
    shown = adding_up([points for points, _ in rows], found.reasons.change, POINTS)
    largest = max(map(abs, shown), default=0.0)
    return [
        {"points": signed(points, POINTS), "share": round(points / largest, 3) if largest else 0.0, "text": text}
        for points, (_, text) in zip(shown, rows, strict=True)
    ]


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
        "rank": row.rank + (SHRUNK if row.shrunk else TIED if row.tied else ""),
        "value": row.value,
        "national": row.national + mean,
        "padding": "0" * row.padding,
        "unit": texts[1],
        "source": row.source,
    }


def _line(line: ComponentLine) -> dict[str, Any]:
    place = [line.place.low, line.place.at, line.place.high] if line.place else []
    cells = [line.evidence, line.score, line.rank, line.interval]
    more = [line.score_change, line.rank_change, line.mean]
    title = line.title if line.note else shorten(line.title, LONGEST)
    return {"title": title, "depth": line.depth, "note": line.note, "cells": cells, "place": place, "more": more}


def quality_items(found: Card, words: Words) -> list[tuple[str, str]]:
    """Return what is said of the data: labels and texts."""
    box = found.quality
    statuses = [words("card.status.item", status=name, count=count, share=share) for name, count, share in box.statuses]
    items = [
        (words("card.coverage"), box.coverage),
        (words("card.indirect"), box.indirect),
        (words("card.status", count=box.weighted), words("semicolon").join(statuses)),
        (words("card.filled"), words.join(box.filled)),
        (words("card.absent"), words.join(box.absent)),
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
    method, number = words("card.method"), words("card.number")
    parts = [f"{method}{colon}{found.method}", f"{number}{colon}{found.number}{found.as_of}"]
    if found.document:
        parts.append(words("card.document", document=found.document))
    return words("semicolon").join(parts)
