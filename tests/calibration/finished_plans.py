"""A store of plans that are over, with known truth: goals and interventions, half of them of students who grow as planned."""

from datetime import date, timedelta
from pathlib import Path

import duckdb

from analytics import pipeline, store

TODAY = date(2025, 9, 1)
START, DUE, ENDED = date(2025, 1, 6), date(2025, 5, 30), date(2025, 4, 25)
PAIRS = 12  # students that grow, and as many that do not


def finished_plans(path: Path | str = ":memory:") -> duckdb.DuckDBPyConnection:
    """School A: `up-0` … grow two points a week, `flat-0` … not at all; the aimline asks for 1.45. Each has a goal (g-) and an
    intervention (i-, every second one ended five weeks early) on series of their own. School B: three goals that end in other ways.
    """
    con = store.open_store(path)
    with store.transaction(con) as cursor:
        store.set_info(cursor, "demo_today", TODAY.isoformat())
        cursor.execute("INSERT INTO school VALUES ('A', 'Cedar', 'D', 'NY'), ('B', 'Birch', 'D', 'NY')")
        cursor.execute("INSERT INTO staff VALUES ('P', 'Pat Principal', NULL), ('D', 'Dee District', NULL), ('Q', 'Quin Principal', NULL)")
        cursor.execute(
            "INSERT INTO staff_assignment (staff_id, role, scope, scope_id, from_on) VALUES "
            "('P', 'principal', 'school', 'A', '2024-08-20'), ('Q', 'principal', 'school', 'B', '2024-08-20'), "
            "('D', 'district', 'district', '*', '2024-08-20')"
        )
        for number in range(PAIRS):
            for kind, growth in (("up", 2.0), ("flat", 0.0)):
                _student(cursor, f"{kind}-{number}", "A")
                _goal(cursor, f"{kind}-{number}", target=70)
                _scores(cursor, f"g-{kind}-{number}", growth, number)
                _intervention(cursor, f"{kind}-{number}", ENDED if number % 2 else None)
                _scores(cursor, f"i-{kind}-{number}", growth, number + 7)
        for name in ("raised", "stopped", "early"):
            _student(cursor, name, "B")
        _goal(cursor, "raised", target=55)
        _scores(cursor, "g-raised", 2.0, 3)
        _goal(cursor, "raised", target=90, revision=2, effective_on=date(2025, 4, 1))
        _goal(cursor, "stopped", target=70)
        _scores(cursor, "g-stopped", 0.0, 4, weeks=9)
        _goal(cursor, "early", target=50, criterion="consecutive", n=3)
        _scores(cursor, "g-early", 2.0, 5)
    pipeline.analyse(con)
    return con


def _student(cursor: duckdb.DuckDBPyConnection, name: str, school: str) -> None:
    cursor.execute("INSERT INTO student (student_id, first_name, last_name) VALUES (?, ?, 'Test')", [name, name])
    cursor.execute("INSERT INTO enrolment VALUES (?, ?, '3', '2024-08-20', NULL)", [name, school])


def _series(cursor: duckdb.DuckDBPyConnection, plan: str, student: str) -> None:
    cursor.execute(
        "INSERT INTO series (series_id, student_id, measure_id, grade, probes_per_week, standard_error) "
        "SELECT ?, ?, 'orf', '3', 1, 5 WHERE NOT EXISTS (SELECT 1 FROM series WHERE series_id = ?)",
        [plan, student, plan],
    )


def _goal(
    cursor: duckdb.DuckDBPyConnection,
    student: str,
    *,
    target: float,
    revision: int = 1,
    effective_on: date = START,
    criterion: str = "end_level",
    n: int | None = None,
) -> None:
    plan = f"g-{student}"
    _series(cursor, plan, student)
    cursor.execute(
        "INSERT INTO goal (goal_id, revision, series_id, statement, baseline, target, criterion, criterion_n, start_on, due_on, "
        "effective_on) VALUES (?, ?, ?, 'Goal', 40, ?, ?, ?, ?, ?, ?)",
        [plan, revision, plan, target, criterion, n, START, DUE, effective_on],
    )


def _intervention(cursor: duckdb.DuckDBPyConnection, student: str, ended_on: date | None) -> None:
    plan = f"i-{student}"
    _series(cursor, plan, student)
    cursor.execute(
        "INSERT INTO intervention (intervention_id, series_id, kind, programme, baseline, target, start_on, due_on, ended_on) "
        "VALUES (?, ?, 'instruction', 'Programme', 40, 70, ?, ?, ?)",
        [plan, plan, START, DUE, ended_on],
    )


def _scores(cursor: duckdb.DuckDBPyConnection, series: str, growth: float, seed: int, weeks: int = 20) -> None:
    """Three scores before the start, then one a week, with a scatter of about five points that is the same in every run."""
    for week in range(-3, weeks + 1):
        scatter = ((seed * 31 + week * 17) % 11 - 5) * 1.4
        value = round(40 + growth * max(week, 0) + scatter)
        cursor.execute(
            "INSERT INTO score (series_id, observed_on, value, origin) VALUES (?, ?, ?, 'imported')",
            [series, START + timedelta(weeks=week), value],
        )
