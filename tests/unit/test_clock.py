"""Days as they are written, and those that are not there yet."""

from datetime import date, timedelta

import pytest

from index_pipeline.clock import DayError, day, past_day, today


def test_a_day_is_written_in_iso_8601() -> None:
    assert day("2025-06-30") == date(2025, 6, 30)
    with pytest.raises(DayError, match="2025-13-30 is not a day; write it as 2025-06-30"):
        day("2025-13-30")


def test_what_is_known_is_known_up_to_today() -> None:
    tomorrow = today() + timedelta(days=1)

    assert past_day(today().isoformat()) == today()
    with pytest.raises(DayError, match=f"{tomorrow} is after today"):
        past_day(tomorrow.isoformat())
