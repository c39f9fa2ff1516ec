"""Days as a person writes them."""

from datetime import date

from index_pipeline.errors import UserError
from index_pipeline.language import Both


class DayError(UserError):
    """A text is not a day of the calendar."""


def day(text: str) -> date:
    """Read a day in ISO 8601.

    Raises:
        DayError: the text is not such a day.
    """
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        said = Both(f"{text} is not a day; write it as 2025-06-30", f"{text} 不是日期，请写作 2025-06-30")
        raise DayError(said) from error
