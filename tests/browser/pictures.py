"""Pictures of the running sample district, for people to look at (`make pictures`); not collected by a plain pytest run.

docs/student.png is the README's picture; build/pictures/ holds each page in light and dark at two widths.
"""

from pathlib import Path

import pytest
from people import story, viewer_of
from playwright.sync_api import Browser, Page, expect
from running import Dashboard, settled, turn_to, view_as

from dashboard.pages import PAGES
from dashboard.pages import Page as Entry

ROOT = Path(__file__).resolve().parent.parent.parent
TALLEST = 6000


def tab(browser: Browser, dashboard: Dashboard, *, width: int, height: int, scheme: str) -> Page:
    window = browser.new_context(
        base_url=dashboard.url, viewport={"width": width, "height": height}, color_scheme=scheme, reduced_motion="reduce", locale="en-US"
    )
    page = window.new_page()
    page.goto("/")
    settled(page)
    return page


def whole(page: Page, width: int) -> None:
    """Makes the window as tall as what it shows: Streamlit scrolls inside the page."""
    tall = int(page.evaluate("document.querySelector('[data-testid=stMain]').scrollHeight"))
    page.set_viewport_size({"width": width, "height": min(max(tall, 900), TALLEST)})
    settled(page)


def open_record(page: Page, words: str) -> None:
    who = story(words)
    view_as(page, who.teacher)
    page.get_by_test_id("stMain").get_by_role("link", name=who.student).first.click()
    expect(page.get_by_role("heading", level=1, name=who.student)).to_be_visible()
    settled(page)


def test_the_student_page_for_the_readme(browser: Browser, dashboard: Dashboard) -> None:
    page = tab(browser, dashboard, width=1280, height=1000, scheme="light")
    open_record(page, "ineffective")
    path = ROOT / "docs" / "student.png"
    page.screenshot(path=path)
    assert path.stat().st_size < 300_000


def test_a_record_with_its_panels_open(browser: Browser, dashboard: Dashboard) -> None:
    page = tab(browser, dashboard, width=1440, height=900, scheme="light")
    open_record(page, "ineffective")
    for panel in ("Scores as a table, download", "Effect sizes", "What other decision rules say", "How was this computed?"):
        page.get_by_text(panel, exact=True).first.click()
        settled(page)
    whole(page, 1440)
    page.screenshot(path=ROOT / "build" / "pictures" / "student-panels.png")


@pytest.mark.parametrize("width", [1440, 800])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("entry", PAGES, ids=lambda entry: entry.url)
def test_each_page(browser: Browser, dashboard: Dashboard, entry: Entry, scheme: str, width: int) -> None:
    page = tab(browser, dashboard, width=1440, height=900, scheme=scheme)
    if entry.url == "student":
        open_record(page, "a trial-based goal")
    else:
        view_as(page, viewer_of(entry))
        turn_to(page, entry.title)
    page.set_viewport_size({"width": width, "height": 900})
    settled(page)
    whole(page, width)
    page.screenshot(path=ROOT / "build" / "pictures" / f"{entry.url}-{scheme}-{width}.png")
