"""The process board in a real browser: a case manager sees what is overdue, asks why, turns the month, puts an entry aside; no barriers."""

import re

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from running import Dashboard, settled, turn_to, view_as
from test_every_page import violations

VIEWS = ("By step", "Table", "Calendar", "Digest")


def visit(page: Page, viewer: str, title: str = "Process") -> None:
    page.goto("/")
    settled(page)
    view_as(page, viewer)
    turn_to(page, title)


def show(page: Page, view: str) -> None:
    """Chooses a view by its name in the row of views."""
    page.get_by_role("radiogroup", name="Show").get_by_text(view, exact=True).click()
    expect(page.get_by_role("radio", name=view, exact=True)).to_be_checked()
    settled(page)


def test_what_is_overdue_stands_on_the_first_screen_and_says_why(page: Page) -> None:
    visit(page, "district")
    main = page.get_by_test_id("stMain")
    answer = main.get_by_role("heading", level=2).first
    expect(answer).to_have_text(re.compile(r"\d+ time limits? overdue, \d+ due soon, \d+ running"))
    expect(answer).to_be_in_viewport()
    first = main.get_by_text(re.compile(r"was due .* late")).first
    expect(first).to_be_in_viewport()
    main.get_by_role("button", name="Why?").first.click()
    why = page.get_by_role("dialog")
    expect(why).to_contain_text("Started by")
    expect(why).to_contain_text(re.compile(r"CFR|CCR"))
    assert violations(page) == []
    page.keyboard.press("Escape")
    expect(why).to_have_count(0)


def test_each_row_of_the_table_says_why(page: Page) -> None:
    visit(page, "district")
    show(page, "Table")
    rows = page.get_by_test_id("stMain").get_by_test_id("stDataFrame")
    heads = rows.locator("[role=columnheader]")
    expect(heads.first).to_have_text("Student")
    assert heads.all_text_contents()[:4] == ["Student", "Due", "Days left", "Why?"]
    students = [row.locator("[role=gridcell]").first.text_content() or "" for row in rows.locator("[role=row]").all()[1:4]]
    for number in (0, 2):
        press_why(page, rows, number)
        why = page.get_by_role("dialog")
        expect(why).to_contain_text(students[number])
        expect(why).to_contain_text("Started by")
        expect(why).to_contain_text(re.compile(r"CFR|CCR|U\.S\.C"))
        page.keyboard.press("Escape")
        expect(why).to_have_count(0)
        settled(page)


def press_why(page: Page, rows: Locator, number: int) -> None:
    """Presses the button of a row. The table is one picture: widths as process_board sets them, rows of 35 pixels."""
    place = rows.locator("canvas").first.bounding_box()
    assert place is not None
    page.mouse.click(place["x"] + 150 + 95 + 75 + 30, place["y"] + 35 * (number + 1) + 18)


def test_the_clock_under_the_stepper_says_why(page: Page) -> None:
    visit(page, "district")
    page.get_by_test_id("stMain").get_by_test_id("stPageLink").get_by_role("link").first.click()
    settled(page)
    page.locator("[class*='st-key-why-next']").get_by_role("button", name="Why?").click()
    expect(page.get_by_role("dialog")).to_contain_text("Started by")
    page.keyboard.press("Escape")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("view", VIEWS)
def test_no_view_has_a_serious_barrier(page: Page, view: str, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)
    visit(page, "district")
    show(page, view)
    assert violations(page) == []


def test_a_case_manager_comes_from_today_to_the_board_and_to_the_student(page: Page) -> None:
    page.goto("/")
    settled(page)
    view_as(page, "case manager")
    due = page.locator(".st-key-due_by_law")
    expect(due).to_contain_text("Due by law")
    due.get_by_role("button", name=re.compile("in the digest")).click()
    expect(page.get_by_role("heading", level=1, name="Process")).to_be_visible()
    settled(page)
    expect(page.get_by_role("radio", name="Digest", exact=True)).to_be_checked()
    link = page.get_by_test_id("stMain").get_by_test_id("stPageLink").get_by_role("link").first
    name = link.inner_text()
    link.click()
    expect(page.get_by_role("heading", level=1, name=name)).to_be_visible()


def test_the_month_turns_by_keyboard(page: Page) -> None:
    visit(page, "district")
    show(page, "Calendar")
    month = page.get_by_test_id("stMain").get_by_role("heading", level=3).first
    expect(month).to_have_text("January 2026")
    expect(page.get_by_role("table").first).to_contain_text("Snow day")
    page.get_by_role("button", name="Next month").focus()
    page.keyboard.press("Enter")
    expect(month).to_have_text("February 2026")


def test_an_entry_is_put_aside_with_a_reason_and_brought_back(page: Page) -> None:
    visit(page, "principal")
    show(page, "Digest")
    main = page.get_by_test_id("stMain")
    main.get_by_role("button", name="Put aside").first.click()
    settled(page)
    why = main.get_by_role("textbox", name=re.compile("Why is"))
    why.fill("Meeting is set for Tuesday")
    why.press("Enter")
    expect(main.get_by_text("Put aside:")).to_be_visible()
    settled(page)
    main.get_by_text(re.compile("Put aside by you")).click()
    expect(main.get_by_text("Meeting is set for Tuesday")).to_be_visible()
    main.get_by_role("button", name="Bring back").first.click()
    expect(main.get_by_text("Back in the list")).to_be_visible()


def test_a_snow_day_is_looked_at_stored_and_taken_back(page: Page) -> None:
    visit(page, "district", "Calendar")
    main = page.get_by_test_id("stMain")
    main.get_by_role("textbox", name=re.compile("Reason")).fill("Water main broke")
    page.keyboard.press("Tab")
    settled(page)
    main.get_by_role("button", name="Show what would move").click()
    expect(main.get_by_role("heading", name="What would move")).to_be_visible()
    settled(page)
    assert violations(page) == []
    main.get_by_role("button", name="Save the calendar").click()
    expect(main.get_by_text("Stored.")).to_be_visible(timeout=60_000)
    expect(main.get_by_role("table").last).to_contain_text("Water main broke")
    main.get_by_role("button", name="Undo").click()
    expect(main.get_by_text("Undone")).to_be_visible(timeout=60_000)
    expect(main.get_by_role("table").last).not_to_contain_text("Water main broke")


def test_a_narrow_screen_shows_the_board_without_scrolling_sideways(browser: Browser, dashboard: Dashboard) -> None:
    window = browser.new_context(base_url=dashboard.url, viewport={"width": 800, "height": 900}, reduced_motion="reduce")
    page = window.new_page()
    page.goto("/process")
    settled(page)
    expect(page.get_by_role("heading", level=2).first).to_be_visible()
    assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") <= 800
    window.close()
