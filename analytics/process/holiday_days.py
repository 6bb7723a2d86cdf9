"""Federal and state holidays from the package holidays, put into the store for the states and years that the clocks touch."""

from collections.abc import Iterable
from datetime import date
from functools import cache

import duckdb
import holidays

# Holidays are needed as far as a clock may count: the events' own years, the one before and the four after.
MISSING = """
WITH span AS (SELECT year(min(happened_on)) - 1 AS first_year, year(max(happened_on)) + 5 AS last_year FROM process_event_now),
wanted AS (
    SELECT s.state, y.year
    FROM (SELECT 'US' AS state UNION SELECT upper(trim(state)) FROM school WHERE state IS NOT NULL) s
    CROSS JOIN (SELECT unnest(range(first_year, last_year + 1)) AS year FROM span WHERE first_year IS NOT NULL) y
)
SELECT state, year FROM wanted
ANTI JOIN (SELECT DISTINCT state, year(on_date) AS year FROM holiday) h USING (state, year)
ORDER BY state, year
"""


def fill_holidays(cursor: duckdb.DuckDBPyConnection) -> None:
    """Add the holidays, on the days on which they are observed, of each state and year that has none yet; in the caller's transaction.

    US holds the federal holidays alone; a state's rows hold those that it observes. A code that is no state is passed over.
    """
    missing = cursor.execute(MISSING).fetchall()
    rows: dict[tuple[str, date], str] = {}
    for state, year in missing:
        if not can_fill([state]):
            continue
        found = holidays.country_holidays("US", subdiv=None if state == "US" else state, years=year, language="en_US")
        # A New Year's Day that is observed in the old year belongs to the year in which it falls.
        rows |= {(state, day): name for day, name in found.items() if day.year == year}
    if rows:
        columns = {"states": [state for state, _ in rows], "days": [day for _, day in rows], "names": list(rows.values())}
        cursor.execute("INSERT INTO holiday SELECT unnest($states), unnest($days), unnest($names)", columns)


def can_fill(states: Iterable[str]) -> bool:
    """Whether one of them is US or the code of a state, so that it has holidays."""
    return any(state == "US" or state in _states() for state in states)


@cache
def _states() -> frozenset[str]:
    return frozenset(holidays.list_supported_countries()["US"])
