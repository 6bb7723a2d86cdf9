"""The frame around the pages: addresses, a reload, and what comes out of the printer."""

import re

from people import story
from playwright.sync_api import Page, expect
from running import settled, turn_to, view_as

PAPER = 720  # pixels between the margins of a sheet


def test_the_first_page_answers_at_its_own_address_as_well(page: Page) -> None:
    page.goto("/today")
    settled(page)
    expect(page.get_by_role("heading", level=1, name="Today")).to_be_visible()
    expect(page.get_by_text("Page not found")).to_have_count(0)
    expect(page.get_by_test_id("stSidebarNav").get_by_role("link", name="Today")).to_have_count(1)


def test_who_looks_survives_a_reload_and_a_sent_address_but_is_named_by_no_name(page: Page) -> None:
    who = story("ineffective").teacher
    page.goto("/")
    settled(page)
    view_as(page, who)
    turn_to(page, "Class")
    assert re.search(r"/class\?as=[0-9a-f]{12}$", page.url)
    page.reload()
    settled(page)
    expect(page.get_by_role("combobox", name="View as")).to_have_value(re.compile(re.escape(who)))
    expect(page.get_by_role("heading", level=1, name="Class")).to_be_visible()
    page.go_back()
    settled(page)
    expect(page.get_by_role("heading", level=1, name="Today")).to_be_visible()


def on_paper(page: Page) -> None:
    """Shows the page as it would be printed."""
    page.set_viewport_size({"width": PAPER, "height": 1000})
    page.emulate_media(media="print", color_scheme="dark")


def test_a_printed_record_is_dark_on_white_without_the_screen_s_furniture_and_no_chart_is_cut(page: Page) -> None:
    who = story("ineffective")
    page.emulate_media(color_scheme="dark")
    page.goto("/")
    settled(page)
    view_as(page, who.teacher)
    page.get_by_test_id("stMain").get_by_role("link", name=who.student).first.click()
    expect(page.get_by_role("heading", level=1, name=who.student)).to_be_visible()
    settled(page)
    on_paper(page)
    expect(page.get_by_test_id("stSidebar")).to_be_hidden()
    expect(page.get_by_role("heading", level=1, name=who.student)).to_be_visible()
    assert page.locator(".stMain").evaluate("one => getComputedStyle(one).backgroundColor") == "rgb(255, 255, 255)"
    assert page.locator(".stMain h1").first.evaluate("one => getComputedStyle(one).color") == "rgb(0, 0, 0)"
    drawn = page.locator(".stMain .main-svg").first
    expect(drawn).to_have_attribute("viewBox", re.compile(r"^0 0 [\d.]+ [\d.]+$"))
    box = drawn.bounding_box()
    assert box and box["x"] >= 0 and box["x"] + box["width"] <= PAPER
    assert page.locator(".stMain details[open]").count() == 0, "what is folded stays folded"


def test_a_long_table_is_not_cut_on_paper(page: Page) -> None:
    """What scrolls on a screen would be one piece on paper, sliced through its rows, and what lies below its edge would be missing."""
    page.goto("/methods")
    settled(page)
    page.get_by_role("radio", name="Thresholds").click()
    settled(page)
    on_paper(page)
    table = page.locator(".stMain .stTable table").first
    assert table.evaluate("one => getComputedStyle(one).display") == "table"
    assert table.evaluate("one => getComputedStyle(one.tHead).display") == "table-header-group", "its heading stands on each sheet"
    around = "one => { const found = []; for (let e = one.parentElement; !e.matches('.stMain'); e = e.parentElement) found.push(e); "
    cut = around + "return found.filter(e => getComputedStyle(e).overflow !== 'visible' || e.scrollHeight > e.clientHeight + 1).length; }"
    assert table.evaluate(cut) == 0


def test_a_printed_school_shows_what_was_chosen_as_words_and_no_button(page: Page) -> None:
    page.goto("/")
    settled(page)
    view_as(page, "principal")
    turn_to(page, "School")
    on_paper(page)
    expect(page.get_by_role("radio", name="Interventions")).to_be_visible()
    expect(page.get_by_role("radio", name="Goals")).to_be_hidden()
    expect(page.get_by_test_id("stSidebarNav")).to_be_hidden()
