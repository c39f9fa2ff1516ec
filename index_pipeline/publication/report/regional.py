"""Chapter on the regions together: how unequal they are, whether they converge, and whether neighbours are alike."""

import re
from collections.abc import Iterable, Iterator, Sequence

from index_pipeline.publication.charts.regional import local_rows
from index_pipeline.publication.lookups.panel import Panel
from index_pipeline.publication.lookups.rows import Row
from index_pipeline.publication.report.blocks import Block, Chapter, Heading, Paragraph, TableBlock
from index_pipeline.publication.report.results import Figures, charts
from index_pipeline.publication.text import MISSING, Words, number
from index_pipeline.tables import NOT_APPLICABLE

MAIN = {"links": "all", "weighting": "row_standardised"}
"""Of the weight matrices that are published, the one that is spoken of."""
SIGNIFICANT = 0.05
SENTENCE_END = re.compile(r"(?<=。)|(?<=\.) ")


def regional(panel: Panel, words: Words, figures: Figures) -> Chapter | None:
    """Inequality, convergence and space, each if the release holds it; None if it holds none."""
    blocks: list[Block] = []
    for heading, part in (
        ("report.inequality", [*_inequality(panel, words, figures)]),
        ("report.convergence", [*_convergence(panel, words, figures)]),
        ("report.space", [*_space(panel, words, figures)]),
    ):
        if part:
            blocks += [Heading(words(heading)), *part]
    return Chapter(words("report.regional"), blocks) if blocks else None


def _inequality(panel: Panel, words: Words, figures: Figures) -> Iterator[Block]:
    rows = [row for row in _of_index(panel, "inequality") if row["gini"] is not None]
    if not rows:
        return
    first, last = rows[0], rows[-1]
    if last["gini_net_between"] is not None:
        yield Paragraph(
            words(
                "report.inequality.text" if len(rows) > 1 else "report.inequality.once",
                first=first["time_period"],
                last=last["time_period"],
                before=number(first["gini"], 3),
                now=number(last["gini"], 3),
                share=f"{last['gini_net_between'] / last['gini']:.0%}" if last["gini"] else MISSING,
            )
        )
    yield from charts(figures, "inequality")
    columns = (
        "gini",
        "gini_within",
        "gini_net_between",
        "gini_transvariation",
        "theil",
        "theil_within",
        "theil_between",
    )
    heads = [words("col.year"), words("col.areas"), *(words(f"report.inequality.{name}") for name in columns)]
    lines = [[str(row["time_period"]), str(row["n"]), *(number(row[name], 3) for name in columns)] for row in rows]
    yield TableBlock(words("report.inequality"), heads, lines, tuple(range(1, len(heads))))
    yield from _caveats(rows, words)


def _convergence(panel: Panel, words: Words, figures: Figures) -> Iterator[Block]:
    found = [row for row in _of_index(panel, "sigma_convergence") if row["sigma"] is not None]
    spread = [row for row in found if row["zone"] != NOT_APPLICABLE]
    slopes = [row for row in _of_index(panel, "beta_convergence") if row["beta"] is not None]
    if any(row["zone"] is None for row in spread):
        yield Paragraph(_convergence_text(spread, slopes, words))
        yield from charts(figures, "densities")
        yield _sigma(panel, spread, words)
    if slopes:
        yield _beta(panel, slopes, words)
        terms = [row["term"] for row in _of_index(panel, "beta_terms") if row["model"] == "conditional"]
        controls = [panel.title(name, words) for name in dict.fromkeys(terms) if name in panel.components]
        if controls:
            yield Paragraph(words("report.beta.controls", controls=words.join(controls)), note=True)
    yield from _caveats([*spread, *slopes], words)


def _convergence_text(spread: Sequence[Row], slopes: Sequence[Row], words: Words) -> str:
    """Say how the spread of all regions changed, and whether those that began low have risen faster."""
    national = [row for row in spread if row["zone"] is None]
    first, last = national[0], national[-1]
    text = words(
        "report.sigma.text" if len(national) > 1 else "report.sigma.once",
        first=first["time_period"],
        last=last["time_period"],
        before=number(first["sigma"], 3),
        now=number(last["sigma"], 3),
    )
    absolute = next((row for row in slopes if row["model"] == "absolute" and row["zone"] is None), None)
    if absolute is None:
        return text
    values = {"p": _probability(absolute["p_value"], words), "speed": _percent(absolute["speed"])}
    return text + words("report.beta.text", beta=number(absolute["beta"], 3), **values)


def _sigma(panel: Panel, spread: Sequence[Row], words: Words) -> TableBlock:
    """The spread of the regions, by zone and year."""
    years = sorted({row["time_period"] for row in spread})
    zones = list(dict.fromkeys(row["zone"] for row in spread))
    held = {(row["zone"], row["time_period"]): row["sigma"] for row in spread}
    lines = [[_zone(panel, zone, words), *(number(held.get((zone, year)), 3) for year in years)] for zone in zones]
    heads = [words("col.zone"), *map(str, years)]
    return TableBlock(words("report.sigma"), heads, lines, tuple(range(1, len(heads))))


def _beta(panel: Panel, slopes: Sequence[Row], words: Words) -> TableBlock:
    """The regressions of growth on the first score, one per model and zone."""
    heads = [words(f"report.beta.{name}") for name in ("model", "zone", "n", "beta", "error", "p", "speed")]
    lines = [
        [
            words.entries["models"].get(row["model"], row["model"]),
            _zone(panel, row["zone"], words),
            str(row["n"]),
            number(row["beta"], 3),
            number(row["standard_error"], 3),
            _probability(row["p_value"], words),
            _percent(row["speed"]),
        ]
        for row in slopes
    ]
    return TableBlock(words("report.beta"), heads, lines, (2, 3, 4, 5, 6), (2, 2, 1, 1, 1, 1, 2))


def _space(panel: Panel, words: Words, figures: Figures) -> Iterator[Block]:
    rows = [row for row in _of_index(panel, "global_moran") if row["moran"] is not None]
    main = [row for row in rows if all(row[key] == value for key, value in MAIN.items())]
    if main:
        last = main[-1]
        yield Paragraph(
            words(
                "report.moran.text",
                year=last["time_period"],
                moran=number(last["moran"], 3),
                p=_probability(last["p_value"], words),
                expected=number(last["expected"], 3),
            )
            + _clusters(panel, words)
        )
    yield from charts(figures, "neighbours")
    if rows:
        kinds = list(dict.fromkeys((row["links"], row["weighting"]) for row in rows))
        years = sorted({row["time_period"] for row in rows})
        held = {(row["links"], row["weighting"], row["time_period"]): row for row in rows}
        names = words.entries["weight_matrices"]
        lines = [
            [
                names.get(f"{links}.{weighting}", f"{links}, {weighting}"),
                *(_with_probability(held.get((links, weighting, year))) for year in years),
            ]
            for links, weighting in kinds
        ]
        heads = [words("report.moran.matrix"), *map(str, years)]
        yield TableBlock(words("report.moran"), heads, lines, tuple(range(1, len(heads))), (5, *(2,) * len(years)))
        yield Paragraph(words("report.moran.note", permutations=f"{rows[0]['permutations']:,}"), note=True)
    yield from _caveats(rows, words)


def _clusters(panel: Panel, words: Words) -> str:
    """Name the regions whose local statistic is significant after control of false discoveries, by quadrant."""
    rows = local_rows(panel)
    if not rows:
        return ""
    found: dict[str, list[str]] = {}
    for row in rows:
        if row["significant"]:
            found.setdefault(row["quadrant"], []).append(panel.area_short(row["ref_area"], words))
    if not found:
        return words("report.moran.none")
    quadrants = words.entries["quadrants"]
    groups = [f"{quadrants[name]}{words('colon')}{words.join(areas)}" for name, areas in sorted(found.items())]
    return words("report.moran.local", groups=words("semicolon").join(groups))


def _of_index(panel: Panel, table: str) -> list[Row]:
    rows = (row for row in panel.rows(table) if row["component_id"] == panel.root)
    return sorted(rows, key=lambda row: row.get("time_period", 0))


def _zone(panel: Panel, zone: str | None, words: Words) -> str:
    if zone is None:
        return words("report.all_areas")
    member = next((area for area in panel.areas if panel.regions.get(area, {}).get("zone") == zone), None)
    return panel.zone_name(member, words) if member else zone


def _percent(value: float | None) -> str:
    return MISSING if value is None else f"{number(100 * value)}%"


def _probability(value: float | None, words: Words) -> str:
    if value is None:
        return MISSING
    return words("report.p.small") if value < 0.001 else number(value, 3)


def _with_probability(row: Row | None) -> str:
    if row is None:
        return MISSING
    return number(row["moran"], 3) + ("*" if row["p_value"] is not None and row["p_value"] < SIGNIFICANT else "")


def _caveats(rows: Iterable[Row], words: Words) -> Iterator[Paragraph]:
    """Say once each sentence that results must be read with, and the links that it holds for if these are not all."""
    said: dict[str, set[str]] = {}
    links: set[str] = set()
    for row in rows:
        links.add(row.get("links", ""))
        for sentence in filter(None, SENTENCE_END.split(words.name(row, "caveat"))):
            said.setdefault(sentence, set()).add(row.get("links", ""))
    names = words.entries["links"]
    sentences = [
        sentence
        if held == links
        else words.join([names.get(name, name) for name in sorted(held)]) + words("colon") + sentence
        for sentence, held in said.items()
    ]
    if sentences:
        yield Paragraph(("" if words.language == "zh" else " ").join(sentences), note=True)
