"""The fields of the form for an event: which one asks for what, as event_kind says, each with the words that its codes stand for."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import streamlit as st

from analytics.process.text_limits import longest
from dashboard import reads_process
from dashboard.components.escaping import escaped
from dashboard.figures.sentences import day
from dashboard.viewer import Viewer

Row = dict[str, Any]
YEARS_BACK = 22  # the process ends at the age of 21 (34 CFR 300.101(a))
LABELS = {
    "happened_on": "Day it happened",
    "source": "Who it came from",
    "outcome": "What was decided",
    "category": "Category of the disability",
    "reason": "Reason",
    "agreed_on": "Date agreed",
    "concern_id": "Which concern",
    "intervention_id": "Which intervention",
    "about": "What it is about",
    "people": "Who took part",
    "last_iep_on": "Last IEP or annual review there",
    "last_evaluation_on": "Last evaluation or reevaluation there",
    "note": "Note",
}
# Where the general word would leave a reader guessing.
OF_EVENT = {
    ("exited", "category"): "Why the student leaves special education",
    ("progress_report_sent", "about"): "Which reporting period",
    ("delay_explained", "about"): "Which time limit is late",
    ("extension_agreed", "agreed_on"): "Extended to",
    ("reevaluation_waived", "agreed_on"): "Agreed on",
    ("reevaluation_waived", "people"): "Who agreed",
    ("extension_agreed", "people"): "Who agreed",
    ("transferred_in", "source"): "From where",
    ("transferred_in", "agreed_on"): "Services agreed to start on",
    ("consent_received", "reason"): "How consent was given",
    ("reevaluation_consent_received", "reason"): "How consent was given",
    ("evaluation_completed", "reason"): "Why it was late, if it was",
    ("eligibility_determined", "reason"): "Why it was late, if it was",
    ("iep_meeting_held", "reason"): "Why it was late, if it was",
    ("services_started", "reason"): "Why they started late, if they did",
    ("annual_review_held", "reason"): "Why it was late, if it was",
    ("reevaluation_completed", "reason"): "Why it was late, if it was",
}


@dataclass(frozen=True)
class Choices:
    """What the fields of one student's events may hold beside free text: the codes, and the student's own things by field and, where it
    matters, event (field alone, or event and field)."""

    codes: Sequence[Row]
    own: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def of(self, event: str, name: str) -> dict[str, str]:
        """Code and title of what the field may hold; empty for free text."""
        if found := self.own.get(f"{event}.{name}", self.own.get(name)):
            return dict(found)
        return {row["code"]: row["title"] for row in self.codes if row["event"] == event and row["field"] == name}


def choices_of(who: Viewer, student_id: str, kind: Row, clocks: Sequence[Row]) -> Choices:
    """The choices of a kind of event for one student: the codes, and as far as the kind asks for them the student's concerns and
    interventions, the reports that are due, the clocks that have a due date."""
    asked, own = (kind["asks"] or "").split("|"), {}
    if "concern_id" in asked:
        concerns = reads_process.concerns(who, student_id)
        own["concern_id"] = {row["concern_id"]: f"{day(row['raised_on'])}: {row['what'][:60]}" for row in concerns}
    if "intervention_id" in asked:
        own["intervention_id"] = {row["intervention_id"]: row["title"] for row in reads_process.tried(who, student_id)}
    own["progress_report_sent.about"] = {row["period"]: row["period"] for row in clocks if row["period"]}
    own["delay_explained.about"] = {row["clock"]: row["title"] for row in clocks if row["due_on"]}
    return Choices(reads_process.codes(), own)


def names(kind: Row, values: Mapping[str, Any]) -> list[str]:
    """The fields that the form of a kind of event shows, in order, given what is filled in already."""
    asked = [name for name in (kind["asks"] or "").split("|") if name]
    if kind["event"] != "exited" and values.get("outcome") in (None, "not_eligible"):
        asked = [name for name in asked if name != "category"]  # nobody is asked for a category of what was not found
    return ["happened_on", *asked, "note"]


def required(kind: Row) -> set[str]:
    """The fields that must be filled, beside the day."""
    return {name for name in (kind["required"] or "").split("|") if name}


def label(event: str, name: str, *, needed: bool = False) -> str:
    """What the field is called on this form."""
    words = OF_EVENT.get((event, name), LABELS[name])
    return f"{words} (required)" if needed else words


def draw(kind: Row, choices: Choices, key: Callable[[str], str], today: date) -> dict[str, Any]:
    """Draws the fields and returns what they hold; an empty one is None. Each keeps its value in the session under `key`."""
    values: dict[str, Any] = {name: st.session_state.get(key(name)) for name in ("outcome",)}
    shown = names(kind, values)
    needed = required(kind)
    found: dict[str, Any] = {}
    short = [name for name in shown if name not in ("note", "people")]
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        for name in short:
            found[name] = _field(kind, name, choices, key(name), today, name in needed)
    for name in (name for name in shown if name not in short):
        found[name] = _field(kind, name, choices, key(name), today, name in needed)
    return found


def _field(kind: Row, name: str, choices: Choices, key: str, today: date, needed: bool) -> Any:
    words = label(kind["event"], name, needed=needed)
    if name.endswith("_on"):
        return _day(words, name, key, today)
    options = choices.of(kind["event"], name)
    if options or name in ("concern_id", "intervention_id"):
        return _choice(words, options, key)
    most = longest("process_event", name)
    if name == "note":
        return st.text_area(words, key=key, max_chars=most, height=90, persist_state="session").strip() or None
    return st.text_input(words, key=key, max_chars=most, autocomplete="off", persist_state="session").strip() or None


def _choice(words: str, options: Mapping[str, str], key: str) -> str | None:
    stands = st.session_state.get(key)
    if stands is not None and stands not in options:
        options = {**options, stands: stands}  # what is stored stays to be seen, also where the list no longer holds it
    nothing = "Choose" if options else "Nothing on file"
    return st.selectbox(
        words, list(options), index=None, format_func=lambda code: options.get(code, code), key=key, placeholder=nothing,
        persist_state="session", width=300,
    )  # fmt: skip


def _day(words: str, name: str, key: str, today: date) -> date | None:
    ahead = timedelta(days=366 if name == "agreed_on" else 0)
    first = today - timedelta(days=366 * YEARS_BACK)
    start = today if name == "happened_on" else None
    if key not in st.session_state:
        st.session_state[key] = start
    return st.date_input(words, min_value=first, max_value=today + ahead, key=key, format="MM/DD/YYYY", persist_state="session", width=200)


def told(row: Row, name: str) -> str:
    """What a field of a stored event holds, in words and ready for Markdown."""
    value = row.get(f"{name.removesuffix('_id')}_title") or row[name]
    if not isinstance(value, str):
        return day(value)
    return escaped(value.replace("_", " ") if name == "about" else value)
