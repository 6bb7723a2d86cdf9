"""What needs a decision today? The viewer's plans, most urgent first."""

import streamlit as st

from dashboard import reads, viewer
from dashboard.components import decision_cards, decision_filters, empty_state
from dashboard.figures.sentences import day

PAGE = 12

who = viewer.looking()
st.title("Today", anchor=False)
st.caption(f"{day(who.today)} · {who.name}, {who.role_words}")

plans = reads.asking(who)
if plans.empty:
    empty_state.no_students()
    st.stop()

plans = decision_filters.whose(plans)
decision_filters.answer(plans)
plans = decision_filters.narrow(plans)

shown = st.session_state.setdefault("today_shown", PAGE)
decision_cards.draw(who, list(plans["plan_id"].head(shown)))
if plans.empty:
    empty_state.nothing_found()
elif len(plans) > shown:
    st.caption(f"{shown} of {len(plans)} shown.")
    st.button("Show more", on_click=lambda: st.session_state.update(today_shown=shown + PAGE))
