"""Who made a release, and under which terms its own results may be used: as data catalogues and citations state it."""

from index_pipeline.framework.framework import Framework

LICENCES = {"MIT": "https://opensource.org/license/mit"}
"""Where a licence can be read, by its SPDX identifier; others are at spdx.org."""


def author(framework: Framework) -> str:
    """Return the name of the project that makes the index."""
    return f"{framework.definition.title.get('en')} project"


def licence_address(identifier: str) -> str:
    """Return the address of a licence's text."""
    return LICENCES.get(identifier, f"https://spdx.org/licenses/{identifier}")
