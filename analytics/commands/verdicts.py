"""The verdicts of a store on the command line: as CSV for programs, as a table for people."""

import sys
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from getpass import getuser
from pathlib import Path

import duckdb
import pandas as pd

from analytics.commands.reading import open_up_to_date
from analytics.pipeline import replay
from analytics.store import today
from analytics.store.access_log import record_all
from analytics.store.output_file import check_output, write_csv

NO_PLANS = "There are no plans in this store yet. Import interventions and goals first."
_ROWS = Path(__file__).with_suffix(".sql").read_text(encoding="utf-8")


@dataclass(frozen=True)
class Found:
    """The verdicts of a day: one row a plan (key plan_id), whose they are, and how many plans were not known on that day."""

    rows: pd.DataFrame
    student_ids: tuple[str, ...]
    left_out: int


def found_verdicts(store: Path, as_of: date | None) -> Found:
    """The verdicts most urgent first, as they read today, or as they were known on a past day.

    On a past day a plan that had not begun, or was recorded later, was not known: it is left out, and counted.
    """
    with closing(open_up_to_date(store)) as con:
        cursor, left_out = con.cursor(), 0
        if as_of is not None:
            replay(cursor, as_of)
            left_out = _unknown(con.cursor(), cursor)
        day = as_of or today(con)
        rows = cursor.execute(_ROWS, {"day": day}).df()
        whose = cursor.execute("SELECT DISTINCT student_id FROM verdict_on($day) ORDER BY student_id", {"day": day}).fetchall()
        return Found(rows, tuple(student_id for (student_id,) in whose), left_out)


def _unknown(now: duckdb.DuckDBPyConnection, then: duckdb.DuckDBPyConnection) -> int:
    stored, known = (set(cursor.execute("SELECT plan_id FROM plan").fetchall()) for cursor in (now, then))
    return len(stored - known)


def print_verdicts(store: Path, as_of: date | None, form: str, out: Path | None) -> None:
    """Write the rows to `out`, or print them; form is csv or table. Rows that leave as CSV are noted in the access log."""
    if out is not None:
        check_output(out, store=store)
    found = found_verdicts(store, as_of)
    if found.left_out:
        plans = "1 plan is" if found.left_out == 1 else f"{found.left_out:,} plans are"
        sys.stderr.write(f"{plans} left out: not begun, or not yet recorded, on {as_of}.\n")
    if form == "csv" or out is not None:
        record_all(store, staff_id=_who(), student_ids=found.student_ids, purpose="export of verdicts")
        write_csv(found.rows, out)
        return
    _print_table(found)


def _who() -> str:
    """Nobody signs in on the command line: whoever may open the file is known to the computer alone, by the name of the account."""
    try:
        return f"command line: {getuser()}"
    except (KeyError, OSError):
        return "command line"


def _print_table(found: Found) -> None:
    from rich.console import Console
    from rich.table import Table

    rows = found.rows
    table = Table("plan", "verdict", "reason", show_lines=True)
    for plan, verdict, reason in zip(rows["plan_id"], rows["verdict"], rows["reason"], strict=True):
        table.add_row(plan, verdict, reason)
    console = Console()
    console.print(table)
    nothing = "On that day none of the plans of this store was known." if found.left_out else NO_PLANS
    console.print(f"{len(rows)} plans." if len(rows) else nothing)
