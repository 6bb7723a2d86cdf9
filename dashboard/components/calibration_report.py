"""Were past calls right? Past days replayed on request, with a bar, and what came of the plans."""

from dataclasses import dataclass

import streamlit as st

from analytics.calibration.replaying import Replayed
from analytics.calibration.report import KindReport, table
from dashboard import reads, reads_methods
from dashboard.components import calibration_words as words
from dashboard.components import export
from dashboard.components.plain import theme
from dashboard.figures.reliability import CONFIG, alt_text, reliability_plot, sentence
from dashboard.viewer import Viewer

KEPT = "calibration_shown"
MONTHS, APART = (6, 12, 24), (2, 4, 8)
ABOUT = (
    "Past days are replayed on what was known then, for plans that are over by now, and their verdicts are held against what happened. "
    "Nothing that is stored changes. Leaving the page ends it."
)
NOT_YOURS = (
    "This report counts over every student, and a count of a few can reveal a child, so it is for principals and district offices with a "
    "reason to see every student. How often each rule errs on simulated students stands under Error rates."
)
AS_NOW = (
    "Staff assignments, settings and the calendar are read as they are now; what is borrowed from classmates is what had been fitted by "
    "the day. A team that acted on a flag changed what came after it. In every interval (Wilson, 95%) the looks at one plan count as one "
    "cluster. More in the note Calibration."
)


@dataclass(frozen=True)
class Shown:
    """The last replay of this session: whose, over what, from which version of the store, and what it found."""

    staff_id: str
    months: int
    weeks_apart: int
    version: int
    replayed: Replayed
    reports: tuple[KindReport, ...]


def draw(who: Viewer) -> None:
    """The button, the bar, and the report of the last replay."""
    if not reads_methods.may_replay(who):
        st.info(NOT_YOURS)
        return
    st.markdown(ABOUT)
    with st.container(horizontal=True, gap="medium", vertical_alignment="bottom"):
        months = st.segmented_control("Months back", MONTHS, default=12, required=True, key="calibration_months")
        apart = st.segmented_control("Weeks between the days", APART, default=4, required=True, key="calibration_apart")
        asked = st.button("Replay the past", icon=":material/history:", key="calibration_replay")
    if asked:
        st.session_state[KEPT] = _look(who, months, apart)
    shown = st.session_state.get(KEPT)
    if isinstance(shown, Shown) and shown.staff_id == who.staff_id:
        _report(shown)


def _look(who: Viewer, months: int, apart: int) -> Shown:
    version = reads.version()
    bar = st.progress(0.0, "Replaying…")
    try:
        found = reads_methods.replay(who, months, apart, lambda day, share: bar.progress(min(share, 1.0), f"Replaying {day}…"))
    finally:
        bar.empty()
    return Shown(who.staff_id, months, apart, version, *found)


def _report(shown: Shown) -> None:
    st.caption(f"The last {shown.months} months, every {shown.weeks_apart} weeks.")
    if shown.version != reads.version():
        st.caption("Scores have come in since. Press Replay the past to look again.")
    if shown.replayed.looks.empty:
        st.info("No plan that was over and measured to its end ran on these days, so there is nothing to hold past verdicts against.")
        return
    kinds = {f"{of.kind.capitalize()}s": of for of in shown.reports}
    of = kinds[st.segmented_control("Plans", list(kinds), default=next(iter(kinds)), required=True, key="calibration_kind")]
    if of.n_plans == 0:
        st.info(f"No {of.kind} that was over and measured to its end ran on these days.")
        return
    st.markdown(f"{words.answer(of)} {words.more(of)}")
    st.markdown(words.chances(of))
    if len(of.bins):
        alt = alt_text(of.bins, of.kind)
        st.plotly_chart(reliability_plot(of.bins, theme()), theme=None, config=CONFIG, key="calibration_plot", width=620, alt=alt)
        st.caption(f"On the dashed line chances mean what they say. {sentence(of.bins)} Bars: how many plans stand behind each point.")
    st.subheader("What became of each verdict", anchor=False)
    st.table(words.verdicts(of), border="horizontal", hide_index=True, alt=f"How many {of.kind}s succeeded after each verdict")
    with st.expander("The numbers as a table, download"):
        _numbers(of)
        st.download_button(
            "Download the report (CSV)", lambda: export.csv_text(table(shown.reports)), "calibration.csv", "text/csv",
            icon=":material/download:", key="calibration_csv", on_click="ignore",
        )  # fmt: skip
    st.caption(words.based_on(of, shown.replayed))
    st.caption(AS_NOW)


def _numbers(of: KindReport) -> None:
    """What stands behind the sentences, and the twin of the plot."""
    st.table(words.numbers(of), border="horizontal", hide_index=True, alt=f"Precision, recall and Brier score of verdicts on {of.kind}s")
    if len(of.bins):
        st.markdown("**The points of the plot**")
        st.table(words.bins(of), border="horizontal", hide_index=True, alt="Chance stated and share that succeeded, by bin")
