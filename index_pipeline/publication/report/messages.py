"""Key messages on change: what moved the mean of all regions, and the regions that moved most, with the reasons."""

from collections import defaultdict
from collections.abc import Iterator

from index_pipeline.publication.lookups.panel import Panel
from index_pipeline.publication.lookups.reasons import LEAST, reasons, sentence
from index_pipeline.publication.scorecards.headline import moved
from index_pipeline.publication.text import Words, number, signed

MOST_PARTS = 5
MOST_REASONS = 2


def mean_parts(panel: Panel, year: int) -> dict[str, float]:
    """Return the mean part of each indicator or component in the regions' changes of score, the largest first.

    The mean is over the regions that have a score in both years; the parts add up to the change of their mean.
    """
    found: dict[str, float] = defaultdict(float)
    areas = [area for area in panel.areas if panel.changes.get((area, year))]
    for area in areas:
        for row in panel.changes[area, year]:
            found[row["part_id"]] += row["contribution"] / len(areas)
    return dict(sorted(found.items(), key=lambda pair: (-abs(pair[1]), pair[0])))


def mean_message(panel: Panel, words: Words) -> Iterator[str]:
    """Say which indicators moved the mean of all regions, and how much of it is entries of registers."""
    parts = mean_parts(panel, panel.newest)
    if not parts:
        return
    indicators = panel.contents.framework.indicators
    registers = sum(points for part, points in parts.items() if part in indicators and indicators[part].uses_register)
    named = [
        panel.title(part, words) + words("aside", text=words("report.messages.points", points=signed(points, 2)))
        for part, points in list(parts.items())[:MOST_PARTS]
        if abs(points) >= LEAST / 10
    ]
    total = sum(parts.values())
    change = moved("score", total, number(abs(total), 2), words)
    said = words("report.messages.mean", change=change, parts=words.join(named)) if named else ""
    if abs(registers) >= LEAST / 10:
        said += words("report.messages.registers", points=signed(registers, 2))
    if said:
        yield said


def mover_messages(panel: Panel, areas: list[str], words: Words) -> list[str]:
    """Say of each region how score and rank moved, and the largest parts of that with the figures behind them."""
    found = []
    for area in areas:
        split = reasons(panel, area, panel.newest, words, MOST_REASONS)
        if split and split.named:
            row = panel.rankings[area, panel.newest, panel.root]
            why = words("semicolon").join(sentence(reason, words) for reason in split.named)
            values = {
                "score": moved("score", split.change, number(abs(split.change)), words),
                "rank": moved("rank", row["rank_change"], str(abs(row["rank_change"] or 0)), words),
            }
            if row["rank_change"] and panel.significant(area, panel.newest, panel.root) is False:
                values["rank"] += words("comma") + words("insignificant")
            found.append(words("report.messages.mover", area=panel.area_short(area, words), **values, why=why))
    return found
