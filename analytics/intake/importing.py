"""Files in: staged and judged beside the store, then written in one transaction with the verdicts they touch."""

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import duckdb

from analytics import store
from analytics.intake.batch import Batch, open_batch
from analytics.intake.door import Arrivals, arrivals, closest
from analytics.intake.errors import IntakeRefused
from analytics.intake.formats import Format, Options, recognise
from analytics.intake.judging import Progress, judge
from analytics.intake.refreshing import refresh_touched, touched
from analytics.intake.reports import ImportReport, not_read, report
from analytics.intake.staging import RawFile, stage
from analytics.intake.tables import TABLES
from analytics.intake.verdict_moves import Move, moved, sentence, standing
from analytics.intake.writing import Writing, write


def import_paths(
    con: duckdb.DuckDBPyConnection,
    paths: Sequence[Path],
    *,
    mapping: Mapping[str, str] | None = None,
    complete: bool = False,
    staff_id: str | None = None,
    progress: Callable[[str, float], None] | None = None,
    create_students: bool = False,
    date_format: str | None = None,
    import_key: str | None = None,
) -> list[ImportReport]:
    """Import files, or Aimline's own folder, into the store: all accepted rows in one transaction, or none.

    Returns one report a file. `mapping` says which column of a scores file is which (docs/import.md). `complete`: what the
    files lack is withdrawn (comparing.withdraw_missing says within which scope). `import_key` begins the ids of the imports,
    so that a caller can tell after a crash whether they were committed. Raises IntakeRefused, with nothing stored, for a
    file that cannot be read as a whole; single rows that are wrong are kept in rejected_row.
    """
    options = Options(mapping or {}, complete, create_students, date_format, staff_id)
    show = progress or _silent
    arrived = arrivals(paths)
    with open_batch(con) as batch:
        version = store.data_version(con)
        files, format_ = _stage_all(batch, arrived, options, show)
        counted = judge(batch, files, format_, options, show)
        with store.transaction(con) as cursor:
            if store.data_version(con) != version:  # someone wrote meanwhile: judge against what holds now
                counted = judge(batch, files, format_, options, show)
            reach = touched(cursor, batch)
            before = standing(cursor, batch.today, reach)
            reports = _write_all(cursor, batch, files, format_, options, counted, import_key or uuid.uuid4().hex)
            show("refreshing verdicts", 0.0)
            refresh_touched(cursor, batch)
            moves = moved(before, standing(cursor, batch.today, reach))
            show("refreshing verdicts", 1.0)
    return _told(reports, moves if before else None) + _not_read(arrived)


def preview(
    con: duckdb.DuckDBPyConnection,
    paths: Sequence[Path],
    mapping: Mapping[str, str] | None = None,
    *,
    complete: bool = False,
    create_students: bool = False,
    date_format: str | None = None,
) -> list[ImportReport]:
    """What import_paths would do with the same files now; nothing is stored. One report a file, without import_id."""
    options = Options(mapping or {}, complete, create_students, date_format)
    arrived = arrivals(paths)
    with open_batch(con) as batch:
        files, format_ = _stage_all(batch, arrived, options, _silent)
        counted = judge(batch, files, format_, options, _silent)
        reports = [report(batch, raw, counted[raw.arrival.number], format_.name, None, complete=complete) for raw in files]
    return reports + _not_read(arrived)


def _silent(phase: str, share: float) -> None:
    """Progress that nobody watches."""


def _stage_all(batch: Batch, arrived: Arrivals, options: Options, show: Progress) -> tuple[list[RawFile], Format]:
    if arrived.from_folder and options.mapping:
        raise IntakeRefused("A mapping is for a table of scores; Aimline's own folder needs none. Leave it out.")
    sheet = options.mapping.get("sheet", "").removeprefix("=") or None
    files = []
    for place, arrival in enumerate(arrived.files):
        files.append(stage(batch, arrival, sheet))
        show("reading", (place + 1) / len(arrived.files))
    empty = [raw.arrival.name for raw in files if not raw.rows and not raw.malformed]
    if empty and (options.complete or not arrived.from_folder):
        raise IntakeRefused(f"{empty[0]} has a header and no rows. Check that the export holds the days and students you meant.")
    return files, recognise(files, options)


def _write_all(
    cursor: duckdb.DuckDBPyConnection,
    batch: Batch,
    files: Sequence[RawFile],
    format_: Format,
    options: Options,
    counted: Mapping[int, str],
    import_key: str,
) -> list[ImportReport]:
    reports = []
    for raw in files:
        number = raw.arrival.number
        reports.append(report(batch, raw, counted[number], format_.name, f"{import_key}-{number}", complete=options.complete))
    write(Writing(cursor, batch, store.stamp(batch.con), options, import_key), files, reports)
    return reports


def _told(reports: list[ImportReport], moves: tuple[Move, ...] | None) -> list[ImportReport]:
    """The reports with what the import did to verdicts, told once, with the last file; nothing where no plan stood that it could move."""
    if moves is None or not reports:
        return reports
    last = reports[-1]
    return [*reports[:-1], replace(last, message=f"{last.message} {sentence(moves)}", moves=moves)]


def _not_read(arrived: Arrivals) -> list[ImportReport]:
    return [not_read(name, closest(Path(name).stem, list(TABLES))) for name in arrived.not_read]
