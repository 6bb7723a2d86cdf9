"""The inbox beside the store: where the command line leaves files while the dashboard holds the store.

A drop is a folder with copies of the files and job.json. It is made under a name that starts with a dot and renamed when
it is whole, so that a half-copied drop is never loaded. The ids of its imports begin with the drop's name: after a crash
between the commit and the report, the report is made from the store and nothing is loaded twice.
"""

import json
import os
import shutil
import threading
import time
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from analytics.intake.door import Arrivals, arrivals
from analytics.intake.errors import IntakeRefused
from analytics.intake.importing import import_paths
from analytics.intake.judging import Progress
from analytics.intake.limits import limit
from analytics.intake.reports import ImportReport, RejectedRow
from analytics.intake.verdict_moves import Move
from analytics.store import AimlineError

FILES, JOB, REPORT = "files", "job.json", "report.json"
FIRST_LOOK_SECONDS, LOOK_SECONDS = 0.1, 0.5
DAY_SECONDS = 86_400

_loading: dict[str, threading.Lock] = {}  # one an inbox, so that the drops of another store hold up nobody


@dataclass(frozen=True)
class Loaded:
    """What became of one drop: its reports, or the sentence with which it was refused."""

    drop: Path
    reports: tuple[ImportReport, ...]
    refused: str | None = None


def drop(
    inbox: Path,
    paths: Sequence[Path],
    *,
    mapping: Mapping[str, str] | None = None,
    complete: bool = False,
    staff_id: str | None = None,
    create_students: bool = False,
    date_format: str | None = None,
) -> Path:
    """Leave files in the inbox; returns the drop's folder, which wait_for_report takes. Raises IntakeRefused for what is no file."""
    arrived = arrivals(paths)
    options = {
        "mapping": dict(mapping or {}),
        "complete": complete,
        "staff_id": staff_id,
        "create_students": create_students,
        "date_format": date_format,
    }
    name = f"{time.time_ns()}-{uuid.uuid4().hex[:8]}"
    making = inbox / f".{name}"
    try:
        _fill(making, arrived, options)
        making.rename(inbox / name)
    except BaseException:
        shutil.rmtree(making, ignore_errors=True)  # a half drop holds rows of children that nobody would load
        raise
    return inbox / name


def _fill(making: Path, arrived: Arrivals, options: Mapping[str, Any]) -> None:
    """Copies of the files, those of a folder side by side and others each in a place of its own, and the job that names them."""
    making.parent.mkdir(exist_ok=True, mode=0o700)
    making.mkdir(mode=0o700)
    (making / FILES).mkdir()
    names = []
    for place, arrival in enumerate(arrived.files):
        target = making / FILES if arrived.from_folder else making / FILES / str(place)
        target.mkdir(exist_ok=True)
        shutil.copyfile(arrival.path, target / arrival.name)
        names.append(f"{place}/{arrival.name}")
    job = {"files": ["."] if arrived.from_folder else names, "options": options}
    (making / JOB).write_text(json.dumps(job), encoding="utf-8")


def load_pending(con: duckdb.DuckDBPyConnection, inbox: Path, *, progress: Progress | None = None) -> list[Loaded]:
    """Load every drop that has no report yet, oldest first, and leave report.json in it; returns what became of each.

    Returns at once, with nothing, if another thread is loading from this inbox. The copies of the files are removed once they
    are loaded.
    """
    loading = _loading.setdefault(str(inbox.absolute()), threading.Lock())
    if not inbox.is_dir() or not loading.acquire(blocking=False):
        return []
    try:
        _sweep(inbox)
        return [_load(con, folder, progress) for folder in pending(inbox)]
    finally:
        loading.release()


def pending(inbox: Path) -> list[Path]:
    """Drops that wait to be loaded, oldest first."""
    if not inbox.is_dir():
        return []
    return sorted(
        folder
        for folder in inbox.iterdir()
        if not folder.name.startswith(".") and (folder / JOB).is_file() and not (folder / REPORT).exists()
    )


def wait_for_report(folder: Path, timeout_seconds: float) -> list[ImportReport]:
    """The reports of a drop, once the dashboard has loaded it; the drop is then removed.

    Raises IntakeRefused with the dashboard's own sentence if it refused the files, or if it did not load them in time (they
    stay in the inbox and are loaded later).
    """
    ends, pause = time.monotonic() + timeout_seconds, FIRST_LOOK_SECONDS
    while not (folder / REPORT).exists():
        if time.monotonic() >= ends:
            raise IntakeRefused(
                "The dashboard has not loaded the files yet. They wait in its inbox and will be loaded; see its Import page."
            )
        time.sleep(pause)
        pause = LOOK_SECONDS
    told = json.loads((folder / REPORT).read_text(encoding="utf-8"))
    shutil.rmtree(folder, ignore_errors=True)
    if told["refused"] is not None:
        raise IntakeRefused(told["refused"])
    return [_from_dict(report) for report in told["reports"]]


def _load(con: duckdb.DuckDBPyConnection, folder: Path, progress: Progress | None) -> Loaded:
    loaded = _committed_before(con, folder) or _import(con, folder, progress)
    report = {"reports": [told.as_dict() for told in loaded.reports], "refused": loaded.refused}
    making = folder / f".{REPORT}"
    making.write_text(json.dumps(report), encoding="utf-8")
    os.replace(making, folder / REPORT)
    shutil.rmtree(folder / FILES, ignore_errors=True)
    return loaded


def _import(con: duckdb.DuckDBPyConnection, folder: Path, progress: Progress | None) -> Loaded:
    try:
        job: dict[str, Any] = json.loads((folder / JOB).read_text(encoding="utf-8"))
        paths = [folder / FILES / name for name in job["files"]]
        return Loaded(folder, tuple(import_paths(con, paths, **job["options"], import_key=folder.name, progress=progress)))
    except AimlineError as refused:
        return Loaded(folder, (), str(refused))
    except duckdb.ConnectionException:
        raise  # the store is being closed: the drop waits for the next start
    except Exception as error:  # without a report the drop would be tried again for ever
        return Loaded(folder, (), f"The files could not be loaded and nothing was stored ({type(error).__name__}). Import them again.")


def _committed_before(con: duckdb.DuckDBPyConnection, folder: Path) -> Loaded | None:
    """The reports of a drop whose import was committed just before a crash, from the tables import and rejected_row."""
    cursor = con.cursor()
    columns = "* EXCLUDE (file_sha256, imported_by, imported_at, is_complete)"
    cursor.execute(f"SELECT {columns} FROM import WHERE starts_with(import_id, ? || '-') ORDER BY file_name", [folder.name])
    names = [column[0] for column in cursor.description or ()]
    rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    if not rows:
        return None
    reports = [
        ImportReport(**row, rejected=_rejected(cursor, str(row["import_id"])), message=f"{row['file_name']} had been loaded already.")
        for row in rows
    ]
    return Loaded(folder, tuple(reports))


def _rejected(cursor: duckdb.DuckDBPyConnection, import_id: str) -> tuple[RejectedRow, ...]:
    columns = "file_name, line, column_name, value, reason, remedy"
    query = f"SELECT {columns} FROM rejected_row WHERE import_id = ? ORDER BY line, column_name LIMIT ?"
    return tuple(RejectedRow(*row) for row in cursor.execute(query, [import_id, limit("rejections_shown")]).fetchall())


def _from_dict(report: dict[str, Any]) -> ImportReport:
    parts = {"rejected": tuple(RejectedRow(**row) for row in report["rejected"]), "moves": tuple(Move(**move) for move in report["moves"])}
    return ImportReport(**{**report, **parts})


def _sweep(inbox: Path) -> None:
    """Remove what nobody fetched for some days: reports, and drops that were never finished."""
    oldest = time.time() - limit("inbox_keep_days") * DAY_SECONDS
    for folder in inbox.iterdir():
        abandoned = folder.name.startswith(".") or (folder / REPORT).exists()
        if folder.is_dir() and abandoned and folder.stat().st_mtime < oldest:
            shutil.rmtree(folder, ignore_errors=True)
