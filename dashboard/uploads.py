"""Uploaded files on their way in: kept in a folder of their own until they are imported or replaced."""

import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from analytics.intake.door import WORKBOOK, arrivals
from analytics.intake.tables import TABLES
from analytics.intake.text_scan import scan_text
from analytics.intake.workbook import workbook_rows


class Upload(Protocol):
    """What a page's file uploader hands over."""

    name: str

    def getvalue(self) -> bytes:
        """The bytes of the file."""


def keep(files: Sequence[Upload]) -> tuple[Path, list[Path]]:
    """Writes the files into a new folder; returns it, and the paths to import: Aimline's own tables as one folder, others one by one."""
    folder = Path(tempfile.mkdtemp(prefix="aimline-upload-"))
    paths = []
    for place, file in enumerate(files):
        name = Path(file.name).name or "file"
        target = folder / name if not (folder / name).exists() else folder / str(place) / name
        target.parent.mkdir(exist_ok=True)
        target.write_bytes(file.getvalue())
        paths.append(target)
    own = any(path.suffix.lower() == ".csv" and path.stem.lower() in TABLES for path in paths)
    return folder, [folder] if own else paths


def drop(folder: Path) -> None:
    """Removes the folder of an upload."""
    shutil.rmtree(folder, ignore_errors=True)


def header(paths: Sequence[Path]) -> tuple[str, ...]:
    """The columns of the first file. Raises IntakeRefused for what is no table."""
    arrival = arrivals(paths).files[0]
    if arrival.kind == WORKBOOK:
        return tuple(name.strip() for name in next(workbook_rows(arrival.path, None), (1, []))[1])
    return scan_text(arrival.path).header
