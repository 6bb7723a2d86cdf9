"""What needs a decision today? The viewer's plans, most urgent first."""

import streamlit as st

from dashboard import reads, viewer
from dashboard.components import clock_cards, decision_cards, decision_filters, empty_state
from dashboard.figures.sentences import day

PAGE = 12

who = viewer.looking()
st.title("Today", anchor=False)
st.caption(f"{day(who.today)} · {who.name}, {who.role_words}")

counts = reads.asking(who)
if counts.empty:
    clock_cards.due_by_law(who, only_mine=False)  # a student may be in the process before any plan runs
    empty_state.no_students()
    st.stop()

only_mine = decision_filters.whose(counts)
if only_mine:
    counts = counts[counts["is_mine"]]
clock_cards.due_by_law(who, only_mine)
decision_filters.answer(counts)
wanted = decision_filters.narrow(counts, only_mine)

shown = st.session_state.setdefault("today_shown", PAGE)
plan_ids, found = reads.most_urgent(who, wanted, shown)
decision_cards.draw(who, plan_ids)
if not plan_ids:
    empty_state.nothing_found()
elif found > len(plan_ids):
    st.caption(f"{len(plan_ids)} of {found} shown.")
    st.button("Show more", on_click=lambda: st.session_state.update(today_shown=shown + PAGE))
