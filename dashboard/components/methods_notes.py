"""The methods notes: search, choose, read."""

import streamlit as st

from dashboard import reads_methods
from dashboard.components.escaping import escaped

KEY = "note"


def draw() -> None:
    """The titles on the left, the chosen note on the right. The note stands in the address, so that it can be linked to."""
    words = st.text_input("Search the notes", type="search", key="methods_search", placeholder="boundary, baseline, Theil-Sen …")
    found = {note.name: note for note in reads_methods.notes(words)}
    if not found:
        st.info(f"No note holds “{escaped(words)}”." if words else "No notes are installed.")
        return
    left, right = st.columns([1, 3], gap="large")
    asked = st.query_params.get(KEY)
    start = list(found).index(asked) if asked in found else 0
    chosen = left.radio("Note", list(found), index=start, format_func=lambda name: found[name].title, key=f"methods_note|{words}")
    note = found[chosen or next(iter(found))]
    with right:
        st.header(note.title)
        st.markdown(note.text)
