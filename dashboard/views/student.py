"""Is it working, will the goals be met, and what is due? One student: the seven steps, then either the plans or the process."""

import streamlit as st

from dashboard import reads, reads_process, viewer
from dashboard.components import (
    empty_state,
    next_steps,
    plan_section,
    process_section,
    record_panel,
    record_report,
    stepper,
    student_header,
)

who = viewer.looking()
key = st.query_params.get(student_header.KEY)
if not key:
    student_header.find(who)
    st.stop()

found = reads.student_of(who, key, "student page")
if found is None:
    empty_state.not_available()
    st.stop()
student_header.into_address(key)

student_header.header(found)
where = reads_process.standing(who, found["student_id"])
stepper.draw(stepper.steps_of(where.steps, reads_process.step_titles()))
next_steps.draw(who, found, where.next, where.clocks)
record_report.draw(who, found["student_id"])
with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
    view = student_header.view()
    record_panel.button(who, found)
record_panel.draw(who, found, where)
if view == "Process":
    process_section.draw(who, found, where.clocks)
    st.stop()

record = reads.record(who, found["student_id"])
if not record.plans:
    empty_state.no_plans()
    st.stop()
running = [plan for plan in record.plans if not plan["is_finished"]]
finished = [plan for plan in record.plans if plan["is_finished"]]
if len(running) > 1:
    plan_section.index(running)
for place, plan in enumerate(running, start=1):
    with st.container(key=f"plan_{place}"):
        plan_section.draw(who, plan, record, place)
if finished:
    with st.container(key="plan_history"):
        plan_section.history(who, finished, record)
plan_section.bring_wanted(running)
