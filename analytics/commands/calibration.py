"""Past verdicts against what happened, on the command line: as CSV for programs, as a table for people."""

import sys
from pathlib import Path

import pandas as pd

from analytics.calibration.replaying import past_days, replay_past
from analytics.calibration.report import fewest_plans, report, table
from analytics.commands.reading import open_up_to_date
from analytics.pipeline import Progress
from analytics.store import today
from analytics.store.output_file import write_csv

HOW_TO_READ = "An empty line has too few plans behind it. What each number means: docs/methods/calibration.md.\n"


def calibration_rows(store: Path, months: int, weeks_apart: int, progress: Progress | None = None) -> pd.DataFrame:
    """The calibration report over all students of a store (columns of calibration.report.table); nothing stored changes."""
    con = open_up_to_date(store)
    try:
        day = today(con)
        replayed = replay_past(con, past_days(day, months, weeks_apart), today=day, progress=progress)
        return table(report(replayed, fewest_plans(con)))
    finally:
        con.close()


def print_calibration(rows: pd.DataFrame, form: str, out: Path | None) -> None:
    """Write the rows to `out`, or print them; form is csv or table."""
    if form == "csv" or out is not None:
        write_csv(rows, out)
        return
    words = rows.rename(columns=lambda name: name.replace("_", " ")).assign(item=rows["item"].str.replace("_", " "))
    words = words.astype({"n plans": float, "n looks": float})
    sys.stdout.write(words.round(3).to_string(index=False, na_rep="", float_format="{:g}".format, justify="left"))
    sys.stdout.write(f"\n{HOW_TO_READ}")
