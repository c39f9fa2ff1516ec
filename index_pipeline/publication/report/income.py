"""Chapter on the regions' context, and on the score that one of its figures, as income, lets one expect."""

from statistics import median

from index_pipeline.framework.context import ContextFigure, predictor_of
from index_pipeline.publication.charts.expected import expected_of
from index_pipeline.publication.lookups.context import (
    ContextValue,
    context_title,
    context_unit,
    context_values,
    is_outside,
    publishers,
)
from index_pipeline.publication.lookups.panel import Panel
from index_pipeline.publication.lookups.rows import Row
from index_pipeline.publication.report.blocks import Block, Chapter, Paragraph, TableBlock
from index_pipeline.publication.report.results import Figures, charts
from index_pipeline.publication.text import MISSING, Words, number, signed

MOST_NAMED = 3
Found = dict[str, dict[ContextFigure, ContextValue]]
"""The context of the newest year by region and figure: a series may be shown by itself and in a ratio."""


def income(panel: Panel, words: Words, figures: Figures) -> Chapter | None:
    """Say how closely scores follow the predictor and who is above or below; None if the framework has no context."""
    found: Found = {
        area: {value.figure: value for value in context_values(panel, area, panel.newest)} for area in panel.areas
    }
    used = [f for f in panel.contents.framework.definition.context if any(f in row for row in found.values())]
    if not used:
        return None
    expected = expected_of(panel, panel.newest)
    blocks: list[Block] = [Paragraph(text) for text in _texts(panel, expected, words)]
    blocks += charts(figures, "expected")
    blocks += [_table(panel, used, found, expected, words), Paragraph(_origins(panel, used, found, words), note=True)]
    return Chapter(words("report.income" if expected else "report.context"), blocks)


def _texts(panel: Panel, expected: list[Row], words: Words) -> list[str]:
    figure = predictor_of(panel.contents.framework.definition.context)
    if not expected or figure is None:
        return []
    row, title = expected[0], context_title(panel, figure, words)
    said = words(
        "report.income.text", year=panel.newest, title=title, areas=row["n"], share=number(100 * row["r_squared"], 0)
    )
    above = [row for row in expected if row["residual"] > 0][:MOST_NAMED]
    below = [row for row in reversed(expected) if row["residual"] < 0][:MOST_NAMED]
    for way, some in (("above", above), ("below", below)):
        if some:
            named = [
                words("report.scored", name=panel.area_short(each["ref_area"], words), score=signed(each["residual"]))
                for each in some
            ]
            said += words(f"report.income.{way}", areas=words.join(named))
    outside = words.join([panel.area_short(each["ref_area"], words) for each in expected if is_outside(each)])
    said += words("report.income.outside", areas=outside) if outside else words("report.income.all_inside")
    return [said]


def _table(panel: Panel, used: list[ContextFigure], found: Found, expected: list[Row], words: Words) -> TableBlock:
    """Write a row per region: the context, then score, expected score with its interval, and the distance."""
    rows = {row["ref_area"]: row for row in expected}
    digits = {figure: _digits([row[figure].value for row in found.values() if figure in row]) for figure in used}
    lines = []
    for area in panel.areas:
        cells = [number(found[area][f].value, digits[f]) if f in found[area] else MISSING for f in used]
        row = rows.get(area)
        span = (
            words("amount.span", low=number(row["expected_p05"]), high=number(row["expected_p95"])) if row else MISSING
        )
        own = number(panel.score(area, panel.newest, panel.root))
        more = (
            [own, number(row["expected_score"]), span, signed(row["residual"])]
            if row
            else [own, MISSING, MISSING, MISSING]
        )
        lines.append([panel.area_name(area, words), *cells, *(more if expected else [own])])
    heads = [words("col.area"), *(_head(panel, figure, words) for figure in used), words("col.score")]
    heads += [words(f"report.income.{part}") for part in ("expected", "interval", "distance")] if expected else []
    caption = words("report.income.caption" if expected else "report.context.caption", year=panel.newest)
    widths = (3, *(3,) * len(used), 2, *((2, 3, 2) if expected else ()))
    return TableBlock(caption, heads, lines, tuple(range(1, len(heads))), widths, small=True)


def _digits(values: list[float]) -> int:
    """Return how many decimals show about three digits of the median."""
    middle = median(abs(value) for value in values)
    return 0 if middle >= 1000 else 1 if middle >= 10 else 2 if middle >= 1 else 3


def _head(panel: Panel, figure: ContextFigure, words: Words) -> str:
    unit = context_unit(panel, figure)
    name = panel.unit(unit.unit, words) if unit else ""
    return context_title(panel, figure, words) + (words("aside", text=name) if name else "")


def _origins(panel: Panel, used: list[ContextFigure], found: Found, words: Words) -> str:
    """Say of each figure of the context its source and its years."""
    said = []
    for figure in used:
        values = [row[figure] for row in found.values() if figure in row]
        sources = tuple(dict.fromkeys(source for value in values for source in value.sources))
        years = sorted({value.year for value in values})
        text = words(
            "card.context.source", year=words.span(years[0], years[-1]), source=publishers(panel, sources, words)
        )
        said.append(f"{context_title(panel, figure, words)}{words('colon')}{text}")
    return words("report.income.origins", origins=words("semicolon").join(said))
