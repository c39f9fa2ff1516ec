"""Names of lines that are of no single region: sums and means, and what belongs to none."""

import re

from index_pipeline.sources.labels import Vocabulary

_SUMS = re.compile(
    r".{0,8}(合计|总计|小计|汇总|平均|平均值|中位数|最大值|最小值|极差|方差|标准差|变异系数)(\(\d*个?[^\d()]{0,8}\))?"
    r"|(sub)?-?total|average|mean|median|max(imum)?|min(imum)?|std\.?(dev\.?)?|standarddeviation"
)

_WHOLE = re.compile(r"(各地区|各省|地区|省份)?(合计|总计|汇总)(\(\d*个?[^\d()]{0,8}\))?|(grand)?total")

_PART = re.compile(r".{0,8}(合计|小计)|sub-?total")

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


def is_of_no_region(label: str) -> bool:
    """Return whether the name of a line is that of what belongs to no region: the state, the army."""
    return _NO_REGION.fullmatch(_bare(label)) is not None


def is_beside(label: str, words: Vocabulary) -> bool:
    """Return whether the name of a line is that of a sum or mean, or of what belongs to no region, and of no region."""
    return (is_sum(label) or is_of_no_region(label)) and not words.region(label)


def _bare(label: str) -> str:
    return re.sub(r"\s", "", label).lower()
