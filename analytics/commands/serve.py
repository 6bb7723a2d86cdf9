"""The dashboard as a process: starting it, and what it does beside showing pages (loading the inbox, answering for snapshots)."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
import webbrowser
from importlib.util import find_spec
from pathlib import Path

import duckdb
import typer

from analytics.store import StoreRefused, info, open_store
from analytics.store.presence import answer_for, inbox_of
from analytics.store.snapshot import answer_requests

LOOPBACK = "127.0.0.1"
LOOK_EVERY_SECONDS = 0.5


def serve(store: Path, *, viewer: str | None, port: int, browser: bool) -> int:
    """Run the dashboard on loopback until it is stopped; returns its exit code.

    There is no sign-in yet, so a store of real children opens only for one named member of staff. Raises StoreRefused.
    """
    _check_viewer(store, viewer)
    free = _free_port(port)
    url = f"http://{LOOPBACK}:{free}"
    environment = os.environ | {"AIMLINE_STORE": str(store.resolve()), "AIMLINE_VIEWER": viewer or "", "STREAMLIT_SERVER_HEADLESS": "true"}
    typer.echo(f"Aimline is at {url}   (Ctrl+C stops it)")
    if browser:
        threading.Thread(target=_open_browser, args=(url, free), daemon=True).start()
    command = [
        sys.executable, "-m", "streamlit", "run", str(_app()), "--server.address", LOOPBACK, "--server.port", str(free),
        "--server.headless", "true", "--server.fileWatcherType", "none", "--browser.gatherUsageStats", "false",
        "--logger.hideWelcomeMessage", "true",
        # A table's own download would pass by the access log and the guard against formulas; the pages have buttons that do not.
        "--client.disableDataExport", "true",
    ]  # fmt: skip
    return _run(command, environment)


def _run(command: list[str], environment: dict[str, str]) -> int:
    """Run the dashboard, and end it with this program however this program is ended."""
    child = subprocess.Popen(command, env=environment)
    signal.signal(signal.SIGTERM, lambda *_: child.terminate())
    try:
        child.wait()
    except KeyboardInterrupt:
        child.terminate()
        child.wait()
    return 0 if child.returncode in (-signal.SIGTERM, -signal.SIGINT) else child.returncode


def serve_background(con: duckdb.DuckDBPyConnection, store: Path) -> threading.Thread:
    """Start the thread that loads what the command line left in the inbox and makes snapshots when asked."""
    answer_for(store)
    thread = threading.Thread(target=_watch, args=(con, store), name="aimline-inbox", daemon=True)
    thread.start()
    return thread


def _watch(con: duckdb.DuckDBPyConnection, store: Path) -> None:
    from analytics.intake import load_pending

    while True:
        try:
            load_pending(con, inbox_of(store))
            answer_requests(con, store)
        except duckdb.ConnectionException:
            return  # the store was closed: the process is ending
        except Exception as error:  # the watcher must outlive one bad job; the job's own report says what was wrong
            typer.echo(f"inbox: {type(error).__name__}", err=True)
        time.sleep(LOOK_EVERY_SECONDS)


def _check_viewer(store: Path, viewer: str | None) -> None:
    if not store.exists():
        raise StoreRefused(f"{store} does not exist. Check the path; aimline import makes a store from files, aimline demo a sample one.")
    con = open_store(store)
    try:
        known = {staff for (staff,) in con.execute("SELECT staff_id FROM staff").fetchall()}
        if viewer is None and info(con, "is_demo") != "true":
            raise StoreRefused(
                "Say who is looking: --viewer STAFF_ID. This store holds real children and there is no sign-in, so it "
                "opens for one person, on this computer only."
            )
        if viewer is not None and known and viewer not in known:
            raise StoreRefused(
                f"There is no member of staff {viewer} in {store}. Import staff.csv and staff_assignment.csv first, or "
                "check the identifier."
            )
    finally:
        con.close()


def _app() -> Path:
    found = find_spec("dashboard")
    if found is None or not found.submodule_search_locations:
        raise StoreRefused("The dashboard is not installed beside the analysis. Reinstall Aimline.")
    return Path(next(iter(found.submodule_search_locations))) / "app.py"


def _free_port(wanted: int) -> int:
    """The wanted port, or the next free one."""
    for port in range(wanted, wanted + 50):
        with socket.socket() as probe:
            try:
                probe.bind((LOOPBACK, port))
            except OSError:
                continue
            return port
    raise StoreRefused(f"No port from {wanted} to {wanted + 49} is free on this computer. Choose another with --port.")


def _open_browser(url: str, port: int) -> None:
    for _ in range(200):
        with socket.socket() as probe:
            if probe.connect_ex((LOOPBACK, port)) == 0:
                webbrowser.open(url)
                return
        time.sleep(0.1)
