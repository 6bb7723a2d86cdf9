"""Import from the command line: straight into a free store, or through the inbox of the dashboard that holds it."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb

from analytics.intake import ImportReport, drop, import_paths, wait_for_report
from analytics.pipeline import bring_up_to_date
from analytics.store import AimlineError, StoreHeld, open_store
from analytics.store.presence import inbox_of, somebody_answers

REPORT_SECONDS = 600.0  # a full import of a large district takes about a minute


class MappingRefused(AimlineError):
    """The text of --map cannot be read."""


def read_mapping(text: str | None) -> dict[str, str] | None:
    """student=ID,date=Day,… as a mapping; a value that begins with = is a fixed value. Raises MappingRefused."""
    if text is None:
        return None
    pairs = [pair.partition("=") for pair in text.split(",") if pair.strip()]
    wrong = [name for name, mark, value in pairs if not (name.strip() and mark and value.strip())]
    if wrong or not pairs:
        place = wrong[0] if wrong else text
        raise MappingRefused(f'--map "{text}" cannot be read at "{place}". Write student=COLUMN,date=COLUMN,score=COLUMN,measure==orf.')
    return {name.strip(): value.strip() for name, _, value in pairs}


def import_from_command_line(
    paths: Sequence[Path],
    store: Path,
    *,
    mapping: dict[str, str] | None,
    complete: bool,
    create_students: bool,
    date_format: str | None,
    progress: Callable[[str, float], None] | None,
) -> list[ImportReport]:
    """Import into the store, making it if it is missing; where a dashboard holds it, leave the files in its inbox and wait."""
    options: dict[str, Any] = {
        "mapping": mapping, "complete": complete, "create_students": create_students, "date_format": date_format,
    }  # fmt: skip
    is_new = not store.exists()
    try:
        con = open_store(store)
    except StoreHeld:
        if not somebody_answers(store):
            raise
        return wait_for_report(drop(inbox_of(store), paths, **options), timeout_seconds=REPORT_SECONDS)
    with _closed_after(con, store, is_new):
        bring_up_to_date(con, progress)
        return import_paths(con, paths, progress=progress, **options)


@contextmanager
def _closed_after(con: duckdb.DuckDBPyConnection, store: Path, is_new: bool) -> Iterator[None]:
    """Close the store in the end; one that this command made is removed again where the import failed and nothing was stored."""
    try:
        yield
    except BaseException:
        is_empty = con.cursor().execute("SELECT count(*) FROM import").fetchall() == [(0,)]
        con.close()
        if is_new and is_empty:
            for path in (store, store.with_name(store.name + ".wal")):
                path.unlink(missing_ok=True)
        raise
    con.close()
