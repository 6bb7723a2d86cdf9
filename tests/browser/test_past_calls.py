"""Past calls on the Methods page in a real browser: replayed with a bar, readable by everyone, taken along as a file, ended by leaving."""

import csv
import re

import pytest
from playwright.sync_api import Page, expect
from running import settled, turn_to, view_as
from test_every_page import violations

LONG = 60_000  # milliseconds: a replay of thirteen days on a busy machine


def past_calls(page: Page) -> None:
    page.goto("/")
    settled(page)
    view_as(page, "district")
    turn_to(page, "Methods")
    show(page, "Past calls")


def show(page: Page, view: str) -> None:
    page.get_by_role("radiogroup", name="Show").get_by_text(view).click()
    settled(page)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_report_has_no_serious_barrier_and_can_be_taken_along(page: Page, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)
    past_calls(page)
    page.get_by_role("button", name="Replay the past").click()
    expect(page.get_by_text("What became of each verdict")).to_be_visible(timeout=LONG)
    expect(page.get_by_text(re.compile(r"Of (100|the \d+) goals called off track, \d+ were not met|too few to say")).first).to_be_visible()
    page.get_by_text("The numbers as a table, download").click()
    settled(page)
    assert violations(page) == []
    with page.expect_download() as taken:
        page.get_by_text("Download the report (CSV)").click()
    with open(taken.value.path(), encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["plan_kind"] for row in rows} == {"goal", "intervention"} and "reliability" in {row["part"] for row in rows}


def test_whoever_leaves_ends_the_replay(page: Page) -> None:
    past_calls(page)
    page.get_by_role("button", name="Replay the past").click()
    expect(page.get_by_text(re.compile("^Replaying")).first).to_be_visible()
    turn_to(page, "Today")
    turn_to(page, "Methods")
    show(page, "Past calls")
    expect(page.get_by_role("button", name="Replay the past")).to_be_visible()
    assert page.get_by_text("What became of each verdict").count() == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_error_rates_have_no_serious_barrier(page: Page, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)
    past_calls(page)
    show(page, "Error rates")
    expect(page.get_by_text(re.compile("Weekly looks from week 4 to 20"))).to_be_visible(timeout=LONG)
    page.get_by_text("The numbers as a table, download").click()
    settled(page)
    assert violations(page) == []
