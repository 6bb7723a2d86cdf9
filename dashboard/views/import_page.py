"""Import: files in, what was accepted and refused, and differences that wait for a decision."""

import streamlit as st

from dashboard import pages, reads_import, viewer
from dashboard.components import data_check, empty_state, import_form, import_history, review_list

who = viewer.looking()
st.title("Import")

if not reads_import.may_import(who):
    st.info(reads_import.NOT_YOURS)
    st.stop()

waiting = reads_import.conflicts(who)
views = {"files": "Files", "history": "Earlier imports", "review": f"To review ({len(waiting)})", "check": "Data check"}
view = st.segmented_control(
    "Show", list(views), default="files", required=True, format_func=views.__getitem__, key="import_view", label_visibility="collapsed"
)
if view == "history":
    import_history.draw(who)
elif view == "review":
    review_list.draw(who, waiting)
elif view == "check":
    data_check.draw(reads_import.findings(who))
else:
    if who.role == pages.SETUP:
        empty_state.first_import()
    import_form.draw(who)
