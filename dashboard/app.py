"""Page set-up, the one connection, who is looking, and the navigation. Run by `aimline serve` and `aimline demo`."""

from pathlib import Path

import streamlit as st

from analytics.store.errors import AimlineError
from dashboard import pages, reads
from dashboard.components import empty_state, refresh, viewer_choice

# A file, since Streamlit lets the browser fetch a material icon for the tab from another host.
st.set_page_config(page_title="Aimline", page_icon=Path(__file__).with_name("icon.svg"), layout="wide", initial_sidebar_state=240)

try:
    con = reads.connection()
except AimlineError as refused:
    st.error(str(refused))
    st.stop()

refresh.remember()
viewer = viewer_choice.choose(con)
st.session_state["viewer"] = viewer
if viewer is None:
    empty_state.nobody()
    st.stop()

current = st.navigation(
    [
        st.Page(page.file, title=page.title, icon=page.icon, url_path=page.url, help=page.question, default=number == 0)
        for number, page in enumerate(pages.pages_for(viewer.role))
    ]
)
refresh.watch()
try:
    current.run()
except AimlineError as refused:
    st.error(str(refused))
