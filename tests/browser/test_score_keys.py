"""The sheet of scores under the fingers: Enter walks down, a column from a spreadsheet fills in, text outlives a look elsewhere."""

from collections.abc import Iterator

import pytest
from people import story
from playwright.sync_api import Locator, Page, expect
from running import settled, turn_to, view_as

PASTE = """(text) => {
    const data = new DataTransfer();
    data.setData('text/plain', text);
    document.activeElement.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
}"""


@pytest.fixture
def boxes(page: Page) -> Iterator[Locator]:
    """The boxes for reading scores of a teacher's class, students without a running plan among them; nothing is saved."""
    page.goto("/")
    settled(page)
    view_as(page, story("ineffective unseen by the four-point rule").teacher)
    turn_to(page, "Class")
    page.get_by_role("radiogroup", name="Show").get_by_text("Type scores").click()
    choice = page.get_by_role("combobox", name="Measure")
    choice.fill("Oral reading fluency")
    page.get_by_role("option", name="Oral reading fluency").first.click()
    page.get_by_text("Also students without a running plan").click()
    settled(page)
    found = page.get_by_role("textbox", name="Score of ")
    expect(found.nth(1)).to_be_visible()
    yield found


def test_enter_and_the_arrows_walk_the_column(page: Page, boxes: Locator) -> None:
    boxes.nth(0).focus()
    page.keyboard.type("61")
    page.keyboard.press("Enter")
    expect(boxes.nth(1)).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(boxes.nth(0)).to_be_focused()
    expect(boxes.nth(0)).to_have_value("61")
    boxes.last.focus()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("button", name="Save scores")).to_be_focused()


def test_a_column_from_a_spreadsheet_is_filled_in_downwards(page: Page, boxes: Locator) -> None:
    boxes.nth(0).focus()
    page.evaluate(PASTE, "610\tAna\r\n52\tBen\r\n")
    expect(boxes.nth(0)).to_have_value("610")
    expect(boxes.nth(1)).to_have_value("52")
    expect(page.get_by_text("610 is outside the range of this measure")).to_be_visible()
    page.get_by_role("radiogroup", name="Show").get_by_text("Due").click()
    settled(page)
    page.get_by_role("radiogroup", name="Show").get_by_text("Type scores").click()
    settled(page)
    expect(boxes.nth(1)).to_have_value("52")
