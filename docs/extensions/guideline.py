"""The page, in each language, that maps each paragraph of the guideline to its indicators, made from the framework."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sphinx.application import Sphinx

from index_pipeline.framework.framework import Framework, components
from index_pipeline.framework.indicator import Indicator
from index_pipeline.framework.load import load
from index_pipeline.framework.model import Component
from index_pipeline.language import Language

ROOT = Path(__file__).resolve().parents[2]


def setup(app: Sphinx) -> dict[str, bool]:
    """Write the pages before pages are read."""
    app.connect("builder-inited", write_pages)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def write_pages(app: Sphinx) -> None:
    """Write `guideline.md` and `guideline_zh.md` beside the other pages."""
    framework = load(ROOT / "indicators")
    for name, words in (("guideline", ENGLISH), ("guideline_zh", CHINESE)):
        text = "\n".join(guideline(framework, words)) + "\n"
        (Path(app.srcdir) / f"{name}.md").write_text(text, encoding="utf-8")


@dataclass(frozen=True)
class Words:
    """The page's own words in one language, by the code of which titles and definitions are chosen."""

    code: Language
    title: str
    about: str
    head: str
    not_measured: str
    wanted: str
    direct: str
    indirect: str
    supplementary: str


ENGLISH = Words(
    code="en",
    title="Paragraphs and indicators",
    about="Each theme is a paragraph of the guideline. A *direct* indicator measures what the paragraph speaks of, an "
    "*indirect* one something near it. A theme without figures names the table that would measure it.",
    head="| indicator | measures the paragraph | definition | unit |",
    not_measured="Not measured: ",
    wanted="Needed: ",
    direct="direct",
    indirect="indirect",
    supplementary="supplementary, weight 0",
)
CHINESE = Words(
    code="zh",
    title="条款与指标",
    about="每项二级指标对应指导意见的一段；“直接”指指标反映该段所说的内容，“间接”指反映与之相近的内容。没有可计分的分地区数据的二级指标写明所需的数据表。",
    head="| 指标 | 对应程度 | 定义 | 单位 |",
    not_measured="未测量：",
    wanted="所需数据：",
    direct="直接",
    indirect="间接",
    supplementary="监测指标，不计分",
)


def guideline(framework: Framework, words: Words) -> Iterator[str]:
    """Yield the lines of the page that maps each paragraph to the indicators that measure it."""
    definition = framework.definition
    yield f"# {words.title}\n"
    if definition.guideline:
        yield f"{definition.guideline.document.get(words.code)}\n"
    yield f"{words.about}\n"
    for pillar in definition.index.components:
        yield f"\n## {_heading(pillar, words)}\n"
        yield from _not_measured(pillar, words)
        for theme in (node for node in components(pillar) if node is not pillar):
            yield f"\n### {_heading(theme, words)}\n"
            yield from _theme(theme, framework, words)


def _heading(component: Component, words: Words) -> str:
    return f"{component.clause or ''} {component.title.get(words.code)}".strip()


def _theme(theme: Component, framework: Framework, words: Words) -> Iterator[str]:
    yield from _not_measured(theme, words)
    listed = [(name, True) for name in theme.indicators] + [(name, False) for name in theme.supplementary]
    if listed:
        yield f"{words.head}\n| --- | --- | --- | --- |"
        yield from (_row(framework.indicators[name], counts, framework, words) for name, counts in listed)


def _not_measured(component: Component, words: Words) -> Iterator[str]:
    if component.not_measured:
        reason, wanted = component.not_measured.reason, component.not_measured.wanted
        yield f"{words.not_measured}{reason.get(words.code)}\n\n{words.wanted}{wanted.get(words.code)}\n"


def _row(indicator: Indicator, counts: bool, framework: Framework, words: Words) -> str:
    unit = framework.codes.units.get(indicator.unit or "")
    kind = {"direct": words.direct, "indirect": words.indirect}.get(indicator.proxy or "", "")
    unit_title = (unit.title_zh if words.code == "zh" else unit.title_en) if unit else indicator.unit
    cells = (
        indicator.title.get(words.code) or indicator.id,
        kind + ("" if counts else f"<br>{words.supplementary}"),
        (indicator.definition.get(words.code) if indicator.definition else None) or "",
        unit_title or indicator.unit or "",
    )
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"
