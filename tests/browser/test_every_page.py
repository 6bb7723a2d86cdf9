"""Every page in light and dark: accessible (axe, WCAG 2.1 AA), calm, and asking nobody outside this machine (conftest checks the last)."""

import re
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from people import story, viewer_of
from playwright.sync_api import Browser, Page, expect
from running import Dashboard, settled, turn_to, view_as

from dashboard.pages import PAGES
from dashboard.pages import Page as Entry

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}
SERIOUS = {"serious", "critical"}

# What Streamlit itself draws and no page can mend: rule, a piece of the element, and why it is let pass.
STREAMLIT_S_OWN = (
    ("scrollable-region-focusable", "<pre", "a code block of limited height has no tab stop; browsers give scrolling boxes one"),
)


def violations(page: Page) -> list[str]:
    """Serious and critical findings of axe that are the page's own."""
    found: list[dict[str, Any]] = Axe().run(page, options=RULES).response["violations"]
    serious = [(rule, node) for rule in found if rule["impact"] in SERIOUS for node in rule["nodes"]]
    own = [(rule, node) for rule, node in serious if not is_streamlit_s(rule["id"], node["html"])]
    return [f"{rule['id']}: {node['html'][:160]} | {node['any'][0]['message'] if node['any'] else ''}" for rule, node in own]


def is_streamlit_s(rule: str, html: str) -> bool:
    return any(rule == known and piece in html for known, piece, _ in STREAMLIT_S_OWN)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("entry", PAGES, ids=lambda entry: entry.url)
def test_a_page_has_no_serious_barrier(page: Page, entry: Entry, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)
    page.goto("/")
    settled(page)
    view_as(page, viewer_of(entry))
    turn_to(page, entry.title)
    assert violations(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_student_s_record_with_every_panel_open_has_no_serious_barrier(page: Page, scheme: str) -> None:
    who = story("ineffective")
    page.emulate_media(color_scheme=scheme)
    page.goto("/")
    settled(page)
    view_as(page, who.teacher)
    page.get_by_test_id("stMain").get_by_role("link", name=who.student).first.click()
    expect(page.get_by_role("heading", level=1, name=who.student)).to_be_visible()
    for panel in (
        "What if? Another target, date or schedule",
        "Scores as a table, download",
        "Effect sizes",
        "What other decision rules say",
        "How was this computed?",
    ):
        page.get_by_text(panel, exact=True).first.click()
        settled(page)
    assert violations(page) == []


def test_the_sheet_for_scores_has_no_serious_barrier(page: Page) -> None:
    page.goto("/")
    settled(page)
    view_as(page, story("ineffective").teacher)
    turn_to(page, "Class")
    page.get_by_role("radiogroup", name="Show").get_by_text("Type scores").click()
    expect(page.get_by_role("button", name="Save scores")).to_be_visible()
    settled(page)
    assert violations(page) == []


def test_a_narrow_screen_shows_the_answer_without_scrolling_sideways(browser: Browser, dashboard: Dashboard) -> None:
    window = browser.new_context(base_url=dashboard.url, viewport={"width": 800, "height": 900}, reduced_motion="reduce")
    page = window.new_page()
    page.goto("/")
    settled(page)
    expect(page.get_by_text(re.compile("to decide")).first).to_be_visible()
    assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") <= 800
    window.close()


def test_a_class_at_a_glance_fits_a_narrow_screen(browser: Browser, dashboard: Dashboard) -> None:
    window = browser.new_context(base_url=dashboard.url, viewport={"width": 800, "height": 900}, reduced_motion="reduce")
    page = window.new_page()
    page.goto("/class")
    settled(page)
    room, wide = page.locator(".dvn-scroller").first.evaluate("one => [one.clientWidth, one.scrollWidth]")
    assert 400 < wide <= room, "nothing of the table lies beyond its right edge"
    window.close()
