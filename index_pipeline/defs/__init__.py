"""Dagster: assets, checks, jobs, schedules, sensors. The only package that uses it; it contains no method."""

import os

# Before NumPy is loaded. Matrices here are small: a second thread of its linear algebra would wait for work at full
# speed, longer than the work takes, and the last digits of a product would depend on the number of threads.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
