"""Chapters of results: summary, ranking, pillars, zones, tiers and changes."""

from collections.abc import Iterator

from index_pipeline.publication.charts.chart import Chart
from index_pipeline.publication.lookups.panel import Panel
from index_pipeline.publication.lookups.rows import Row
from index_pipeline.publication.report.blocks import Block, Bullets, Chapter, ChartBlock, Heading, Paragraph, TableBlock
from index_pipeline.publication.report.further import further_indices
from index_pipeline.publication.report.messages import mean_message, mover_messages
from index_pipeline.publication.scorecards.components import DOUBT
from index_pipeline.publication.scorecards.headline import interval, moved, rank_change, tier
from index_pipeline.publication.text import MISSING, Words, number, signed

FIRST = 5
MOST_MOVERS = 3
Figures = dict[str, Chart]


def summary(panel: Panel, words: Words) -> Chapter:
    """Say in a few sentences which regions lead, how the mean changed, how zones rank, and what is measured."""
    rows = panel.ranked(panel.newest, panel.root)
    unscored = [area for area in panel.areas if panel.score(area, panel.newest, panel.root) is None]
    is_scored = len(unscored) < len(panel.areas)
    items = [
        *_mean(panel, len(panel.areas) - len(unscored), words),
        *(_leaders(panel, rows, words) if is_scored else ()),
        *mean_message(panel, words),
        *(_mover_list(panel, way, found, words) for way, found in _movers(panel, rows).items() if found),
        *(_zone_means(panel, words) if is_scored else ()),
        *_measured(panel, words),
    ]
    if unscored:
        names = words.join([panel.area_name(area, words) for area in unscored])
        items.append(words("report.summary.unscored", areas=names))
    blocks: list[Block] = [Bullets(items)]
    if reasons := mover_messages(panel, _most_changed(rows), words):
        blocks += [Heading(words("report.messages.movers")), Bullets(reasons)]
    return Chapter(words("report.summary"), blocks)


def _mean(panel: Panel, scored: int, words: Words) -> Iterator[str]:
    """Say the mean of the scored regions, and how it moved since the year before."""
    year = panel.newest
    mean = panel.mean(panel.areas, year, panel.root)
    before = panel.mean(panel.areas, year - 1, panel.root) if year - 1 in panel.years else None
    if mean is None:
        return
    values = {"year": year, "index": panel.title(panel.root, words), "scored": scored, "mean": number(mean)}
    said = words("report.summary.mean", **values)
    if before is not None:
        said += moved("report.summary.mean", mean - before, number(abs(mean - before)), words)
    yield said + words("stop")


def _leaders(panel: Panel, rows: list[Row], words: Words) -> Iterator[str]:
    """Name the first regions with their scores; without ranks, all are alike."""
    leaders = [
        words("report.scored", name=panel.area_short(row["ref_area"], words), score=number(row["score"]))
        for row in rows[:FIRST]
    ]
    if leaders:
        yield words("report.summary.leaders", count=len(leaders), areas=words.join(leaders))
    else:
        yield words("report.summary.alike")


def _zone_means(panel: Panel, words: Words) -> Iterator[str]:
    """Name the zones with their mean scores."""
    means = [(panel.zone_name(zone[0], words), panel.mean(zone, panel.newest, panel.root)) for zone in _zones(panel)]
    if means:
        named = [words("report.scored", name=name, score=number(mean)) for name, mean in means]
        yield words("report.summary.zones", zones=words.join(named))


def _measured(panel: Panel, words: Words) -> Iterator[str]:
    """Say how many of the components without further ones are measured."""
    leaves = [name for name in panel.components if not panel.children(name) and name != panel.root]
    measured = len(panel.measured(leaves))
    if leaves:
        key = "report.summary.measured" if measured < len(leaves) else "report.summary.all_measured"
        yield words(key, all=len(leaves), measured=measured, gaps=len(leaves) - measured)


def _movers(panel: Panel, rows: list[Row]) -> dict[str, list[Row]]:
    """Return the largest rises and falls in rank; if the release says which are significant, only those."""
    known = bool(panel.rank_changes)
    changed = [
        row
        for row in rows
        if row["rank_change"] and (not known or panel.significant(row["ref_area"], panel.newest, panel.root))
    ]
    largest = sorted(changed, key=lambda row: -abs(row["rank_change"]))
    return {
        "risers": [row for row in largest if row["rank_change"] > 0][:MOST_MOVERS],
        "fallers": [row for row in largest if row["rank_change"] < 0][:MOST_MOVERS],
    }


def _most_changed(rows: list[Row]) -> list[str]:
    """Return the regions whose scores rose or fell most, the largest rise first, the largest fall last."""
    known = sorted((row for row in rows if row["score_change"]), key=lambda row: -row["score_change"])
    rises = [row["ref_area"] for row in known[:MOST_MOVERS] if row["score_change"] > 0]
    return rises + [row["ref_area"] for row in known[-MOST_MOVERS:] if row["score_change"] < 0]


def _mover_list(panel: Panel, way: str, rows: list[Row], words: Words) -> str:
    named = [
        words("report.summary.mover", area=panel.area_short(row["ref_area"], words), size=abs(row["rank_change"]))
        for row in rows
    ]
    known = ".significant" if panel.rank_changes else ""
    return words(f"report.summary.{way}{known}", areas=words.join(named))


def ranking(panel: Panel, words: Words, figures: Figures) -> Chapter:
    """The ranking of the newest year with its intervals and tiers, as a chart and as a table."""
    year = panel.newest
    rows = panel.ranked(year, panel.root)
    heads = ["col.rank", "col.area", "col.score", "col.interval", "card.tier", "col.score_change", "col.rank_change"]
    lines = [
        [
            str(row["rank"]),
            panel.area_name(row["ref_area"], words),
            number(row["score"]),
            interval(panel, row["ref_area"], year, words),
            tier(panel, row["ref_area"], year, words),
            signed(row["score_change"]),
            change(panel, row["ref_area"], year, panel.root),
        ]
        for row in rows
    ]
    blocks: list[Block] = [*charts(figures, "ranking")]
    if lines:
        caption, columns = words("report.ranking.caption", year=year), [words(h) for h in heads]
        blocks.append(TableBlock(caption, columns, lines, (0, 2, 5, 6), (0, 3, 0, 2, 2, 0, 0)))
    if lines and panel.rank_changes:
        blocks.append(Paragraph(words("card.themes.note"), note=True))
    blocks += charts(figures, "tilegrid")
    return Chapter(words("report.ranking"), [*blocks, *further_indices(panel, words)])


def pillars(panel: Panel, words: Words, figures: Figures) -> Chapter:
    """Scores of the pillars, in the order of the code list, and how they make up the index."""
    columns = [panel.root, *panel.measured(panel.pillars)]
    heads = [words("col.area"), *(panel.title(name, words) for name in columns)]
    grid = TableBlock(
        words("report.pillars.caption", year=panel.newest),
        heads,
        _score_lines(panel, words, columns),
        tuple(range(1, len(heads))),
    )
    return Chapter(words("report.pillars"), [*charts(figures, "heatmap"), grid, *charts(figures, "contributions")])


def zones(panel: Panel, words: Words) -> Chapter | None:
    """Mean scores of the zones; None if the regions have none."""
    found = _zones(panel)
    if not found:
        return None
    columns = [panel.root, *panel.measured(panel.pillars)]
    heads = [words("col.zone"), words("col.areas"), *(panel.title(name, words) for name in columns)]
    lines = [
        [panel.zone_name(zone[0], words), str(len(zone)), *(number(panel.mean(zone, panel.newest, c)) for c in columns)]
        for zone in found
    ]
    lines.append(
        [words("mean"), str(len(panel.areas)), *(number(panel.mean(panel.areas, panel.newest, c)) for c in columns)]
    )
    over_years = [
        [panel.zone_name(zone[0], words), *(number(panel.mean(zone, year, panel.root)) for year in panel.years)]
        for zone in found
    ]
    years = [str(year) for year in panel.years]
    return Chapter(
        words("report.zones"),
        [
            Paragraph(words("report.zones.note"), note=True),
            TableBlock(words("report.zones.caption", year=panel.newest), heads, lines, tuple(range(1, len(heads)))),
            TableBlock(
                words("report.zones.years"), [words("col.zone"), *years], over_years, tuple(range(1, len(years) + 1))
            ),
        ],
    )


def tiers(panel: Panel, words: Words) -> Chapter:
    """Regions by tier; 未计算 if the release does not hold them."""
    found: dict[str, list[str]] = {}
    for row in panel.ranked(panel.newest, panel.root):
        entry = panel.tiers.get((row["ref_area"], panel.newest))
        if entry:
            names = words.entries["tiers"]
            name = names[entry["tier"] - 1] if entry["tier"] <= len(names) else words("tier.other", tier=entry["tier"])
            mark = words("aside", text=words("border")) if entry["borderline"] else ""
            found.setdefault(name, []).append(panel.area_short(row["ref_area"], words) + mark)
    if not found:
        return Chapter(words("report.tiers"), [Paragraph(words("report.not_computed"))])
    rows = [[name, str(len(areas)), words.join(areas)] for name, areas in found.items()]
    heads = [words("card.tier"), words("col.areas"), words("col.area")]
    note = Paragraph(words("report.tiers.note"), note=True)
    return Chapter(
        words("report.tiers"),
        [TableBlock(words("report.tiers.caption", year=panel.newest), heads, rows, (1,), (0, 0, 1)), note],
    )


def changes(panel: Panel, words: Words, figures: Figures) -> Chapter | None:
    """Scores and ranks over the years, as charts and as a table in the order of the code list; None for one year."""
    if len(panel.years) < 2:
        return None
    lines = [
        [
            panel.area_name(area, words),
            *(number(panel.score(area, year, panel.root)) for year in panel.years),
            *(_rank(panel, area, year) for year in panel.years),
        ]
        for area in panel.areas
    ]
    heads = [words("col.area")]
    heads += [words(f"report.changes.{kind}", year=year) for kind in ("score", "rank") for year in panel.years]
    numbers = tuple(range(1, len(heads)))
    table = TableBlock(words("report.changes.table"), heads, lines, numbers, (0, *(1,) * len(numbers)), small=True)
    return Chapter(words("report.changes"), [*charts(figures, "trends"), table, *charts(figures, "multiples")])


def charts(figures: Figures, *names: str) -> Iterator[ChartBlock]:
    """Return those of the named charts that exist."""
    for name in names:
        if name in figures:
            yield ChartBlock.of(figures[name])


def change(panel: Panel, area: str, year: int, component: str) -> str:
    """Write a change of rank, marked if it is not significant."""
    found = panel.rankings[area, year, component]["rank_change"]
    doubtful = found and panel.significant(area, year, component) is False
    return rank_change(found) + (DOUBT if doubtful else "")


def _score_lines(panel: Panel, words: Words, columns: list[str]) -> list[list[str]]:
    return [
        [panel.area_name(area, words), *(number(panel.score(area, panel.newest, name)) for name in columns)]
        for area in panel.areas
    ]


def _rank(panel: Panel, area: str, year: int) -> str:
    rank = panel.rankings.get((area, year, panel.root), {}).get("rank")
    return MISSING if rank is None else str(rank)


def _zones(panel: Panel) -> list[list[str]]:
    """Return the regions of each zone, zones in the order of their first region."""
    found: dict[str, list[str]] = {}
    for area in panel.areas:
        zone = panel.regions.get(area, {}).get("zone")
        if zone:
            found.setdefault(zone, []).append(area)
    return list(found.values())
