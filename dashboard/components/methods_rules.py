"""The decision rules, and how often each is wrong for a schedule and a measure's error."""

import pandas as pd
import streamlit as st

from dashboard import reads, reads_methods
from dashboard.components.escaping import escaped
from dashboard.figures.sentences import number, per_cent

WEEKS = (6, 8, 10, 12, 14, 16, 20)
# Error 10, required growth 1.5 a week, weekly probes.
START = {"error_to_growth": 6.67, "autocorrelation": 0.2, "probes_per_week": 1.0, "baseline_scores": 3}
LABELS = {
    "error_to_growth": (
        "Error of a score, in weeks of growth",
        "Standard error of one score divided by the growth required a week: 10 / 1.5 = 6.67",
    ),
    "autocorrelation": ("Autocorrelation", "Correlation of the errors of two scores a week apart, as estimated for the measure"),
    "probes_per_week": ("Probes a week", "Schedule"),
    "baseline_scores": ("Baseline scores", "Scores before the start of the plan"),
}


WHAT_IS_COUNTED = (
    "A **false alarm** calls for a change although the student grows exactly as required; a **miss** stays silent although the student "
    "does not grow at all. Each number counts every look up to that week, since a chart is looked at every week. From simulated students."
)


def rules() -> None:
    """What each rule does and where it comes from."""
    for row in reads_methods.decision_rules().to_dict("records"):
        name, applies_to, algorithm, source = (escaped(row[part]) for part in ("name", "applies_to", "algorithm", "source"))
        st.markdown(f"**{name}** ({applies_to})  \n{algorithm}  \n:small[:gray[{source}]]")


def error_rates() -> None:
    """False alarms and misses by week, for a chosen schedule."""
    rates = reads_methods.error_rates()
    if rates.empty:
        st.info("No error rates are on file.")
        return
    st.markdown(WHAT_IS_COUNTED)
    chosen = rates
    for column, place in zip(LABELS, st.columns(len(LABELS)), strict=True):
        label, explanation = LABELS[column]
        values = sorted(rates[column].unique())
        start = values.index(START[column]) if START[column] in values else 0
        value = place.selectbox(label, values, index=start, format_func=lambda one: number(one, 2), help=explanation, key=f"rates_{column}")
        chosen = chosen[chosen[column] == value]
    st.markdown("**False alarms: students on pace who are ever called, in per cent**")
    _table(chosen, "false_alarm_ever", "Share of students on pace who are ever called, by rule and week")
    st.markdown("**Misses: students without growth who are never called, in per cent**")
    _table(chosen, "miss_ever", "Share of students without growth who are never called, by rule and week")


def _table(rates: pd.DataFrame, column: str, alt: str) -> None:
    wide = rates[rates["week"].isin(WEEKS)].pivot_table(index="rule", columns="week", values=column)
    shown = wide.map(per_cent).rename(columns=lambda week: f"week {week}").rename_axis(None, axis=1)
    st.table(shown.rename_axis("Rule"), border="horizontal", alt=alt)


def thresholds() -> None:
    """Every threshold of the analysis with its meaning and source."""
    found = reads.thresholds()
    values = [f"{number(value, 3)} {unit}" for value, unit in zip(found["value"], found["unit"], strict=True)]
    names = found["name"].str.replace("_", " ")
    shown = pd.DataFrame({"Threshold": names, "Value": values, "What it decides": found["meaning"], "Source": found["source"]})
    st.table(shown.set_index("Threshold").map(escaped), border="horizontal", alt="Thresholds of the analysis")
