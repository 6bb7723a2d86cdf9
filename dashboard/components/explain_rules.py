"""What every decision rule says of a plan, Aimline's own first, who differs from it, and how often each is wrong on such a schedule."""

import pandas as pd
import streamlit as st

from analytics.caseload.student import Row
from analytics.caseload.student_rule_words import CALLS, NOTHING, beside, differing, errs, of_hundred, own_call
from analytics.caseload.student_sentence import sentence
from analytics.caseload.student_words import counted
from dashboard import reads
from dashboard.components.escaping import escaped
from dashboard.figures.sentences import number
from dashboard.viewer import Viewer

HOW_TO_READ = (
    "Counted on simulated students with a look every week. A rule that calls many who grow as planned raises false alarms; one that misses "
    "many who do not grow lets time pass. A rule can be read only by both numbers. "
)
WITHOUT = (
    "Two have none here, but on the Methods page: the dual discrepancy's depend on the classmates (its note); Aimline's bars for goals "
    "are judged by whether their chances come true (note “Calibration of goals”)."
)
ALARMS, MISSES = "Of 100 who grow as planned, called at some look", "Of 100 who do not grow, still missed"


def draw(viewer: Viewer, plan: Row) -> None:
    """The table with its sentence above and how to read it below."""
    calls = reads.rules(viewer, plan["student_id"])
    calls = calls[calls["plan_id"] == plan["plan_id"]]
    if calls.loc[~calls["is_own"].eq(True), "call"].isin([NOTHING]).all():
        st.markdown("No other decision rule has anything to say yet.")
        return
    agreed = differing(plan) or "No other rule differs on whether to change the instruction."
    own = " ".join(f"{row['rule']}: {said}" for row in calls[calls["is_own"].eq(True)].to_dict("records") if (said := errs(row)))
    st.markdown(escaped(f"{agreed} {own}"))
    st.table(
        rule_table(calls, plan, sentence(plan, viewer.today)), hide_index=True, alt="Calls of the decision rules with their error rates"
    )
    st.caption(f"{HOW_TO_READ}{_setting(calls)} {WITHOUT}")


def rule_table(calls: pd.DataFrame, plan: Row, own_reason: str) -> pd.DataFrame:
    """Each rule's call, its reason, how it stands to Aimline's own, and its simulated error rates."""
    own = own_call(plan)
    rows = [row | ({"call": own, "reason": own_reason} if row["is_own"] is True else {}) for row in calls.to_dict("records")]
    return pd.DataFrame(
        {
            "Rule": [f"**{escaped(row['rule'])}**" if row["is_own"] is True else escaped(row["rule"]) for row in rows],
            "Says": [CALLS.get(row["call"], row["call"]) for row in rows],
            "Beside Aimline": ["" if row["is_own"] is True else beside(row["call"], own) for row in rows],
            "Because": [escaped(row["reason"]) for row in rows],
            ALARMS: [of_hundred(row["false_alarm_ever"]) for row in rows],
            MISSES: [of_hundred(row["miss_ever"]) for row in rows],
        }
    )


def _setting(calls: pd.DataFrame) -> str:
    """What the students were like whose rates are shown."""
    rated = calls[calls["week"].notna()].to_dict("records")
    if not rated:
        return "Rates begin with week 4 of a plan."
    row = rated[0]
    beyond = " Here the error is larger still, and more are missed than the table says." if row["is_beyond"] is True else ""
    return (
        f"The nearest simulated setting: {counted(row['probes_per_week'], 'probe')} a week, {row['baseline_scores']:.0f} baseline scores, "
        f"an autocorrelation of {number(row['autocorrelation'])}, looks up to week {row['week']:.0f}, and an error of one score worth "
        f"{number(row['error_to_growth'])} weeks of the growth needed, read between the simulated ones.{beyond}"
    )
