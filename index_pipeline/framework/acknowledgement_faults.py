"""What is wrong with a list of acknowledgements beside the framework that it belongs to."""

from collections import defaultdict
from collections.abc import Iterator, Mapping

from index_pipeline.choices import near
from index_pipeline.framework.acknowledgements import FILE, MOST_PLACES, Acknowledgement, Place
from index_pipeline.framework.checks import CHECKS, Check
from index_pipeline.framework.codes import Region
from index_pipeline.framework.framework import Framework, components

ITEMS = ("series", "indicator", "component")
FIRST_YEAR = 1949
"""Year before which no figure is taken into the store."""


def acknowledgement_faults(framework: Framework) -> Iterator[str]:
    """Yield a sentence, beginning with file and entry, for each acknowledgement that cannot mean a finding."""
    entries = framework.acknowledgements
    for number, entry in enumerate(entries, start=1):
        for fault in _entry_faults(entry, framework):
            yield f"{FILE}: entry {number}: {fault}"
    if sum(entry.size for entry in entries) > MOST_PLACES:
        yield f"{FILE}: more than {MOST_PLACES:,} findings are acknowledged: correct the bound or the check instead"
    else:
        yield from _doubled(entries)


def _entry_faults(entry: Acknowledgement, framework: Framework) -> Iterator[str]:
    check = CHECKS.get(entry.check)
    if check is None:
        yield f"check: there is no check “{entry.check}”{near(entry.check, CHECKS)}"
    elif check.where is None:
        able = ", ".join(name for name, other in CHECKS.items() if other.where is not None)
        yield (
            f"check: a finding of {entry.check} cannot be acknowledged, for the table itself is wrong; "
            f"those that can are {able}"
        )
    else:
        yield from _field_faults(entry, check, check.where)
        yield from _item_faults(entry, framework)
        yield from _region_faults(entry, framework.codes.regions)
        yield from _year_faults(entry, check, framework)


def _field_faults(entry: Acknowledgement, check: Check, where: tuple[str, ...]) -> Iterator[str]:
    for field in (*ITEMS, "regions", "years"):
        given = bool(getattr(entry, field))
        if field in where and not given:
            yield f"{field}: this field is missing: a finding of {check.id} has {' and '.join(where)}"
        if given and field not in where:
            has = f"has {' and '.join(where)}" if where else "is of the whole table"
            yield f"{field}: a finding of {check.id} {has}"
    if entry.value is not None and not where:
        yield f"value: a finding of {check.id} is of the whole table"


def _item_faults(entry: Acknowledgement, framework: Framework) -> Iterator[str]:
    nodes = {node.id for node in components(framework.definition.index)}
    series = framework.codes.series
    if entry.series and series and entry.series not in series:
        yield f"series: {entry.series} is not in series.csv{near(entry.series, series)}"
    if entry.indicator and entry.indicator not in framework.indicators:
        yield f"indicator: there is no {entry.indicator}{near(entry.indicator, framework.indicators)}"
    if entry.component and entry.component not in nodes:
        yield f"component: {entry.component} is not in framework.yaml{near(entry.component, nodes)}"


def _region_faults(entry: Acknowledgement, known: Mapping[str, Region]) -> Iterator[str]:
    for region in entry.regions if known else ():
        if region not in known:
            code = next((area.ref_area for area in known.values() if region in _names(area)), None)
            meant = f"; its code is {code}" if code else near(region, known)
            yield f"regions: “{region}” is not a code in regions.csv{meant}"


def _names(area: Region) -> set[str]:
    return {area.title_zh, area.title_en, area.short_zh, *area.labels}


def _year_faults(entry: Acknowledgement, check: Check, framework: Framework) -> Iterator[str]:
    scored = framework.definition.years
    first, last = {
        "indicators": (scored.first - 1, scored.last),
        "scores": (scored.first, scored.last),
    }.get(check.table, (FIRST_YEAR, entry.since.year))
    for year in entry.years:
        if not first <= year <= last:
            yield f"years: {year} is not within {first}–{last}, the years that {check.id} can find something in"


def _doubled(entries: tuple[Acknowledgement, ...]) -> Iterator[str]:
    seen: dict[Place, list[tuple[int, float | None]]] = defaultdict(list)
    for number, entry in enumerate(entries, start=1):
        for place in entry.places():
            for other, value in seen[place]:
                if entry.means(value) or value is None:
                    also = f" (by entry {other})" if other != number else ""
                    yield f"{FILE}: entry {number}: the finding {place} is acknowledged already{also}"
            seen[place].append((number, entry.value))
