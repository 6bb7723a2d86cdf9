"""Is it working, and will the goals be met? One student: each plan with its verdict, its chart and its reasons."""

import streamlit as st

from dashboard import reads, viewer
from dashboard.components import empty_state, plan_section, student_header

who = viewer.looking()
key = st.query_params.get(student_header.KEY)
if not key:
    student_header.find(who)
    st.stop()

found = reads.student_of(who, key, "student page")
if found is None:
    empty_state.not_available()
    st.stop()
st.query_params[student_header.KEY] = key  # a link from this page to itself leaves the address alone; a reload must find the student

student_header.header(found)
record = reads.record(who, found["student_id"])
if not record.plans:
    empty_state.no_plans()
    st.stop()

running = [plan for plan in record.plans if not plan["is_finished"]]
finished = [plan for plan in record.plans if plan["is_finished"]]
if len(running) > 1:
    plan_section.index(running)
for place, plan in enumerate(running, start=1):
    plan_section.draw(who, plan, record, place)
if finished:
    plan_section.history(who, finished, record)
