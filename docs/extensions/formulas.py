"""Formulas as MathML, which a browser shows without a script or a font from elsewhere."""

import re

import latex2mathml.converter
from docutils import nodes
from sphinx.application import Sphinx

THIN = '<mspace width="0.17em" />'


def setup(app: Sphinx) -> dict[str, bool]:
    """Register the renderer `mathml`."""
    app.add_html_math_renderer("mathml", inline_renderers=(_inline, None), block_renderers=(_block, None))
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def _inline(writer: nodes.NodeVisitor, node: nodes.math) -> None:
    writer.body.append(_mathml(node.astext(), "inline"))
    raise nodes.SkipNode


def _block(writer: nodes.NodeVisitor, node: nodes.math_block) -> None:
    writer.body.append(f'<div class="formula">{_mathml(node.astext(), "block")}</div>')
    raise nodes.SkipNode


def _mathml(formula: str, display: str) -> str:
    """Return the formula as MathML, with thin spaces beside a logarithm and none within the bars of a size."""
    found = latex2mathml.converter.convert(formula, display=display)
    found = re.sub(r"(<mi>(?:ln|exp)</mi>)(?=<m(?:i|frac|sub)>)", rf"\1{THIN}", found)
    found = re.sub(r"(?<=</mi>)(<mi>(?:ln|exp)</mi>)", rf"{THIN}\1", found)
    return found.replace("<mo>&#x0007C;</mo>", '<mo lspace="0" rspace="0" stretchy="false">&#x0007C;</mo>')
