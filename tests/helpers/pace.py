"""Limits of processor time that mean the same on a slower machine.

They are written in seconds of a machine that does a piece of work in REFERENCE seconds. Where one is exceeded, that
work is timed then and there, and the limit is longer by as much as this machine is slower, as it is used now.
"""

import time

REFERENCE = 0.05
TIMES = 5
NUMBERS = 200_000


def within(seconds: float, most: float) -> bool:
    """Return whether so much processor time is at most `most` on the machine of REFERENCE."""
    return seconds <= most or seconds <= limit(most)


def limit(most: float) -> float:
    """Return the seconds that take here and now as long as `most` on the machine of REFERENCE; no less than `most`."""
    return most * max(1.0, sorted(_working() for _ in range(TIMES))[TIMES // 2] / REFERENCE)


def _working() -> float:
    """Return the processor time of making, sorting and counting texts: it needs memory, as tests do."""
    start, counts = time.process_time(), dict[str, int]()
    for text in sorted(str(number) for number in range(NUMBERS)):
        counts[text[:3]] = counts.get(text[:3], 0) + len(text)
    return time.process_time() - start
