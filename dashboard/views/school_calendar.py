"""Calendar: when is school held, and which due dates hang on it? A year at a glance, and its changes."""

from datetime import timedelta

import streamlit as st

from dashboard import reads_calendar, viewer
from dashboard.components import calendar_editor, calendar_year

who = viewer.looking()
st.title("Calendar", anchor=False)

schools = {row["school_id"]: row["name"] for row in reads_calendar.schools(who)}
if not schools:
    st.info(
        "The calendar of a school is changed by its principal, that of all schools by the district office. You have neither role today."
    )
    st.stop()

with st.container(horizontal=True, vertical_alignment="bottom"):
    school_id = st.selectbox(
        "School", list(schools), format_func=schools.__getitem__, key="calendar_school", persist_state="session", width=320
    )
    years = {row["school_year"]: row for row in reads_calendar.years(school_id)}
    now = next((name for name, row in years.items() if row["first_day"] <= who.today + timedelta(days=60)), None)
    chosen = (
        st.selectbox("School year", list(years), index=list(years).index(now) if now else 0, key="calendar_year", width=160)
        if years
        else None
    )
if chosen:
    calendar_year.draw(reads_calendar.days(school_id, years[chosen]["first_day"], years[chosen]["last_day"]))
else:
    st.info(calendar_year.NO_YEAR)
calendar_editor.draw(who, school_id, schools[school_id])
