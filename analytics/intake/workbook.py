"""Excel workbooks: checked as an archive before they are opened, then read row by row, values only."""

import hashlib
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.workbook import Workbook

from analytics.intake.errors import IntakeRefused
from analytics.intake.limits import limit

WORKBOOK_PART = "xl/workbook.xml"
FIRST_ROWS = 5  # a sheet whose first rows are empty holds no table


def check_workbook(path: Path) -> str:
    """SHA-256 of a workbook that may be opened. Raises IntakeRefused if it is no workbook or unpacks to too much."""
    if path.stat().st_size > limit("max_workbook_bytes"):
        raise IntakeRefused(
            f"{path.name} is larger than {limit('max_workbook_bytes'):,} bytes. Save the sheet as CSV UTF-8 and import that."
        )
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, OSError) as error:
        raise IntakeRefused(f"{path.name} is damaged or was cut off: it cannot be opened as an Excel workbook. Save it again.") from error
    if WORKBOOK_PART not in {part.filename for part in parts}:
        raise IntakeRefused(f"{path.name} is a zip archive but no Excel workbook. Save the data from Excel as .xlsx, or as CSV UTF-8.")
    unpacked = sum(part.file_size for part in parts)
    if unpacked > limit("max_unpacked_bytes"):
        raise IntakeRefused(
            f"{path.name} unpacks to {unpacked:,} bytes; at most {limit('max_unpacked_bytes'):,} are read. It was not opened. "
            "Save the sheet as CSV UTF-8 and import that."
        )
    return hashlib.sha256(path.read_bytes()).hexdigest()


def workbook_rows(path: Path, sheet: str | None) -> Iterator[tuple[int, list[str]]]:
    """Row number and cells as text of the one sheet that holds data, or of the sheet named. Raises IntakeRefused."""
    try:
        book = load_workbook(path, read_only=True, data_only=True)
        yield from _rows(path, book, sheet)
    except IntakeRefused:
        raise
    except Exception as error:  # the reader raises whatever its XML and zip layers raise on a damaged workbook
        raise IntakeRefused(
            f"{path.name} cannot be read as an Excel workbook ({type(error).__name__}). Save it again, or as CSV UTF-8."
        ) from error


def _rows(path: Path, book: Workbook, sheet: str | None) -> Iterator[tuple[int, list[str]]]:
    name = _sheet(path, book, sheet)
    worksheet = book[name]
    worksheet.reset_dimensions()
    for number, row in enumerate(worksheet.iter_rows(values_only=True), start=1):
        if len(row) > limit("max_columns"):
            raise IntakeRefused(
                f"{path.name}, row {number}: more than {limit('max_columns'):,} columns. Delete what stands to the right of the data."
            )
        yield number, [_text(cell) for cell in row]


def _sheet(path: Path, book: Workbook, sheet: str | None) -> str:
    names = [str(worksheet.title) for worksheet in book.worksheets]
    if sheet is not None:
        if sheet not in names:
            raise IntakeRefused(f"{path.name} has no sheet named {sheet}. Its sheets are: {', '.join(names)}.")
        return sheet
    filled = [str(worksheet.title) for worksheet in book.worksheets if _holds_data(worksheet)]
    if not filled:
        raise IntakeRefused(f"{path.name} holds no data. Check that it was saved.")
    if len(filled) > 1:
        raise IntakeRefused(f'{path.name} has several sheets with data ({", ".join(filled)}). Name one: --map "sheet=={filled[0]}".')
    return filled[0]


def _holds_data(worksheet: Any) -> bool:
    worksheet.reset_dimensions()  # the size a sheet states is often wrong
    return any(cell is not None for row in worksheet.iter_rows(values_only=True, max_row=FIRST_ROWS) for cell in row)


def _text(cell: object) -> str:
    """A cell as it would stand in a CSV file: dates as 2026-02-13, whole numbers without a point."""
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time(0) else cell.isoformat(sep=" ")
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float) and cell.is_integer():
        return f"{cell:.0f}"
    return str(cell)
