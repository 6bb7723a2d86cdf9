"""Process: who stands where in the seven steps, and what does the law make due?"""

import streamlit as st

from dashboard import reads_board, reads_process, viewer
from dashboard.components import clock_calendar, digest_list, process_board, process_filters

VIEWS = ("By step", "Table", "Calendar", "Digest")

who = viewer.looking()
st.title("Process", anchor=False)

answer = st.container()  # first on the page, filled once the filters below are known
view = st.segmented_control(
    "Show", VIEWS, default=VIEWS[0], required=True, key="board_view", persist_state="session", label_visibility="collapsed"
)
whose = process_filters.whose(who)
counts = reads_board.counts(who, whose)
titles = reads_process.step_titles()
with answer:
    process_filters.answer(counts)
if view == "Digest":
    digest_list.draw(who, whose)
else:
    wanted = process_filters.what(counts, titles, whose)
    if view == "Table":
        process_board.table(who, wanted)
    elif view == "Calendar":
        clock_calendar.draw(who, wanted)
    else:
        process_board.draw(who, wanted, titles)
