"""Copies of the store for programs that read while the dashboard holds the file itself: one copy a request, gone when it is open."""

import os
import subprocess
import sys
import time
import uuid
from contextlib import suppress
from glob import escape
from pathlib import Path

import duckdb

from analytics.store.errors import StoreHeld, StoreRefused
from analytics.store.opening import open_store
from analytics.store.presence import inbox_of, somebody_answers
from analytics.store.writing import write_lock

ANSWER_SECONDS = 30.0
ABANDONED_SECONDS = 600.0  # a copy whose reader ended before it was open
REQUEST = ".snapshot"
_COPY = "import shutil, sys; shutil.copyfile(sys.argv[1], sys.argv[2])"


def snapshot_of(store: Path, request: str) -> Path:
    """FILE.snapshot.REQUEST: the copy that one reading command asked for."""
    return store.with_name(f"{store.name}.snapshot.{request}")


def write_snapshot(con: duckdb.DuckDBPyConnection, store: Path, request: str) -> Path:
    """Checkpoint and copy the store file, with no write in between; the copy appears whole or not at all."""
    target = snapshot_of(store, request)
    partial = target.with_name(target.name + ".partial")
    try:
        os.close(os.open(partial, os.O_CREAT | os.O_WRONLY, 0o600))  # no other account may read it while it grows
        with write_lock:
            con.cursor().execute("CHECKPOINT")
            # In a process of its own: closing any file of the store here would drop the lock by which this process holds it
            # (POSIX record locks belong to the process, not to the open file).
            subprocess.run([sys.executable, "-c", _COPY, str(store), str(partial)], check=True, stdin=subprocess.DEVNULL)
        os.replace(partial, target)
    finally:
        partial.unlink(missing_ok=True)
    return target


def answer_requests(con: duckdb.DuckDBPyConnection, store: Path) -> None:
    """Make the copies that reading commands wait for. One that cannot be made is answered without a copy; the first error is raised."""
    _sweep(store)
    failed: Exception | None = None
    for request in sorted(inbox_of(store).glob(f"*{REQUEST}")):
        try:
            write_snapshot(con, store, request.stem)
        except (OSError, subprocess.CalledProcessError) as error:
            failed = failed or error
        request.unlink(missing_ok=True)
    if failed is not None:
        raise failed


def open_for_reading(store: Path) -> duckdb.DuckDBPyConnection:
    """The store itself where it is free, else a fresh copy made by the dashboard that holds it, for this caller alone."""
    if not store.exists():
        raise StoreRefused(f"{store} does not exist. Check the path; aimline import makes a store from files.")
    try:
        return open_store(store)
    except StoreHeld:
        if not somebody_answers(store):
            raise
    copy = _asked_for(store)
    try:
        return open_store(copy)
    finally:
        # The copy holds children's records. Unlinked while it is open, it is gone however this program ends.
        copy.unlink(missing_ok=True)


def _asked_for(store: Path) -> Path:
    """The copy that the dashboard made for this call. Raises StoreRefused."""
    request = inbox_of(store) / f"{uuid.uuid4().hex}{REQUEST}"
    request.touch()
    waited_until = time.monotonic() + ANSWER_SECONDS
    while request.exists():
        if time.monotonic() > waited_until:
            request.unlink(missing_ok=True)
            raise StoreRefused(
                f"{store} is open in another program that does not answer. If it is not the Aimline dashboard, close it first."
            )
        time.sleep(0.05)
    copy = snapshot_of(store, request.stem)
    if not copy.exists():
        raise StoreRefused(
            f"The dashboard could not copy {store} for reading. Is there room on its disk? Close the dashboard, or make room."
        )
    return copy


def _sweep(store: Path) -> None:
    """Remove copies that nobody opened."""
    for copy in store.parent.glob(f"{escape(store.name)}.snapshot*"):
        with suppress(FileNotFoundError):  # its reader has just opened it
            if time.time() - copy.stat().st_mtime > ABANDONED_SECONDS:
                copy.unlink()
