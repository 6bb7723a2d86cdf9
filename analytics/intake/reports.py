"""What an import did, for people: counts, rejected rows and one sentence."""

from dataclasses import asdict, dataclass, field
from datetime import date

from analytics.intake.batch import Batch
from analytics.intake.judging import rows_read, rows_rejected
from analytics.intake.limits import limit
from analytics.intake.staging import RawFile
from analytics.intake.tables import TABLES
from analytics.intake.verdict_moves import Move

NOT_READ = "not read"


@dataclass(frozen=True)
class RejectedRow:
    """A refused row as in table rejected_row."""

    file_name: str
    line: int
    column_name: str | None
    value: str | None
    reason: str
    remedy: str


@dataclass(frozen=True)
class ImportReport:
    """What one file did; counts as in table import.

    `import_id` is empty in a preview. `rows_folded` of `rows_unchanged` stood in the file before. `rejected` holds the first
    rejected rows (limits.csv, rejections_shown); table rejected_row holds all. `moves`, in the last report of an import, are the
    verdicts that the whole import changed.
    """

    import_id: str | None
    file_name: str
    format: str
    rows_read: int = 0
    rows_added: int = 0
    rows_corrected: int = 0
    rows_unchanged: int = 0
    rows_retracted: int = 0
    rows_conflicting: int = 0
    rows_rejected: int = 0
    rows_folded: int = 0
    series_started: int = 0
    students_added: int = 0
    rejected: tuple[RejectedRow, ...] = field(default=())
    message: str = ""
    moves: tuple[Move, ...] = field(default=())

    def as_dict(self) -> dict[str, object]:
        """The report as plain values, for JSON."""
        return asdict(self)


def report(batch: Batch, raw: RawFile, table: str, format_name: str, import_id: str | None, *, complete: bool) -> ImportReport:
    """The report of one judged file."""
    number = raw.arrival.number
    actions = _actions(batch, number, table)
    folded = batch.count(f"SELECT count(*) FROM folded_{table} WHERE file_no = ?", [number])
    made = {name: _made(batch, number, name) for name in ("series", "student")}
    counts = {
        "rows_read": rows_read(batch, number, table),
        "rows_added": actions.get("add", 0),
        "rows_corrected": actions.get("correct", 0),
        "rows_unchanged": actions.get("unchanged", 0) + folded,
        "rows_retracted": actions.get("retract", 0),
        "rows_conflicting": actions.get("conflict", 0),
        "rows_rejected": rows_rejected(batch, number, table),
        "rows_folded": folded,
        "series_started": made["series"],
        "students_added": made["student"],
    }
    message = _sentence(raw.arrival.name, counts, is_preview=import_id is None) + _before(batch, raw)
    if complete and counts["rows_rejected"]:
        message += " Nothing was withdrawn, since rows were rejected: mend them and import the complete file again."
    if complete and not TABLES[table].keeps_history:
        message += f" {table} keeps no withdrawn rows, so what the file lacks stays."
    return ImportReport(import_id, raw.arrival.name, format_name, **counts, rejected=_rejected(batch, raw), message=message, moves=())


def not_read(name: str, meant: str) -> ImportReport:
    """The report of a file in the folder that holds no table of Aimline's."""
    return ImportReport(None, name, NOT_READ, message=f"{name} was not read: Aimline has no table of that name.{meant}")


def _actions(batch: Batch, number: int, table: str) -> dict[str, int]:
    of_the_file = f"coalesce(row_id NOT IN (SELECT row_id FROM arriving_{table} WHERE is_made), true)"
    rows = batch.run(f"SELECT action, count(*) FROM change_{table} WHERE file_no = ? AND {of_the_file} GROUP BY action", [number])
    return {str(action): int(count) for action, count in rows}


def _made(batch: Batch, number: int, table: str) -> int:
    if table not in batch.given:
        return 0
    made = f"row_id IN (SELECT row_id FROM arriving_{table} WHERE is_made)"
    return batch.count(f"SELECT count(*) FROM change_{table} WHERE file_no = ? AND action = 'add' AND {made}", [number])


def _rejected(batch: Batch, raw: RawFile) -> tuple[RejectedRow, ...]:
    rows = batch.run(
        """SELECT DISTINCT line, column_name, value, reason, remedy FROM rejection WHERE file_no = ? AND line IS NOT NULL
           ORDER BY line, column_name LIMIT ?""",
        [raw.arrival.number, limit("rejections_shown")],
    )
    return tuple(RejectedRow(raw.arrival.name, *row) for row in rows)


def _sentence(name: str, counts: dict[str, int], *, is_preview: bool) -> str:
    rows = counts["rows_read"]
    parts = [
        (counts["rows_added"], "new"),
        (counts["rows_corrected"], "corrected"),
        (
            counts["rows_unchanged"],
            "unchanged" if not counts["rows_folded"] else f"unchanged ({counts['rows_folded']:,} repeated in the file)",
        ),
        (counts["rows_retracted"], "withdrawn"),
        (counts["rows_conflicting"], "on the review list (a typed score differs)"),
        (counts["rows_rejected"], "rejected"),
    ]
    told = ", ".join(f"{count:,} {word}" for count, word in parts if count) or "nothing to do"
    started = _started(counts)
    lead = "Would be stored: " if is_preview else ""
    return f"{lead}{name}: {rows:,} {'row' if rows == 1 else 'rows'} read, {told}.{started}"


def _started(counts: dict[str, int]) -> str:
    parts = [f"{counts[name]:,} {word}" for name, word in (("series_started", "series"), ("students_added", "students")) if counts[name]]
    return f" Started with them: {' and '.join(parts)}." if parts else ""


def _before(batch: Batch, raw: RawFile) -> str:
    rows = batch.run("SELECT max(imported_at)::DATE FROM import WHERE file_sha256 = ?", [raw.sha256])
    day = rows[0][0]
    return f" The same file was imported before, on {day.isoformat()}." if isinstance(day, date) else ""
