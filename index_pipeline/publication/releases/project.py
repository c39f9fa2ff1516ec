"""Who made a release, and under which terms its own results may be used: as data catalogues and citations state it."""

from index_pipeline.framework.citation import Author
from index_pipeline.framework.framework import Framework
from index_pipeline.framework.text import Text
from index_pipeline.language import Language

LICENCES = {"MIT": "https://opensource.org/license/mit"}
"""Where a licence can be read, by its SPDX identifier; others are at spdx.org."""


def author(framework: Framework, language: Language = "en") -> str:
    """Return the name of the project that makes the index."""
    title = framework.definition.title.get(language)
    return f"{title}项目" if language == "zh" else f"{title} project"


def authors(framework: Framework) -> tuple[Author, ...]:
    """Return whom the framework's `citation` names as authors; the project itself if it names nobody."""
    project = Text(zh=author(framework, "zh"), en=author(framework))
    return framework.definition.citation.authors or (Author(name=project),)


def licence_address(identifier: str) -> str:
    """Return the address of a licence's text."""
    return LICENCES.get(identifier, f"https://spdx.org/licenses/{identifier}")
