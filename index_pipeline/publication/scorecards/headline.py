"""Headline of a card: score, rank with its interval, tier, changes, and the sentence that says them."""

from dataclasses import dataclass

from index_pipeline.framework.context import predictor_of
from index_pipeline.publication.lookups.context import context_title, is_outside
from index_pipeline.publication.lookups.panel import Panel
from index_pipeline.publication.lookups.rows import Row
from index_pipeline.publication.text import MISSING, Words, number, signed

NEARLY_ALL = 0.995
"""Share of the draws from which on an interval is said to be over all of them."""


@dataclass(frozen=True)
class Headline:
    """What is at the top of a card, as printed. `rank` and `tier` are `—` if the region has none."""

    score: str
    rank: str
    ranked: str
    interval: str
    tier: str
    score_change: str
    rank_change: str
    rank_doubt: str
    sentences: list[str]


def headline(panel: Panel, area: str, year: int, words: Words) -> Headline:
    """Word the index of a region in a year."""
    row = panel.rankings.get((area, year, panel.root), {})
    score, rank = row.get("score"), row.get("rank")
    doubtful = row.get("rank_change") and panel.significant(area, year, panel.root) is False
    return Headline(
        score=number(score),
        rank=number(rank, 0),
        ranked=str(row.get("ranked", 0)),
        interval=interval(panel, area, year, words),
        tier=tier(panel, area, year, words),
        score_change=signed(row.get("score_change")),
        rank_change=rank_change(row.get("rank_change")),
        rank_doubt=words("insignificant") if doubtful else "",
        sentences=_sentences(panel, area, year, words),
    )


def interval(panel: Panel, area: str, year: int, words: Words) -> str:
    """Write the 90% interval of a rank; 未计算 if the release holds none."""
    found = panel.interval(area, year, panel.root)
    return span(*found, words) if found else words("not_computed")


def span(low: float, high: float, words: Words) -> str:
    """Write the ranks from `low` to `high`, rounded."""
    low, high = round(low), round(high)
    return words("interval.one", rank=low) if low == high else words("interval", low=low, high=high)


def tier(panel: Panel, area: str, year: int, words: Words) -> str:
    """Name the tier, marked 边界 if the interval of the rank crosses a border between tiers."""
    row = panel.tiers.get((area, year))
    if not row:
        return words("not_computed") if panel.score(area, year, panel.root) is not None else MISSING
    names = words.entries["tiers"]
    name = names[row["tier"] - 1] if row["tier"] <= len(names) else words("tier.other", tier=row["tier"])
    return words("tier.border", tier=name) if row["borderline"] else name


def rank_change(change: int | None) -> str:
    """Write a change of rank with an arrow: ▲2 is a rise by two, ▼1 a fall by one, 0 none."""
    if change is None:
        return MISSING
    return f"{'▲' if change > 0 else '▼'}{abs(change)}" if change else "0"


def _sentences(panel: Panel, area: str, year: int, words: Words) -> list[str]:
    row = panel.rankings.get((area, year, panel.root), {})
    name = panel.area_name(area, words)
    index = panel.title(panel.root, words)
    if row.get("score") is None:
        coverage = panel.scores.get((area, year, panel.root), {}).get("coverage", 0.0)
        needed = panel.components[panel.root]["coverage_threshold"]
        return [
            words(
                "sentence.unscored", area=name, year=year, index=index, coverage=f"{coverage:.0%}", need=f"{needed:.0%}"
            )
        ]
    values = {"area": name, "year": year, "index": index, "score": number(row["score"])}
    ranked = row["rank"] is not None
    first = words("sentence.standing" if ranked else "sentence.alike", **values, rank=row["rank"], ranked=row["ranked"])
    found = panel.interval(area, year, panel.root)
    if found:
        first += words("sentence.interval", interval=interval(panel, area, year, words))
        if panel.share_ranked(area, year, panel.root) < NEARLY_ALL:
            share = panel.intervals[area, year, panel.root]["p_scored"]
            first += words("sentence.interval.partly", share=f"{share:.0%}")
    sentences = [first + words("stop")]
    if row["score_change"] is not None and ranked:
        score = moved("score", row["score_change"], number(abs(row["score_change"])), words)
        place = moved("rank", row["rank_change"], str(abs(row["rank_change"] or 0)), words)
        doubtful = row["rank_change"] and panel.significant(area, year, panel.root) is False
        doubt = words("insignificant.aside") if doubtful else ""
        sentences.append(words("sentence.change", score=score, rank=place, doubt=doubt))
    best, worst = _best_and_worst(panel, area, year)
    if best and worst and best != worst:
        sentences.append(
            words(
                "sentence.pillars",
                best=_pillars(panel, area, year, best, words),
                worst=_pillars(panel, area, year, worst, words),
            )
        )
    sentences += expected_sentences(panel, area, year, words)
    return [*sentences, *_further(panel, area, year, words), *_estimate(panel, area, year, words)]


def _further(panel: Panel, area: str, year: int, words: Words) -> list[str]:
    """Name score, change, rank and interval of each further index in one sentence; none if the region has none."""
    rows = [(index, panel.further.get((area, year, index.id), {})) for index in panel.indices]
    found = []
    for index, row in rows:
        if row.get("rank") is not None:
            change = "" if row["score_change"] is None else words("aside", text=signed(row["score_change"]))
            values = {"title": words.text(index.title), "score": number(row["score"]), "rank": row["rank"]}
            found.append(words("sentence.further_index", change=change, **values) + _aside(row, words))
    changed = any(row.get("score_change") is not None for _, row in rows)
    said = "sentence.further.changes" if changed else "sentence.further"
    return [words(said, indices=words("semicolon").join(found))] if found else []


def _aside(row: Row, words: Words) -> str:
    if row["rank_p05"] is None:
        return ""
    within = span(row["rank_p05"], row["rank_p95"], words)
    return words("aside", text=words("sentence.further_interval", interval=within))


def moved(what: str, change: float | None, size: str, words: Words) -> str:
    """Say that `what`, such as the `score` or the `rank`, rose, fell or remained; `size` is how far, as written."""
    still = change is None or not size.strip("0.")
    return (
        words(f"{what}.still")
        if still or change is None
        else words(f"{what}.{'up' if change > 0 else 'down'}", size=size)
    )


def _best_and_worst(panel: Panel, area: str, year: int) -> tuple[list[str], list[str]]:
    """Return the pillars in which a region has its best rank, and its worst."""
    rows = [panel.rankings.get((area, year, pillar)) for pillar in panel.pillars]
    ranks = {row["component_id"]: row["rank"] for row in rows if row and row["rank"] is not None}
    first, last = min(ranks.values(), default=None), max(ranks.values(), default=None)
    best, worst = ([pillar for pillar, rank in ranks.items() if rank == end] for end in (first, last))
    return best, worst


def _pillars(panel: Panel, area: str, year: int, pillars: list[str], words: Words) -> str:
    """Name pillars of one rank: one alone with its interval."""
    titles = words.join([words("sentence.pillar", title=panel.title(pillar, words)) for pillar in pillars])
    rank = panel.rankings[area, year, pillars[0]]["rank"]
    if len(pillars) > 1:
        return titles + words("sentence.pillar.each", rank=rank)
    found = panel.interval(area, year, pillars[0])
    within = words("sentence.pillar.within", interval=span(*found, words)) if found else ""
    return titles + words("sentence.pillar.rank", rank=rank, within=within)


def expected_sentences(panel: Panel, area: str, year: int, words: Words) -> list[str]:
    """Say the score expected at the predictor and how far the region's is from it; none if it is not computed."""
    row = panel.expected.get((area, year))
    predictor = predictor_of(panel.contents.framework.definition.context)
    if row is None or predictor is None:
        return []
    title = context_title(panel, predictor, words)
    values = {name: number(row[name]) for name in ("expected_score", "expected_p05", "expected_p95")}
    way = "above" if row["residual"] > 0 else "below"
    said = words(f"sentence.expected.{way}", predictor=title, size=number(abs(row["residual"])), **values)
    return [said + words("sentence.expected.outside" if is_outside(row) else "sentence.expected.inside")]


def _estimate(panel: Panel, area: str, year: int, words: Words) -> list[str]:
    """Say the estimate of the year after the newest one in a sentence, on the card of the newest year."""
    row = panel.estimates.get(area)
    if row is None or year != panel.newest or row["estimated_p05"] is None:
        return []
    return [
        words(
            "sentence.estimate",
            year=row["time_period"],
            score=number(row["estimated_score"]),
            low=number(row["estimated_p05"]),
            high=number(row["estimated_p95"]),
        )
    ]
