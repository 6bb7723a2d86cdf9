"""Runs the `.sql` files of this folder: one SELECT each, values bound by name, a cursor per call."""

from functools import cache
from importlib.resources import files
from typing import Any

import duckdb
import pandas as pd


@cache
def text(name: str) -> str:
    """The SELECT in `analytics/caseload/NAME.sql`, as a person would paste it into the duckdb shell."""
    return files("analytics.caseload").joinpath(f"{name}.sql").read_text(encoding="utf-8")


def table(con: duckdb.DuckDBPyConnection, name: str, **values: Any) -> pd.DataFrame:
    """The rows of `NAME.sql` with `$name` parameters bound to `values`; key and columns are those of the SELECT."""
    return con.cursor().execute(text(name), values).df()


def rows(con: duckdb.DuckDBPyConnection, name: str, **values: Any) -> list[dict[str, Any]]:
    """The same as `table`, as one dictionary a row with Python values: dates stay dates and an empty value is None."""
    cursor = con.cursor().execute(text(name), values)
    columns = [column[0] for column in cursor.description or ()]
    return [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]
