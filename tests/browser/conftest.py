"""A real browser on a real dashboard: a demo store made and served by the command line itself."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlparse

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, expect, sync_playwright

HERE = Path(__file__).parent
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
APPLICATIONS = ("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome", "/Applications/Chromium.app/Contents/MacOS/Chromium")
# A browser calls home at its start; here it must not, so that whatever leaves the machine is the page's own doing.
QUIET = ("--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-quic", "--no-first-run")
START_SECONDS = 120
expect.set_options(timeout=15_000)


def browser_path() -> str | None:
    """The browser that AIMLINE_BROWSER names, or a Chrome or Chromium found on this machine."""
    candidates = (os.environ.get("AIMLINE_BROWSER"), *NAMES, *APPLICATIONS)
    return next((found for name in candidates if name and (found := shutil.which(name))), None)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every test of this folder is a browser test, and none fails for want of a browser."""
    missing = pytest.mark.skip(reason="no Chrome or Chromium found; install one or set AIMLINE_BROWSER=/path/to/it")
    for item in items:
        if HERE in item.path.parents:
            item.add_marker("browser")
            if browser_path() is None:
                item.add_marker(missing)


@dataclass
class Dashboard:
    """A running dashboard: where it answers, and the store behind it."""

    url: str
    store: Path


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until_it_answers(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            pytest.fail(f"the dashboard stopped at its start:\n{log.read_text()}")
        try:
            with urllib.request.urlopen(f"{url}/_stcore/health", timeout=2) as answer:
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.2)
    pytest.fail(f"the dashboard did not answer within {START_SECONDS} s:\n{log.read_text()}")


@pytest.fixture(scope="session")
def dashboard(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Dashboard]:
    """`aimline demo` on a store of its own, as a newcomer starts it, with an empty home."""
    folder = tmp_path_factory.mktemp("demo")
    store, log, port = folder / "demo.duckdb", folder / "dashboard.log", free_port()
    command = [str(Path(sys.executable).parent / "aimline"), "demo", "--store", str(store), "--port", str(port), "--no-browser"]
    environment = {**os.environ, "HOME": str(folder)}
    with log.open("wb") as output:
        process = subprocess.Popen(command, cwd=folder, env=environment, stdin=subprocess.DEVNULL, stdout=output, stderr=output)
    url = f"http://127.0.0.1:{port}"
    try:
        wait_until_it_answers(url, process, log)
        yield Dashboard(url, store)
        assert "Traceback" not in log.read_text(), log.read_text()
    finally:
        process.terminate()
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            process.kill()


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    as_root = ("--no-sandbox",) if hasattr(os, "geteuid") and os.geteuid() == 0 else ()
    running = playwright.chromium.launch(executable_path=browser_path(), args=[*QUIET, *as_root])
    yield running
    running.close()


@dataclass
class Watch:
    """What the pages of one test asked for and complained about."""

    hosts: set[str] = field(default_factory=set)
    errors: list[str] = field(default_factory=list)

    def over(self, context: BrowserContext) -> None:
        context.on("request", lambda request: self.hosts.add(urlparse(request.url).hostname or urlparse(request.url).scheme))
        context.on("weberror", lambda error: self.errors.append(str(error.error)))


LOOPBACK = {"127.0.0.1", "localhost", "::1", "data", "blob", "about"}


@pytest.fixture
def context(browser: Browser, dashboard: Dashboard) -> Iterator[BrowserContext]:
    """A browser window with nothing remembered. Whatever a test does in it, nothing leaves the machine and no traceback shows."""
    window = browser.new_context(base_url=dashboard.url, viewport={"width": 1440, "height": 900}, reduced_motion="reduce", locale="en-US")
    watch = Watch()
    watch.over(window)
    yield window
    texts = [page.locator("body").inner_text() for page in window.pages]
    window.close()
    assert watch.hosts <= LOOPBACK
    assert watch.errors == []
    assert [text for text in texts if "Traceback" in text or "Error:" in text] == []


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()
