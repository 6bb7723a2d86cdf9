"""Class: being built."""

import streamlit as st

from dashboard import viewer

who = viewer.looking()
st.title("Class")
