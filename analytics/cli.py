"""Aimline: is this intervention working, and will this IEP goal be met?

Exit codes: 0 done, 1 refused with a message on standard error, 2 wrong usage.
"""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Annotated, Literal, NoReturn

import duckdb
import typer

from analytics.store.errors import AimlineError, StoreRefused

app = typer.Typer(add_completion=False, no_args_is_help=True, rich_markup_mode="markdown", pretty_exceptions_enable=False, help=__doc__)

INTERRUPTED = 130  # how a shell names a program ended by Ctrl+C

Store = Annotated[Path, typer.Option("--store", help="The store file.", metavar="FILE")]
Day = Annotated[
    datetime | None,
    typer.Option("--as-of", formats=["%Y-%m-%d"], help="The day to speak of; the default is today (of files: their last day)."),
]
PLAN_COLUMNS = (
    "Columns plan_id, series_id, kind (intervention|goal), measure, grade, direction, baseline (may be empty), target, "
    "start_on, due_on; optional "
    "planned_sessions_per_week, criterion (end_level|consecutive|k_of_n), k, n, minimum_trials, floor, ceiling, "
    "standard_error, probes_per_week."
)
GROUPS_HELP = (
    "Cases of the same study, for the between-case standardized mean difference. Columns dataset (the group), case, phase (A and B of a "
    "multiple baseline, or A1, B1, A2, B2 … of reversals), session_number, outcome (empty where missed). A row: math,Ana,A,1,12"
)
MAP_HELP = (
    "Which column holds what: student=…,date=…,score=…,measure=… (measure==orf for one fixed measure); optional grade, form, errors, note."
)
DAYS_HELP = "Days to look ahead. Without it: what is overdue or due soon, as Today counts it; in a calendar file all of a year."


@app.command(
    epilog="Example: aimline statistics series.csv --goals goals.csv -o statistics.csv\n\n"
    "Example: aimline statistics --groups groups.csv -o between_case.csv"
)
def statistics(
    out: Annotated[Path, typer.Option("-o", "--output", help="Where to write dataset, case, statistic, value, se, ci_lower, ci_upper.")],
    series: Annotated[
        Path | None, typer.Argument(help="Columns dataset, case, phase (A|B), session_number, outcome, direction, metric.")
    ] = None,
    goals: Annotated[Path | None, typer.Option(help="Columns dataset, case, goal; for PoGO.")] = None,
    groups: Annotated[Path | None, typer.Option(help=GROUPS_HELP)] = None,
    numbers_only: Annotated[
        bool, typer.Option("--numbers-only", help="Leave a cell empty where there is no number, instead of NaN, Inf and -Inf as R prints.")
    ] = False,
) -> None:
    """Effect sizes and trends of AB series, or of groups of cases; one row a statistic. No store is needed."""
    from analytics.progress.extra.group_file import write_group_statistics
    from analytics.progress.statistics_file import write_statistics
    from analytics.store.output_file import output_file

    def remark(text: str) -> None:
        typer.echo(text, err=True)

    if groups is not None and series is None and goals is None and not numbers_only:
        with output_file(out, reads=(groups,)) as place:
            count = write_group_statistics(groups, place, remark)
        typer.echo(f"Between-case effect sizes of {count:,} group{'' if count == 1 else 's'} written to {out}.")
    elif series is not None and groups is None:
        typer.echo(f"Statistics of {write_statistics(series, goals, out, as_r=not numbers_only, remark=remark):,} series written to {out}.")
    else:
        raise typer.BadParameter("give either SERIES.csv, with --goals and --numbers-only if wanted, or --groups alone")


@app.command(epilog="Example: aimline verdicts --scores scores.csv --goals goals.csv --as-of 2026-01-15 -o verdicts.csv")
def verdicts(
    store: Annotated[Path | None, typer.Option(help="A store file; or give --scores and --goals instead.", metavar="FILE")] = None,
    scores: Annotated[Path | None, typer.Option(help="Columns series_id, observed_on, score; optional phase, form, attempts.")] = None,
    goals: Annotated[Path | None, typer.Option(help=PLAN_COLUMNS)] = None,
    sessions: Annotated[
        Path | None, typer.Option(help="Columns plan_id, held_on, minutes; optional status (held, student_absent, not_held).")
    ] = None,
    calendar: Annotated[Path | None, typer.Option(help="Columns on_date, is_school_day; other days count from Monday to Friday.")] = None,
    as_of: Day = None,
    form: Annotated[str, typer.Option("--format", help="csv or table.")] = "table",
    out: Annotated[Path | None, typer.Option("-o", "--output", help="Where to write the rows; without it they are printed.")] = None,
) -> None:
    """Is each intervention working, will each goal be met? From a store, or from files alone.

    In every rate an improvement is positive, whichever way the measure runs; levels stay in the measure's own units.
    """
    day = as_of.date() if as_of else None
    if form not in ("csv", "table"):
        raise typer.BadParameter("use csv or table", param_hint="--format")
    if store is not None and scores is None and goals is None:
        from analytics.commands.verdicts import print_verdicts

        return print_verdicts(store, day, form, out)
    if store is not None or scores is None or goals is None:
        raise typer.BadParameter("give either --store, or both --scores and --goals")
    if out is None:
        raise typer.BadParameter("say where to write the rows", param_hint="-o")
    from analytics.from_files.verdicts import verdicts_from_files

    count = verdicts_from_files(scores, goals, out, sessions=sessions, calendar=calendar, as_of=day)
    typer.echo(f"{count:,} verdicts written to {out}.")


@app.command(epilog="Example: aimline demo")
def demo(
    store: Annotated[
        Path | None, typer.Option("--store", help="Where the sample store lives; the default is your own data folder.", metavar="FILE")
    ] = None,
    port: Annotated[int, typer.Option(help="Port on this computer; the next free one is taken.")] = 8501,
    browser: Annotated[bool, typer.Option(help="Open the page in a browser.")] = True,
) -> None:
    """Open the dashboard on a living sample district; the store is made if it is missing."""
    from analytics.commands.demo import default_store, make_demo_store
    from analytics.commands.serve import serve as run_dashboard

    place = store or default_store()
    if not place.exists():
        with progress_bar("Making the sample district") as advance:
            make_demo_store(place, advance)
        typer.echo(f"The sample district is in {place}.")
    raise typer.Exit(run_dashboard(place, viewer=None, port=port, browser=browser))


@app.command(epilog="Example: aimline serve --store school.duckdb --viewer T-104")
def serve(
    store: Store,
    viewer: Annotated[str | None, typer.Option(help="staff_id of the one person who looks.", metavar="STAFF_ID")] = None,
    port: Annotated[int, typer.Option(help="Port on this computer; the next free one is taken.")] = 8501,
    browser: Annotated[bool, typer.Option(help="Open the page in a browser.")] = True,
) -> None:
    """Open the dashboard on a store, on this computer only."""
    from analytics.commands.serve import serve as run_dashboard

    raise typer.Exit(run_dashboard(store, viewer=viewer, port=port, browser=browser))


@app.command("import", epilog="Example: aimline import scores.csv --store school.duckdb --map student=ID,date=Day,score=WCPM,measure==orf")
def import_files(
    paths: Annotated[list[Path], typer.Argument(help="CSV or Excel files, or a folder of Aimline's own files.")],
    store: Store,
    mapping: Annotated[str | None, typer.Option("--map", help=MAP_HELP)] = None,
    complete: Annotated[bool, typer.Option(help="The files hold everything: imported rows that they lack are withdrawn.")] = False,
    create_students: Annotated[bool, typer.Option(help="Make students that a vendor's file names and the store does not know.")] = False,
    date_format: Annotated[
        str | None, typer.Option(help="How dates are written where they could be read two ways: %d/%m/%Y or %m/%d/%Y.")
    ] = None,
) -> None:
    """Take files in. A running dashboard on the same store loads them and reports back here."""
    from analytics.commands.import_files import MappingRefused, import_from_command_line, read_mapping

    try:
        columns = read_mapping(mapping)
    except MappingRefused as refused:
        raise typer.BadParameter(str(refused)) from refused
    is_new = not store.exists()
    with progress_bar("Importing") as advance:
        reports = import_from_command_line(
            paths, store, mapping=columns, complete=complete, create_students=create_students, date_format=date_format, progress=advance
        )
    if is_new:
        typer.echo(f"{store} is a new store.")
    for report in reports:
        typer.echo(report.message)
        for row in report.rejected[:20]:
            typer.echo(f"  {row.file_name}, line {row.line}, {row.column_name or 'row'}: {row.value!r} {row.reason}. {row.remedy}")
        if len(report.rejected) > 20:
            typer.echo(f"  … the other rejected rows are on the Import page, and in the table rejected_row under {report.import_id}.")
    if any(report.rejected and report.rows_read == report.rows_rejected for report in reports):
        _end("A file was refused whole: not one of its rows could be taken in.")


@app.command(epilog="Example: aimline check --store school.duckdb")
def check(store: Store) -> None:
    """Integrity and data quality of a store. Ends with 1 if anything is broken; remarks alone end with 0."""
    from analytics.checks import run_checks
    from analytics.commands.reading import open_up_to_date

    con = open_up_to_date(store)
    findings = run_checks(con)
    con.close()
    for finding in findings:
        typer.echo(f"{finding.severity:7} {finding.title}: {finding.count:,}. {finding.remedy} First: {finding.example}")
    broken = sum(finding.severity == "broken" for finding in findings)
    typer.echo(f"{broken} broken, {len(findings) - broken} remarks.")
    raise typer.Exit(1 if broken else 0)


@app.command(epilog="Example: aimline calibration --store school.duckdb --months 12 -o calibration.csv")
def calibration(
    store: Store,
    months: Annotated[int, typer.Option(min=1, max=60, help="How far to look back.")] = 12,
    every: Annotated[int, typer.Option(min=1, max=26, help="Weeks between the days that are replayed.")] = 4,
    form: Annotated[Literal["csv", "table"], typer.Option("--format")] = "table",
    out: Annotated[Path | None, typer.Option("-o", "--output", help="Where to write the rows; without it they are printed.")] = None,
) -> None:
    """Replay the verdicts of past days and hold them against what happened: precision, recall, Brier score, reliability."""
    from analytics.commands.calibration import calibration_rows, print_calibration
    from analytics.store.output_file import check_output

    if out is not None:
        check_output(out, store=store)
    with progress_bar("Replaying") as advance:
        rows = calibration_rows(store, months, every, advance)
    print_calibration(rows, form, out)


@app.command(epilog="Example: aimline digest --store school.duckdb --viewer T-104 --format ics -o due_dates.ics")
def digest(
    store: Store,
    viewer: Annotated[str, typer.Option(help="staff_id of the reader: only students whom they may see are in it.", metavar="STAFF_ID")],
    days: Annotated[int | None, typer.Option(min=0, max=366, help=DAYS_HELP)] = None,
    form: Annotated[Literal["text", "ics"], typer.Option("--format", help="ics: for calendars (RFC 5545), see docs/process.md.")] = "text",
    out: Annotated[Path | None, typer.Option("-o", "--output", help="Where to write it; without it, it is printed.")] = None,
) -> None:
    """What the law makes due, and what is overdue, without a single name: for a mail job, also while the dashboard runs."""
    from analytics.commands.digest import write_digest

    if said := write_digest(store, viewer, days, form, out):
        typer.echo(said)


@app.command("refit-priors", epilog="Example: aimline refit-priors --store school.duckdb")
def refit_priors(store: Store, yes: Annotated[bool, typer.Option("--yes", help="Put them in force without asking.")] = False) -> None:
    """Fit what is borrowed from classmates anew, on the store's own series; say which verdicts move, and ask before they do."""
    from analytics.commands.refit_priors import Refit, announcement, refit
    from analytics.store import open_store

    if not store.exists():
        raise StoreRefused(f"{store} does not exist. Check the path; aimline import makes a store from files.")

    def agree(found: Refit) -> bool:
        typer.echo(announcement(found))
        return yes or typer.confirm("Put these priors in force?")

    con = open_store(store)
    with progress_bar("Fitting") as advance:
        found = refit(con, advance if yes else None, agree)
    con.close()
    if found.version is None:
        typer.echo("No measure has enough series for a fit; nothing was changed.")


@contextmanager
def progress_bar(title: str) -> Iterator[Callable[[str, float], None]]:
    """A bar on standard error that shows the step and how far it is; silent where there is no terminal."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    console = Console(stderr=True)
    with Progress(
        TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn(), console=console, disable=not console.is_terminal
    ) as bar:
        task = bar.add_task(title, total=1.0)
        yield lambda step, share: bar.update(task, description=f"{title}: {step}", completed=share)


def main() -> None:
    """Run the command line; a refusal is printed without a traceback and ends with 1."""
    try:
        app()
    except AimlineError as refused:
        _end(str(refused))
    except (OSError, duckdb.IOException, duckdb.OutOfMemoryException) as error:
        _end(_of_the_computer(error))
    except (duckdb.Error, RuntimeError) as error:
        if "interrupt" in str(error).lower():
            _end("Interrupted. Nothing of this was stored.")
        if "no space left" in str(error).lower():
            _end(_of_the_computer(error))
        _end(f"{str(error).splitlines()[0]} This is a fault of Aimline, not of your files; nothing was stored. Please report it.")
    except SystemExit as ended:
        if ended.code == INTERRUPTED:
            _end("Interrupted. Nothing of this was stored.")
        raise


def _of_the_computer(error: Exception) -> str:
    """A full disk, a file that may not be read: what the computer refused, in a sentence."""
    what = str(error).splitlines()[0]
    if isinstance(error, OSError):
        what = f"{error.filename or 'A file'}: {error.strerror or what}"
    return (
        f"{what.rstrip('.')}. Nothing was stored. Look whether the disk is full and whether you may read and write there, then try again."
    )


def _end(message: str) -> NoReturn:
    typer.echo(message, err=True)
    sys.exit(1)


if __name__ == "__main__":
    main()
