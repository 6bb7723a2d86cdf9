"""What is due, without names, for a mail that a program sends or for a calendar; of the students whom one member of staff may see."""

from collections.abc import Sequence
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import typer

from analytics.caseload import viewers
from analytics.commands.reading import open_up_to_date
from analytics.process import board, icalendar
from analytics.process.board import Row, Wanted
from analytics.store import StoreRefused, today
from analytics.store.access_log import record_all
from analytics.store.output_file import check_output, output_file

MOST = 100_000
HEADS = {"overdue": "Overdue", "due": "Due by {day}"}
NOTHING = "Nothing is overdue or due by {day}."
CODES = (
    "Each line ends with a code in the place of a name. Aimline shows the same code beside the student in the lists Calendar and Digest of "
    "its Process page. Put aside what is done otherwise there, too."
)


def write_digest(store: Path, viewer: str, days: int, form: str, out: Path | None) -> str:
    """The digest of a member of staff, written to `out` or printed; returns what to say of it. form is text or ics.

    It holds what is overdue or due within so many days, without what the reader put aside; each student is noted in the access log.
    Raises StoreRefused for somebody unknown to the store.
    """
    if out is not None:
        check_output(out, store=store)
    with closing(open_up_to_date(store)) as con:
        day = today(con)
        if viewers.person(con, viewer, day) is None:
            raise StoreRefused(f"There is no member of staff {viewer} with a running assignment in {store}. Check the identifier.")
        until = day + timedelta(days=days)
        rows = board.listed(con, viewer, day, Wanted(), most=MOST, due=(None, until), ahead=days, put_aside="without")
    record_all(store, staff_id=viewer, student_ids=tuple(sorted({row["student_id"] for row in rows})), purpose="digest")
    text = icalendar.feed(rows, day) if form == "ics" else digest_text(rows, f"{until.day} {until:%B %Y}")
    if out is None:
        typer.echo(text, nl=False)
        return ""
    with output_file(out, store=store) as place:
        place.write_bytes(text.encode())
    return f"{len(rows):,} time limit{'' if len(rows) == 1 else 's'} written to {out}."


def digest_text(rows: Sequence[Row], until: str) -> str:
    """The rows of board.listed as a text without a name: what is overdue, then what is due."""
    if not rows:
        return NOTHING.format(day=until) + "\n"
    late = [row for row in rows if row["standing"] == "overdue"]
    due = [row for row in rows if row["standing"] != "overdue"]
    parts = [_part(HEADS["overdue"], late), _part(HEADS["due"].format(day=until), due), [CODES]]
    return "\n".join("\n".join(part) + "\n" for part in parts if part)


def _part(head: str, rows: Sequence[Row]) -> list[str]:
    return [f"{head}: {len(rows)}", *(_line(row) for row in rows)] if rows else []


def _line(row: Row) -> str:
    title = f"{row['title']}, {row['period']}" if row["period"] else row["title"]
    left = row["days_left"]
    days = f"{abs(left)} day{'' if abs(left) == 1 else 's'}"
    when = "today" if left == 0 else f"{days} late" if left < 0 else f"in {days}"
    mark = "" if row["verification"] == "read" else " (rule not verified)"
    return f"- {row['due_on']:%a %d %b %Y} ({when}): {title}{mark} [{icalendar.opaque_key(row['public_key'])}]"
