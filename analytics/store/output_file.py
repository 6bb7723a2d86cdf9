"""The one way in which a command writes a file of results: never over what it reads, and whole or not at all."""

import os
import shutil
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pandas as pd

from analytics.store.access_log import path_of
from analytics.store.errors import AimlineError
from analytics.store.presence import inbox_of

DATABASE_MARK = (8, b"DUCK")  # where a DuckDB file says what it is


class OutputRefused(AimlineError):
    """The place named for a result cannot be written to, or holds what would be lost."""


@contextmanager
def output_file(out: Path, *, reads: Sequence[Path | None] = (), store: Path | None = None) -> Iterator[Path]:
    """The path to write to in place of `out`, which takes its name once the block ends without an error; else `out` stays as it was.

    Raises OutputRefused where `out` is one of the files that are read, the store or what lies beside it, any other database, a folder,
    or a place that cannot be written to.
    """
    check_output(out, reads=reads, store=store)
    target = out.resolve()  # a link stays one
    if target.exists() and not target.is_file():
        yield target  # a device or a pipe: there is nothing to replace
        return
    partial = target.with_name(f".{target.name}.{os.getpid()}.partial")
    try:
        with _told(out):
            partial.touch()
        if target.exists():
            shutil.copymode(target, partial)
        yield partial
        with _told(out):
            os.replace(partial, target)
    finally:
        partial.unlink(missing_ok=True)


def check_output(out: Path, *, reads: Sequence[Path | None] = (), store: Path | None = None) -> None:
    """Refuse to write to `out` what would be lost or cannot be written; ask before a long computation. Raises OutputRefused."""
    if not out.parent.is_dir():
        raise OutputRefused(
            f"{out} cannot be written: the folder {out.parent} does not exist. Make it first, or choose another place for the result."
        )
    if out.is_dir():
        raise OutputRefused(f"{out} is a folder. Name the file to write in it.")
    if any(path is not None and _same(out, path) for path in reads):
        raise OutputRefused(f"{out} is one of the files to be read. Choose another place for the result, or it would be lost.")
    if store is not None and (any(_same(out, path) for path in _beside(store)) or inbox_of(store).resolve() in out.resolve().parents):
        raise OutputRefused(f"{out} is the store or belongs to it. Choose another place for the result, or the store would be lost.")
    if _is_database(out):
        raise OutputRefused(f"{out} is a database, perhaps a store of Aimline. Choose another place for the result, or it would be lost.")
    place = out if out.exists() else out.parent
    if not os.access(place, os.W_OK):
        raise OutputRefused(f"{out} cannot be written: you may not write there. Choose another place for the result.")


def write_csv(rows: pd.DataFrame, out: Path | None) -> None:
    """Write the rows as CSV to `out`, whole or not at all, or to standard output."""
    if out is None:
        rows.to_csv(sys.stdout, index=False, lineterminator="\n")
        return
    with output_file(out) as place:
        rows.to_csv(place, index=False, lineterminator="\n")


def _beside(store: Path) -> tuple[Path, ...]:
    return store, Path(f"{store}.wal"), inbox_of(store), path_of(store)


def _same(one: Path, other: Path) -> bool:
    return one.samefile(other) if one.exists() and other.exists() else one.resolve() == other.resolve()


def _is_database(path: Path) -> bool:
    at, mark = DATABASE_MARK
    if not path.is_file():
        return False
    try:
        with path.open("rb") as file:
            return file.read(at + len(mark))[at:] == mark
    except OSError:
        return False


@contextmanager
def _told(out: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise OutputRefused(f"{out} cannot be written: {error.strerror or error}. Choose another place for the result.") from error
