"""The steps of the graph by the group that they are shown in."""

from collections.abc import Mapping

from index_pipeline.analysis.steps import STEPS as ANALYSIS
from index_pipeline.methods.steps import STEPS as INDEX
from index_pipeline.robustness.steps import STEPS as ROBUSTNESS
from index_pipeline.steps import Step

GROUPS: Mapping[str, tuple[Step, ...]] = {"index": INDEX, "robustness": ROBUSTNESS, "analysis": ANALYSIS}
"""The steps of each group of the graph."""

NOT_PUBLISHED = "screened"
"""Table that a release leaves out: it is `indicators` without what `screenings` leaves out."""


def step_tables() -> tuple[str, ...]:
    """Return the names of the tables that steps make, in order."""
    return tuple(name for steps in GROUPS.values() for step in steps for name in step.makes)


def step_after(name: str) -> str | None:
    """Return the step that begins with an event; None if no step does.

    Args:
        name: A group, whose first step begins with it, or a table: the last one that a step makes begins the next step.
    """
    for group, steps in GROUPS.items():
        begun = [group, *(list(step.makes)[-1] for step in steps[:-1])]
        if name in begun:
            return steps[begun.index(name)].name
    return None


def step_titles() -> dict[str, tuple[str, str]]:
    """Return what each step makes first, in Chinese and English, by the step's name."""
    return {step.name: next(iter(step.makes.values())) for steps in GROUPS.values() for step in steps}
