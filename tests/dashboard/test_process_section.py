"""The process of a student on their page: who sees what, what an empty one teaches, and that every clock and event explains itself."""

import inspect
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import NAMES, TODAY, everything
from process_people import CONCERN, SECRET, add_process
from streamlit.testing.v1 import AppTest

from analytics import store
from analytics.event_entry import EventEntry
from analytics.store import EventRefused, access_log
from dashboard import process_writes, reads_process
from dashboard.viewer import Viewer

PAGE = "views/student.py"
ROLES = {"T1": "teacher", "P1": "principal", "D1": "district"}
TESS, TOM, PAT = (
    Viewer(*who) for who in (("T1", TODAY, "Tess", "teacher"), ("T2", TODAY, "Tom", "teacher"), ("P1", TODAY, "Pat", "principal"))
)


@pytest.fixture(scope="module")
def process_store(small_store_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = Path(shutil.copyfile(small_store_path, tmp_path_factory.mktemp("process") / "process.duckdb"))
    add_process(path)
    return path


@pytest.fixture
def process(look: Callable[..., AppTest], process_store: Path) -> Callable[..., AppTest]:
    """Opens the process of a student through somebody's eyes, some of its panels open."""

    def opened(staff_id: str, student: str, *panels: str) -> AppTest:
        page = look(staff_id, PAGE, store_path=process_store, student=f"key-{student}")
        page.session_state["show"] = "Process"
        for panel in panels:
            page.session_state[panel] = True
        return page.run()

    return opened


def texts(page: AppTest) -> str:
    found = [element.value for kind in ("title", "header", "markdown", "caption", "info", "warning") for element in getattr(page, kind)]
    return "\n".join(found).replace("\\", "")


def test_every_read_gives_nothing_to_a_stranger_and_everything_to_who_works_with_the_student(process) -> None:
    process("T1", "S1")
    of_a_student = [
        read
        for _, read in inspect.getmembers(reads_process, inspect.isfunction)
        if list(inspect.signature(read).parameters) == ["viewer", "student_id"]
    ]
    assert len(of_a_student) >= 7
    kept = process_writes.keep_draft(TESS, "S1", "evaluation_completed", {"note": "begun"}, None)
    for read in of_a_student:
        assert rows(read(TOM, "S1")) == 0, read.__name__
        assert rows(read(TESS, "S1")) > 0, read.__name__
    assert reads_process.draft(TOM, "S1", "evaluation_completed") is None
    process_writes.drop_draft(TESS, "S1", "evaluation_completed", kept)


def rows(answer: object) -> int:
    return len(answer) if isinstance(answer, list) else sum(len(table) for table in vars(answer).values())


def test_a_stranger_can_write_nothing(process) -> None:
    process("T1", "S1")
    event = EventEntry("S1", "evaluation_completed", TODAY)
    concern = {"raised_on": TODAY, "raised_by": "teacher", "what": "x"}
    for write in (
        lambda: process_writes.check(TOM, event),
        lambda: process_writes.record_event(TOM, event),
        lambda: process_writes.record_concern(TOM, "S1", concern),
        lambda: process_writes.keep_draft(TOM, "S1", "concern", {}, None),
        lambda: process_writes.take_back(TOM, reads_process.events(TESS, "S1")[0]["event_id"], "none of mine"),
        lambda: process_writes.record_restricted_note(PAT, "S1", {"on_date": TODAY, "text": "x"}),
    ):
        with pytest.raises(EventRefused):
            write()


@pytest.mark.parametrize("staff_id", ROLES)
def test_each_role_sees_the_process_of_their_students(process, staff_id: str) -> None:
    page = process(staff_id, "S1")
    assert not page.exception
    assert [header.value for header in page.header][:5] == [
        "What is due?", "What has happened?", "What was the concern, and what was tried?", "What did the team decide?",
        "Who spoke with the parents?",
    ]  # fmt: skip


def test_restricted_notes_are_for_those_with_the_permission_and_nothing_hints_at_them_elsewhere(process, process_store) -> None:
    allowed, denied = process("T1", "S1"), process("P1", "S1")
    assert SECRET.encode() in everything(allowed)
    assert (
        SECRET.encode() not in everything(denied) and b"estricted" not in everything(denied) and b"only few may" not in everything(denied)
    )
    denied.button(key="record_open").click().run()
    assert not any("restricted" in option.lower() for option in denied.selectbox(key="record_any").options)
    noted = [entry for entry in access_log.entries(process_store) if entry["purpose"] == "restricted notes"]
    assert {entry["staff_id"] for entry in noted} == {"T1"}


def test_the_stepper_is_a_list_of_seven_with_word_shape_and_colour(process) -> None:
    items = process("T1", "S1").markdown[0].value.split("\n1. ")[-1]
    assert [line.split(" ")[0] for line in items.splitlines() if line[0] in "1234567"] == ["1.", "2.", "3.", "4.", "5.", "6.", "7."]
    assert "1. Pre-referral  \n   :green-badge[✔ done]  \n   :small[:gray[13 Jan 2026]]" in items
    assert "3. **Identification**  \n   :blue-badge[● now]  \n   :small[:gray[since 19 Jan 2026]]" in items
    assert "4. Eligibility  \n   :gray-badge[○ not yet]" in items


def test_what_comes_next_and_the_most_urgent_clock_stand_above_both_views(look, process_store: Path) -> None:
    page = look("T1", PAGE, store_path=process_store, student="key-S1")
    said = texts(page)
    assert "**Next:** The evaluation goes on" in said and "**Evaluation**, due 20 Mar 2026: 18 days left" in said
    assert len(page.get("plotly_chart")) == 2, "the progress is on the same page as before"


def test_a_clock_opens_to_its_rule_its_law_and_its_count(process) -> None:
    page = process("T1", "S1", "clock-evaluation-1")
    said = texts(page)
    assert "8 NYCRR 200.4(b)(1)" in said and "Started by: consent to evaluate received, 19 Jan 2026." in said
    assert "Counted: 60 calendar days after 19 Jan 2026, to 20 Mar 2026." in said
    assert "second hand" in said and "Not legal advice" in said


def test_a_state_without_rules_of_its_own_is_told_so(look, small_store_path: Path, tmp_path: Path) -> None:
    own = Path(shutil.copyfile(small_store_path, tmp_path / "own.duckdb"))
    con = store.open_store(own)
    con.execute("UPDATE school SET state = 'WY'")
    con.close()
    add_process(own)
    page = look("T1", PAGE, store_path=own, student="key-S1")
    page.session_state["show"] = "Process"
    assert "Aimline has no rules of this state, so the federal ones are shown." in texts(page.run())


def test_an_event_opens_to_its_details_what_stood_before_and_why(process) -> None:
    event_id = next(row["event_id"] for row in _events(process) if row["event"] == "consent_received")
    said = texts(process("T1", "S1", f"event-{event_id}"))
    assert "How consent was given: The parent consents in writing" in said
    assert "Before, as Tess Teacher recorded it on 2 Mar 2026: 20 Jan 2026. Corrected because: It came a day before." in said


def test_what_was_taken_back_is_shown_when_asked_for_with_the_reason(process) -> None:
    event_id = next(row["event_id"] for row in _events(process) if row["event"] == "complaint_received")
    assert "Complaint" not in _labels(process("T1", "S1"))
    page = process("T1", "S1", "timeline_taken_back", f"event-{event_id}")
    assert "taken back] **Complaint or disagreement**" in _labels(page)
    assert "**Taken back** on 2 Mar 2026: Meant for another student." in texts(page)


def _events(process) -> list[dict[str, object]]:
    process("T1", "S1")
    return reads_process.events(TESS, "S1")


def _labels(page: AppTest) -> str:
    return "\n".join(panel.label for panel in page.expander)


def test_the_timeline_is_narrowed_to_a_step(process) -> None:
    page = process("T1", "S1")
    page.selectbox(key="timeline_step").set_value(2).run()
    labels = _labels(page)
    assert "Referral received" in labels and "Team decision" not in labels and "Evaluation started" not in labels


def test_the_concern_stands_as_typed_with_what_was_tried_and_its_verdict(process) -> None:
    page = process("T1", "S1")
    concern = next(element.value for element in page.markdown if "Guesses" in element.value)
    assert CONCERN in concern.replace("\\", "") and "<b>" not in concern and "[x](" not in concern
    tried = next(element.value for element in page.markdown if "Repeated reading" in element.value and "badge" in element.value)
    assert tried.startswith(":red-badge[▼ ineffective] Repeated reading · Intervention")
    page.button(key="chart_of_I1").click().run()
    assert page.segmented_control(key="show").value == "Progress" and page.get("plotly_chart")


@pytest.mark.parametrize("student", sorted(set(NAMES) - {"S1"}))
def test_where_nothing_is_recorded_the_page_says_how_it_begins(process, student: str) -> None:
    page = process("D1", student)
    said = texts(page)
    assert not page.exception and "Nothing is recorded yet. It begins with a concern" in said and "No time limit runs" in said
    assert page.markdown[0].value.count("○ not yet") == 7 or page.markdown[1].value.count("○ not yet") == 7
