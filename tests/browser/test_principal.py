"""A principal and the district office: what works here and for whom, and what came in from files."""

import re

import pytest
from people import some_series, story
from playwright.sync_api import Page, expect
from running import settled, turn_to, view_as


def visit(page: Page, viewer: str, title: str) -> None:
    page.goto("/")
    settled(page)
    view_as(page, viewer)
    turn_to(page, title)


def test_counts_of_verdicts_lead_to_the_students_behind_them(page: Page) -> None:
    visit(page, "principal", "School")
    main = page.get_by_test_id("stMain")
    sentence = main.get_by_text(re.compile(r"^\d+ interventions: ")).first
    words = sentence.inner_text()
    whole, parts = int(words.split()[0]), [int(part) for part in re.findall(r"(\d+) [a-z]", words.split(": ")[1])]
    assert sum(parts) == whole
    expect(main.get_by_role("figure", name=re.compile("Bars of interventions by programme and verdict"))).to_be_visible()

    settled(page)
    programme = page.get_by_role("combobox", name="Programme")
    programme.click()  # brings it into view first: a list that opens while the page scrolls closes again
    page.keyboard.type("rea")
    expect(page.get_by_role("option").first).to_be_visible()
    programme.press("ArrowDown")
    programme.press("Enter")
    behind = main.get_by_text(re.compile(r"^\d+ plans? of \d+ students?\.$"))
    expect(behind).to_be_visible()


def press(page: Page, bar: int) -> None:
    """Presses one piece of the bars; the surface that takes the press lies above the drawn piece."""
    drawn = page.locator(".stPlotlyChart .point path").nth(bar)
    drawn.scroll_into_view_if_needed()
    box = drawn.bounding_box()
    assert box
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    settled(page)


def test_a_press_on_a_bar_shows_its_students_and_a_second_one_takes_that_back(page: Page) -> None:
    visit(page, "principal", "School")
    boxes = [one.bounding_box() for one in page.locator(".stPlotlyChart .point path").all()]
    wide = [at for at, box in enumerate(boxes) if box and box["width"] > 20]
    behind = page.get_by_test_id("stMain").get_by_text(re.compile(r"^\d+ plans? of \d+ students?\.$"))
    expect(behind).to_have_count(0)
    press(page, wide[0])
    expect(behind).to_be_in_viewport()
    expect(page.get_by_role("combobox", name="Verdict")).not_to_have_value("any verdict")
    press(page, wide[0])
    expect(behind).to_have_count(0)
    press(page, wide[1])
    expect(behind).to_be_visible()


@pytest.mark.parametrize("by", ["Tier", "Grade"])
def test_counts_by_tier_and_grade_add_up_to_the_same(page: Page, by: str) -> None:
    visit(page, "principal", "School")
    main = page.get_by_test_id("stMain")
    sentence = main.get_by_text(re.compile(r"^\d+ interventions: ")).first
    before = sentence.inner_text()
    page.get_by_role("radiogroup", name="Counted by").get_by_text(by).click()
    expect(main.get_by_role("figure", name=re.compile(f"Bars of interventions by {by.lower()}"))).to_be_visible()
    expect(sentence).to_have_text(before)


def test_a_teacher_finds_neither_school_counts_nor_import(page: Page) -> None:
    page.goto("/")
    settled(page)
    view_as(page, story("ineffective").teacher)
    navigation = page.get_by_test_id("stSidebarNav")
    expect(navigation.get_by_role("link", name="Class")).to_be_visible()
    expect(navigation.get_by_role("link", name="School")).to_have_count(0)
    expect(navigation.get_by_role("link", name="Import")).to_have_count(0)


def test_a_file_is_looked_at_then_imported_and_its_bad_row_kept_with_a_remedy(page: Page) -> None:
    visit(page, "district", "Import")
    series_id = some_series()
    rows = ["series_id,observed_on,value", f"{series_id},2026-01-10,41", f"{series_id},2026-01-11,fast"]
    file = {"name": "score.csv", "mimeType": "text/csv", "buffer": "\n".join(rows).encode()}
    page.locator("input[type=file]").set_input_files(file)
    main = page.get_by_test_id("stMain")
    expect(main.get_by_text("fast")).to_be_visible()
    page.get_by_role("button", name="Import now").click()
    expect(main.get_by_text(re.compile(r"^score\.csv: 2 rows read, 1 new, 1 rejected"))).to_be_visible()

    page.get_by_role("radiogroup", name="Show").get_by_text("Earlier imports").click()
    settled(page)
    expect(main).to_contain_text("score.csv")


def test_a_number_of_the_bars_stands_inside_its_piece_in_a_narrow_window(page: Page) -> None:
    page.set_viewport_size({"width": 800, "height": 900})
    visit(page, "district", "School")  # all schools: the longest bars have hundreds of plans beside pieces of one
    expect(page.locator(".stPlotlyChart .main-svg").first).to_be_visible()
    settled(page)
    outside = page.locator(".stPlotlyChart .point").evaluate_all(
        """points => points.flatMap(point => {
            const text = point.querySelector("text"), bar = point.querySelector("path");
            if (!text || !text.textContent || getComputedStyle(text).display === "none") return [];
            const one = text.getBoundingClientRect(), other = bar.getBoundingClientRect();
            return one.width && (one.left < other.left - 1 || one.right > other.right + 1) ? [text.textContent] : [];
        })"""
    )
    assert outside == []
    assert page.locator(".stPlotlyChart .point text").count() > 5


def test_a_table_of_students_has_no_download_but_the_one_that_is_noted(page: Page) -> None:
    visit(page, "principal", "School")
    tables = page.get_by_test_id("stDataFrame")
    tables.first.scroll_into_view_if_needed()
    tables.first.hover()
    expect(page.get_by_role("button", name=re.compile("Search"))).to_be_visible()
    expect(page.get_by_role("button", name=re.compile("Download as CSV"))).to_have_count(0)
    turn_to(page, "Class")
    tables.first.hover()
    expect(page.get_by_role("button", name=re.compile("Search"))).to_be_visible()
    expect(page.get_by_role("button", name=re.compile("Download as CSV"))).to_have_count(0)
    page.get_by_text("The other numbers of these plans").click()
    with page.expect_download() as taken:
        page.get_by_role("button", name="Download both tables (CSV)").click()
    assert taken.value.path().read_text(encoding="utf-8-sig").startswith("Student,Verdict,")
