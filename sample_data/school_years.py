"""School years, reporting periods, and days on which something can happen, as far back as the histories go."""

from datetime import date, timedelta
from functools import cache

import holidays
import numpy as np
import pandas as pd

from sample_data.calendars import FIRST_DAY, NEXT_YEAR, YEARS, closures

# Years before the calendar of the district; nothing is scored in them, but histories reach back to them.
PAST_YEARS = {
    "2018-19": (date(2018, 8, 27), date(2019, 6, 12)),
    "2019-20": (date(2019, 8, 26), date(2020, 6, 10)),
    "2020-21": (date(2020, 8, 24), date(2021, 6, 9)),
    "2021-22": (date(2021, 8, 23), date(2022, 6, 8)),
    "2022-23": (date(2022, 8, 22), date(2023, 6, 7)),
    "2023-24": (date(2023, 8, 28), date(2024, 6, 12)),
}
ALL_YEARS = {**PAST_YEARS, **YEARS, "2026-27": NEXT_YEAR}
# Last day of each quarter, and the day its report cards are due.
QUARTERS = {
    "2024-25": (
        (date(2024, 10, 25), date(2024, 11, 1)),
        (date(2025, 1, 17), date(2025, 1, 24)),
        (date(2025, 3, 21), date(2025, 4, 4)),
        (date(2025, 6, 11), date(2025, 6, 11)),
    ),
    "2025-26": (
        (date(2025, 10, 24), date(2025, 10, 31)),
        (date(2026, 1, 9), date(2026, 1, 20)),
        (date(2026, 3, 20), date(2026, 4, 2)),
        (date(2026, 6, 10), date(2026, 6, 10)),
    ),
    "2026-27": ((date(2026, 10, 23), date(2026, 10, 30)),),
}
ORDINALS = ("First", "Second", "Third", "Fourth")
EARLIEST = date(2018, 8, 1)
LATEST = date(2027, 6, 30)
WINTER_BREAK = ((12, 22), (1, 2))  # in the years before the district's calendar


def school_year_table() -> pd.DataFrame:
    """Rows of school_year, the same for every school. Key: school_id, school_year."""
    rows = [("*", name, first, last) for name, (first, last) in ALL_YEARS.items()]
    return pd.DataFrame(rows, columns=["school_id", "school_year", "first_day", "last_day"])


def reporting_period_table() -> pd.DataFrame:
    """Rows of reporting_period: the quarters since the district keeps its scores in Aimline. Key: school_id, ends_on."""
    rows = [
        ("*", f"{ordinal} quarter {year}", ends_on, due_on)
        for year, quarters in QUARTERS.items()
        for ordinal, (ends_on, due_on) in zip(ORDINALS, quarters, strict=False)
    ]
    return pd.DataFrame(rows, columns=["school_id", "name", "ends_on", "report_due_on"])


@cache
def _following() -> np.ndarray:
    """For every day since EARLIEST the next school day, that day included."""
    every = [EARLIEST + timedelta(days=n) for n in range((LATEST - EARLIEST).days + 1)]
    federal = holidays.country_holidays("US", years=range(EARLIEST.year, LATEST.year + 1))
    closed = closures()
    is_open = [_is_open(on, federal, closed) for on in every]
    number = np.where(is_open, np.arange(len(every)), len(every) - 1)
    return np.minimum.accumulate(number[::-1])[::-1]


def _is_open(on: date, federal: holidays.HolidayBase, closed: dict[date, str]) -> bool:
    if on.weekday() > 4 or not any(first <= on <= last for first, last in ALL_YEARS.values()):
        return False
    if on >= FIRST_DAY:
        return on not in closed
    return on not in federal and not ((on.month, on.day) >= WINTER_BREAK[0] or (on.month, on.day) <= WINTER_BREAK[1])


def next_school_day(days: np.ndarray) -> np.ndarray:
    """The first school day on or after each date (datetime64[D]); a date before EARLIEST counts as that day."""
    number = (np.asarray(days, "datetime64[D]") - np.datetime64(EARLIEST)).astype(int)
    following = _following()
    return np.datetime64(EARLIEST) + following[np.clip(number, 0, len(following) - 1)].astype("timedelta64[D]")
