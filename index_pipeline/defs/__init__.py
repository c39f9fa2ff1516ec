"""Dagster: assets, checks, jobs, schedules, sensors. The only package that uses it; it contains no method."""
