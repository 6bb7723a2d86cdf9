"""Methods: one note a statistic and rule, how often the rules are wrong, and the thresholds in force."""

import streamlit as st

from dashboard import viewer
from dashboard.components import methods_notes, methods_rules

VIEWS = ("Notes", "Decision rules", "Error rates", "Thresholds")

viewer.looking()
st.title("Methods")
view = st.segmented_control("Show", VIEWS, default=VIEWS[0], required=True, key="methods_view", label_visibility="collapsed")
if view == "Decision rules":
    methods_rules.rules()
elif view == "Error rates":
    methods_rules.error_rates()
elif view == "Thresholds":
    methods_rules.thresholds()
else:
    methods_notes.draw()
