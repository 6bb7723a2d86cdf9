"""Which of the plans to look at: what they ask for, whose they are, and a text."""

import pandas as pd
import streamlit as st

from analytics.caseload.today import Wanted
from dashboard.components import verdict_badge
from dashboard.components.plain import searchable

SECTIONS = {"intervention": "Interventions", "goal": "Goals", "overdue": "Scores overdue", "waiting": "Nothing to decide"}
DECISIONS = ["intervention", "goal", "overdue"]


def answer(counts: pd.DataFrame) -> None:
    """The answer to the page's question in one sentence."""
    found = counts.groupby("section")["plans"].sum()
    wanted = [("intervention", "intervention", "interventions"), ("goal", "goal", "goals")]
    decisions = [_counted(found[section], one, many) for section, one, many in wanted if section in found]
    said = [f"{' and '.join(decisions)} to decide"] if decisions else []
    said += [f"{_counted(found['overdue'], 'score', 'scores')} overdue"] if "overdue" in found else []
    if not said:
        st.success("Nothing needs a decision today. Every running plan either goes well or needs more scores.")
        return
    st.header(", ".join(said).capitalize(), anchor=False)


def _counted(n: int, one: str, many: str) -> str:
    return f"{n} {one if n == 1 else many}"


def whose(counts: pd.DataFrame) -> bool:
    """Whether to keep to the viewer's own students; asked only of those who also see others'."""
    if counts["is_mine"].all() or not counts["is_mine"].any():
        return False
    chosen = st.segmented_control("Whose students", ["Mine", "All I may see"], default="Mine", required=True, key="today_whose")
    return chosen == "Mine"


def narrow(counts: pd.DataFrame, only_mine: bool) -> Wanted:
    """What the reader asks for; everything with something to decide to begin with."""
    found = counts.groupby("section")["plans"].sum()
    with st.container(horizontal=True, vertical_alignment="bottom"):
        sections = st.pills(
            "Show",
            list(SECTIONS),
            default=DECISIONS,
            selection_mode="multi",
            format_func=lambda section: f"{SECTIONS[section]} ({found.get(section, 0)})",
            key="today_sections",
            wrap=True,
        )
        sections = sections or DECISIONS
        choices = sorted(counts.loc[counts["section"].isin(sections), "verdict"].unique())
        verdicts = st.multiselect("Verdict", choices, format_func=verdict_badge.label, key="today_verdicts", placeholder="Any", width=200)
        words = st.text_input("Student or programme", key="today_search", type="search", live=True, width=200)
    return Wanted(tuple(sections), tuple(verdicts), tuple(searchable(words).split()), only_mine)
