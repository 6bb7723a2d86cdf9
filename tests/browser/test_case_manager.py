"""A case manager takes a new student from a concern to the annual review, by the form alone, and the page follows at each step.

The student is new in the roster: nothing is recorded of them. The sample district's day stays fixed, so the year is entered as it was, day
by day; every rule about what may follow what holds as on the day itself.
"""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect
from running import Dashboard, settled, view_as
from test_every_page import violations

MANAGER, STUDENT = "Bianca Wright", "Nova Lindqvist"
FILES = {
    "student.csv": "student_id,first_name,last_name,born_on\n990001,Nova,Lindqvist,2016-04-02",
    "enrolment.csv": "student_id,school_id,grade,enrolled_on,left_on\n990001,S1,3,2024-08-26,",
    "staff_assignment.csv": "staff_id,role,scope,scope_id,from_on,to_on\nc001,case_manager,student,990001,2024-08-26,",
}

# Day, event as the list names it, what its choices are set to, what is typed, and the step that the page then shows as now.
YEAR = (
    ("10/01/2024", "Request for help", {"Who it came from": "Teacher"}, {}, "Pre-referral"),
    ("11/04/2024", "Referral received", {"Who it came from": "Parent"}, {}, "Referral"),
    ("11/08/2024", "Consent to evaluate requested", {}, {}, "Referral"),
    ("11/12/2024", "Consent to evaluate received", {"How consent was given": "The parent consents in writing"}, {}, "Identification"),
    ("11/18/2024", "Evaluation started", {}, {}, "Identification"),
    ("12/16/2024", "Evaluation completed", {}, {}, "Eligibility"),
    (
        "12/18/2024",
        "Eligibility determined",
        {"What was decided": "Eligible", "Category": "Autism"},
        {"Who took part": "All"},
        "IEP development",
    ),
    ("01/08/2025", "IEP meeting", {}, {"Who took part": "The IEP team and both parents"}, "IEP development"),
    ("01/08/2025", "IEP agreed", {}, {}, "IEP development"),
    ("01/09/2025", "Consent to services received", {}, {}, "IEP development"),
    ("01/13/2025", "IEP in effect", {}, {}, "Implementation"),
    ("01/13/2025", "Services started", {}, {}, "Implementation"),
    ("03/14/2025", "Progress report sent", {}, {}, "Implementation"),
    ("01/07/2026", "Annual review", {"What was decided": "Continue with the goals"}, {"Who took part": "The team"}, "Implementation"),
)
FINAL = {"Eligibility determined"}


@pytest.fixture(scope="module")
def new_student(dashboard: Dashboard, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A student who has just come in with the roster, and is given to a case manager."""
    folder = tmp_path_factory.mktemp("roster")
    for name, text in FILES.items():
        (folder / name).write_text(text + "\n", encoding="utf-8")
    command = [str(Path(sys.executable).parent / "aimline"), "import", str(folder), "--store", str(dashboard.store)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"
    yield STUDENT


def open_student(page: Page, name: str) -> None:
    """By the name: of a new student there is neither plan nor process, so no list shows them."""
    page.goto("/student")
    settled(page)
    view_as(page, MANAGER)
    page.get_by_role("searchbox", name="Find a student by name").fill(name.split()[-1])
    settled(page)
    page.get_by_test_id("stMain").get_by_role("link", name=re.compile(name.split()[-1])).click()
    expect(page.get_by_role("heading", level=1, name=name)).to_be_visible()
    settled(page)


def begin(page: Page, what: str) -> Locator:
    """Opens the form and finds the kind of entry by typing."""
    page.get_by_role("button", name="Record what happened").click()
    settled(page)
    pick(page, "Or anything else", what)
    form = page.locator(".st-key-event_form")
    expect(form.get_by_text(what, exact=True).last).to_be_visible()
    return form


def pick(page: Page, box: str, option: str) -> None:
    found = page.get_by_role("combobox", name=re.compile(f"^{re.escape(box)}"))
    found.fill(option)
    page.get_by_role("option", name=re.compile(f"{re.escape(option)}$")).first.click()
    settled(page)


def type_day(page: Page, label: str, day: str) -> None:
    """A day is typed into its three parts."""
    month = page.get_by_test_id("stDateInput").filter(has_text=label).get_by_role("spinbutton").first
    month.click()
    page.keyboard.type(day.replace("/", ""))
    page.keyboard.press("Escape")
    settled(page)


def record(page: Page, day: str, what: str, choices: dict[str, str], lines: dict[str, str]) -> None:
    form = begin(page, what)
    type_day(page, "Day it happened", day)
    for box, option in choices.items():
        pick(page, box, option)
    for label, text in lines.items():
        form.get_by_role("textbox", name=re.compile(f"^{re.escape(label)}")).fill(text)
        page.keyboard.press("Tab")
        settled(page)
    if what == "Progress report sent":
        about(page, form)
    form.get_by_role("button", name="Record", exact=True).click()
    if what in FINAL:
        page.get_by_role("button", name="Yes, record it").click()
    expect(page.get_by_test_id("stMain").get_by_text(re.compile(f"^Recorded: {re.escape(what)}"))).to_be_visible()
    settled(page)


def about(page: Page, form: Locator) -> None:
    """The reporting period: a list where the district has its periods on file, else a line."""
    box = form.get_by_role("combobox", name=re.compile("^Which reporting period"))
    if box.count():
        box.click()
        page.get_by_role("option").first.click()
    else:
        form.get_by_role("textbox", name=re.compile("^Which reporting period")).fill("Second quarter")
    settled(page)


def stands(page: Page, step: str) -> None:
    """The stepper says by a word where the student stands; it is an ordered list of seven."""
    items = page.locator(".st-key-stepper").get_by_role("listitem")
    expect(items).to_have_count(7)
    expect(items.filter(has_text="● now")).to_contain_text(step)


def test_from_a_concern_to_the_annual_review(page: Page, new_student: str) -> None:
    page.set_default_timeout(20_000)
    open_student(page, new_student)
    expect(page.get_by_text("Nothing is recorded yet. It begins with a concern")).to_be_visible()
    assert violations(page) == []

    form = begin(page, "A concern")
    type_day(page, "Day it was raised", "09/30/2024")
    pick(page, "Who raised it", "Teacher")
    form.get_by_role("textbox", name=re.compile("^What do you see")).fill("Covers the ears and leaves the room when it is loud")
    page.keyboard.press("Tab")
    settled(page)
    form.get_by_role("button", name="Record", exact=True).click()
    expect(page.get_by_test_id("stMain").get_by_text("Recorded: the concern raised on 30 Sep 2024.")).to_be_visible()
    settled(page)

    for day, what, choices, lines, step in YEAR:
        record(page, day, what, choices, lines)
        stands(page, step)

    page.get_by_role("radiogroup", name="Show").get_by_text("Process").click()
    settled(page)
    main = page.get_by_test_id("stMain")
    expect(main.get_by_role("heading", name="What is due?")).to_be_visible()
    expect(main.get_by_text(re.compile(r"Annual review · due 7 Jan 2027: \d+ days left"))).to_be_visible()
    expect(main.get_by_text("Covers the ears and leaves the room when it is loud")).to_be_visible()
    main.get_by_text(re.compile("Annual review · due")).click()
    expect(main.get_by_text("34 CFR 300.324(b)(1)(i)").first).to_be_visible()
    settled(page)
    assert violations(page) == []

    expect(page).to_have_url(re.compile("show=Process"))
    page.reload()
    settled(page)
    expect(main.get_by_role("heading", name="What has happened?")).to_be_visible()
    stands(page, "Implementation")


def test_what_the_law_forbids_is_told_before_it_is_stored_and_undo_takes_a_slip_back(page: Page, new_student: str) -> None:
    open_student(page, new_student)
    begin(page, "Evaluation started")
    type_day(page, "Day it happened", "09/02/2024")
    expect(page.get_by_text("Consent to evaluate has not been received by this day")).to_be_visible()
    expect(page.get_by_text("34 CFR 300.300(a)(1)(i)").last).to_be_visible()
    page.get_by_role("button", name="Throw away").click()
    settled(page)
    record(page, "01/12/2026", "Complaint or disagreement", {"Who it came from": "Parent"}, {})
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("Undone: it is taken back, and everything is as before.").first).to_be_visible()


def test_the_form_is_filled_in_by_the_keyboard_alone(page: Page, new_student: str) -> None:
    open_student(page, new_student)
    form = begin(page, "A contact with the parents")
    how = form.get_by_role("combobox", name=re.compile("^How"))
    expect(how).to_be_focused()
    page.keyboard.type("Tele")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    whom = form.get_by_role("textbox", name=re.compile("^With whom"))
    expect(whom).to_be_focused()
    page.keyboard.type("Mother")
    page.keyboard.press("Enter")
    about_it = form.get_by_role("textbox", name=re.compile("^What was said"))
    expect(about_it).to_be_focused()
    page.keyboard.type("Will call back")
    settled(page)
    form.get_by_role("button", name="Record", exact=True).press("Enter")
    expect(page.get_by_test_id("stMain").get_by_text(re.compile("^Recorded: contact with Mother"))).to_be_visible()
