"""Chapter on the estimate of the newest year: scores with their intervals, and the past errors of such estimates."""

from index_pipeline.publication.lookups.panel import Panel
from index_pipeline.publication.report.blocks import Chapter, Paragraph, TableBlock
from index_pipeline.publication.text import MISSING, Words, number


def estimates(panel: Panel, words: Words) -> Chapter | None:
    """Text and table of the estimated year, or that it is not estimated; None if the framework has no such year."""
    year = panel.contents.framework.definition.years.estimate
    rows = [
        row
        for row in (panel.rows("estimates") if year else [])
        if row["time_period"] == year and row["component_id"] == panel.root and row["estimated_rank"] is not None
    ]
    errors = [row for row in (panel.rows("estimate_errors") if rows else []) if row["component_id"] == panel.root]
    pooled = next((row for row in errors if row["time_period"] is None), None)
    if year is None:
        return None
    if pooled is None:
        return Chapter(words("report.estimates", year=year), [Paragraph(words("report.estimates.none", year=year))])
    share = sum(row["own_weight"] for row in rows) / len(rows)
    hidden = [str(row["time_period"]) for row in errors if row["time_period"] is not None]
    text = words(
        "report.estimates.text",
        year=year,
        own=number(100 * share, 0),
        hidden=words.join(sorted(hidden)),
        points=number(pooled["mean_absolute_error"], 2),
        places=number(pooled["mean_absolute_rank_error"], 2),
        unchanged=number(pooled["mean_absolute_rank_change"], 2),
        coverage=_percent(pooled["interval_coverage"]),
    )
    heads = [
        words("report.estimates.rank"),
        words("col.area"),
        words("report.estimates.score"),
        words("report.estimates.interval"),
        words("report.estimates.own"),
        words("report.estimates.last", year=panel.newest),
    ]
    lines = [
        [
            number(row["estimated_rank"], 0),
            panel.area_name(row["ref_area"], words),
            number(row["estimated_score"]),
            MISSING
            if row["estimated_p05"] is None
            else words("amount.span", low=number(row["estimated_p05"]), high=number(row["estimated_p95"])),
            _percent(row["own_weight"]),
            number(panel.rankings.get((row["ref_area"], panel.newest, panel.root), {}).get("rank"), 0),
        ]
        for row in sorted(rows, key=lambda row: (row["estimated_rank"], row["ref_area"]))
    ]
    table = TableBlock(words("report.estimates.caption", year=year), heads, lines, (0, 2, 3, 4, 5), (0, 3, 2, 3, 3, 2))
    return Chapter(words("report.estimates", year=year), [Paragraph(text), table])


def _percent(share: float | None) -> str:
    return number(None if share is None else 100 * share, 0)
