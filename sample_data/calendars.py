"""The school years of the sample district: which days are school days, and how much instruction has passed."""

from dataclasses import dataclass
from datetime import date, timedelta

import holidays
import numpy as np
import pandas as pd

TODAY = date(2026, 1, 15)
FIRST_DAY = date(2024, 8, 19)  # a Monday before the first school year
LAST_DAY = date(2026, 12, 4)  # every goal of the sample is due before
YEARS = {"2024-25": (date(2024, 8, 26), date(2025, 6, 11)), "2025-26": (date(2025, 8, 25), date(2026, 6, 10))}
NEXT_YEAR = (date(2026, 8, 24), date(2027, 6, 9))
BREAKS = (
    ("Thanksgiving break", date(2024, 11, 27), date(2024, 11, 29)),
    ("Winter break", date(2024, 12, 23), date(2025, 1, 3)),
    ("Spring break", date(2025, 3, 24), date(2025, 3, 28)),
    ("Thanksgiving break", date(2025, 11, 26), date(2025, 11, 28)),
    ("Winter break", date(2025, 12, 22), date(2026, 1, 2)),
    ("Spring break", date(2026, 3, 23), date(2026, 3, 27)),
    ("Thanksgiving break", date(2026, 11, 25), date(2026, 11, 27)),
)
SNOW_DAYS = (date(2025, 1, 22), date(2025, 2, 13), date(2025, 12, 10), date(2026, 1, 12))
BURST_PIPE = date(2025, 10, 29)  # closes the second school only

BREAK_PACE = 0.25  # growth on a break's weekday, as a share of growth on a school day; none in summer
SHORT_DIP, SUMMER_DIP = 0.35, 0.9  # loss on the first day back, in residual standard deviations
DIP_DAYS = 10.0  # after so many days a dip has shrunk to a third


@dataclass(frozen=True)
class Clock:
    """Days counted from FIRST_DAY.

    is_school_day: school x day. instruction: weeks of instruction before each day. dip: what is lost after a
    break, in residual standard deviations. probe_day: school x week x weekday, the day a probe due on that
    weekday is given (the next school day of that week), -1 if the week has none left.
    """

    today: int
    is_school_day: np.ndarray
    instruction: np.ndarray
    dip: np.ndarray
    probe_day: np.ndarray


def day(on: date) -> int:
    """Number of a date, counted from FIRST_DAY."""
    return (on - FIRST_DAY).days


def dates(days: np.ndarray) -> np.ndarray:
    """Dates (datetime64[D]) of day numbers; negative numbers give a missing date."""
    result = np.datetime64(FIRST_DAY) + np.asarray(days, dtype=np.int64).astype("timedelta64[D]")
    result[np.asarray(days) < 0] = np.datetime64("NaT")
    return result


def closures() -> dict[date, str]:
    """Weekdays on which the whole district is closed, with the reason printed in the calendar."""
    every = [FIRST_DAY + timedelta(days=n) for n in range(day(LAST_DAY) + 1)]
    federal = holidays.country_holidays("US", years=sorted({d.year for d in every}))
    years = (*YEARS.values(), NEXT_YEAR)
    closed = {d: "Summer break" for d in every if not any(first <= d <= last for first, last in years)}
    closed |= {d: str(federal[d]) for d in every if d in federal and d not in closed}
    closed |= {d: label for label, first, last in BREAKS for d in every if first <= d <= last}
    closed |= {d: "Snow day" for d in SNOW_DAYS}
    return {d: closed[d] for d in sorted(closed) if d.weekday() < 5}


def calendar_table(school_ids: list[str]) -> pd.DataFrame:
    """Rows of calendar_day: only days that differ from "Monday to Friday is a school day". Key: school_id, on_date."""
    rows = [("*", on, False, label) for on, label in closures().items()]
    rows += [(school_id, BURST_PIPE, False, "Closed: burst pipe") for school_id in school_ids[1:2]]
    return pd.DataFrame(rows, columns=["school_id", "on_date", "is_school_day", "label"])


def make_clock(schools: int) -> Clock:
    """The clock of a district of so many schools."""
    n_days = day(LAST_DAY) + 1
    weekday = np.arange(n_days) % 7
    closed = closures()
    common = weekday < 5
    common[[day(d) for d in closed]] = False
    is_school_day = np.tile(common, (schools, 1))
    is_school_day[1:2, day(BURST_PIPE)] = False
    pace = np.where(common, 1.0, 0.0)
    pace[[day(d) for d, label in closed.items() if label != "Summer break"]] = BREAK_PACE
    instruction = np.concatenate([[0.0], np.cumsum(pace)[:-1]]) / 5
    return Clock(day(TODAY), is_school_day, instruction, _dips(common), _probe_days(is_school_day))


def _dips(common: np.ndarray) -> np.ndarray:
    """Loss after each stretch of more than five days without school, shrinking over the following days."""
    school_days = np.flatnonzero(common)
    back = school_days[1:][np.diff(school_days) > 6]
    away = np.diff(school_days)[np.diff(school_days) > 6]
    dip = np.zeros(len(common))
    for first, length in zip(back, away, strict=True):
        since = np.arange(len(common)) - first
        dip += np.where(since >= 0, (SUMMER_DIP if length > 30 else SHORT_DIP) * np.exp(-since / DIP_DAYS), 0.0)
    return dip


def _probe_days(is_school_day: np.ndarray) -> np.ndarray:
    schools, n_days = is_school_day.shape
    weeks = n_days // 7
    grid = is_school_day[:, : weeks * 7].reshape(schools, weeks, 7)[:, :, :5]
    number = np.arange(weeks * 7).reshape(weeks, 7)[None, :, :5]
    result = np.full(grid.shape, -1)
    following = np.full(grid.shape[:2], -1)
    for weekday in range(4, -1, -1):
        following = np.where(grid[:, :, weekday], number[:, :, weekday], following)
        result[:, :, weekday] = following
    return result
