"""What has happened, newest first: each event opens its details, who recorded it, what was corrected or taken back, and why."""

from collections.abc import Sequence
from typing import Any

import streamlit as st

from analytics.process.text_limits import longest
from analytics.store.errors import AimlineError
from dashboard import process_writes
from dashboard.components import event_fields, recording
from dashboard.components.escaping import escaped
from dashboard.components.recording import Recorded
from dashboard.figures.sentences import day
from dashboard.viewer import Viewer

Row = dict[str, Any]
A_PAGE = 15
MOST = longest("process_event", "retracted_because")  # letters of a reason
NOTHING = "Nothing is recorded yet. It begins with a concern."
SHOWN = (
    "source", "outcome", "category", "reason", "last_iep_on", "last_evaluation_on", "agreed_on", "about", "intervention_id", "concern_id",
    "people", "note",
)  # fmt: skip


def draw(who: Viewer, found: Row, events: Sequence[Row], titles: Sequence[str]) -> None:
    """The events of a student with a filter by step."""
    if not events:
        st.markdown(f":gray[{NOTHING}]")
        return
    live = [row for row in events if row["retracted_at"] is None]
    taken_back = [row for row in events if row["taken_back"]]
    shown = _filtered(live, taken_back, titles)
    pages = -(-len(shown) // A_PAGE)
    page = st.pagination(pages, key="timeline_page") if pages > 1 else 1
    for row in shown[(page - 1) * A_PAGE : page * A_PAGE]:
        _entry(who, found, row, [one for one in events if one["event_id"] == row["event_id"] and one is not row])
    if not shown:
        st.markdown(":gray[Nothing of this step is recorded.]")


def _filtered(live: Sequence[Row], taken_back: Sequence[Row], titles: Sequence[str]) -> list[Row]:
    """The events of the chosen step, newest first; those taken back only if asked for."""
    steps = sorted({row["step"] for row in live})
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        step = None
        if len(steps) > 1:
            step = st.selectbox(
                "Step", steps, index=None, format_func=lambda one: f"{one} {titles[one - 1]}", placeholder="All steps",
                key="timeline_step", persist_state="page", width=260,
            )  # fmt: skip
        also = bool(taken_back) and st.checkbox(f"Also what was taken back ({len(taken_back)})", key="timeline_taken_back")
    rows = [*live, *(taken_back if also else [])]
    rows = [row for row in rows if step is None or row["step"] == step]
    return sorted(rows, key=lambda row: (row["happened_on"], row["sort_order"], row["recorded_at"]), reverse=True)


def _entry(who: Viewer, found: Row, row: Row, earlier: Sequence[Row]) -> None:
    marks = ":gray-badge[✖ taken back] " if row["taken_back"] else ":orange-badge[⚑ flagged] " if row["flags"] else ""
    marks += ":gray-badge[✎ corrected] " if earlier and not row["taken_back"] else ""
    known = [escaped(row[name]) for name in ("outcome_title", "source_title") if row[name]]
    said = f" · {' · '.join(known)}" if known else ""
    panel = st.expander(
        f"{day(row['happened_on'])} · {marks}**{escaped(row['title'])}**{said}",
        key=f"event-{row['event_id']}",
        type="step",
        on_change="rerun",
    )
    with panel:
        if panel.open:
            _details(row)
        law = f" · {escaped(row['citation'])}" if row["citation"] else ""  # always there: what is empty cannot be opened
        st.caption(f"Recorded by {_author(row)} on {day(row['recorded_at'].date())}{law}")
        if panel.open:
            _history(row, earlier)
            if not row["taken_back"]:
                _ways_back(who, found, row)


def _details(row: Row) -> None:
    """What was entered, and what the rules called odd about it."""
    told = [f"- {event_fields.label(row['event'], name)}: {event_fields.told(row, name)}" for name in SHOWN if row[name]]
    if told:
        st.markdown("\n".join(told))
    for flag in row["flags"]:
        law = f" :small[({escaped(flag['citation'])})]" if flag["citation"] else ""
        st.markdown(f":orange-badge[⚑ flagged] {escaped(flag['message'])}{law}")


def _history(row: Row, earlier: Sequence[Row]) -> None:
    """What stood there before each correction, and why the event was taken back."""
    for old in sorted(earlier, key=lambda one: one["recorded_at"], reverse=True):
        was = ", ".join(event_fields.told(old, name) for name in ("happened_on", *SHOWN) if old[name] and old[name] != row[name])
        why = f" because: {escaped(old['retracted_because'])}" if old["retracted_because"] else ""
        st.caption(f"Before, as {_author(old)} recorded it on {day(old['recorded_at'].date())}: {was or 'the same'}. Corrected{why}.")
    if row["taken_back"]:
        st.markdown(f"**Taken back** on {day(row['retracted_at'].date())}: {escaped(row['retracted_because'] or 'no reason was given')}.")


def _ways_back(who: Viewer, found: Row, row: Row) -> None:
    """Correct, or take back with a reason."""
    name = f"take_back_{row['event_id']}"
    with st.container(horizontal=True):
        stored = (found, row["event"], row["event_id"], {field: row[field] for field in ("happened_on", *SHOWN)})
        st.button("Correct", key=f"correct_{row['event_id']}", on_click=recording.correct, args=stored, icon=":material/edit:")
        if not st.session_state.get(f"{name}_open"):
            st.button(
                "Take back", key=f"{name}_ask", type="tertiary", icon=":material/undo:",
                on_click=lambda: st.session_state.update({f"{name}_open": True}),
            )  # fmt: skip
    if st.session_state.get(f"{name}_open"):
        with st.form(f"{name}_form", border=False):
            because = st.text_input("Why it is taken back (required)", key=f"{name}_because", autocomplete="off", max_chars=MOST)
            if st.form_submit_button("Take it back"):
                _take_back(who, found, row, because)
        if refused := st.session_state.pop(f"{name}_refused", None):
            st.error(escaped(refused), icon=":material/error:")


def _take_back(who: Viewer, found: Row, row: Row, because: str) -> None:
    name = f"take_back_{row['event_id']}"
    try:
        process_writes.take_back(who, row["event_id"], because)
    except AimlineError as refused:
        st.session_state[f"{name}_refused"] = str(refused)
        st.rerun()
    st.session_state.pop(f"{name}_open", None)
    words = f"Taken back: {row['title']} of {day(row['happened_on'])}. It stays in the record with the reason."
    recording.done(Recorded(found["student_id"], who.staff_id, words))
    st.rerun()


def _author(row: Row) -> str:
    return escaped(row["recorded_by_name"] or "an import")
