"""A file's cells as text in DuckDB, each with its exact line: table raw_N with line, c0, c1, …

Most files hold one record a line and are read by DuckDB itself. Where that is not so (line breaks in quoted cells, blank
lines, rows with too few or too many cells) the count of rows differs from the count of lines, and the file is read record by record.
"""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow as pa

from analytics.intake.batch import Batch
from analytics.intake.door import WORKBOOK, Arrival
from analytics.intake.errors import IntakeRefused
from analytics.intake.limits import limit
from analytics.intake.text_scan import TextScan, scan_text
from analytics.intake.workbook import check_workbook, workbook_rows

Record = tuple[int, list[str]]
Broken = tuple[int, str]  # a record that cannot be read: its first line and what is wrong


@dataclass(frozen=True)
class RawFile:
    """A staged file: its header by position (an empty name where a column has none), and how many records could not be staged."""

    arrival: Arrival
    sha256: str
    header: tuple[str, ...]
    rows: int
    malformed: int

    @property
    def table(self) -> str:
        """Name of the table that holds its cells."""
        return f"raw_{self.arrival.number}"

    def column(self, name: str) -> str | None:
        """Name in the raw table of the column with this header, letter case aside."""
        places = [place for place, known in enumerate(self.header) if known.lower() == name.lower()]
        return f"c{places[0]}" if places else None


def stage(batch: Batch, arrival: Arrival, sheet: str | None) -> RawFile:
    """Stage one file as text. Raises IntakeRefused for a file that is no readable table."""
    return _stage_workbook(batch, arrival, sheet) if arrival.kind == WORKBOOK else _stage_text(batch, arrival)


def _stage_text(batch: Batch, arrival: Arrival) -> RawFile:
    scan = scan_text(arrival.path)
    _header_holds(arrival, scan.header)
    if not (scan.is_regular and _read_at_once(batch, arrival, scan)):
        _read_by_record(
            batch, arrival, scan.header, _text_records(arrival.path, scan), last_line=None if scan.ends_with_newline else scan.lines
        )
    return _raw_file(batch, arrival, scan.sha256, scan.header)


def _stage_workbook(batch: Batch, arrival: Arrival, sheet: str | None) -> RawFile:
    sha256 = check_workbook(arrival.path)
    rows = workbook_rows(arrival.path, sheet)
    first = next(rows, (1, []))[1]
    header = tuple(name.strip() for name in first)
    _header_holds(arrival, header)
    _read_by_record(batch, arrival, header, ((line, row) for line, row in rows), last_line=None)
    return _raw_file(batch, arrival, sha256, header)


def _header_holds(arrival: Arrival, header: tuple[str, ...]) -> None:
    if not any(header):
        raise IntakeRefused(f"{arrival.name} starts with an empty line. The first line must hold the names of the columns.")
    names = [name.lower() for name in header if name]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise IntakeRefused(f"{arrival.name} has more than one column named {twice[0]}. Rename or delete one of them.")


def _raw_file(batch: Batch, arrival: Arrival, sha256: str, header: tuple[str, ...]) -> RawFile:
    rows = batch.count(f"SELECT count(*) FROM raw_{arrival.number}")
    malformed = batch.count("SELECT count(*) FROM malformed WHERE file_no = ?", [arrival.number])
    return RawFile(arrival, sha256, header, rows, malformed)


def _read_at_once(batch: Batch, arrival: Arrival, scan: TextScan) -> bool:
    """Let DuckDB read the file; false, and nothing staged, unless each line turned out to be one record."""
    columns = {f"c{place}": "VARCHAR" for place in range(len(scan.header))}
    try:
        batch.run(
            f"""CREATE OR REPLACE TABLE raw_{arrival.number} AS SELECT row_number() OVER () + 1 AS line, *
                FROM read_csv($path, auto_detect = false, header = false, skip = 1, delim = $delimiter, quote = '"', escape = '"',
                    columns = $columns, max_line_size = $line_bytes)""",
            {"path": _literal(arrival.path), "delimiter": scan.delimiter, "columns": columns, "line_bytes": limit("max_line_bytes") + 2},
        )
    except duckdb.Error:
        return False
    if batch.count(f"SELECT count(*) FROM raw_{arrival.number}") != scan.lines - 1:
        return False
    batch.run(f"DELETE FROM raw_{arrival.number} WHERE {' AND '.join(f'cell({column}) IS NULL' for column in columns)}")
    return True


def _literal(path: Path) -> str:
    """A path that DuckDB does not take for a pattern: *, ? and [ stand for themselves."""
    return "".join(f"[{letter}]" if letter in "*?[" else letter for letter in str(path))


def _text_records(path: Path, scan: TextScan) -> Iterator[Record | Broken]:
    """First line and cells of each record, or first line and fault of one that cannot be read."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.reader(file, delimiter=scan.delimiter, strict=True)
        while True:
            line = reader.line_num + 1
            try:
                yield line, next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                yield line, _fault(path.name, line, str(error))


def _fault(name: str, line: int, error: str) -> str:
    # Python's csv module gives up a cell after 131,072 characters: what fills so much is the rest of the file behind a stray mark.
    if "unexpected end of data" in error or "field larger" in error:
        raise IntakeRefused(
            f"{name}: the quotation mark opened in line {line:,} is never closed. The file was cut off, or the mark is a stray one. "
            "Export it again, or write a quotation mark inside a cell twice."
        )
    return "a quotation mark inside a cell stands alone"


def _read_by_record(
    batch: Batch, arrival: Arrival, header: tuple[str, ...], records: Iterable[Record | Broken], last_line: int | None
) -> None:
    """Stage records one by one, and keep those with another number of cells than the header in malformed.

    `last_line` is the number of a last line that does not end in a line break: too few cells there mean a file cut off.
    """
    width = len(header)
    columns = ", ".join(f"c{place} VARCHAR" for place in range(width))
    batch.run(f"CREATE OR REPLACE TABLE raw_{arrival.number} (line BIGINT, {columns})")
    lines: list[int] = []
    rows: list[list[str]] = []
    for line, row in _after_header(records):
        if isinstance(row, str):
            _reject(batch, arrival, line, None, row, "Write a quotation mark inside a cell twice, or leave it out.")
            continue
        if not any(cell.strip() for cell in row):
            continue
        if not _fits(batch, arrival, line, row, width, last_line):
            continue
        lines.append(line)
        rows.append(row[:width] + [""] * (width - len(row)))
        if len(rows) == limit("rows_a_chunk"):
            _hand_over(batch, arrival, lines, rows)
            lines, rows = [], []
    if rows:
        _hand_over(batch, arrival, lines, rows)


def _after_header(records: Iterable[Record | Broken]) -> Iterator[Record | Broken]:
    for record in records:
        if record[0] > 1:
            yield record


def _fits(batch: Batch, arrival: Arrival, line: int, row: list[str], width: int, last_line: int | None) -> bool:
    """Whether a record has the header's cells; blank cells more (Excel leaves them) or, in a workbook, fewer do no harm."""
    too_few = len(row) < width and arrival.kind != WORKBOOK
    too_many = any(cell.strip() for cell in row[width:])
    if too_few and line == last_line:
        raise IntakeRefused(
            f"{arrival.name} was cut off: its last line ({line:,}) has {len(row)} of {width} cells and does not end. "
            "Export or copy it again."
        )
    if too_few or too_many:
        remedy = "Add the missing cells" if too_few else "Put a cell that holds the delimiter between quotation marks"
        _reject(batch, arrival, line, row, f"has {len(row)} cells where the header has {width}", f"{remedy}, or export the file again.")
    return not (too_few or too_many)


def _reject(batch: Batch, arrival: Arrival, line: int, row: list[str] | None, reason: str, remedy: str) -> None:
    value = None if row is None else ",".join(row)[:200]
    batch.run(
        "INSERT INTO malformed (file_no, row_id, line, value, reason, remedy) VALUES (?, nextval('next_row'), ?, ?, ?, ?)",
        [arrival.number, line, value, reason, remedy],
    )


def _hand_over(batch: Batch, arrival: Arrival, lines: list[int], rows: list[list[str]]) -> None:
    cells = [pa.array(column, pa.string()) for column in zip(*rows, strict=True)]
    chunk = pa.table([pa.array(lines, pa.int64()), *cells], names=["line", *(f"c{place}" for place in range(len(cells)))])
    batch.cur.register("chunk", chunk)
    batch.run(f"INSERT INTO raw_{arrival.number} BY NAME SELECT * FROM chunk")
    batch.cur.unregister("chunk")
