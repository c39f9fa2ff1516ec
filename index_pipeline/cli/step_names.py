"""What a person reads of each step of a run."""

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from index_pipeline.cli.language import MESSAGES, in_language, phrase

if TYPE_CHECKING:
    from index_pipeline.framework.framework import Framework

CLAUSE = re.compile(r"[：；，:;,]|\.$")
"""Where the first part of a description ends."""

CHECKS = ("_as_expected", "_up_to_date")
"""Endings of the names of steps that check what another step made."""


def step_names(framework: "Framework") -> Callable[[str], str]:
    """Return the function that names a step of this framework's graph in the person's language."""
    from index_pipeline.defs.groups import step_titles

    titles = {name: CLAUSE.split(in_language(zh, en))[0] for name, (zh, en) in step_titles().items()}
    titles |= {source.id: in_language(source.title.zh, source.title.en) for source in framework.sources.values()}

    def name_of(step: str) -> str:
        for ending in CHECKS:
            if step.endswith(ending):
                return phrase("step_check", name=name_of(_checked(step.removesuffix(ending))))
        return titles.get(step) or (phrase(f"step_{step}") if f"step_{step}" in MESSAGES else step)

    return name_of


def _checked(twice: str) -> str:
    """Return the name of what a check is about: Dagster puts it before the check's own name, which begins with it."""
    half = len(twice) // 2
    return twice[:half] if twice[:half] == twice[half + 1 :] else twice
