"""Dates on the command line."""

from datetime import date

from index_pipeline.errors import UserError
from index_pipeline.language import Both


class DayError(UserError):
    """A string is not a date of the calendar."""


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
