"""What is due, without names, for a mail that a program sends or for a calendar; of the students whom one member of staff may see."""

from collections.abc import Sequence
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from typing import Literal

import duckdb
import typer

from analytics.caseload import viewers
from analytics.commands.reading import open_up_to_date
from analytics.process import board, icalendar
from analytics.process.board import Row, Wanted
from analytics.store import StoreRefused, data_version, stamp, today
from analytics.store.access_log import record_all
from analytics.store.output_file import check_output, output_file

MOST = 100_000
A_YEAR = 366  # days that a calendar file looks ahead if nobody says otherwise
CODES = (
    "Each line holds a code in the place of a name, and the law. Aimline shows the same code beside the student in the lists Calendar and "
    "Digest of its Process page. Put aside what is done otherwise there, too."
)


def write_digest(store: Path, viewer: str, days: int | None, form: str, out: Path | None) -> str:
    """The digest of a member of staff, written to `out` or printed; returns what to say of it. form is text or ics.

    It holds what is overdue or due soon (with `days` what is due within so many days, whatever the kind), without what the reader put
    aside; a calendar file holds all that is due within a year, that too. Each student is noted in the access log.
    Raises StoreRefused for somebody unknown to the store.
    """
    if out is not None:
        check_output(out, store=store)
    with closing(open_up_to_date(store)) as con:
        day = today(con)
        if viewers.person(con, viewer, day) is None:
            raise StoreRefused(f"There is no member of staff {viewer} with a running assignment in {store}. Check the identifier.")
        rows = _rows(con, viewer, day, days, form)
        made = stamp(con), data_version(con)
    record_all(store, staff_id=viewer, student_ids=tuple(sorted({row["student_id"] for row in rows})), purpose="digest")
    text = icalendar.feed(rows, *made) if form == "ics" else digest_text(rows, _span(day, days))
    if out is None:
        typer.echo(text, nl=False)
        return ""
    with output_file(out, store=store) as place:
        place.write_bytes(text.encode())
    return f"{_counted(len(rows), 'time limit')} written to {out}."


def _rows(con: duckdb.DuckDBPyConnection, viewer: str, day: date, days: int | None, form: str) -> list[Row]:
    if days is None and form == "text":
        return board.listed(con, viewer, day, Wanted(standings=board.DUE), most=MOST, put_aside="without")
    ahead = A_YEAR if days is None else days
    aside: Literal["with", "without"] = "with" if form == "ics" else "without"
    return board.listed(con, viewer, day, Wanted(), most=MOST, due=(None, day + timedelta(days=ahead)), ahead=ahead, put_aside=aside)


def _span(day: date, days: int | None) -> str:
    """What the digest calls the days it looks ahead: due soon, or due by a day."""
    if days is None:
        return "due soon"
    until = day + timedelta(days=days)
    return f"due by {until.day} {until:%B %Y}"


def digest_text(rows: Sequence[Row], span: str) -> str:
    """The rows of board.listed as a text without a name: what is overdue, then what is due within the span."""
    if not rows:
        return f"Nothing is overdue or {span}.\n"
    late = [row for row in rows if row["standing"] == "overdue"]
    due = [row for row in rows if row["standing"] != "overdue"]
    parts = [_part("Overdue", late), _part(span.replace("due", "Due", 1), due), [CODES]]
    return "\n".join("\n".join(part) + "\n" for part in parts if part)


def _part(head: str, rows: Sequence[Row]) -> list[str]:
    if not rows:
        return []
    students = len({row["student_id"] for row in rows})
    return [f"{head}: {_counted(len(rows), 'time limit')} of {_counted(students, 'student')}", *(_line(row) for row in rows)]


def _counted(n: int, what: str) -> str:
    return f"{n:,} {what}{'' if n == 1 else 's'}"


def _line(row: Row) -> str:
    title = f"{row['title']}, {row['period']}" if row["period"] else row["title"]
    left = row["days_left"]
    days = f"{abs(left)} day{'' if abs(left) == 1 else 's'}"
    when = "today" if left == 0 else f"{days} late" if left < 0 else f"in {days}"
    mark = "" if row["verification"] == "read" else " (rule not verified)"
    return f"- {row['due_on']:%a %d %b %Y} ({when}): {title}{mark} [{icalendar.opaque_key(row['public_key'])}], {row['citation']}"
