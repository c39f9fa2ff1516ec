"""What a person reads of each step of a run."""

import re

from index_pipeline.cli.language import MESSAGES, in_language, phrase

CLAUSE = re.compile(r"[：；，:;,]|\.$")
"""Where the first part of a description ends."""


def step_name(step: str) -> str:
    """Name a step of the graph in the person's language: by what it makes first, or by its message."""
    from index_pipeline.defs.groups import step_titles

    titles = step_titles()
    if step in titles:
        name = CLAUSE.split(in_language(*titles[step]))[0]
        return f"{name[0].lower()}{name[1:]}"
    return phrase(f"step_{step}") if f"step_{step}" in MESSAGES else step
