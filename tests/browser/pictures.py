"""Pictures of the running sample district, for people to look at (`make pictures`); not collected by a plain pytest run.

docs/student.png is the README's picture; build/pictures/ holds each page in light and dark at two widths.
"""

from pathlib import Path

import pytest
from playwright.sync_api import Browser
from running import Dashboard, settled

from dashboard.pages import PAGES

ROOT = Path(__file__).resolve().parent.parent.parent


def take(browser: Browser, url: str, path: Path, *, width: int, height: int, dark: bool = False, whole: bool = True) -> None:
    """One picture of the page at url."""
    scheme = "dark" if dark else "light"
    window = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme, reduced_motion="reduce")
    page = window.new_page()
    page.goto(url)
    settled(page)
    if whole:  # Streamlit scrolls inside the page: the window has to grow for the rest to show
        tall = int(page.evaluate("Math.max(...[...document.querySelectorAll('*')].map(e => e.scrollHeight))"))
        page.set_viewport_size({"width": width, "height": min(max(tall, height), 6000)})
        settled(page)
    path.parent.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=path)
    window.close()


def test_the_student_page_for_the_readme(browser: Browser, dashboard: Dashboard) -> None:
    path = ROOT / "docs" / "student.png"
    take(browser, f"{dashboard.url}/student", path, width=1280, height=1000, whole=False)
    assert path.stat().st_size < 300_000


@pytest.mark.parametrize("width", [1440, 800])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("url", [page.url for page in PAGES])
def test_each_page(browser: Browser, dashboard: Dashboard, url: str, dark: bool, width: int) -> None:
    name = f"{url}-{'dark' if dark else 'light'}-{width}.png"
    take(browser, f"{dashboard.url}/{url}", ROOT / "build" / "pictures" / name, width=width, height=900, dark=dark)
