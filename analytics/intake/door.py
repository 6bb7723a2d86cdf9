"""Which paths may come in at all: plain files, and Aimline's own folder. Nothing is opened but a plain file's first bytes."""

import stat
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from analytics.intake.errors import IntakeRefused
from analytics.intake.limits import limit
from analytics.intake.tables import TABLES

TEXT, WORKBOOK = "text", "workbook"
WORKBOOK_SUFFIXES = (".xlsx", ".xlsm")

# First bytes of files that are not text, and what to say of them.
OTHER_FILES: tuple[tuple[bytes, str], ...] = (
    (b"\xd0\xcf\x11\xe0", "is an old Excel workbook (.xls). Open it in Excel and save it as .xlsx or as CSV UTF-8."),
    (b"%PDF", "is a PDF. Export the scores from their source as CSV or Excel instead."),
    (b"\x1f\x8b", "is compressed (gzip). Unpack it first."),
    (b"SQLite format 3", "is a SQLite database. Export its tables as CSV."),
    (b"PAR1", "is a Parquet file. Export it as CSV."),
)


@dataclass(frozen=True)
class Arrival:
    """A plain file that may be read; `table` is set if it is `<table>.csv` of Aimline's own folder, `kind` is text or workbook."""

    number: int
    path: Path
    name: str
    kind: str
    table: str | None = None


@dataclass(frozen=True)
class Arrivals:
    """All files of one import, and the names of files in the folder that hold no table of Aimline's."""

    files: tuple[Arrival, ...]
    from_folder: bool
    not_read: tuple[str, ...] = ()


def arrivals(paths: Sequence[Path]) -> Arrivals:
    """The files at paths: each path a file, or a single path that is Aimline's own folder. Raises IntakeRefused."""
    if not paths:
        raise IntakeRefused("No file was given. Name a CSV or Excel file, or the folder of Aimline's own files.")
    if len(paths) == 1 and Path(paths[0]).is_dir() and not Path(paths[0]).is_symlink():
        return _folder(Path(paths[0]))
    return Arrivals(tuple(_arrival(number, Path(path), None) for number, path in enumerate(paths, start=1)), from_folder=False)


def _folder(folder: Path) -> Arrivals:
    found = sorted(path for path in folder.iterdir() if path.suffix.lower() == ".csv")
    ours = {path.stem.lower(): path for path in found if path.stem.lower() in TABLES}
    if not ours:
        names = ", ".join(f"{table}.csv" for table in TABLES)
        raise IntakeRefused(f"{folder.name} is a folder without any of Aimline's own files ({names}). Name a file in it instead.")
    if len(found) > limit("max_folder_files"):
        raise IntakeRefused(
            f"{folder.name} holds {len(found)} CSV files; Aimline's own folder holds at most {len(TABLES)}. Is it the right folder?"
        )
    in_order = [(table, ours[table]) for table in TABLES if table in ours]
    files = tuple(_arrival(number, path, table) for number, (table, path) in enumerate(in_order, start=1))
    return Arrivals(files, from_folder=True, not_read=tuple(path.name for path in found if path.stem.lower() not in TABLES))


def _arrival(number: int, path: Path, table: str | None) -> Arrival:
    _plain_file(path)
    return Arrival(number, path, path.name, _kind(path), table)


def _plain_file(path: Path) -> None:
    """Refuse what is not there, what is no plain file (a fifo or a device can be endless), and what is empty or too big."""
    try:
        found = path.lstat()
    except OSError as error:
        raise IntakeRefused(f"{path.name}: there is no such file ({path}). Check its name and folder.") from error
    if stat.S_ISLNK(found.st_mode):
        raise IntakeRefused(f"{path.name} is a link to another place. Name the file itself: {path.readlink()}.")
    if stat.S_ISDIR(found.st_mode):
        raise IntakeRefused(f"{path.name} is a folder. Import a folder of Aimline's own files by itself, or name the files in it.")
    if not stat.S_ISREG(found.st_mode):
        raise IntakeRefused(f"{path.name} is not a file but a device or a pipe. Save the data to a file first.")
    if found.st_size == 0:
        raise IntakeRefused(f"{path.name} is empty. Export it again.")
    if found.st_size > limit("max_file_bytes"):
        raise IntakeRefused(
            f"{path.name} has {found.st_size:,} bytes; at most {limit('max_file_bytes'):,} are read. Split it by school or by year."
        )


def _kind(path: Path) -> str:
    try:
        with path.open("rb") as file:
            start = file.read(16)
    except OSError as error:
        raise IntakeRefused(f"{path.name} cannot be read ({error.strerror}). Check that you may open it.") from error
    named_workbook = path.suffix.lower() in WORKBOOK_SUFFIXES
    if start.startswith(b"PK") and not named_workbook:
        raise IntakeRefused(
            f"{path.name} is an Excel workbook or another zip archive, not text. "
            "If it is a workbook, rename it to end in .xlsx; if it is an archive, unpack it and import the files in it."
        )
    for magic, what in OTHER_FILES:
        if start.startswith(magic):
            raise IntakeRefused(f"{path.name} {what}")
    if named_workbook and not start.startswith(b"PK"):
        raise IntakeRefused(f"{path.name} is named like an Excel workbook but is none. If it is a CSV file, rename it to end in .csv.")
    return WORKBOOK if named_workbook else TEXT


def closest(name: str, known: Sequence[str]) -> str:
    """' Did you mean X?' for the known name nearest to name, else an empty text."""
    near = get_close_matches(name.lower(), [word.lower() for word in known], n=1, cutoff=0.6)
    meant = [word for word in known if near and word.lower() == near[0]]
    return f" Did you mean {meant[0]}?" if meant else ""
