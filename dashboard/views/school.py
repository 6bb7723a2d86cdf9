"""School: verdicts by programme, tier and grade, for those who may see every student of the school."""

from datetime import timedelta

import streamlit as st

from dashboard import reads_school, viewer
from dashboard.components import school_counts, what_works

YEAR = timedelta(days=365)
VIEWS = ("Interventions", "Goals", "What works")

who = viewer.looking()
st.title("School")

found = reads_school.open_schools(who)
if not found:
    st.info(
        "Counts of a school are shown only to those who have a reason to see every student in it: a count of a few can reveal a child. "
        "The students you work with are on the Class and Today pages."
    )
    st.stop()

names = {(row["school_id"],): f"{row['name']} ({row['n_students']} students)" for row in found}
if len(found) > 1:
    names = {tuple(row["school_id"] for row in found): f"All {len(found)} schools", **names}
school_ids = st.selectbox("School", list(names), format_func=names.__getitem__, key="school_ids", persist_state="session")
with st.container(horizontal=True, gap="medium"):
    view = st.segmented_control("Show", VIEWS, default=VIEWS[0], required=True, key="school_view")
    period = st.segmented_control("Plans that ran", ("today", "in the last 12 months"), default="today", required=True, key="school_period")
since = who.today if period == "today" else who.today - YEAR

if view == "What works":
    what_works.draw(who, school_ids, since)
else:
    school_counts.draw(who, school_ids, since, "intervention" if view == "Interventions" else "goal")
