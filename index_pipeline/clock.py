"""The current date of the index: releases, calendars and registers are those of China."""

from datetime import date, datetime, timedelta, timezone

BEIJING = timezone(timedelta(hours=8), "Asia/Shanghai")


def today() -> date:
    """Return the current day in Beijing, wherever the machine is."""
    return datetime.now(BEIJING).date()
