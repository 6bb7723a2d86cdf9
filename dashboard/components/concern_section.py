"""The concern as it was raised, and what was tried for it: interventions and accommodations, each with the verdict of its own series."""

from collections.abc import Sequence
from typing import Any

import streamlit as st

from dashboard.components import concern_form, plan_section, recording, verdict_badge
from dashboard.components.concern_form import AREAS, RAISED_BY
from dashboard.components.escaping import escaped
from dashboard.figures.sentences import day

Row = dict[str, Any]
PARTS = {
    "where_seen": "Where",
    "when_seen": "When",
    "how_often": "How often",
    "since_when": "Since when",
    "strengths": "Strengths",
    "how_learns": "How the child learns",
}
NOTHING = "No concern is recorded. It says what is seen, where, when and how often, and what the child does well."
NOT_TRIED = "No intervention and no accommodation is on file for this student yet."


def draw(found: Row, concerns: Sequence[Row], tried: Sequence[Row]) -> None:
    """Each concern, newest first, with what was tried for it; then what was tried without a concern."""
    if not concerns:
        st.markdown(f":gray[{NOTHING}]")
    for row in concerns:
        with st.container(border=True, gap="small"):
            st.markdown(f"**{escaped(row['what'])}**")
            area = f" · {AREAS.get(row['area'], escaped(row['area']))}" if row["area"] else ""
            raised = RAISED_BY.get(row["raised_by"], escaped(row["raised_by"]))
            author = f" · recorded by {escaped(row['recorded_by_name'])}" if row["recorded_by_name"] else ""
            st.caption(f"Raised by: {raised.lower()} · {day(row['raised_on'])}{area}{author}")
            told = [f"- {words}: {escaped(row[name])}" for name, words in PARTS.items() if row[name]]
            if told:
                st.markdown("\n".join(told))
            _tried([one for one in tried if one["concern_id"] == row["concern_id"]])
            st.button(
                "Correct the concern",
                key=f"correct_{row['concern_id']}",
                icon=":material/edit:",
                type="tertiary",
                on_click=recording.correct,
                args=(found, "concern", row["concern_id"], {one.name: row[one.name] for one in concern_form.FIELDS}),
            )
    known = {row["concern_id"] for row in concerns}
    if rest := [one for one in tried if one["concern_id"] not in known]:
        with st.container(border=True, gap="small"):
            _tried(rest)


def _tried(rows: Sequence[Row]) -> None:
    st.markdown("**What was tried**" if rows else f":gray[{NOT_TRIED}]")
    for row in rows:
        plan_id = row["intervention_id"]
        dates = f"since {day(row['start_on'])}" if row["end_on"] is None else f"{day(row['start_on'])} to {day(row['end_on'])}"
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            said = (
                f"{verdict_badge.markdown(row['verdict'])} {escaped(row['title'])} · {plan_section.KINDS.get(row['kind'], 'Plan')}, {dates}"
            )
            st.markdown(said + _decided(row), width="content")
            name = f"Chart of {escaped(row['title'])}"
            st.button(
                "See its chart",
                key=f"chart_of_{plan_id}",
                type="tertiary",
                icon=":material/show_chart:",
                help=name,
                on_click=_to_chart,
                args=(plan_id,),
            )


def _decided(row: Row) -> str:
    """The team's last decision on it."""
    if not row["decided_on"]:
        return ""
    why = f" ({escaped(row['decision_reason'].lower())})" if row["decision_reason"] else ""
    return f"  \n:small[:gray[The team on {day(row['decided_on'])}: {escaped(row['decision_title'].lower())}{why}]]"


def _to_chart(plan_id: str) -> None:
    """Turns to Progress; the view brings the plan's section into sight."""
    st.session_state["show"] = "Progress"
    st.session_state[plan_section.WANTED] = plan_id
    st.session_state[f"past-{plan_id}"] = True  # a plan that has ended lies folded under History
