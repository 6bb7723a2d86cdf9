"""A real browser on a real dashboard: a demo store made and served by the command line itself."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright
from running import LOOPBACK, Dashboard, Watch, browser_arguments, browser_path, demo

HERE = Path(__file__).parent
expect.set_options(timeout=15_000)


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


@pytest.fixture
def context(browser: Browser, dashboard: Dashboard) -> Iterator[BrowserContext]:
    """A window with nothing remembered. Whatever a test does in it, nothing leaves the machine and no traceback shows."""
    window = browser.new_context(base_url=dashboard.url, viewport={"width": 1440, "height": 900}, reduced_motion="reduce", locale="en-US")
    watch = Watch()
    watch.over(window)
    yield window
    texts = [page.locator("body").inner_text() for page in window.pages]
    window.close()
    assert watch.hosts <= LOOPBACK
    assert watch.errors == []
    assert [text for text in texts if "Traceback" in text] == []


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """A tab in that window."""
    return context.new_page()
