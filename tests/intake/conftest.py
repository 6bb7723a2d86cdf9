"""A small real store with a roster, and files written where a test wants them."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from analytics import store
from analytics.intake import ImportReport, import_paths, preview

ROSTER = {
    "school.csv": "school_id,name,district\nN,North,Riverside\n",
    "staff.csv": "staff_id,name\nT1,Ann Teacher\nT2,Ben Teacher\n",
    "student.csv": "student_id,first_name,last_name\n001,Bo,Reyes\n002,Li,Wu\n003,Zoë,O'Neil\n",
    "enrolment.csv": "student_id,school_id,grade,enrolled_on\n001,N,3,2025-08-20\n002,N,3,2025-08-20\n003,N,4,2025-08-20\n",
    "series.csv": "series_id,student_id,measure_id,grade\na,001,orf,3\nb,002,orf,3\n",
}

Write = Callable[[str, str], Path]
Load = Callable[..., ImportReport]
Query = Callable[..., list[tuple[Any, ...]]]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Writes a text file (a name may hold a folder) and gives its path."""

    def write_file(name: str, text: str) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="")
        return path

    return write_file


@pytest.fixture(scope="session")
def roster_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store file with three students and a reading series each for two of them; it stands on 13 February 2026."""
    folder = tmp_path_factory.mktemp("roster")
    for name, text in ROSTER.items():
        (folder / name).write_text(text, encoding="utf-8")
    path = tmp_path_factory.mktemp("store") / "roster.duckdb"
    con = store.open_store(path)
    with store.transaction(con) as cursor:
        store.set_info(cursor, "demo_today", "2026-02-13")
    import_paths(con, [folder])
    con.close()
    return path


@pytest.fixture
def con(roster_store: Path, tmp_path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A store of the test's own with the roster in it."""
    path = tmp_path / "store.duckdb"
    shutil.copyfile(roster_store, path)
    con = store.open_store(path)
    yield con
    con.close()


@pytest.fixture(scope="session")
def standing(roster_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    """One store for all tests that store nothing: previews and refusals."""
    path = tmp_path_factory.mktemp("standing") / "store.duckdb"
    shutil.copyfile(roster_store, path)
    con = store.open_store(path)
    yield con
    con.close()


@pytest.fixture
def look(standing: duckdb.DuckDBPyConnection, write: Write) -> Load:
    """Writes one file and previews it; gives its report."""

    def preview_text(text: str, name: str = "score.csv", **options: Any) -> ImportReport:
        return preview(standing, [write(name, text)], **options)[0]

    return preview_text


@pytest.fixture
def load(con: duckdb.DuckDBPyConnection, write: Write) -> Load:
    """Writes one file and imports it; gives its report."""

    def load_text(text: str, name: str = "score.csv", **options: Any) -> ImportReport:
        return import_paths(con, [write(name, text)], **options)[0]

    return load_text


@pytest.fixture
def ask(con: duckdb.DuckDBPyConnection) -> Query:
    """Rows of a query on the store."""

    def rows(query: str, *values: object) -> list[tuple[Any, ...]]:
        return con.cursor().execute(query, list(values)).fetchall()

    return rows


@pytest.fixture
def faults() -> Callable[[ImportReport], list[tuple[int, str | None, str | None, str]]]:
    """Line, column, value and reason of each rejected row of a report."""
    return lambda report: [(row.line, row.column_name, row.value, row.reason) for row in report.rejected]
