"""A real browser on a real dashboard: a demo store made and served by the command line itself."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright
from running import LOOPBACK, Dashboard, Watch, browser_arguments, browser_path, demo

HERE = Path(__file__).parent
PATIENCE = 10_000  # milliseconds; a page answers in a fraction of one, but a busy machine may not
expect.set_options(timeout=PATIENCE)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every test of this folder is a browser test, and none fails for want of a browser."""
    missing = pytest.mark.skip(reason="no Chrome or Chromium found; install one or set AIMLINE_BROWSER=/path/to/it")
    for item in items:
        if HERE in item.path.parents:
            item.add_marker("browser")
            if browser_path() is None:
                item.add_marker(missing)


@pytest.fixture(scope="session")
def dashboard(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Dashboard]:
    """The dashboard that all browser tests share. No traceback may stand in what it printed."""
    with demo(tmp_path_factory.mktemp("demo")) as running:
        yield running
        printed = running.log.read_text()
    assert "Traceback" not in printed, printed


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One headless browser for all tests."""
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=browser_path(), args=browser_arguments())
        yield running
        running.close()


def window(browser: Browser, dashboard: Dashboard) -> BrowserContext:
    """A window with nothing remembered."""
    found = browser.new_context(base_url=dashboard.url, viewport={"width": 1440, "height": 900}, reduced_motion="reduce", locale="en-US")
    found.set_default_timeout(PATIENCE)
    return found


@pytest.fixture
def context(browser: Browser, dashboard: Dashboard) -> Iterator[BrowserContext]:
    """Whatever a test does in this window, nothing leaves the machine and no traceback shows."""
    watched, watch = window(browser, dashboard), Watch()
    watch.over(watched)
    yield watched
    texts = [page.locator("body").inner_text() for page in watched.pages]
    watched.close()
    assert watch.hosts <= LOOPBACK
    assert watch.errors == []
    assert [text for text in texts if "Traceback" in text] == []


@pytest.fixture
def page(context: BrowserContext, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A tab in that window; if the test fails, build/failures shows what stood in it."""
    tab = context.new_page()
    failed_before = request.session.testsfailed
    yield tab
    if request.session.testsfailed > failed_before:
        tab.screenshot(path=HERE.parent.parent / "build" / "failures" / f"{request.node.name[:80]}.png")


@pytest.fixture
def other_page(browser: Browser, dashboard: Dashboard) -> Iterator[Page]:
    """Another person's browser, on the same dashboard."""
    other = window(browser, dashboard)
    yield other.new_page()
    other.close()
