"""The cards of the Today page: one plan each, with its sparkline, verdict, plain sentence, and the way to the student."""

import pandas as pd
import streamlit as st

from analytics.caseload.student import Row
from analytics.caseload.student_sentence import sentence
from analytics.caseload.student_words import advice
from dashboard import reads
from dashboard.components import verdict_badge
from dashboard.components.escaping import escaped
from dashboard.components.plain import full_name, theme
from dashboard.components.plan_section import kind
from dashboard.figures.sparkline import WIDTH, spark_alt, spark_info, sparkline
from dashboard.viewer import Viewer


def draw(viewer: Viewer, plan_ids: list[str]) -> None:
    """The cards of some plans, in the order given; two reads for all of them."""
    points = dict(list(reads.sparklines(viewer, plan_ids).groupby("plan_id")))
    nothing = pd.DataFrame({"observed_on": [], "value": [], "is_before": []})
    said = None
    for card in reads.cards(viewer, plan_ids):
        with st.container(border=True):
            # Cards of one verdict follow each other: what to do next is said on the first of them.
            next_step = advice(card)[0]
            _card(card, points.get(card["plan_id"], nothing), sentence(card, viewer.today), "" if next_step == said else next_step)
            said = next_step


def _card(card: Row, rows: pd.DataFrame, answer: str, next_step: str) -> None:
    info = spark_info(rows, start_on=card["start_on"], due_on=card["due_on"], baseline=card["baseline"], target=card["target"])
    with st.container(horizontal=True, vertical_alignment="center", gap="medium", wrap=False):
        st.image(sparkline(info, theme()), alt=spark_alt(info), width=WIDTH)
        with st.container(gap="xsmall"):
            with st.container(horizontal=True, vertical_alignment="center", gap="small"):
                label = f"**{escaped(full_name(card))}**"
                st.page_link(
                    "views/student.py", label=label, query_params={"student": card["public_key"]}, help="", icon=":material/person:"
                )
                verdict_badge.badge(card["verdict"])
            said = [escaped(answer), *([f"**Next:** {escaped(next_step)}"] if next_step else [])]
            st.markdown("  \n".join(said))
            st.caption(f"{kind(card)} · {escaped(card['title'])} · {escaped(card['measure'])} · {_last_score(card)}")


def _last_score(card: Row) -> str:
    days = card["days_since_last_score"]
    if days is None:
        return "no score yet"
    return "last score today" if days == 0 else f"last score {days} day{'' if days == 1 else 's'} ago"
