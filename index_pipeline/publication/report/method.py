"""Chapters on method, gaps and limits, and the appendix: what the index is made of, and what it does not know."""

from collections import Counter
from collections.abc import Iterable

from index_pipeline.framework.model import Definition
from index_pipeline.framework.quantities import Growth
from index_pipeline.publication.lookups.panel import Panel
from index_pipeline.publication.lookups.quantities import quantity_title
from index_pipeline.publication.lookups.rows import Row
from index_pipeline.publication.report.blocks import Block, Bullets, Chapter, Heading, Paragraph, TableBlock
from index_pipeline.publication.text import MISSING, Words, clause, percent, signed


def method(panel: Panel, words: Words) -> Chapter:
    """The steps in words, the tree with its weights, and every indicator's definition and source."""
    framework = panel.contents.framework
    blocks: list[Block] = []
    if framework.definition.guideline:
        blocks.append(
            Paragraph(
                words(
                    "report.method.guideline",
                    document=panel.document(words),
                )
            )
        )
    blocks += [Heading(words("report.steps")), Bullets(_steps(framework.definition, words))]
    blocks += [
        Heading(words("report.tree")),
        _tree(panel, words),
        Heading(words("report.indicators")),
        _indicators(panel, words),
    ]
    return Chapter(words("report.method"), blocks)


def gaps(panel: Panel, words: Words) -> Chapter:
    """Themes without figures, weighted indicators with filled or missing values, limits, and revisions."""
    unmeasured = [
        [
            words.name(row),
            clause(row["clause"] or "", words.language),
            words.name(row, "reason"),
            words.name(row, "wanted"),
        ]
        for row in panel.components.values()
        if not row["measured"]
    ]
    blocks: list[Block] = []
    if unmeasured:
        heads = [words(f"report.gaps.{c}") for c in ("theme", "clause", "reason", "wanted")]
        blocks += [
            Heading(words("report.gaps.themes")),
            TableBlock(words("report.gaps.themes"), heads, unmeasured, (), (3, 2, 4, 5), small=True),
        ]
    blocks += [Heading(words("report.gaps.figures")), *_filled(panel, words)]
    blocks += [Heading(words("report.limits")), Bullets(list(words.entries["report.limits.items"]))]
    notices = _notices(panel, words)
    if notices:
        blocks += [Heading(words("report.notices")), notices]
    return Chapter(words("report.gaps"), blocks)


def appendix(panel: Panel, words: Words) -> Chapter:
    """Revisions, and the sources with their terms."""
    blocks: list[Block] = []
    blocks += [Heading(words("report.revisions")), *_revisions(panel, words)]
    sources = [
        [words.name(row), words.name(row, "citation"), words.name(row, "licence")] for row in panel.rows("sources")
    ]
    if sources:
        heads = [words(f"report.sources.{c}") for c in ("title", "citation", "licence")]
        blocks += [
            Heading(words("card.sources")),
            TableBlock(words("card.sources"), heads, sources, (), (2, 4, 3), small=True),
        ]
    return Chapter(words("report.appendix"), blocks)


def _revisions(panel: Panel, words: Words) -> list[Block]:
    """Sum up the figures that were published again with another value, a row per series."""
    series = {row["series_id"]: words.name(row) for row in panel.rows("series")}
    found: dict[str, list[Row]] = {}
    for row in panel.rows("revisions"):
        found.setdefault(row["series_id"], []).append(row)
    if not found:
        return [Paragraph(words("report.revisions.none"))]
    lines = []
    for name, rows in found.items():
        years = {row["time_period"] for row in rows}
        changes = [
            r["value_change"] / abs(r["value_before"])
            for r in rows
            if r["value_change"] is not None and r["value_before"]
        ]
        largest = max(changes, key=abs, default=None)
        share = MISSING if largest is None else signed(100 * largest, 1) + "%"
        lines.append([series.get(name) or name, spans(years, words), str(len(rows)), share])
    heads = [words(f"report.revisions.{c}") for c in ("series", "years", "figures", "largest")]
    return [TableBlock(words("report.revisions"), heads, lines, (2, 3), (4, 1, 0, 0))]


def _steps(definition: Definition, words: Words) -> list[str]:
    """Describe each step by its method; a method without words of its own is named."""

    def step(kind: str, chosen: str) -> str:
        text = words.entries["methods"].get(f"{kind}.{chosen}")
        return text or words("report.step.other", step=words(f"report.step.{kind}"), method=chosen)

    span = definition.fitted_on
    steps = [step("imputation", rule.method) for rule in definition.imputation]
    steps.append(step("treatment", definition.treatment.method))
    steps.append(step("normalisation", definition.normalisation.method))
    steps.append(step("aggregation", definition.aggregation.method))
    own = definition.index.coverage
    values = {"coverage": f"{definition.coverage:.0%}", "index": f"{definition.coverage if own is None else own:.0%}"}
    steps.append(words("report.step.coverage", **values))
    years = str(span.first) if span.first == span.last else words("report.span", first=span.first, last=span.last)
    return [words("report.step.reference", years=years), *steps]


def _tree(panel: Panel, words: Words) -> TableBlock:
    base = panel.components[panel.root]["level"] + 1
    rows = []
    for name in panel.descendants(panel.root):
        row = panel.components[name]
        share = percent(row["effective_weight"]) if row["measured"] else words("not_measured")
        rows.append(
            [
                "\u3000" * (row["level"] - base) + panel.title(name, words),
                clause(row["clause"] or "", words.language),
                share,
            ]
        )
    heads = [words("col.component"), words("report.gaps.clause"), words("col.weight")]
    return TableBlock(words("report.tree"), heads, rows, (2,), (3, 2, 0))


def _indicators(panel: Panel, words: Words) -> TableBlock:
    rows = []
    for name, row in panel.indicators.items():
        weight = percent(row["effective_weight"]) if row["effective_weight"] else words("supplementary")
        direction = words(f"direction.{row['direction']}")
        source = panel.source_titles(name, words)
        text = words.name(row, "definition") or _formula(panel, name, words)
        note = words.name(row, "note")
        rows.append(
            [
                panel.title(name, words),
                weight,
                panel.unit(row["unit"], words),
                direction,
                f"{text} {note}".strip(),
                source,
            ]
        )
    heads = [words(f"report.indicator.{c}") for c in ("title", "weight", "unit", "direction", "definition", "source")]
    return TableBlock(words("report.indicators"), heads, rows, (1,), (4, 0, 2, 0, 6, 4), small=True)


def _formula(panel: Panel, name: str, words: Words) -> str:
    definition = panel.contents.framework.indicators[name]
    formula = definition.formula
    text = " / ".join(quantity_title(panel, quantity, words) for quantity in definition.quantities)
    if not definition.is_ratio:
        years = formula.years if isinstance(formula, Growth) else ""
        text = words(f"report.formula.{formula.method}", text=text, years=years)
    return words("report.formula.over", text=text, years=definition.over) if definition.over else text


def _notices(panel: Panel, words: Words) -> TableBlock | None:
    """Sum up what the computation had to leave out, a row per indicator or reason; None if there is nothing."""
    found: dict[tuple[str, str], list[Row]] = {}
    for row in panel.rows("notices"):
        found.setdefault((row["step"], row["subject"]), []).append(row)
    if not found:
        return None
    reasons = words.entries["notices"]
    lines = []
    for (step, subject), rows in found.items():
        areas = dict.fromkeys(row["ref_area"] for row in rows if row["ref_area"])
        title = panel.title(subject, words) if subject in panel.indicators else words("col.area")
        if subject in panel.indicators and panel.indicators[subject]["kind"] != "indicator":
            title += words("aside", text=words("supplementary"))
        named = words.join([panel.area_short(area, words) for area in areas]) or MISSING
        lines.append([title, reasons.get(step, step), spans({row["time_period"] for row in rows}, words), named])
    heads = [words("report.notices.subject"), words("report.notices.reason"), words("col.years"), words("col.area")]
    return TableBlock(words("report.notices"), heads, lines, (), (4, 4, 2, 3), small=True)


def spans(years: Iterable[int], words: Words) -> str:
    """Write years, consecutive ones as spans: 2018–2020, 2023."""
    runs: list[list[int]] = []
    for year in sorted(years):
        if runs and year == runs[-1][1] + 1:
            runs[-1][1] = year
        else:
            runs.append([year, year])
    return words.join([words.span(first, last) for first, last in runs])


def _filled(panel: Panel, words: Words) -> list[Block]:
    """List the weighted indicators whose newest values are not all observed, with the regions concerned counted."""
    names = words.statuses
    rows = []
    for name, row in panel.indicators.items():
        if row["kind"] != "indicator":
            continue
        counts = Counter(panel.values.get((a, panel.newest, name), {}).get("obs_status", "M") for a in panel.areas)
        if set(counts) - {"A", "Z"}:
            rows.append([panel.title(name, words), *(str(counts[c]) if counts[c] else MISSING for c in "AEICM")])
    if not rows:
        return [Paragraph(words("report.gaps.none"))]
    heads = [words("col.indicator"), *(names[c] for c in "AEICM")]
    text = Paragraph(words("report.gaps.text", year=panel.newest))
    return [text, TableBlock(words("report.gaps.figures"), heads, rows, (1, 2, 3, 4, 5), (4, 0, 0, 0, 0, 0))]
