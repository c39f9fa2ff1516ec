"""Names of lines that are of no single region: sums and means, and what belongs to none."""

import re

from index_pipeline.sources.labels.vocabulary import Vocabulary

_EACH = r"(各?地区|(各|全国)?(3[01]个?)?省(份|区市|市|\(区、?市\)|\(自治区、?直辖市\)|、自治区、直辖市)?)"
_COUNTED = r"(\(\d*个?[^\d()]{0,8}\))?"

_SUMS = re.compile(
    rf"({_EACH}|.{{0,8}})(合计|总计|小计|汇总|平均(水平|数)?|(算术)?均值|平均值|中位[数值]|众数|最大值|最小值|极差|方差|标准[差误]|变异系数){_COUNTED}"
    r"|(sub)?-?total|average|mean|median|max(imum)?|min(imum)?|std\.?(dev\.?)?|standarddeviation"
)

_WHOLE = re.compile(rf"{_EACH}?(合计|总计|汇总){_COUNTED}|(grand)?total")

_PART = re.compile(r".{0,8}(合计|小计)|sub-?total")

_GROUP = re.compile(
    r"(京津冀|长三角|长江三角洲|长江经济带|黄河流域|环?渤海|泛?珠三角|成渝|川渝|沿海|内陆|华[北东中南]|西[北南]|中南)"
    r"(地区|区域|流域|省份|省市|各省市?|经济圈|城市群|[双三两\d]+省市?)?"
)
"""Groups of regions that are not in regions.csv: their figures are sums of others."""

_NO_REGION = re.compile(
    r"不分地区|中央(级|本级|单位|部门)?|[^省市区县]{0,10}(部|总局)(本级|直属)(单位)?|现役军人|难以确定常住地(的人口)?"
)


def is_sum(label: str) -> bool:
    """Return whether the name of a line says that it sums or averages regions, or how they spread."""
    return _SUMS.fullmatch(_bare(label)) is not None


def is_whole_sum(label: str) -> bool:
    """Return whether the name of a line says that it sums all regions: 合计, not 平均, not 小计."""
    return _WHOLE.fullmatch(_bare(label)) is not None


def is_part_sum(label: str) -> bool:
    """Return whether the name of a line says that it sums some of the regions: 小计, 华北合计."""
    return _PART.fullmatch(_bare(label)) is not None and not is_whole_sum(label)


def is_group(label: str) -> bool:
    """Return whether the name of a line is that of a group of regions that has no code: 京津冀, 长江经济带."""
    return _GROUP.fullmatch(_bare(label)) is not None


def is_of_no_region(label: str) -> bool:
    """Return whether the name of a line is that of what belongs to no region: the state, the army."""
    return _NO_REGION.fullmatch(_bare(label)) is not None


def is_beside(label: str, words: Vocabulary) -> bool:
    """Return whether the name of a line is that of a sum, mean or group, or of what belongs to no region."""
    return (is_sum(label) or is_group(label) or is_of_no_region(label)) and not words.region(label)


def _bare(label: str) -> str:
    return re.sub(r"\s", "", label).lower()
