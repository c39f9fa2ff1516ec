"""Two languages in one site: `name_zh` is the Chinese counterpart of the page `name`.

A page says its language, links to its counterpart, and is surrounded by titles and words of its own language. A page
without a counterpart (tutorials in both languages, the reference) is listed for both.
"""

from gettext import NullTranslations
from typing import Any

from docutils import nodes
from furo.navigation import get_navigation_tree
from sphinx.addnodes import toctree
from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.environment.adapters.toctree import TocTree

NAMES = {"en": "Industrial Culture Development Index", "zh": "工业文化发展指数"}
THEME = {
    "Back to top": "回到顶部",
    "Home": "首页",
    "Index": "索引",
    "Next": "下一页",
    "On this page": "本页内容",
    "Previous": "上一页",
    "Search": "搜索",
    "Skip to content": "跳到正文",
    "Made with ": "制作工具：",
}
"""The words of the theme."""


class Words(NullTranslations):
    """The words of the theme in one language."""

    def __init__(self, words: dict[str, str]) -> None:
        super().__init__()
        self.words = words

    def gettext(self, message: str) -> str:
        """Return the word, or the English one where there is none."""
        return self.words.get(message, message)


def setup(app: Sphinx) -> dict[str, bool]:
    """Give each page its language when the theme has made its own context."""
    app.connect("html-page-context", speak, priority=900)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def speak(app: Sphinx, page: str, _template: str, context: dict[str, Any], _doctree: nodes.document | None) -> None:
    """Put the language of a page, its counterpart and the pages beside it into the context of its template."""
    language = "zh" if page.endswith("_zh") else "en"
    front = "index_zh" if language == "zh" else "index"
    other = page.removesuffix("_zh") if language == "zh" else f"{page}_zh"
    for neighbour in (context.get("prev"), context.get("next")):
        if neighbour:
            neighbour["title"] = _in(language, neighbour["title"])
    context |= {
        "language": "zh-CN" if language == "zh" else "en",
        "counterpart": other if other in app.env.found_docs else None,
        "docstitle": NAMES[language],
        "master_doc": front,
        "furo_navigation_tree": get_navigation_tree(_navigation(app, page, front, language)),
    }
    app.builder.templates.environment.install_gettext_translations(Words(THEME if language == "zh" else {}))


def _in(language: str, title: str) -> str:
    """Return the part of a title in both languages, 中文 · English, that is in this one."""
    zh, _, en = title.partition(" · ")
    return (en or zh) if language == "en" else zh


def _navigation(app: Sphinx, page: str, front: str, language: str) -> str:
    """Return the lists of pages of a front page as HTML, without the one that holds the other front page alone."""
    lists = [each for each in app.env.get_doctree(front).findall(toctree) if each["includefiles"] != ["index_zh"]]
    trees = [TocTree(app.env).resolve(page, app.builder, each, titles_only=True, includehidden=True) for each in lists]
    for text in [text for tree in trees if tree for text in tree.findall(nodes.Text)]:
        text.parent.replace(text, nodes.Text(_in(language, text.astext())))
    assert isinstance(app.builder, StandaloneHTMLBuilder)  # which alone has pages with a context
    return "".join(app.builder.render_partial(tree)["fragment"] for tree in trees if tree)
