"""Tables of a card by component: pillars and themes with their evidence, scores, ranks and intervals."""

from collections.abc import Iterator
from dataclasses import dataclass

from index_pipeline.publication.lookups.panel import Panel
from index_pipeline.publication.scorecards.headline import NEARLY_ALL, rank_change
from index_pipeline.publication.text import MISSING, Words, number, signed

DOUBT = "*"
"""Marks a change of rank that is not significant."""
ALONE = "†"
"""Marks the interval of a component of which one indicator has a score."""
PARTLY = "§"
"""Marks the interval of a component in which the region has a rank in some of the simulations only."""


@dataclass(frozen=True)
class RankSpan:
    """A rank and its interval on a line from the first rank, 0, to the last, 1."""

    low: float
    at: float
    high: float


@dataclass(frozen=True)
class ComponentLine:
    """One component as printed. `depth` is 0 for a pillar, 1 for its themes; `note` says why it has no score.

    `evidence` is the grade of its evidence and whether its indicators measure it directly.
    """

    title: str
    depth: int
    note: str = ""
    evidence: str = ""
    score: str = MISSING
    rank: str = MISSING
    interval: str = ""
    place: RankSpan | None = None
    score_change: str = MISSING
    rank_change: str = MISSING
    mean: str = MISSING


def lines(panel: Panel, area: str, year: int, words: Words) -> list[ComponentLine]:
    """Return every component below the index, each before its children; those without figures share a line."""
    return [*_below(panel, area, year, panel.root, words)]


def _below(panel: Panel, area: str, year: int, parent: str, words: Words) -> Iterator[ComponentLine]:
    children = panel.children(parent)
    measured = panel.measured(children)
    for name in measured:
        yield _line(panel, area, year, name, words)
        yield from _below(panel, area, year, name, words)
    rest = [panel.title(name, words) for name in children if name not in measured]
    if rest:
        depth = _depth(panel, parent) + 1
        yield ComponentLine(words.join(rest), depth, words("not_measured"))


def _depth(panel: Panel, name: str) -> int:
    return int(panel.components[name]["level"] - panel.components[panel.root]["level"] - 1)


def _line(panel: Panel, area: str, year: int, name: str, words: Words) -> ComponentLine:
    row = panel.rankings.get((area, year, name), {})
    title, depth = panel.title(name, words), _depth(panel, name)
    status = panel.scores.get((area, year, name), {}).get("status", "not_measured")
    if status != "scored":
        note = words("unscored" if status == "insufficient_coverage" else status)
        return ComponentLine(title, depth, note, evidence(panel, name, words))
    doubtful = row.get("rank_change") and panel.significant(area, year, name) is False
    found = panel.interval(area, year, name)
    partly = PARTLY if found and panel.share_ranked(area, year, name) < NEARLY_ALL else ""
    scored = [each for each in panel.weighted_below(name) if panel.indicator_score(area, year, each) is not None]
    alone = ALONE if found and len(scored) == 1 else ""
    return ComponentLine(
        title=title,
        depth=depth,
        evidence=evidence(panel, name, words),
        score=number(row.get("score")),
        rank=MISSING if row.get("rank") is None else str(row["rank"]),
        interval=_span(found, words) + alone + partly if found else "",
        place=_place(row.get("rank"), found, row.get("ranked", 0)),
        score_change=signed(row.get("score_change")),
        rank_change=rank_change(row.get("rank_change")) + (DOUBT if doubtful else ""),
        mean=number(panel.mean(panel.areas, year, name)),
    )


def _span(interval: tuple[float, float], words: Words) -> str:
    """Write an interval of ranks, rounded; one rank alone if both ends are the same."""
    low, high = round(interval[0]), round(interval[1])
    return str(low) if low == high else words("rank.span", low=low, high=high)


def _place(rank: int | None, interval: tuple[float, float] | None, ranked: int) -> RankSpan | None:
    """Place a rank with its interval on the line of all ranks; None if it has none."""
    if rank is None or ranked < 2:
        return None
    low, high = interval or (rank, rank)
    return RankSpan(*((min(each, ranked) - 1) / (ranked - 1) for each in (min(low, rank), rank, max(high, rank))))


def evidence(panel: Panel, component: str, words: Words) -> str:
    """Write the grade of a component's evidence, and whether its own indicators are direct measures or proxies."""
    own = [name for name, row in panel.indicators.items() if row["component_id"] == component and _counts(row)]
    kinds = {panel.indicators[name]["proxy"] for name in own}
    kind = "" if not own or None in kinds else "mixed" if len(kinds) > 1 else str(kinds.pop())
    grade = panel.grades.get(component, {}).get("grade", "")
    return words("dot").join(text for text in (grade, words(f"proxy.{kind}") if kind else "") if text)


def _counts(row: dict[str, object]) -> bool:
    return row["kind"] == "indicator"
