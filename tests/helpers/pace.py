"""Limits of processor time that mean the same on a slower machine.

They are written in seconds of a machine that counts to a million in REFERENCE seconds. Where one is exceeded, the same
counting is timed then and there, and the limit is longer by as much as this machine is slower.
"""

import time

REFERENCE = 0.04
TIMES = 5
COUNTED = 1_000_000


def within(seconds: float, most: float) -> bool:
    """Return whether so much processor time is at most `most` on the machine of REFERENCE."""
    return seconds <= most or seconds <= most * slowness()


def slowness() -> float:
    """Return how many times as long as in REFERENCE it takes to count to a million now; at least 1."""
    return max(1.0, sorted(_counting() for _ in range(TIMES))[TIMES // 2] / REFERENCE)


def _counting() -> float:
    start, total = time.process_time(), 0
    for number in range(COUNTED):
        total += number * number
    return time.process_time() - start
