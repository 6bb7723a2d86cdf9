"""Settings: what the verdicts rest on, what another number would change, and who changed what."""

import streamlit as st

from dashboard import reads_settings, viewer
from dashboard.components import settings_form, settings_history

who = viewer.looking()
st.title("Settings")

history = reads_settings.history()
views = {"now": "In force", "history": f"Earlier changes ({history['recorded_at'].nunique()})"}
view = st.segmented_control(
    "Show", list(views), default="now", required=True, format_func=views.__getitem__, key="settings_view", label_visibility="collapsed"
)
if view == "history":
    settings_history.draw(history)
else:
    settings_form.draw(who)
