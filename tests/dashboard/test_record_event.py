"""Record what happened: what the rules say before it is stored, drafts, a second question before an end, undo, corrections, taking back."""

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from conftest import TODAY
from process_people import add_process
from streamlit.testing.v1 import AppTest

from dashboard import process_writes, reads, reads_process
from dashboard.viewer import Viewer

PAGE = "views/student.py"
TESS = Viewer("T1", TODAY, "Tess Teacher", "teacher")


@pytest.fixture(scope="module")
def prepared(small_store_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = Path(shutil.copyfile(small_store_path, tmp_path_factory.mktemp("recording") / "process.duckdb"))
    add_process(path)
    return path


@pytest.fixture
def form(look: Callable[..., AppTest], prepared: Path, tmp_path: Path) -> Callable[..., AppTest]:
    """Opens the form for one kind, on a store of the test's own that a second call shares."""
    own = Path(shutil.copyfile(prepared, tmp_path / "own.duckdb"))

    def opened(kind: str | None, student: str = "S1", staff_id: str = "T1") -> AppTest:
        page = look(staff_id, PAGE, store_path=own, student=f"key-{student}")
        if kind:
            page.button(key="record_open").click().run()
            page.selectbox(key="record_any").set_value(kind).run()
        return page

    return opened


def field(page: AppTest, name: str) -> str:
    """The key of a field of the open form."""
    open_now = page.session_state["recording"]
    return str(open_now.key(name))


def said(page: AppTest) -> str:
    found = [element.value for kind in ("success", "error", "warning", "info", "caption") for element in getattr(page, kind)]
    return "\n".join(found).replace("\\", "")


def live(event: str) -> list[dict[str, object]]:
    return [row for row in reads_process.events(TESS, "S1") if row["event"] == event and row["retracted_at"] is None]


def test_what_makes_sense_next_is_offered_first(form) -> None:
    page = form(None)
    page.button(key="record_open").click().run()
    offered = page.get("button_group")[-1]
    assert [option.content for option in offered.proto.options][:2] == ["Evaluation completed", "Extension agreed in writing"]


def test_a_refusal_is_told_with_its_law_before_anything_is_stored(form) -> None:
    page = form("eligibility_determined")
    assert "**It cannot be recorded so.** The evaluation is not completed by this day." in said(page)
    assert "34 CFR 300.306(a)(1)" in said(page) and "Still to fill in: What was decided, Who took part." in said(page)
    page.selectbox(key=field(page, "outcome")).set_value("not_eligible").run()
    page.text_input(key=field(page, "people")).set_value("The group and the mother").run()
    page.button(key="record_save").click().run()
    assert live("eligibility_determined") == [] and "evaluation is not completed" in said(page)


def test_a_day_that_does_not_fit_is_told_as_soon_as_it_is_typed(form) -> None:
    page = form("evaluation_completed")
    assert "cannot be recorded" not in said(page)
    page.date_input(key=field(page, "happened_on")).set_value(date(2026, 1, 5)).run()
    assert "Consent to evaluate has not been received by this day" in said(page)


def test_what_is_odd_is_flagged_and_can_be_recorded_all_the_same(form) -> None:
    page = form("consent_received")
    assert "**Look again.** Consent was received on 19 January 2026 already" in said(page) and "all the same" in said(page)
    page.button(key="record_save").click().run()
    assert [row["flags"] != [] for row in live("consent_received")].count(True) == 1


def test_an_event_is_recorded_and_the_stepper_follows_at_once_and_undo_takes_it_back(form) -> None:
    page = form("evaluation_completed")
    page.button(key="record_save").click().run()
    assert "Recorded: Evaluation completed, 2 Mar 2026." in said(page) and page.toast[0].value.startswith("Recorded")
    assert "4. **Eligibility**  \n   :blue-badge[● now]" in page.markdown[0].value
    page.button(key="record_undo").click().run()
    assert "Undone" in said(page) and "3. **Identification**  \n   :blue-badge[● now]" in page.markdown[0].value
    assert live("evaluation_completed") == []


def test_a_draft_is_there_again_in_another_session_and_gone_once_recorded(form) -> None:
    page = form("extension_agreed")
    page.text_input(key=field(page, "people")).set_value("Mother & school").run()
    page.date_input(key=field(page, "agreed_on")).set_value(date(2026, 4, 10)).run()
    assert form(None, staff_id="P1").button and not [one for one in form(None, staff_id="P1").button if one.key == "record_draft"]
    other = form(None)
    assert other.button(key="record_draft").label == "Go on with your draft: Extension agreed in writing"
    other.button(key="record_draft").click().run()
    assert other.text_input(key=field(other, "people")).value == "Mother & school"
    assert other.date_input(key=field(other, "agreed_on")).value == date(2026, 4, 10)
    other.selectbox(key=field(other, "reason")).set_value("initial_sld_evaluation").run()
    other.button(key="record_save").click().run()
    assert "Recorded: Extension agreed" in said(other) and "due 10 Apr 2026" in "".join(one.value for one in other.markdown)
    assert reads_process.drafts(TESS, "S1") == []


def test_a_form_open_in_two_windows_says_so_and_offers_both(form) -> None:
    here, there = form("evaluation_completed"), form("evaluation_completed")
    there.text_area(key=field(there, "note")).set_value("Typed there").run()
    here.text_area(key=field(here, "note")).set_value("Typed here").run()
    assert "another window" in said(here) and "another window" not in said(there)
    assert kept_note() == "Typed there", "not overwritten in silence"
    here.button(key="draft_theirs").click().run()
    assert here.text_area(key=field(here, "note")).value == "Typed there" and "another window" not in said(here)
    here.text_area(key=field(here, "note")).set_value("Typed there, then here").run()
    assert kept_note() == "Typed there, then here"
    there.text_area(key=field(there, "note")).set_value("Typed there again").run()
    there.button(key="draft_mine").click().run()
    assert kept_note() == "Typed there again" and "another window" not in said(there)
    there.button(key="record_save").click().run()
    here.text_area(key=field(here, "note")).set_value("Too late").run()
    assert "recorded or thrown away" in said(here)


def kept_note() -> str | None:
    kept = reads_process.draft(TESS, "S1", "evaluation_completed")
    return kept.content["note"] if kept else None


def test_after_recording_on_a_student_without_plans_the_process_is_shown(form) -> None:
    page = form("referral_received", "S7", "T2")
    assert "intervention.csv or goal.csv" in said(page)
    page.selectbox(key=field(page, "source")).set_value("parent").run()
    page.button(key="record_save").click().run()
    assert page.session_state["show"] == "Process" and "Recorded: Referral received" in said(page)
    assert "What is due?" in [one.value for one in page.header]
    assert form(None).session_state["show"] == "Progress"


def test_an_end_is_asked_about_once_more(form) -> None:
    page = form("consent_revoked")
    page.button(key="record_save").click().run()
    assert "is that so?" in said(page) and live("consent_revoked") == []
    page.button(key="record_no").click().run()
    assert "is that so?" not in said(page)
    page.button(key="record_save").click().run()
    page.button(key="record_yes").click().run()
    assert len(live("consent_revoked")) == 1 and "■ ended here" in page.markdown[0].value


def test_a_referral_from_outside_is_never_held_up_by_an_intervention(form) -> None:
    assert "An intervention that is running neither blocks nor delays it" in said(form("referral_received"))


def opened_event(form, event: str) -> tuple[AppTest, str]:
    page = form(None)
    event_id = str(live(event)[0]["event_id"])
    page.session_state["show"] = "Process"
    page.session_state[f"event-{event_id}"] = True
    return page.run(), event_id


def test_a_correction_asks_why_and_keeps_what_stood_before(form) -> None:
    page, event_id = opened_event(form, "evaluation_started")
    page.button(key=f"correct_{event_id}").click().run()
    page.date_input(key=field(page, "happened_on")).set_value(date(2026, 2, 3)).run()
    page.button(key="record_save").click().run()
    assert "Fill in: Why it is corrected" in said(page)
    page.text_input(key=field(page, "because")).set_value("A slip of the finger").run()
    page.button(key="record_save").click().run()
    assert live("evaluation_started")[0]["happened_on"] == date(2026, 2, 3)
    before = [row for row in reads_process.events(TESS, "S1") if row["event_id"] == event_id and row["retracted_at"]]
    assert [row["retracted_because"] for row in before] == ["A slip of the finger"]


def test_taking_back_needs_a_reason_and_respects_what_rests_on_it(form) -> None:
    page, event_id = opened_event(form, "consent_received")
    page.button(key=f"take_back_{event_id}_ask").click().run()
    page.text_input(key=f"take_back_{event_id}_because").set_value("Wrong child")
    next(one for one in page.button if one.label == "Take it back").click().run()
    assert "Other events rest on this one. Take back first: Evaluation started" in said(page)
    page, event_id = opened_event(form, "evaluation_started")
    page.button(key=f"take_back_{event_id}_ask").click().run()
    page.text_input(key=f"take_back_{event_id}_because").set_value("Wrong child")
    next(one for one in page.button if one.label == "Take it back").click().run()
    assert "Taken back: Evaluation started of 2 Feb 2026." in said(page) and live("evaluation_started") == []


@pytest.mark.parametrize(
    ("kind", "choices", "lines", "text", "stored"),
    [
        ("concern", {"raised_by": "parent"}, {"strengths": "Draws"}, {"what": "Talks <i>out</i>"}, reads_process.concerns),
        ("contact", {"how": "letter"}, {"with_whom": "Father"}, {"about": "Sent the notice"}, reads_process.contacts),
        ("restricted_note", {}, {}, {"text": "For few"}, reads_process.restricted_notes),
    ],
)
def test_concern_contact_and_restricted_note_are_recorded_and_undone(form, kind, choices, lines, text, stored) -> None:
    page = form(kind)
    before = len(stored(TESS, "S1"))
    page.button(key="record_save").click().run()
    assert "Not recorded yet. Fill in" in said(page) and len(stored(TESS, "S1")) == before
    for name, value in choices.items():
        page.selectbox(key=field(page, name)).set_value(value).run()
    for name, value in lines.items():
        page.text_input(key=field(page, name)).set_value(value).run()
    for name, value in text.items():
        page.text_area(key=field(page, name)).set_value(value).run()
    page.button(key="record_save").click().run()
    assert "Recorded: " in said(page) and len(stored(TESS, "S1")) == before + 1
    page.button(key="record_undo").click().run()
    assert "Undone" in said(page) and len(stored(TESS, "S1")) == before


@pytest.mark.parametrize(
    ("kind", "identifier", "name", "stored"),
    [
        ("contact", "contact_id", "about", reads_process.contacts),
        ("restricted_note", "restricted_note_id", "text", reads_process.restricted_notes),
    ],
)
def test_a_contact_and_a_note_are_corrected_and_the_old_word_stays_in_the_record(form, kind, identifier, name, stored) -> None:
    page = form(None)
    page.session_state["show"] = "Process"
    page.run()
    before = stored(TESS, "S1")[0]
    page.button(key=f"correct_{before[identifier]}").click().run()
    assert page.text_area(key=field(page, name)).value == before[name], "the form holds what is stored"
    page.text_area(key=field(page, name)).set_value("Said <b>otherwise</b>").run()
    page.button(key="record_save").click().run()
    assert "Corrected: " in said(page)
    after = stored(TESS, "S1")
    assert len(after) == 1 and after[0] == {**before, name: "Said <b>otherwise</b>", "recorded_at": after[0]["recorded_at"]}
    con = reads.connection()
    rows = con.execute(
        f"SELECT {name}, retracted_at IS NULL FROM {kind} WHERE {identifier} = ? ORDER BY 2", [before[identifier]]
    ).fetchall()
    assert rows == [(before[name], False), ("Said <b>otherwise</b>", True)]
    noted = con.execute("SELECT before_value, after_value FROM audit_event WHERE row_key = ? AND action = 'correct'", [before[identifier]])
    texts = [text or "" for row in noted.fetchall() for text in row]
    assert len(texts) == 2 and all((text == "") == (kind == "restricted_note") for text in texts), "the audit holds no restricted word"


def test_a_concern_is_corrected(form) -> None:
    page = form(None)
    page.session_state["show"] = "Process"
    page.run()
    concern = reads_process.concerns(TESS, "S1")[0]
    page.button(key=f"correct_{concern['concern_id']}").click().run()
    page.text_input(key=field(page, "when_seen")).set_value("In the first lesson").run()
    page.button(key="record_save").click().run()
    (after,) = reads_process.concerns(TESS, "S1")
    assert (after["concern_id"], after["when_seen"], after["what"]) == (concern["concern_id"], "In the first lesson", concern["what"])


def test_a_draft_of_somebody_else_is_nobody_s_business(form) -> None:
    form(None)
    process_writes.keep_draft(TESS, "S1", "concern", {"what": "unfinished"}, None)
    assert reads_process.drafts(Viewer("P1", TODAY, "Pat", "principal"), "S1") == []
