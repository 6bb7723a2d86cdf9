"""Starts the dashboard as a newcomer does, finds a browser, and knows when a page has settled."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlparse

from playwright.sync_api import BrowserContext, Page, expect

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
APPLICATIONS = ("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome", "/Applications/Chromium.app/Contents/MacOS/Chromium")
# A browser calls home at its start; here it must not, so that whatever leaves the machine is the page's own doing.
QUIET = ("--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-quic", "--no-first-run")
LOOPBACK = {"127.0.0.1", "localhost", "::1", "data", "blob", "about"}
START_SECONDS = 120


def browser_path() -> str | None:
    """The browser that AIMLINE_BROWSER names, or a Chrome or Chromium found on this machine."""
    candidates = (os.environ.get("AIMLINE_BROWSER"), *NAMES, *APPLICATIONS)
    return next((found for name in candidates if name and (found := shutil.which(name))), None)


def browser_arguments() -> list[str]:
    """Chrome refuses its sandbox to root."""
    return [*QUIET, *(["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else [])]


@dataclass
class Dashboard:
    """A running dashboard: where it answers, the store behind it, and what it printed."""

    url: str
    store: Path
    log: Path


@contextmanager
def demo(folder: Path) -> Iterator[Dashboard]:
    """`aimline demo` on a store of its own in an empty home, until the block ends."""
    running = Dashboard(f"http://127.0.0.1:{(port := free_port())}", folder / "demo.duckdb", folder / "dashboard.log")
    command = [str(Path(sys.executable).parent / "aimline"), "demo", "--store", str(running.store), "--port", str(port), "--no-browser"]
    with running.log.open("wb") as output:
        process = subprocess.Popen(
            command,
            cwd=folder,
            env={**os.environ, "HOME": str(folder)},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
    try:
        wait_until_it_answers(running, process)
        yield running
    finally:
        stop(process)


def stop(process: subprocess.Popen[bytes]) -> None:
    """Ends the command line and the server it started, as Ctrl+C in a terminal does."""
    for sign in (signal.SIGINT, signal.SIGKILL):
        with suppress(ProcessLookupError):
            os.killpg(process.pid, sign)
        with suppress(subprocess.TimeoutExpired):
            process.wait(timeout=20)
            return


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until_it_answers(running: Dashboard, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError(f"the dashboard stopped at its start:\n{running.log.read_text()}")
        try:
            with urllib.request.urlopen(f"{running.url}/_stcore/health", timeout=2) as answer:
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError(f"the dashboard did not answer within {START_SECONDS} s:\n{running.log.read_text()}")


@dataclass
class Watch:
    """What the pages of one window asked for and complained about."""

    hosts: set[str] = field(default_factory=set)
    errors: list[str] = field(default_factory=list)

    def over(self, window: BrowserContext) -> None:
        window.on("request", lambda request: self.hosts.add(urlparse(request.url).hostname or urlparse(request.url).scheme))
        window.on("weberror", lambda error: self.errors.append(str(error.error)))


SETTLED = """() => {
    const app = document.querySelector('[data-testid="stApp"]');
    const quiet = app && app.getAttribute('data-test-script-state') === 'notRunning'
        && document.querySelector('h1') && !document.querySelector('[data-testid="stSkeleton"], [data-stale="true"]');
    window.quietSince = quiet ? (window.quietSince ?? performance.now()) : null;
    return quiet && performance.now() - window.quietSince > 300;
}"""


def settled(page: Page) -> None:
    """Waits until the page has drawn what it was asked for: its script has run, nothing is stale, and it stays so for a moment."""
    page.evaluate("window.quietSince = null")
    page.wait_for_function(SETTLED, timeout=30_000)


def view_as(page: Page, words: str) -> None:
    """Looks through the eyes of the first person whose name or role holds the words."""
    box = page.get_by_role("combobox", name="View as")
    box.fill(words)
    page.get_by_role("option", name=words).first.click()
    expect(box).to_have_value(re.compile(re.escape(words)))
    settled(page)


def turn_to(page: Page, title: str) -> None:
    """Follows the navigation to a page and waits for its heading."""
    page.get_by_test_id("stSidebarNav").get_by_role("link", name=title, exact=False).click()
    expect(page.get_by_role("heading", level=1, name=title)).to_be_visible()
    settled(page)
