"""How much is tried: little in every run of the tests, fifty times as much in `make soak`."""

import os
from typing import Any

from hypothesis import HealthCheck, settings

TIMES = 50 if os.environ.get("ICDI_SOAK") == "1" else 1
USUAL = 50
"""Examples of a property that states no number."""


def examples(count: int, **more: Any) -> settings:
    """Return settings under which a property is tried on `count` examples, on more of them in a soak, in any time."""
    return settings(max_examples=count * TIMES, deadline=None, **more)


def quietly(count: int) -> settings:
    """Return the same for examples that hypothesis finds large or slow to make."""
    return examples(count, suppress_health_check=list(HealthCheck))
