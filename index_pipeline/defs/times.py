"""When the graph runs by itself, and how long its results are fresh in the web interface."""

import os
from datetime import timedelta

import dagster as dg

from index_pipeline.clock import TIME_ZONE

BY_THEMSELVES = "ICDI_UI_FRAMEWORK" in os.environ
"""Whether schedules and sensors run without being switched on: under `icdi ui` alone, which sets this variable."""
SCHEDULES = dg.DefaultScheduleStatus.RUNNING if BY_THEMSELVES else dg.DefaultScheduleStatus.STOPPED
SENSORS = dg.DefaultSensorStatus.RUNNING if BY_THEMSELVES else dg.DefaultSensorStatus.STOPPED

ESTIMATES = ("0 3 31 1 *", "0 3 30 6 *")
"""The first and the final estimate: at 3 in the morning of the last day on which each is promised."""

CHECKS_OF_SOURCES = "0 8 2 * *"

FETCHES = "0 8 3 * *"
"""The day after the sources were checked."""

READ_EACH_MONTH = dg.FreshnessPolicy.cron("0 12 2 * *", timedelta(days=1), TIME_ZONE)
"""Of a source: its figures were read and compared with its calendar when the check of the month was due."""

PUBLISHED_IN_TIME = dg.FreshnessPolicy.cron("0 12 1 2,7 *", timedelta(days=32), TIME_ZONE)
"""Of the release: one was made in January and one in June."""
