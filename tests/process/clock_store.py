"""A store with one school and one calendar, events written as `event day` lines, and the clocks that follow from them."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import duckdb

from analytics import store
from analytics.process import running

YEARS = "2024-25 2024-08-26 2025-06-05, 2025-26 2025-08-25 2026-06-05, 2026-27 2026-08-24 2027-06-04, 2027-28 2027-08-23 2028-06-02"
# The days without school of the school year 2025-26, as its calendar prints them.
CLOSED = """
2025-09-01 Labor Day
2025-11-24..2025-11-28 Thanksgiving break
2025-12-22..2026-01-02 Winter break
2026-01-19 Martin Luther King Jr. Day
2026-03-16..2026-03-20 Spring break
2026-05-25 Memorial Day
"""


def new_store(
    state: str | None, *, born: str = "2015-03-01", years: str = YEARS, closed: str = CLOSED, students: Iterable[str] = ("s",)
) -> duckdb.DuckDBPyConnection:
    """A store with school A in the state, its calendar, and students who are enrolled there; no events yet."""
    con = store.open_store(":memory:")
    con.execute("INSERT INTO school VALUES ('A', 'Alder School', 'D', ?)", [state])
    for year in filter(None, years.split(", ")):
        con.execute("INSERT INTO school_year (school_id, school_year, first_day, last_day) VALUES ('*', ?, ?, ?)", year.split())
    close(con, closed)
    for student in students:
        con.execute("INSERT INTO student (student_id, first_name, last_name, born_on) VALUES (?, ?, 'Test', ?)", [student, student, born])
        con.execute("INSERT INTO enrolment VALUES (?, 'A', '4', DATE '2024-08-26', NULL)", [student])
    return con


def close(con: duckdb.DuckDBPyConnection, closed: str, school: str = "*") -> None:
    """Write lines `day label` or `first..last label` as weekdays without school."""
    for line in filter(None, (line.strip() for line in closed.splitlines())):
        span, label = line.split(" ", 1)
        first, last = (date.fromisoformat(part) for part in (span.split("..") if ".." in span else (span, span)))
        days = [first + timedelta(n) for n in range((last - first).days + 1)]
        rows = [[school, day, False, label] for day in days if day.isoweekday() <= 5]
        con.executemany("INSERT INTO calendar_day (school_id, on_date, is_school_day, label) VALUES (?, ?, ?, ?)", rows)


def record(con: duckdb.DuckDBPyConnection, lines: str, student: str = "s") -> None:
    """Write events, one a line: `2026-01-05 consent_received reason=parent_consent`."""
    for line in filter(None, (line.strip() for line in lines.strip().splitlines())):
        day, event, *more = line.split(" ")
        row = {"student_id": student, "event": event, "happened_on": day} | dict(pair.split("=", 1) for pair in more)
        row["about"] = row.get("about", "").replace("_", " ") or None if event == "progress_report_sent" else row.get("about")
        row["event_id"] = uuid.uuid4().hex
        names, marks = ", ".join(row), ", ".join("?" * len(row))
        con.execute(f"INSERT INTO process_event ({names}) VALUES ({marks})", list(row.values()))


def absent(con: duckdb.DuckDBPyConnection, days: str, student: str = "s") -> None:
    if days:
        con.executemany("INSERT INTO absence (student_id, on_date) VALUES (?, ?)", [[student, day] for day in days.split()])


def run(con: duckdb.DuckDBPyConnection, students: list[str] | None = None) -> None:
    with store.transaction(con) as cursor:
        running.refresh(cursor, students)


def clock(con: duckdb.DuckDBPyConnection, name: str, round_: int = 1, today: str = "2026-05-01", student: str = "s") -> dict[str, Any]:
    """The row of clock_on for one round of a clock of the student."""
    cursor = con.cursor().execute(
        "FROM clock_on($day::DATE) WHERE student_id = $student AND clock = $clock AND round = $round",
        {"day": today, "student": student, "clock": name, "round": round_},
    )
    columns = [column[0] for column in cursor.description or ()]
    rows = cursor.fetchall()
    assert len(rows) == 1, f"{len(rows)} rows of {name}, round {round_}"
    return dict(zip(columns, rows[0], strict=True))


@dataclass(frozen=True)
class Case:
    """One student: the state of the school, the events, the clock asked for, and what else bears on it."""

    state: str | None
    events: str
    clock: str
    absences: str = ""
    also_closed: str = ""
    born: str = "2015-03-01"
    today: str = "2026-07-01"
    round: int = 1


def worked(cases: Mapping[str, Case]) -> dict[str, dict[str, Any]]:
    """The clock of each case, with why: the words of what moved its due date. All cases lie in one store, run once."""
    con = new_store("US", students=())
    for number, (name, case) in enumerate(cases.items()):
        # A school of its own keeps a closure from the others.
        school = f"X{number}" if case.also_closed else f"S-{case.state}"
        con.execute("INSERT OR IGNORE INTO school VALUES (?, ?, 'D', ?)", [school, school, case.state])
        close(con, case.also_closed, school)
        con.execute("INSERT INTO student (student_id, first_name, last_name, born_on) VALUES (?, 'S', 'Test', ?)", [name, case.born])
        con.execute("INSERT INTO enrolment VALUES (?, ?, '4', DATE '2024-08-26', NULL)", [name, school])
        record(con, case.events, name)
        absent(con, case.absences, name)
    run(con)
    found = {}
    for name, case in cases.items():
        found[name] = clock(con, case.clock, case.round, case.today, name)
        query = "SELECT why FROM clock_left_out WHERE student_id = ? AND clock = ? AND round = ? ORDER BY from_on, kind"
        found[name]["why"] = [why for (why,) in con.execute(query, [name, case.clock, case.round]).fetchall()]
    con.close()
    return found
