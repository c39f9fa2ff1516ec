"""Chapter on robustness: how far the ranks depend on choices, and what the audit of the structure says."""

from typing import Any

from index_pipeline.publication.lookups.panel import Panel
from index_pipeline.publication.report.blocks import Block, Chapter, Heading, Paragraph, TableBlock
from index_pipeline.publication.text import MISSING, Words, number

NARROW = 3


def robustness(panel: Panel, words: Words) -> Chapter:
    """Intervals of ranks, check of balance, sensitivity, pillars left out and audit, if the release has them."""
    blocks: list[Block] = []
    for heading, part in (
        ("report.intervals", _intervals(panel, words)),
        ("report.balance", _balance(panel, words)),
        ("report.sensitivity", _sensitivity(panel, words)),
        ("report.removed", _removed(panel, words)),
        ("report.audit", _audit(panel, words)),
    ):
        blocks += [Heading(words(heading)), *(part or [Paragraph(words("report.not_computed"))])]
    return Chapter(words("report.robustness"), blocks)


def _intervals(panel: Panel, words: Words) -> list[Block]:
    found = [(area, panel.interval(area, panel.newest, panel.root)) for area in panel.areas]
    widths = [pair[1] - pair[0] for _, pair in found if pair]
    if not widths:
        return []
    narrow = sum(width <= NARROW for width in widths)
    return [
        Paragraph(
            words(
                "report.intervals.text", areas=len(widths), narrow=narrow, places=NARROW, widest=number(max(widths), 0)
            )
        )
    ]


def _balance(panel: Panel, words: Words) -> list[Block]:
    rows = {row["ref_area"]: row for row in panel.rows("balance") if row["time_period"] == panel.newest}
    if not rows:
        return []
    heads = [words("col.area")] + [words(f"report.balance.{c}") for c in ("own", "own_rank", "other", "other_rank")]
    lines = [
        [
            panel.area_name(area, words),
            number(rows[area]["own_score"]),
            number(rows[area]["own_rank"], 0),
            number(rows[area]["other_score"]),
            number(rows[area]["other_rank"], 0),
        ]
        for area in panel.areas
        if area in rows
    ]
    return [Paragraph(words("report.balance.text")), TableBlock(words("report.balance"), heads, lines, (1, 2, 3, 4))]


def _sensitivity(panel: Panel, words: Words) -> list[Block]:
    rows = [row for row in panel.rows("sensitivity") if row["output"] == "mean_absolute_rank_shift"]
    if not rows:
        return []
    factors = words.entries["factors"]
    lines = [
        [
            factors.get(row["factor"], row["factor"]),
            *_with_interval(row, "first_order", words),
            *_with_interval(row, "total", words),
        ]
        for row in rows
    ]
    heads = [words(f"report.sensitivity.{c}") for c in ("factor", "first", "interval", "total", "interval")]
    return [
        Paragraph(words("report.sensitivity.text")),
        TableBlock(words("report.sensitivity"), heads, lines, (1, 2, 3, 4), (3, 0, 0, 0, 0)),
    ]


def _with_interval(row: dict[str, Any], name: str, words: Words) -> list[str]:
    low, high = row[f"{name}_p05"], row[f"{name}_p95"]
    span = MISSING if low is None else words("amount.span", low=number(low, 2), high=number(high, 2))
    return [number(row[name], 2), span]


def _removed(panel: Panel, words: Words) -> list[Block]:
    rows = [row for row in panel.rows("removed_summary") if row["time_period"] == panel.newest and row["depth"] == 1]
    if not rows:
        return []
    lines = [
        [
            panel.title(row["element_id"], words),
            number(row["mean_absolute_rank_shift"]),
            number(row["largest_rank_shift"], 0),
            number(row["spearman"], 3),
        ]
        for row in rows
    ]
    heads = [words(f"report.removed.{c}") for c in ("element", "mean", "largest", "spearman")]
    return [
        Paragraph(words("report.removed.text")),
        TableBlock(words("report.removed"), heads, lines, (1, 2, 3), (3, 0, 0, 0)),
    ]


def _audit(panel: Panel, words: Words) -> list[Block]:
    """List the findings of the audit by topic, with the answers that exist; its basis comes first."""
    rows = sorted(panel.rows("audit_findings"), key=lambda row: row["position"])
    scope = [Paragraph(words.name(row, "finding")) for row in rows if row["topic"] == "scope"]
    answered = any(row["answer_zh"] for row in rows)
    shown = ("finding", "answer") if answered else ("finding",)
    topics: dict[str, list[list[str]]] = {}
    for row in rows:
        if row["topic"] != "scope":
            topics.setdefault(row["topic"], []).append([words.name(row, part) for part in shown])
    names = words.entries["topics"]
    lines = [
        ["" if position else names.get(topic, topic), *cells]
        for topic, findings in topics.items()
        for position, cells in enumerate(findings)
    ]
    heads = [words(f"report.audit.{part}") for part in ("topic", *shown)]
    table = TableBlock(words("report.audit"), heads, lines, (), (1, 3, 3) if answered else (1, 4), small=True)
    return [*scope, *([table] if lines else [])]
