"""The answer of a plan, fit to be read aloud: one sentence, the chance, how soon it is settled, the two claims, and what to do next."""

from collections.abc import Sequence

import streamlit as st

from analytics.caseload.student import Row
from analytics.caseload.student_claims import claims, growth_disagreement
from analytics.caseload.student_outlook import at_odds, why
from analytics.caseload.student_rule_words import differing
from analytics.caseload.student_sentence import sentence
from analytics.caseload.student_words import advice, chance, more_scores
from dashboard.components.escaping import escaped
from dashboard.viewer import Viewer


def draw(viewer: Viewer, plan: Row, plans: Sequence[Row]) -> None:
    """The panel under the plan's heading, which holds the verdict as word, shape and colour; `plans` are all of the student."""
    today = viewer.today
    with st.container(border=True, key=f"panel-{plan['plan_id']}"):
        chances = chance(plan, today)
        beside = " ".join(filter(None, (chances, why(plan) if chances else None, more_scores(plan, today))))
        st.markdown(f"**{escaped(sentence(plan, today))}**  \n{escaped(beside)}")
        if found := claims(plan):
            st.markdown("\n".join(f"- {escaped(claim.question)} {escaped(claim.told)}" for claim in found))
        next_step, law = advice(plan)
        if next_step:
            st.markdown(f"**Next:** {escaped(next_step)}", help=escaped(law) if law else None)
        if told := at_odds(plan, plans, today):
            st.markdown(f":orange-badge[⚠ Two verdicts on the same scores] {escaped(told)}")
        _doubts(plan)


def _doubts(plan: Row) -> None:
    """Where the ways of measuring growth, or the other rules, would have it otherwise."""
    if told := growth_disagreement(plan):
        st.markdown(f":orange-badge[⚠ Growth depends on how it is measured] {escaped(told)}")
    if told := differing(plan):
        st.caption(escaped(told))
