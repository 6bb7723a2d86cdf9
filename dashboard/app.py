"""Page set-up, the one connection, who is looking, and the navigation. Run by `aimline serve` and `aimline demo`."""

from pathlib import Path

import streamlit as st

from analytics.store.errors import AimlineError
from dashboard import pages, reads
from dashboard.components import empty_state, paper, refresh, viewer_choice

# A file, since Streamlit lets the browser fetch a material icon for the tab from another host.
st.set_page_config(page_title="Aimline", page_icon=Path(__file__).with_name("icon.svg"), layout="wide", initial_sidebar_state=240)

try:
    con = reads.connection()
except AimlineError as refused:
    st.error(str(refused))
    st.stop()

refresh.remember()
paper.prepare()
viewer = viewer_choice.choose(con)
st.session_state["viewer"] = viewer
if viewer is None:
    empty_state.nobody()
    st.stop()

found = pages.pages_for(viewer.role)
# Streamlit serves the first page at "/" alone; the hidden second entry of the same file lets its own address lead there as well.
front = st.Page(found[0].file, title=found[0].title, icon=found[0].icon, url_path="front", help=found[0].question, default=True)
also = st.Page(found[0].file, title=found[0].title, url_path=found[0].url, visibility="hidden")
others = [st.Page(page.file, title=page.title, icon=page.icon, url_path=page.url, help=page.question) for page in found[1:]]
current = st.navigation([front, *others, also])
if current == also:
    st.switch_page(front, query_params=st.query_params)
refresh.watch()
try:
    current.run()
except AimlineError as refused:
    st.error(str(refused))
