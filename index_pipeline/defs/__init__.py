"""Dagster: assets, checks, jobs, schedules, sensors. The one room that knows it; it holds no method."""
