"""Small charts of a class: one measure at a time on common scales, 24 a page."""

import pandas as pd
import streamlit as st

from dashboard import reads_class
from dashboard.components import student_header, verdict_badge
from dashboard.components.escaping import escaped
from dashboard.components.plain import theme
from dashboard.figures.counts import counted
from dashboard.figures.small_multiples import HOW_TO_READ, shared_scales, small_alt, small_chart
from dashboard.viewer import Viewer

A_PAGE = 24
TITLE = 30  # signs of a plan's title that fit a card


def draw(who: Viewer, plans: pd.DataFrame) -> None:
    """The charts of the chosen measure, the most urgent verdicts first."""
    sizes = plans["measure"].value_counts()
    which, what = st.columns([2, 3], vertical_alignment="bottom")
    measure = which.selectbox(
        "Measure", list(sizes.index), key="charts_measure", format_func=lambda one: f"{one} ({counted(sizes[one], 'plan')})"
    )
    of_measure = plans[plans["measure"] == measure]
    pages = -(-len(of_measure) // A_PAGE)
    with what:
        page = st.pagination(pages, key="charts_page") if pages > 1 else 1
    shown = of_measure.iloc[(page - 1) * A_PAGE : page * A_PAGE]
    st.markdown(f":gray[{escaped(str(shown.iloc[0]['unit']).capitalize())}. {HOW_TO_READ}]")
    occasions = reads_class.occasions(who, list(shown["plan_id"]))
    scales, colours = shared_scales(shown, occasions), theme()
    by_plan = dict(list(occasions.groupby("plan_id")))
    with st.grid("auto", min_column_width=220, gap="small"):
        for plan in shown.to_dict("records"):
            of_plan = by_plan.get(plan["plan_id"], occasions.iloc[:0])
            with st.container(border=True, gap="xsmall"):
                st.page_link(
                    "views/student.py", label=escaped(plan["student"]), icon="", query_params={student_header.KEY: plan["public_key"]}
                )
                st.markdown(f"{verdict_badge.markdown(plan['verdict'])}  \n:small[:gray[{escaped(_short(plan['title']))}]]")
                st.plotly_chart(
                    small_chart(plan, of_plan, scales, colours),
                    theme=None,
                    key=f"small_{plan['plan_id']}",
                    config={"displayModeBar": False},
                    alt=small_alt(plan, of_plan),
                )


def _short(title: str) -> str:
    return title if len(title) <= TITLE else f"{title[: TITLE - 1]}…"
