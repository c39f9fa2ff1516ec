"""HTML from the templates in `templates/`, every value escaped; the styles and scripts in `static/`."""

from functools import cache
from pathlib import Path

import jinja2
from markupsafe import Markup

from index_pipeline.publication.lookups.registers import entry_label, register_heading
from index_pipeline.publication.text import MISSING, Words, number, quantity, signed

HERE = Path(__file__).parent


def page(template: str, words: Words, **values: object) -> str:
    """Render a template with the words of a language and `values`."""
    return _environment().get_template(template).render(words=words, lang=words.entries["html.lang"], **values)


def script_data(json: str) -> Markup:
    """Return JSON for a `<script>` element: no `<`, so that no text in it can end the element."""
    return Markup(json.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029"))


def inline_svg(document: str) -> Markup:
    """Return an SVG document made by this project, for use within a page."""
    return Markup(document)


def static(name: str) -> Markup:
    """Return a file of `static/`, for use within a page."""
    return Markup((HERE / "static" / name).read_text(encoding="utf-8"))


@cache
def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "number": number,
        "signed": signed,
        "quantity": quantity,
        "script_data": script_data,
        "svg": inline_svg,
        "entry_label": entry_label,
        "register_heading": register_heading,
    }
    environment.globals |= {"static": static, "missing": MISSING}
    return environment
