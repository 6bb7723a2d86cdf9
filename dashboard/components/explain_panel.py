"""What lies under a verdict, one click away: what if, the scores, effect sizes, the other rules, and how it was computed."""

import pandas as pd
import streamlit as st

from analytics.caseload.student import Row
from dashboard import reads
from dashboard.components import explain_rules, export, what_if
from dashboard.components import explain_tables as tables
from dashboard.components.escaping import escaped
from dashboard.figures.progress_info import ProgressInfo
from dashboard.viewer import Viewer

FEW_ROWS = 10

WHAT_EFFECTS_CANNOT_SAY = (
    "Effect sizes compare the scores of this plan with those before it. They do not know what would have happened anyway: ordinary growth "
    "alone can make overlap measures (NAP, Tau, PND, PEM) look like an effect. Their intervals assume scores that are independent of each "
    "other. The verdict above does not rest on them."
)


@st.fragment
def draw(viewer: Viewer, info: ProgressInfo) -> None:
    """Closed panels; each reads its rows when it is opened."""
    plan = info.plan
    panels = {
        "What if? Another target, date or schedule": _what_if,
        "Scores as a table, download": _scores,
        "Effect sizes": _effects,
        "What other decision rules say": _rules,
        "How was this computed?": _method,
    }
    for title, body in panels.items():
        panel = st.expander(title, key=f"{body.__name__}-{plan['plan_id']}", on_change="rerun")
        if panel.open:
            with panel:
                body(viewer, info)


def _scores(viewer: Viewer, info: ProgressInfo) -> None:
    plan = info.plan
    rows = tables.score_table(reads.scores(viewer, plan["student_id"]), info)
    st.table(rows, hide_index=True, alt=f"Scores on {plan['measure']}", height=420 if len(rows) > FEW_ROWS else "content")
    events = tables.event_table(info)
    if len(events):
        st.table(events, hide_index=True, alt="Phases, changes, notes and breaks on the chart")
    export.button(
        "Download these scores (CSV)",
        lambda: exported(viewer, plan),
        "scores.csv",
        note=lambda: reads.log_export(viewer, (plan["student_id"],), "scores"),
        key=f"csv-{plan['plan_id']}",
    )


def exported(viewer: Viewer, plan: Row) -> pd.DataFrame:
    """The scores of the plan's series as they are stored, without identifiers: a file that is passed on names nobody."""
    rows = reads.scores(viewer, plan["student_id"])
    return rows[rows["series_id"] == plan["series_id"]].drop(columns="series_id")


def _effects(viewer: Viewer, info: ProgressInfo) -> None:
    plan = info.plan
    rows = tables.effect_table(reads.effects(viewer, plan["student_id"]), plan)
    if rows.empty:
        st.markdown("There are not enough scores before or since the start to compute an effect size.")
        return
    st.table(rows, hide_index=True, alt="Effect sizes with 95% intervals")
    st.caption(WHAT_EFFECTS_CANNOT_SAY)


def _what_if(viewer: Viewer, info: ProgressInfo) -> None:
    what_if.draw(viewer, info)


def _rules(viewer: Viewer, info: ProgressInfo) -> None:
    explain_rules.draw(viewer, info.plan)


def _method(viewer: Viewer, info: ProgressInfo) -> None:
    plan = info.plan
    st.markdown(f"Rule `{plan['rule']}`, version {escaped(plan['rule_version'])}; priors `{plan['prior_version']}`. Thresholds used:")
    st.table(tables.threshold_table(reads.thresholds(), plan), hide_index=True, alt="Thresholds of this verdict")
    evidence = tables.evidence_table(reads.meanings("growth"), plan)
    if len(evidence):
        st.markdown("Weighed against them:")
        st.table(evidence, hide_index=True, alt="Evidence that the verdict weighed")
    prior = reads.priors(viewer, plan["student_id"])
    prior = prior[prior["plan_id"] == plan["plan_id"]]
    if len(prior):
        st.markdown("Borrowed from students on the same measure and grade:")
        st.table(tables.prior_table(prior), hide_index=True, alt="Prior used")
    st.page_link("views/methods.py", label="The methods, with their sources", icon=":material/menu_book:")
    _models(plan)


def _models(plan: Row) -> None:
    """The text of the analysis itself, step by step, in the order in which it runs."""
    steps = {step.name: step for step in reads.model_texts()}
    last = f"{plan['plan_kind']}_verdict"
    chosen = st.selectbox(
        "Step of the analysis, in the order in which they run",
        list(steps),
        index=list(steps).index(last) if last in steps else None,
        key=f"model-{plan['plan_id']}",
    )
    if chosen:
        st.code(steps[chosen].text, language=steps[chosen].language, wrap_lines=True)
