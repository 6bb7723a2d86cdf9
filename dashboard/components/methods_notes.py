"""The methods notes: search, choose, read."""

import streamlit as st

from analytics.caseload.methods import Note
from dashboard import reads_methods
from dashboard.components.escaping import escaped

KEY = "note"
FIRST = ("intervention-verdict", "sequential-boundary", "goal-verdict", "goal-calibration", "projection", "growth")
WIDE = 760  # pixels: a line that is longer is hard to read


def draw() -> None:
    """A search, the list of titles, the chosen note under them. The note stands in the address, so that it can be linked to."""
    with st.container(horizontal=True, gap="medium", width=WIDE):
        words = st.text_input("Search the notes", type="search", key="methods_search", placeholder="boundary, baseline …", width=260)
        found = {note.name: note for note in sorted(reads_methods.notes(words), key=_place)}
        chosen = _chosen(list(found), {name: note.title for name, note in found.items()}, words)
    if not found:
        st.info(f"No note holds “{escaped(words)}”." if words else "No notes are installed.")
        return
    note = found[chosen or next(iter(found))]
    with st.container(width=WIDE):
        st.header(note.title)
        st.markdown(note.text)


def _place(note: Note) -> int:
    """What the pages rest on comes first, the others keep the order of their titles."""
    return FIRST.index(note.name) if note.name in FIRST else len(FIRST)


def _chosen(names: list[str], titles: dict[str, str], words: str) -> str | None:
    asked = st.query_params.get(KEY)
    start = names.index(asked) if asked in names else 0
    label = f"Note ({len(names)})"
    return st.selectbox(label, names, start if names else None, format_func=titles.__getitem__, key=f"methods_note|{words}", width=420)
