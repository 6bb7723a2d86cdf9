"""Which of the plans to look at: what they ask for, whose they are, and a text."""

import pandas as pd
import streamlit as st

from dashboard.components import verdict_badge
from dashboard.components.plain import searchable

SECTIONS = {
    "intervention": "Interventions to decide",
    "goal": "Goals to decide",
    "overdue": "Scores overdue",
    "waiting": "Nothing to decide yet",
}
DECISIONS = ["intervention", "goal", "overdue"]


def counts(plans: pd.DataFrame) -> None:
    """How many plans ask for what, at the head of the page."""
    found = plans["section"].value_counts()
    with st.container(horizontal=True, gap="large"):
        for section, words in SECTIONS.items():
            st.metric(words, int(found.get(section, 0)), width="content")


def whose(plans: pd.DataFrame) -> pd.DataFrame:
    """Own students first, for those who also see others'."""
    if plans["is_mine"].all() or not plans["is_mine"].any():
        return plans
    chosen = st.segmented_control("Whose students", ["Mine", "All I may see"], default="Mine", required=True, key="today_whose")
    return plans[plans["is_mine"]] if chosen == "Mine" else plans


def narrow(plans: pd.DataFrame) -> pd.DataFrame:
    """The plans that the reader asks for; every plan with something to decide to begin with."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        sections = st.pills(
            "Show", list(SECTIONS), default=DECISIONS, selection_mode="multi", format_func=SECTIONS.get, key="today_sections"
        )
        plans = plans[plans["section"].isin(sections or DECISIONS)]
        verdicts = st.multiselect(
            "Verdict", list(plans["verdict"].unique()), format_func=verdict_badge.label, key="today_verdicts", placeholder="Any", width=200
        )
        words = st.text_input("Student or programme", key="today_search", type="search", width=200)
    if verdicts:
        plans = plans[plans["verdict"].isin(verdicts)]
    for word in searchable(words).split():
        plans = plans[plans["searched"].str.contains(word, regex=False)]
    return plans
