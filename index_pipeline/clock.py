"""The current date of the index, and days as they are written: releases, calendars and registers are those of China."""

from datetime import UTC, date, datetime, timedelta, timezone

from index_pipeline.errors import UserError
from index_pipeline.language import Both

TIME_ZONE = "Asia/Shanghai"
BEIJING = timezone(timedelta(hours=8), TIME_ZONE)

EARLIEST_YEAR = 1949
"""No figure of an earlier year is plausible."""

WORKBOOK_CREATED = datetime(2000, 1, 1, tzinfo=UTC)
"""Day on which workbooks say they were made: a fixed one, so that the same content makes the same file."""


class DayError(UserError):
    """A string is not a date of the calendar, or the day is not there yet."""


def today() -> date:
    """Return the current day in Beijing, wherever the machine is."""
    return datetime.now(BEIJING).date()


def day(text: str) -> date:
    """Read a date in ISO 8601.

    Raises:
        DayError: the string is not such a date.
    """
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        said = Both(f"{text} is not a day; write it as 2025-06-30", f"{text} 不是日期，请写作 2025-06-30")
        raise DayError(said) from error


def past_day(text: str) -> date:
    """Read a date in ISO 8601 up to which something is known.

    Raises:
        DayError: the string is not such a date, or the day is after today.
    """
    found, now = day(text), today()
    if found > now:
        raise DayError(
            Both(
                f"{text} is after today ({now}): what will be public then is not known yet",
                f"{text} 晚于今天（{now}）：届时将公布什么尚不可知",
            )
        )
    return found
