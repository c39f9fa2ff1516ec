"""Faults of `series.csv` against the other lists: units that are not known, wholes that are not there."""

from collections.abc import Iterator

from index_pipeline.framework.codes import CodeLists
from index_pipeline.framework.fault import Fault, said
from index_pipeline.unknown_names import closest


def series_faults(codes: CodeLists) -> Iterator[Fault]:
    """Yield each fault of a series: its unit, and the series that it is a part of (`part_of`)."""
    for series in codes.series.values():
        place = ("series.csv", said("series", name=series.series_id))
        if codes.units and series.unit not in codes.units:
            near = closest(series.unit, codes.units)
            yield Fault.of("unknown_series_unit", *place, name=series.unit, near=near)
        if not series.part_of:
            continue
        whole = codes.series.get(series.part_of)
        if whole is None:
            near = closest(series.part_of, codes.series)
            yield Fault.of("unknown_series", *place, "part_of", name=series.part_of, near=near)
        elif len({codes.dimension(whole.series_id), codes.dimension(series.series_id)} - {""}) == 2:
            yield Fault.of("part_in_other_unit", *place, "part_of", name=whole.series_id, unit=whole.unit)
        if series.series_id in codes.wholes(series.series_id):
            yield Fault.of("part_of_itself", *place, "part_of")
