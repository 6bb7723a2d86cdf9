"""How often each rule is wrong: curves for a schedule and a precision, which start with what is usual for the viewer's students."""

import pandas as pd
import streamlit as st

from analytics.caseload.error_curves import Situation, Usual, number_simulated
from dashboard import reads_methods
from dashboard.components import export, methods_error_words
from dashboard.components.escaping import escaped
from dashboard.components.plain import theme
from dashboard.figures.error_curves import CONFIG, OWN, error_curves, sentence, wide
from dashboard.figures.sentences import number, per_cent
from dashboard.viewer import Viewer

PROBES = {
    0.25: "once in 4 weeks",
    0.5: "once in 2 weeks",
    1.0: "once a week",
    2.0: "twice a week",
    3.0: "3 times a week",
    5.0: "5 times a week",
}
LOOKS = ("Every week", "One look")
SMALLEST, LARGEST = 0.001, 10_000.0  # of an error and of a growth, in whatever unit
SHORT = {OWN: "Aimline", "upper_confidence_limit": "Confidence limit", "median_of_three": "Median of three"}
USUAL_BESIDE = "four_point"
# The numbers of the setting primary_rule.
BY_NUMBER = ("three_point", "four_point", "six_point", "median_of_three", "trend_line", "tukey", "upper_confidence_limit")
WHAT_IS_COUNTED = (
    "A **false alarm** calls for a change although the student grows exactly as required. A **miss** has not yet called for one although "
    "the student does not grow at all. Counted on simulated students whose truth is known, with the thresholds in force here. "
    "The dual discrepancy compares each with simulated classmates who all grow as planned."
)
HEADINGS = {
    "false alarms": "False alarms: students who grow exactly as planned, and are called",
    "misses": "Misses: students who do not grow, and are not called",
}


def draw(who: Viewer) -> None:
    """Controls, the sentence, two charts, and the same numbers as a table and a file."""
    st.markdown(WHAT_IS_COUNTED)
    usual = reads_methods.usual(who)
    situation = _chosen(usual, who)
    with st.container(horizontal=True, gap="medium", vertical_alignment="bottom"):
        names = _names()
        beside = _beside(names)
        looks = st.segmented_control("Looks", LOOKS, default=LOOKS[0], required=True, key="errors_looks")
    once = looks == LOOKS[1]
    shipped = reads_methods.shipped_rates(situation)
    rates = reads_methods.simulated_rates(situation) if shipped is None else shipped
    words = methods_error_words.once if once else methods_error_words.ever
    st.markdown(words(rates, beside, _in_a_sentence(names[beside])))
    for what, heading in HEADINGS.items():
        table = wide(rates, what, once=once)
        st.subheader(heading, anchor=False)
        figure = error_curves(table, names, beside, theme())
        st.plotly_chart(
            figure, theme=None, config=CONFIG, key=f"errors_{what}", alt=f"{sentence(table, names, what)} The table holds the numbers."
        )
    st.caption(_source(situation, is_shipped=shipped is not None))
    _table(rates, names, once=once)


def _chosen(usual: Usual, who: Viewer) -> Situation:
    """What the controls hold; they start with what is usual, and anew for another viewer."""
    start, unit = usual.situation, usual.unit or "score units"
    if usual.measure:
        st.caption(f"The boxes start with {escaped(usual.measure.lower())}, on which most of your students' plans stand ({usual.n_plans}).")
    options = sorted({*PROBES, start.probes_per_week})
    key = f"errors|{who.staff_id}"
    with st.container(horizontal=True, gap="medium", vertical_alignment="bottom"):
        probes = st.selectbox(
            "Probes", options, options.index(start.probes_per_week), width=170, key=f"{key}|probes",
            format_func=lambda value: PROBES.get(value, f"{number(value, 2)} a week"),
        )  # fmt: skip
        baseline = st.number_input("Baseline scores", 1, 30, min(start.baseline_scores, 30), width=150, key=f"{key}|baseline")
        error = st.number_input(
            "Error of one score", SMALLEST, LARGEST, _within(start.error), step=0.5, format="%g", width=170, key=f"{key}|error",
            help=f"Standard deviation of one score around the student's own line, {escaped(unit)}.",
        )  # fmt: skip
        growth = st.number_input(
            "Growth required a week", SMALLEST, LARGEST, _within(start.required_roi), step=0.1, format="%g", width=190, key=f"{key}|growth",
            help=f"Slope of the aimline, {escaped(unit)} a week. Only the error divided by this growth matters.",
        )  # fmt: skip
        correlation = st.number_input(
            "Autocorrelation", 0.0, 0.6, min(start.autocorrelation, 0.6), step=0.1, format="%g", width=150, key=f"{key}|correlation",
            help="Correlation of the errors of two scores a week apart: good and bad weeks that last.",
        )  # fmt: skip
    return Situation(probes, baseline, error, growth, correlation)


def _within(value: float) -> float:
    return min(max(value, SMALLEST), LARGEST)


def _names() -> dict[str, str]:
    """What each rule is called beside its line."""
    rules = reads_methods.decision_rules()
    full = dict(zip(rules["rule_id"], rules["name"].str.removesuffix(" rule"), strict=True))
    return {**full, **SHORT}


def _beside(names: dict[str, str]) -> str:
    """The rule that Aimline's is compared with: the one the school chose, else the four-point rule."""
    chosen = reads_methods.primary_rule()
    start = BY_NUMBER.index(BY_NUMBER[chosen - 1] if chosen else USUAL_BESIDE)
    return st.selectbox("Compare Aimline with", BY_NUMBER, start, format_func=lambda rule: names[rule], width=220, key="errors_beside")


def _in_a_sentence(name: str) -> str:
    return f"{name[:1].lower()}{name[1:]} rule".replace("tukey", "Tukey")


def _source(situation: Situation, *, is_shipped: bool) -> str:
    ratio = f"Error over growth: {number(situation.cell.error_to_growth, 2)} weeks."
    if is_shipped:
        return f"{ratio} From the table that comes with Aimline, of 10,000 simulated students of each kind."
    return f"{ratio} Simulated just now: {number_simulated(situation):,} students of each kind. No student of yours is in it."


def _table(rates: pd.DataFrame, names: dict[str, str], *, once: bool) -> None:
    with st.expander("The numbers as a table, download"):
        for what, heading in HEADINGS.items():
            shown = wide(rates, what, once=once).rename(index=names.__getitem__, columns=lambda week: f"week {week}")
            st.markdown(f"**{heading}**")
            st.dataframe(shown.map(per_cent).rename_axis("Rule"), alt=heading, key=f"errors_table_{what}")
        st.download_button(
            "Download these numbers (CSV)", lambda: export.csv_text(rates), "error_rates.csv", "text/csv", icon=":material/download:",
            key="errors_csv", on_click="ignore",
        )  # fmt: skip
