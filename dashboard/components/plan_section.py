"""One plan on the student page: the answer, the advice, the chart, the numbers; the method one click away."""

from datetime import date

import streamlit as st

from analytics.caseload.student import Record, Row
from analytics.caseload.student_sentence import sentence
from dashboard.components import explain_panel, into_view, numbers_row, sufficiency, verdict_badge, verdict_panel
from dashboard.components.escaping import escaped
from dashboard.components.plain import criterion_words, theme
from dashboard.figures import palette
from dashboard.figures.progress_chart import CONFIG, HOW_TO_READ, progress_chart
from dashboard.figures.progress_info import ProgressInfo
from dashboard.figures.sentences import alt_text, day, summary
from dashboard.viewer import Viewer

WANTED = "wanted_plan"
KINDS = {"goal": "IEP goal", "instruction": "Intervention", "accommodation": "Accommodation", "behaviour_support": "Behaviour support"}


def kind(plan: Row) -> str:
    """What sort of plan it is, in words."""
    words = KINDS.get(plan["intervention_kind"] or plan["plan_kind"], "Plan")
    return f"{words}, tier {plan['tier']}" if plan["tier"] else words


def index(plans: list[Row]) -> None:
    """Where a student has several running plans: all verdicts at once, each a link to its section."""
    for place, plan in enumerate(plans):
        st.markdown(f"{verdict_badge.markdown(plan['verdict'])} [{escaped(plan['title'])}](#plan-{place + 1}) · {kind(plan)}")


def draw(viewer: Viewer, plan: Row, record: Record, place: int) -> None:
    """The whole section; `place` is its number on the page and its anchor."""
    meaning = palette.mark(plan["verdict"]).meaning
    st.header(f"{verdict_badge.markdown(plan['verdict'])} {escaped(plan['title'])}", anchor=f"plan-{place}", divider="gray", help=meaning)
    st.caption(" · ".join(facts(plan)))
    verdict_panel.draw(viewer, plan, record.plans)
    sufficiency.draw(plan)
    info = progress(plan, record, viewer.today)
    chart(info)
    numbers_row.draw(plan)
    st.caption(f"In numbers: {escaped(plan['reason'])}")
    explain_panel.draw(viewer, info)


def progress(plan: Row, record: Record, today: date) -> ProgressInfo:
    """What the plan's chart shows."""
    return ProgressInfo(plan, **record.chart(plan["plan_id"]), today=today)


def chart(info: ProgressInfo) -> None:
    """The progress chart with its sentence and how to read it."""
    st.plotly_chart(progress_chart(info, theme()), theme=None, config=CONFIG, key=f"chart-{info.plan['plan_id']}", alt=alt_text(info))
    st.caption(escaped(summary(info)), help=HOW_TO_READ)


def facts(plan: Row) -> list[str]:
    """What is agreed: kind, measure, dates, criterion."""
    dates = f"{day(plan['start_on'])} to {day(plan['due_on'])}"
    left = [f"{plan['days_left']} days left"] if plan["days_left"] >= 0 else []
    return [kind(plan), escaped(plan["measure"]), dates, *left, f"met by {criterion_words(plan)}"]


def bring_wanted(running: list[Row]) -> None:
    """Brings the plan into view whose chart somebody asked for elsewhere on the page, in the one run after that."""
    wanted = st.session_state.pop(WANTED, None)
    places = {plan["plan_id"]: place for place, plan in enumerate(running, start=1)}
    if wanted is not None:
        into_view.bring(f"plan_{places[wanted]}" if wanted in places else "plan_history")


def history(viewer: Viewer, finished: list[Row], record: Record) -> None:
    """Plans that have ended, closed until somebody asks."""
    st.header("History", anchor="history", divider="gray")
    for plan in finished:
        dates = f"{day(plan['start_on'])} to {day(plan['end_on'])}"
        panel = st.expander(
            f"{verdict_badge.markdown(plan['verdict'])} {escaped(plan['title'])} · {dates}",
            key=f"past-{plan['plan_id']}",
            on_change="rerun",
        )
        if panel.open:
            with panel:
                st.markdown(f"**{escaped(sentence(plan, viewer.today))}**")
                sufficiency.draw(plan)
                chart(progress(plan, record, viewer.today))
                numbers_row.draw(plan)
                st.caption(f"In numbers: {escaped(plan['reason'])}")
