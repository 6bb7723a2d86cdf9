"""The review list: a typed and an imported value of one probe differ; the typed one stands until a person decides."""

from typing import Any

import streamlit as st

from analytics.store.errors import AimlineError
from dashboard import reads_import
from dashboard.components.escaping import escaped
from dashboard.figures.sentences import day, number
from dashboard.viewer import Viewer

A_PAGE = 20
SAID = "review_said"


def draw(who: Viewer, found: list[dict[str, Any]]) -> None:
    """One card a difference, with the two values as buttons."""
    if st.session_state.get(SAID):
        st.info(st.session_state.pop(SAID))
    if not found:
        st.info("No typed score differs from an imported one.")
        return
    st.markdown("A score was typed and a file brought another value for the same probe. The typed value stands until somebody decides.")
    pages = -(-len(found) // A_PAGE)
    page = st.pagination(pages, key="review_page") if pages > 1 else 1
    shown = found[(page - 1) * A_PAGE : page * A_PAGE]
    reads_import.log_review(who, [row["student_id"] for row in shown])
    for row in shown:
        _card(who, row)


def _card(who: Viewer, row: dict[str, Any]) -> None:
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        about = f"**{escaped(row['student'])}** · {escaped(row['measure'])}, {day(row['observed_on'])}, form {escaped(row['form'])}"
        st.markdown(f"{about}  \n:small[:gray[{escaped(row['file_name'] or 'a file')}]]", width=380)
        for keep in ("typed", "imported"):
            label = f"Keep {keep}: {_value(row[f'{keep}_value'])}"
            st.button(label, key=f"review_{keep}_{row['conflict_id']}", on_click=_settle, args=(who, row, keep))


def _value(value: float | None) -> str:
    return "absent" if value is None else number(value, 2)


def _settle(who: Viewer, row: dict[str, Any], keep: str) -> None:
    try:
        reads_import.resolve(who, row["conflict_id"], keep)
        st.session_state[SAID] = (
            f"{escaped(row['student'])}, {day(row['observed_on'])}: the {keep} value {_value(row[f'{keep}_value'])} is kept."
        )
    except AimlineError as refused:
        st.session_state[SAID] = escaped(str(refused))
