"""A small real store: two students, their teacher, and somebody who works with neither."""

import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest

from analytics import store
from analytics.event_entry import EventEntry, Recorded, record_event
from analytics.intake import import_paths

TODAY = date(2026, 2, 13)
ROSTER = {
    "school.csv": "school_id,name,district\nN,North,Riverside\n",
    "staff.csv": "staff_id,name\nT1,Ann Teacher\nT2,Ben Teacher\n",
    "student.csv": "student_id,first_name,last_name,born_on\ns,Bo,Reyes,2016-05-01\nt,Li,Wu,2014-05-01\n",
    "enrolment.csv": "student_id,school_id,grade,enrolled_on\ns,N,3,2021-08-20\nt,N,4,2015-08-20\n",
    "staff_assignment.csv": "staff_id,role,scope,scope_id,from_on\n"
    "T1,case_manager,student,s,2021-08-20\nT1,case_manager,student,t,2021-08-20\n",
    "series.csv": "series_id,student_id,measure_id,grade\na,s,orf,3\nb,t,orf,4\n",
    "intervention.csv": "intervention_id,series_id,kind,programme,start_on,due_on\n"
    "i-s,a,instruction,Repeated reading,2025-09-08,2026-05-29\n"
    "i-t,b,instruction,Repeated reading,2025-09-08,2026-05-29\n",
}
Ask = Callable[..., list[tuple[Any, ...]]]
Record = Callable[..., Recorded]


@pytest.fixture(scope="session")
def process_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store file with the roster; it stands on 13 February 2026."""
    folder = tmp_path_factory.mktemp("process")
    for name, text in ROSTER.items():
        (folder / name).write_text(text, encoding="utf-8")
    path = tmp_path_factory.mktemp("store") / "process.duckdb"
    con = store.open_store(path)
    with store.transaction(con) as cursor:
        store.set_info(cursor, "demo_today", TODAY.isoformat())
    import_paths(con, [folder])
    con.close()
    return path


@pytest.fixture
def con(process_store: Path, tmp_path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A store of the test's own."""
    path = tmp_path / "store.duckdb"
    shutil.copyfile(process_store, path)
    con = store.open_store(path)
    yield con
    con.close()


@pytest.fixture
def ask(con: duckdb.DuckDBPyConnection) -> Ask:
    """Rows of a query."""
    return lambda query, *values: con.cursor().execute(query, list(values)).fetchall()


@pytest.fixture
def record(con: duckdb.DuckDBPyConnection) -> Record:
    """Types one event of student s, as their teacher does."""

    def type_event(day: str, event: str, student: str = "s", **fields: Any) -> Recorded:
        return record_event(con, EventEntry(student, event, date.fromisoformat(day), **fields), "T1")

    return type_event
