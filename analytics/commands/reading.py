"""Opening a store for a command that reads its verdicts."""

import sys
from pathlib import Path

import duckdb

from analytics.pipeline import bring_up_to_date
from analytics.store.snapshot import open_for_reading


def open_up_to_date(store: Path) -> duckdb.DuckDBPyConnection:
    """The store, or the snapshot of one that the dashboard holds, with the verdicts of this program.

    Where those that stand were made by another version, the analysis runs first, and standard error says so.
    """
    con = open_for_reading(store)
    try:
        if bring_up_to_date(con):
            sys.stderr.write("The verdicts were made by another version of Aimline, and have been made anew.\n")
    except BaseException:
        con.close()
        raise
    return con
