"""Methods: one note a statistic and rule, how often the rules are wrong, whether past calls were right, and the thresholds in force."""

import streamlit as st

from dashboard import viewer
from dashboard.components import calibration_report, methods_errors, methods_notes, methods_rules

VIEWS = ("Notes", "Decision rules", "Error rates", "Past calls", "Thresholds")

who = viewer.looking()
st.title("Methods")
view = st.segmented_control("Show", VIEWS, default=VIEWS[0], required=True, key="methods_view", label_visibility="collapsed")
if view == "Decision rules":
    methods_rules.rules()
elif view == "Error rates":
    methods_errors.draw(who)
elif view == "Past calls":
    calibration_report.draw(who)
elif view == "Thresholds":
    methods_rules.thresholds()
else:
    methods_notes.draw()
