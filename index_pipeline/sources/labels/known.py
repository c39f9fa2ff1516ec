"""The labels of regions, units and series in the form in which they are compared, and what texts say is left out."""

import difflib
import re
from collections.abc import Mapping

from index_pipeline.characters import CHINESE
from index_pipeline.framework.codes import CodeLists, Region, Unit
from index_pipeline.sources.labels.forms import region_form, region_forms, series_form, unit_form


def labels_of_regions(codes: CodeLists) -> dict[str, Region]:
    """Return the region of each label."""
    return {
        region_form(label): region
        for region in codes.regions.values()
        for label in (region.ref_area, region.title_zh, region.title_en, region.short_zh, *region.labels)
        if label
    }


def labels_of_units(codes: CodeLists) -> dict[str, Unit]:
    """Return the unit of each label."""
    return {
        unit_form(label): unit
        for unit in codes.units.values()
        for label in (unit.unit, unit.title_zh, unit.title_en, *unit.labels)
        if label
    }


def labels_of_series(codes: CodeLists) -> dict[str, tuple[str, ...]]:
    """Return the series of each label: several may have the same."""
    found: dict[str, tuple[str, ...]] = {}
    for series in codes.series.values():
        for label in (series.series_id, series.title_zh, series.title_en, *series.labels):
            form = series_form(label)
            if form and series.series_id not in found.get(form, ()):
                found[form] = (*found.get(form, ()), series.series_id)
    return found


def parts_left_out(regions: Mapping[str, Region]) -> re.Pattern[str]:
    """Match how texts say that a part of a region is left out; 未扣除兵团 and 除深圳外还包括 do not."""
    merged = [form for form, region in regions.items() if region.role == "merged" and CHINESE.search(form)]
    names = "|".join(sorted(map(re.escape, merged), key=len, reverse=True)) or "(?!)"
    between = "(?:(?!含|包括)[^,，。;；()]){0,20}?"  # 不含港澳台 新疆含兵团: another statement begins
    leaving = "不含|不包括|不包含|未含|未包括|未包含|(?<![未不没])(?:剔除|扣除)"
    return re.compile(f"(?:{leaving}){between}({names})|除{between}({names}){between}外(?!,?[还也亦])")


def areas_left_out(codes: CodeLists) -> re.Pattern[str]:
    """Match what a text says is left out: 不含港澳台, 除西藏外, 不含中央本级; not parts of regions, as 兵团 is."""
    whole = (region for region in codes.regions.values() if region.role != "merged")
    names = "|".join(region.short_zh for region in whole if region.short_zh)
    also = "中央本级|港澳台|香港|澳门|台湾|特别行政区|省|地区|数据|和|及|与"
    return re.compile(f"(?:除|不含|不包括|不包含|未含|未包括)(?:{names}|{also})+(?:以外|之外|外)?")


def resembling_series(text: str, series: Mapping[str, tuple[str, ...]]) -> list[str]:
    """Return up to three series: those of the longest label within `text`, else of the labels most like it."""
    form = series_form(text)
    inside = [label for label in series if len(label) > 3 and label in form]
    close = sorted(inside, key=len)[-1:] or difflib.get_close_matches(form, list(series), n=3, cutoff=0.55)
    return list(dict.fromkeys(code for label in close for code in series[label]))[:3]


def resembling_regions(text: str, regions: Mapping[str, Region]) -> list[str]:
    """Return the codes of the assessed regions that have a label like `text`, the one most alike first."""
    forms = list(dict.fromkeys(region_forms(text)))
    close = [label for form in forms for label in difflib.get_close_matches(form, list(regions), 8, 0.6)]
    longest = max(forms, key=len, default="")

    def likeness(label: str) -> tuple[float, int]:
        same = sum(a == b for a, b in zip(longest, label, strict=False))
        return difflib.SequenceMatcher(None, longest, label).ratio(), same

    near = [regions[label] for label in sorted(close, key=likeness, reverse=True)]
    return list(dict.fromkeys(region.ref_area for region in near if region.role == "assessed"))
