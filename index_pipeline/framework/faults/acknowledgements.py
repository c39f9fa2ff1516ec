"""What is wrong with a list of acknowledgements beside the framework that it belongs to."""

from collections import defaultdict
from collections.abc import Iterator, Mapping

from index_pipeline.clock import EARLIEST_YEAR
from index_pipeline.framework.acknowledgements import FILE, MOST_PLACES, Acknowledgement, Place
from index_pipeline.framework.checks import CHECKS, Check
from index_pipeline.framework.codes import Region
from index_pipeline.framework.fault import Fault, said
from index_pipeline.framework.framework import Framework, components
from index_pipeline.language import Both
from index_pipeline.unknown_names import closest

ITEMS = ("series", "indicator", "component")


def acknowledgement_faults(framework: Framework) -> Iterator[Fault]:
    """Yield a fault for each acknowledgement that cannot match a finding."""
    entries = framework.acknowledgements
    for number, entry in enumerate(entries, start=1):
        for fault in _entry_faults(entry, framework):
            yield fault.within(FILE, said("entry", name=number))
    if sum(entry.size for entry in entries) > MOST_PLACES:
        yield Fault.of("too_many_findings", FILE, most=f"{MOST_PLACES:,}")
    else:
        yield from _doubled(entries)


def _entry_faults(entry: Acknowledgement, framework: Framework) -> Iterator[Fault]:
    check = CHECKS.get(entry.check)
    if check is None:
        yield Fault.of("no_check", "check", name=entry.check, near=closest(entry.check, CHECKS))
    elif check.where is None:
        able = ", ".join(name for name, other in CHECKS.items() if other.where is not None)
        yield Fault.of("not_acknowledgeable", "check", name=entry.check, able=able)
    else:
        yield from _field_faults(entry, check, check.where)
        yield from _item_faults(entry, framework)
        yield from _region_faults(entry, framework.codes.regions)
        yield from _year_faults(entry, check, framework)


def _field_faults(entry: Acknowledgement, check: Check, where: tuple[str, ...]) -> Iterator[Fault]:
    fields = Both(" and ".join(where), "、".join(where))
    for field in (*ITEMS, "regions", "years"):
        given = bool(getattr(entry, field))
        if field in where and not given:
            yield Fault.of("field_needed", field, name=check.id, fields=fields)
        if given and field not in where:
            yield Fault.of("field_not_needed" if where else "whole_table", field, name=check.id, fields=fields)
    if entry.value is not None and not where:
        yield Fault.of("whole_table", "value", name=check.id)


def _item_faults(entry: Acknowledgement, framework: Framework) -> Iterator[Fault]:
    nodes = {node.id for node in components(framework.definition.index)}
    series = framework.codes.series
    if entry.series and series and entry.series not in series:
        yield Fault.of("not_in_series", "series", name=entry.series, near=closest(entry.series, series))
    if entry.indicator and entry.indicator not in framework.indicators:
        close = closest(entry.indicator, framework.indicators)
        yield Fault.of("no_such_indicator", "indicator", name=entry.indicator, near=close)
    if entry.component and entry.component not in nodes:
        yield Fault.of("not_in_framework", "component", name=entry.component, near=closest(entry.component, nodes))


def _region_faults(entry: Acknowledgement, known: Mapping[str, Region]) -> Iterator[Fault]:
    for region in entry.regions if known else ():
        if region not in known:
            code = next((area.ref_area for area in known.values() if region in _names(area)), None)
            meant = said("its_code", name=code) if code else closest(region, known)
            yield Fault.of("not_a_code", "regions", name=region, near=meant)


def _names(area: Region) -> set[str]:
    return {area.title_zh, area.title_en, area.short_zh, *area.labels}


def _year_faults(entry: Acknowledgement, check: Check, framework: Framework) -> Iterator[Fault]:
    scored = framework.definition.years
    first, last = {
        "indicators": (scored.first - 1, scored.last),
        "scores": (scored.first, scored.last),
    }.get(check.table, (EARLIEST_YEAR, entry.since.year))
    for year in entry.years:
        if not first <= year <= last:
            yield Fault.of("years_outside", "years", year=year, first=first, last=last, name=check.id)


def _doubled(entries: tuple[Acknowledgement, ...]) -> Iterator[Fault]:
    seen: dict[Place, list[tuple[int, float | None]]] = defaultdict(list)
    for number, entry in enumerate(entries, start=1):
        for place in entry.places():
            for other, value in seen[place]:
                if entry.means(value) or value is None:
                    also = said("by_entry", name=other) if other != number else ""
                    yield Fault.of("acknowledged_twice", FILE, said("entry", name=number), name=place, by=also)
            seen[place].append((number, entry.value))
