"""Class: how the class is doing, who is due for a probe, and the column to type today's scores."""

import streamlit as st

from dashboard import reads_class, viewer
from dashboard.components import class_charts, class_table, due_list, score_grid
from dashboard.figures.counts import counted

VIEWS = ("At a glance", "Small charts", "Due", "Type scores")

who = viewer.looking()
st.title("Class")

found = reads_class.classes_of(who)
if not found:
    st.info("You have no class. A class appears here once it is imported and you are assigned to it or to its students.")
    st.stop()
names = {row["class_id"]: f"{row['name']} · {row['school']} ({counted(row['n_students'], 'student')})" for row in found}
largest = max(found, key=lambda row: (row["is_own"], row["n_students"]))  # a district's list begins with groups of one
opens = list(names).index(largest["class_id"])
class_id = st.selectbox("Class", list(names), opens, format_func=names.__getitem__, key="class_id", persist_state="session")
series, plans = reads_class.of_class(who, class_id)

st.markdown(class_table.summary(plans, series, who.today))
view = st.segmented_control(
    "Show", VIEWS, default=VIEWS[0], required=True, key="class_view", persist_state="session", label_visibility="collapsed"
)

if series.empty:
    st.info("No student of this class is monitored yet. Import a series and its scores, or ask your district office to do so.")
elif view == "Type scores":
    score_grid.draw(who, series)
elif view == "Due":
    due_list.draw(series, who.today)
elif plans.empty:
    st.info("There is no running plan to show. Scores can still be typed under Type scores.")
elif view == "Small charts":
    class_charts.draw(who, plans)
else:
    class_table.draw(who, plans, series)
