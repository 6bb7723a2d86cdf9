"""The calendar of a school as its editors meet it: whose they may change, the school years, the reporting periods, the days. No student."""

from datetime import date
from typing import Any

import duckdb

from analytics.model import select_of

Row = dict[str, Any]


def schools(con: duckdb.DuckDBPyConnection, viewer: str, today: date) -> list[Row]:
    """The schools whose calendar the viewer may change: school_id ('*' for all), name. Key: school_id."""
    return _rows(con, "calendar_schools", viewer=viewer, today=today)


def years(con: duckdb.DuckDBPyConnection, school_id: str) -> list[Row]:
    """The school years that hold for a school, newest first: school_year, first_day, last_day, is_own. Key: school_year."""
    return _rows(con, "calendar_years", school_id=school_id)


def periods(con: duckdb.DuckDBPyConnection, school_id: str) -> list[Row]:
    """The reporting periods that hold for a school: name, ends_on, report_due_on, is_own. Key: ends_on."""
    return _rows(con, "calendar_periods", school_id=school_id)


def days(con: duckdb.DuckDBPyConnection, school_id: str, first: date, last: date) -> list[Row]:
    """The days as a school keeps them. Key: on_date.

    Columns: on_date, is_school_day, label, holiday, is_named (a row of the calendar speaks of it), is_first and is_last (of a school year).
    """
    return _rows(con, "calendar_days", school_id=school_id, from_on=first, to_on=last)


def _rows(con: duckdb.DuckDBPyConnection, name: str, **values: Any) -> list[Row]:
    cursor = con.cursor().execute(select_of(f"process/{name}.sql"), values)
    columns = [column[0] for column in cursor.description or ()]
    return [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]
