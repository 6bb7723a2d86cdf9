"""A copy of the store that other programs may read while the dashboard holds the file itself."""

import os
import subprocess
import sys
import time
from pathlib import Path

import duckdb

from analytics.store.errors import StoreRefused
from analytics.store.opening import open_store
from analytics.store.writing import write_lock

ANSWER_SECONDS = 30.0
_COPY = "import shutil, sys; shutil.copyfile(sys.argv[1], sys.argv[2])"


def inbox_of(store: Path) -> Path:
    """FILE.inbox: where the command line leaves work for a running dashboard."""
    return store.with_name(store.name + ".inbox")


def snapshot_of(store: Path) -> Path:
    """FILE.snapshot: the copy that reading commands use."""
    return store.with_name(store.name + ".snapshot")


def write_snapshot(con: duckdb.DuckDBPyConnection, store: Path) -> Path:
    """Checkpoint and copy the store file, with no write in between; the copy appears whole or not at all."""
    target = snapshot_of(store)
    partial = target.with_name(target.name + ".partial")
    with write_lock:
        con.cursor().execute("CHECKPOINT")
        # In a process of its own: closing any file of the store here would drop the lock by which this process holds it
        # (POSIX record locks belong to the process, not to the open file).
        subprocess.run([sys.executable, "-c", _COPY, str(store), str(partial)], check=True, stdin=subprocess.DEVNULL)
        os.chmod(partial, 0o600)
    os.replace(partial, target)
    return target


def open_for_reading(store: Path) -> duckdb.DuckDBPyConnection:
    """The store itself where it is free, else a fresh snapshot made by the dashboard that holds it."""
    if not store.exists():
        raise StoreRefused(f"{store} does not exist. Check the path; aimline import makes a store from files.")
    try:
        return open_store(store)
    except StoreRefused:
        if not inbox_of(store).is_dir():
            raise
    request = inbox_of(store) / "snapshot.request"
    request.touch()
    waited_until = time.monotonic() + ANSWER_SECONDS
    while request.exists():
        if time.monotonic() > waited_until:
            request.unlink(missing_ok=True)
            raise StoreRefused(
                f"{store} is open in another program that does not answer. If it is not the Aimline dashboard, close it first."
            )
        time.sleep(0.05)
    return open_store(snapshot_of(store))
