"""What is wrong with a line of a coder's workbook."""

from collections.abc import Container, Mapping

from index_pipeline.characters import shortened
from index_pipeline.framework.survey import Item
from index_pipeline.judgement.forms import FormLine, bare, number
from index_pipeline.language import Both

MISTAKES = ("unknown", "doubled", "mixed", "empty", "wrong")
"""What can be wrong with a line, in the order in which it is said."""

Mistake = tuple[str, ...]
"""One of `MISTAKES`, and what its sentence names."""


def mistake_of(
    line: FormLine,
    key: tuple[str, str],
    seen: Container[tuple[str, str]],
    items: Mapping[str, Item],
    regions: Mapping[str, str],
) -> tuple[str, Mistake] | None:
    """Return the column in which a line is wrong and what is wrong; None if nothing is.

    Args:
        line: A line of a coder's workbook.
        key: Its region and item.
        seen: Regions and items of the lines above it.
        items: The items of the survey, by identifier.
        regions: The Chinese name of each assessed region, by code.
    """
    area, name = key
    if area not in regions:
        return "ref_area", ("unknown", "ref_area", area)
    if name not in items:
        return "item", ("unknown", "item", name)
    if key in seen:
        return "item", ("doubled", area, name)
    if not bare(line.texts["region"]).startswith(bare(regions[area])) or _differs(line.texts["question"], items[name]):
        return "ref_area", ("mixed",)
    text = bare(line.texts["code"])
    if not text:
        return "code", ("empty",)
    admitted = {code.value for code in items[name].codes}
    return None if number(text) in admitted else ("code", ("wrong", name, shortened(text)))


def said_of(mistake: Mistake, items: Mapping[str, Item], regions: Mapping[str, str]) -> Both:
    """Say a mistake in one sentence."""
    kind, *names = mistake
    if kind == "unknown":
        return _unknown(*names)
    if kind == "doubled":
        area, name = names
        return Both(f"{name} of {regions[area]} is there twice", f"{regions[area]}的条目{name}重复出现")
    if kind == "mixed":
        return Both(
            "the region's code, its name and the question do not belong together: sort whole lines only",
            "地区代码、名称与问题不对应，排序时应选中整行",
        )
    if kind == "empty":
        return Both("there is no code: each region and item needs one", "未填代码，每个地区的每个条目都要填")
    name, text = names
    admitted = ", ".join(f"{code.value:g}" for code in items[name].codes)
    return Both(
        f"“{text}” is not a code of {name}; its codes are {admitted}", f"“{text}”不是{name}的代码，可填{admitted}"
    )


def _differs(question: str, item: Item) -> bool:
    return bool(item.question.zh) and bare(item.question.zh) not in bare(question)


def _unknown(column: str, text: str) -> Both:
    shown = shortened(text) or "∅"
    if column == "ref_area":
        return Both(
            f"{shown} is not a region of the framework: take the line out", f"{shown}不是指标体系中的地区，请删去该行"
        )
    return Both(
        f"{shown} is not an item of the survey: take the line out, or add it to the survey's YAML and make new "
        "workbooks",
        f"{shown}不是本调查的条目，请删去该行，或加入调查的YAML后重新生成工作簿",
    )
