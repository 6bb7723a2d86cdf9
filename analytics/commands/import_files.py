"""Import from the command line: straight into a free store, or through the inbox of the dashboard that holds it."""

from collections.abc import Callable, Sequence
from pathlib import Path

from analytics.intake import ImportReport, drop, import_paths, wait_for_report
from analytics.pipeline import bring_up_to_date
from analytics.store import AimlineError, StoreRefused, open_store
from analytics.store.snapshot import inbox_of

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
    mapping: str | None,
    complete: bool,
    create_students: bool,
    date_format: str | None,
    progress: Callable[[str, float], None] | None,
) -> list[ImportReport]:
    """Import into the store, making it if it is missing; where a dashboard holds it, leave the files in its inbox and wait."""
    chosen = read_mapping(mapping)
    try:
        con = open_store(store)
    except StoreRefused:
        if not inbox_of(store).is_dir():
            raise
        job = drop(inbox_of(store), paths, mapping=chosen, complete=complete, create_students=create_students, date_format=date_format)
        return wait_for_report(job, timeout_seconds=REPORT_SECONDS)
    try:
        bring_up_to_date(con, progress)
        return import_paths(
            con, paths, mapping=chosen, complete=complete, create_students=create_students, date_format=date_format, progress=progress
        )
    finally:
        con.close()
