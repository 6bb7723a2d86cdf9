"""A small real store for the pages: seven students, five members of staff, names that break careless pages."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest
from streamlit.testing.v1 import AppTest

from analytics import pipeline, store

APP = Path(__file__).parents[2] / "dashboard" / "app.py"

TODAY = date(2026, 3, 2)
START = date(2025, 11, 3)
DUE = date(2026, 5, 29)
NAMES = {
    "S1": ("Ana", "Alvarez"),
    "S2": ("Ben", "Brook"),
    "S3": ("Carla", "Chen"),
    "S4": ('Zoë "Z" <b>bold</b>', "O'Brien *[x](javascript:alert(1))* $a$ :red[y]"),
    "S5": ("小龍", "李"),
    "S6": ("Farid", "Farouk"),
    "S7": ("Gil", "Grayling"),
}


def weekly(start: date, values: list[float]) -> list[tuple[date, float]]:
    """One score a week from start on."""
    return [(start + timedelta(weeks=week), value) for week, value in enumerate(values)]


BASELINE = START - timedelta(weeks=6)
SCORES = {
    "S1-orf": weekly(BASELINE, [41, 44, 40, 43, 42, 41]) + weekly(START, [42, 40, 44, 41, 43, 42, 40, 43, 41, 44, 42, 43, 41, 42, 43, 42]),
    "S2-math": weekly(BASELINE, [11, 13, 12, 12, 11, 13]) + weekly(START, [14, 16, 17, 19, 20, 22, 23, 25, 26, 28, 29, 31, 32, 34, 35, 36]),
    "S3-orf": weekly(BASELINE, [60, 62, 58]) + weekly(START, [60, 61, 59, 62, 60, 61, 62, 60, 61, 63, 61]),
    "S4-orf": [(START + timedelta(days=3), 35.0)],
    "S5-talk": weekly(START, [20.0] * 14),
    "S6-orf": weekly(BASELINE, [50, 52, 51]) + weekly(START, [53, 54, 57, 58, 61, 60, 64, 66, 67, 70, 71, 72, 75, 76, 78, 80]),
}
MEASURES = {"S1-orf": "orf", "S2-math": "math_cbm", "S3-orf": "orf", "S4-orf": "orf", "S5-talk": "talk_outs", "S6-orf": "orf"}


def add_people(cursor: duckdb.DuckDBPyConnection) -> None:
    """Two schools, three classes, five members of staff, seven students."""
    cursor.execute("INSERT INTO school VALUES ('A', 'Cedar Elementary', 'Sample', 'NY'), ('B', 'Birch Elementary', 'Sample', 'NY')")
    cursor.execute("""INSERT INTO staff VALUES ('T1', 'Tess Teacher', NULL), ('T2', 'Tom Teacher', NULL), ('M1', 'Mia Manager', NULL),
        ('P1', 'Pat Principal', NULL), ('D1', 'Dee District', NULL)""")
    for student_id, (first, last) in NAMES.items():
        cursor.execute("INSERT INTO student VALUES (?, ?, ?, ?, '2017-01-01')", [student_id, f"key-{student_id}", first, last])
        school = "B" if student_id in ("S6", "S7") else "A"
        cursor.execute("INSERT INTO enrolment VALUES (?, ?, '3', '2025-08-20', NULL)", [student_id, school])
    cursor.execute(
        "INSERT INTO class VALUES ('C1', 'A', 'Grade 3, room 12', '3', '2025-26'), ('C2', 'B', 'Grade 3, room 2', '3', '2025-26')"
    )
    members = [("C1", s) for s in ("S1", "S2", "S3", "S4")] + [("C2", s) for s in ("S6", "S7")]
    cursor.executemany("INSERT INTO class_member VALUES (?, ?, '2025-08-20', NULL)", members)
    cursor.execute("""INSERT INTO staff_assignment (staff_id, role, scope, scope_id, from_on, to_on) VALUES
        ('T1', 'teacher', 'class', 'C1', '2025-08-20', NULL), ('T2', 'teacher', 'class', 'C2', '2025-08-20', NULL),
        ('M1', 'case_manager', 'student', 'S5', '2025-08-20', NULL), ('M1', 'case_manager', 'student', 'S1', '2025-08-20', '2026-01-31'),
        ('P1', 'principal', 'school', 'A', '2025-08-20', NULL), ('D1', 'district', 'district', '*', '2025-08-20', NULL)""")


def add_scores(cursor: duckdb.DuckDBPyConnection) -> None:
    """A series a student, its scores, one absence and one winter break."""
    for series_id, scores in SCORES.items():
        cursor.execute(
            "INSERT INTO series (series_id, student_id, measure_id, grade) VALUES (?, ?, ?, '3')",
            [series_id, series_id[:2], MEASURES[series_id]],
        )
        cursor.executemany(
            "INSERT INTO score (series_id, observed_on, value, origin) VALUES (?, ?, ?, 'imported')",
            [(series_id, on, value) for on, value in scores],
        )
    cursor.execute("INSERT INTO score (series_id, observed_on, absent, origin) VALUES ('S1-orf', '2026-02-25', true, 'typed')")
    for day in range(20, 32):
        cursor.execute(
            "INSERT INTO calendar_day (school_id, on_date, is_school_day, label) VALUES ('*', ?, false, 'Winter break')",
            [date(2025, 12, day)],
        )
    cursor.execute("INSERT INTO note (student_id, series_id, on_date, text) VALUES ('S1', 'S1-orf', '2026-01-12', 'Ill all week <script>')")


def add_plans(cursor: duckdb.DuckDBPyConnection) -> None:
    """An intervention or a goal on each series; one goal was changed in the middle."""
    plans = [
        ("I1", "S1-orf", "Repeated reading", 70, 3),
        ("I2", "S2-math", "Number facts", 36, 3),
        ("I3", "S3-orf", "Phonics boost", 80, 4),
    ]
    for plan_id, series_id, programme, target, sessions in plans:
        cursor.execute(
            """INSERT INTO intervention (intervention_id, series_id, kind, programme, area, tier, target, start_on,
            due_on, planned_sessions_per_week, planned_minutes, provider_staff_id)
            VALUES (?, ?, 'instruction', ?, 'reading', 2, ?, ?, ?, ?, 30, 'T1')""",
            [plan_id, series_id, programme, target, START, DUE, sessions],
        )
    goals = [
        ("G1", 1, "S1-orf", "Ana will read 90 words <i>correctly</i> in a minute", 42, 90, START),
        ("G1", 2, "S1-orf", "Ana will read 75 words correctly in a minute", 42, 75, date(2026, 1, 20)),
        ("G4", 1, "S4-orf", "Zoë will read 70 words", None, 70, START),
        ("G5", 1, "S5-talk", "李小龍 will talk out at most 5 times", 20, 5, START),
        ("G6", 1, "S6-orf", "Farid will read 95 words", 51, 95, START),
    ]
    for goal_id, revision, series_id, statement, baseline, target, effective in goals:
        cursor.execute(
            """INSERT INTO goal (goal_id, revision, series_id, statement, baseline, target, start_on, due_on, effective_on)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)""",
            [goal_id, revision, series_id, statement, baseline, target, START, DUE, effective],
        )
    for plan_id, held_every in (("I1", 1), ("I2", 1), ("I3", 4)):
        days = [START + timedelta(weeks=week, days=day) for week in range(16) if week not in (7, 8) for day in (0, 2, 4)]
        rows = [(plan_id, day, "held" if number % held_every == 0 else "not_held") for number, day in enumerate(days)]
        cursor.executemany("INSERT INTO intervention_session (intervention_id, held_on, status, minutes) VALUES (?, ?, ?, 30)", rows)


def fill(con: duckdb.DuckDBPyConnection) -> None:
    """Everything above in one transaction, as a sample district on a fixed day."""
    with store.transaction(con) as cursor:
        store.set_info(cursor, "is_demo", "true")
        store.set_info(cursor, "demo_today", TODAY.isoformat())
        add_people(cursor)
        add_scores(cursor)
        add_plans(cursor)


@pytest.fixture(scope="session")
def small_store_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The store above, analysed, as a file."""
    path = tmp_path_factory.mktemp("store") / "small.duckdb"
    con = store.open_store(path)
    fill(con)
    pipeline.analyse(con)
    con.close()
    return path


@pytest.fixture(scope="session")
def small_store(small_store_path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection to that store."""
    con = store.open_store(small_store_path)
    yield con
    con.close()


@pytest.fixture
def look(monkeypatch: pytest.MonkeyPatch, small_store_path: Path) -> Callable[..., AppTest]:
    """Opens the dashboard in memory through somebody's eyes: look("T1", "views/student.py", student="key-S1")."""

    def opened(staff_id: str, page: str | None = None, *, store_path: Path = small_store_path, **address: str) -> AppTest:
        monkeypatch.setenv("AIMLINE_STORE", str(store_path))
        monkeypatch.setenv("AIMLINE_VIEWER", staff_id)
        app = AppTest.from_file(str(APP), default_timeout=30).run()
        if page:
            app.switch_page(page)
        for name, value in address.items():
            app.query_params[name] = value
        return app.run()

    return opened


def everything(app: AppTest) -> bytes:
    """All that the server sent to the browser for this page, texts of tables and charts included."""
    return b"\n".join(element.proto.SerializeToString() for element in _walk(app._tree) if hasattr(element.proto, "SerializeToString"))


def _walk(block: Any) -> Iterator[Any]:
    for child in block.children.values():
        if hasattr(child, "children"):
            yield from _walk(child)
        if getattr(child, "proto", None) is not None:
            yield child
