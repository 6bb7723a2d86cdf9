"""The verdicts of a store on the command line: as CSV for programs, as a table for people."""

import sys
from datetime import date
from pathlib import Path

import duckdb
import pandas as pd

from analytics.pipeline import replay
from analytics.store import StoreRefused, today
from analytics.store.snapshot import open_for_reading

_ROWS = Path(__file__).with_suffix(".sql").read_text(encoding="utf-8")


def verdict_rows(store: Path, as_of: date | None) -> pd.DataFrame:
    """One row a plan, most urgent first (key plan_id), as they read today, or as they were known on a past day.

    On a past day a plan that had not begun, or was recorded later, was not known: it is left out, and standard error tells how many were.
    """
    con = open_for_reading(store)
    try:
        cursor = con.cursor()
        if as_of is not None:
            replay(cursor, as_of)
            _tell_unknown(con.cursor(), cursor, as_of)
        return cursor.execute(_ROWS, {"day": as_of or today(con)}).df()
    finally:
        con.close()


def _tell_unknown(now: duckdb.DuckDBPyConnection, then: duckdb.DuckDBPyConnection, as_of: date) -> None:
    stored, known = (set(cursor.execute("SELECT plan_id FROM plan").fetchall()) for cursor in (now, then))
    left_out = len(stored - known)
    if left_out:
        plans = "1 plan is" if left_out == 1 else f"{left_out:,} plans are"
        sys.stderr.write(f"{plans} left out: not begun, or not yet recorded, on {as_of}.\n")


def print_verdicts(store: Path, as_of: date | None, form: str, out: Path | None) -> None:
    """Write the rows to `out`, or print them; form is csv or table."""
    rows = verdict_rows(store, as_of)
    if out is not None and not out.parent.is_dir():
        raise StoreRefused(f"The folder {out.parent} does not exist. Make it first, or choose another place for the result.")
    if form == "csv" or out is not None:
        rows.to_csv(out if out is not None else sys.stdout, index=False, lineterminator="\n")
        return
    _print_table(rows)


def _print_table(rows: pd.DataFrame) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table("plan", "verdict", "reason", show_lines=True)
    for plan, verdict, reason in zip(rows["plan_id"], rows["verdict"], rows["reason"], strict=True):
        table.add_row(plan, verdict, reason)
    console = Console()
    console.print(table)
    console.print(f"{len(rows)} plans." if len(rows) else "There are no plans in this store yet. Import interventions and goals first.")
