"""Every arriving row is judged: typed, checked, accepted or rejected, and compared with the store. Nothing is written to the store."""

from collections.abc import Callable, Mapping, Sequence

from analytics.intake.accepting import accept_rows
from analytics.intake.batch import Batch
from analytics.intake.comparing import compare, know, withdraw_missing
from analytics.intake.errors import IntakeRefused
from analytics.intake.event_rows import judge_event_rows
from analytics.intake.faults import find_faults
from analytics.intake.formats import Format, Options
from analytics.intake.staging import RawFile
from analytics.intake.tables import TABLES
from analytics.intake.typing_rows import type_rows

Progress = Callable[[str, float], None]


def judge(batch: Batch, files: Sequence[RawFile], format_: Format, options: Options, progress: Progress) -> Mapping[int, str]:
    """Fill change_<table> and rejection from the staged files; returns for each file number the table its report counts."""
    batch.clear()
    counted = format_.arrive(batch, files, options)
    for place, table in enumerate(TABLES.values()):
        if batch.brings(table):
            type_rows(batch, table)
            find_faults(batch, table)
            accept_rows(batch, table)
            compare(batch, table)
            if table.name == "process_event":
                judge_event_rows(batch)
            if options.complete:
                withdraw_missing(batch, table)
        know(batch, table)
        progress("checking", (place + 1) / len(TABLES))
    _drop_unused_series(batch)
    _nothing_lost(batch, files, counted)
    return counted


def _drop_unused_series(batch: Batch) -> None:
    """A series that Aimline would start is started only if one of its scores was accepted."""
    if "series" in batch.given and "score" in batch.given:
        batch.run(
            """DELETE FROM change_series WHERE action = 'add' AND row_id IN (SELECT row_id FROM typed_series WHERE is_made)
               AND series_id NOT IN (SELECT series_id FROM change_score)"""
        )


def _nothing_lost(batch: Batch, files: Sequence[RawFile], counted: Mapping[int, str]) -> None:
    """No row may vanish: each one read is accepted, folded into its like, or rejected."""
    for raw in files:
        number, table = raw.arrival.number, counted[raw.arrival.number]
        kept = batch.count(f"SELECT count(*) FROM accepted_{table} WHERE file_no = ? AND NOT is_made", [number])
        folded = batch.count(f"SELECT count(*) FROM folded_{table} WHERE file_no = ?", [number])
        read, rejected = rows_read(batch, number, table), rows_rejected(batch, number, table)
        if read != kept + folded + rejected:
            raise IntakeRefused(
                f"{raw.arrival.name}: {read} rows were read but only {kept + folded + rejected} are accounted for. Nothing was stored. "
                "This is a fault of Aimline's own; please report it."
            )


def rows_read(batch: Batch, file_no: int, table: str) -> int:
    """Rows of a file: those that arrived for its table, those refused before, and those that were no rows."""
    arrived = batch.count(f"SELECT count(*) FROM arriving_{table} WHERE file_no = ? AND NOT is_made", [file_no])
    before = f"""SELECT count(DISTINCT row_id) FROM rejection WHERE file_no = ? AND (table_name IS NULL OR table_name = ?)
        AND row_id NOT IN (SELECT row_id FROM arriving_{table})"""
    return arrived + batch.count(before, [file_no, table])


def rows_rejected(batch: Batch, file_no: int, table: str) -> int:
    """Rows of a file that were refused, however many faults each has."""
    return batch.count(
        "SELECT count(DISTINCT row_id) FROM rejection WHERE file_no = ? AND (table_name IS NULL OR table_name = ?)", [file_no, table]
    )
