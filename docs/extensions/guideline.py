"""The page that maps each paragraph of the guideline to the indicators that measure it, made from the framework."""

from collections.abc import Iterator
from pathlib import Path

from sphinx.application import Sphinx

from index_pipeline.framework.framework import Framework, components
from index_pipeline.framework.load import load
from index_pipeline.framework.model import Component, Indicator

ROOT = Path(__file__).resolve().parents[2]


def setup(app: Sphinx) -> dict[str, bool]:
    """Write the page before pages are read."""
    app.connect("builder-inited", write_page)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def write_page(app: Sphinx) -> None:
    """Write `guideline.md` beside the other pages."""
    lines = guideline(load(ROOT / "indicators"))
    (Path(app.srcdir) / "guideline.md").write_text("\n".join(lines) + "\n", encoding="utf-8")


def guideline(framework: Framework) -> Iterator[str]:
    """Yield the lines of the page that maps each paragraph to the indicators that measure it."""
    definition = framework.definition
    yield "# 条款与指标 · Paragraphs and indicators\n"
    if definition.guideline:
        yield f"{definition.guideline.document.get('zh')}\n\n{definition.guideline.document.get('en')}\n"
    yield (
        "每个主题对应指导意见的一段；“直接”指指标度量该段所说的事，“间接”指度量与之相近的事。没有数据的主题写明所需数据。\n\n"
        "Each theme is a paragraph of the guideline. A *direct* indicator measures what the paragraph speaks of, an "
        "*indirect* one something near it. A theme without figures names the table that would measure it.\n"
    )
    for pillar in definition.index.components:
        yield f"\n## {pillar.clause or ''} {pillar.title.get('zh')} · {pillar.title.get('en')}\n"
        for theme in (node for node in components(pillar) if node is not pillar):
            yield f"\n### {theme.clause or ''} {theme.title.get('zh')} · {theme.title.get('en')}\n"
            yield from _theme(theme, framework)


def _theme(theme: Component, framework: Framework) -> Iterator[str]:
    if theme.not_measured:
        for code in ("zh", "en"):
            reason, wanted = theme.not_measured.reason.get(code), theme.not_measured.wanted.get(code)
            yield f"{'暂无数据' if code == 'zh' else 'Not measured'}: {reason} → {wanted}\n"
    listed = [(name, True) for name in theme.indicators] + [(name, False) for name in theme.supplementary]
    if listed:
        yield "| 指标 · indicator | | 定义 · definition | 单位 · unit |\n| --- | --- | --- | --- |"
        yield from (_row(framework.indicators[name], counts, framework) for name, counts in listed)


def _row(indicator: Indicator, counts: bool, framework: Framework) -> str:
    unit = framework.codes.units.get(indicator.unit)
    kinds = {"direct": "直接 · direct", "indirect": "间接 · indirect"}
    kind = kinds.get(indicator.proxy or "", "") + ("" if counts else "<br>参考，不计权 · supplementary, weight 0")
    texts = [indicator.definition.get(code) for code in ("zh", "en")] if indicator.definition else []
    cells = (
        f"{indicator.title.get('zh')}<br>{indicator.title.get('en')}",
        kind,
        "<br>".join(text for text in texts if text),
        f"{unit.title_zh}<br>{unit.title_en}" if unit else indicator.unit,
    )
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"
