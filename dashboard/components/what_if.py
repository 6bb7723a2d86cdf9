"""What if the target, the date, the schedule or the criterion were another: asked in a form, answered beside what is, saved nowhere."""

from dataclasses import replace
from datetime import date, timedelta

import pandas as pd
import streamlit as st

from analytics.caseload.student import Row
from analytics.caseload.student_sentence import sentence
from analytics.caseload.student_words import chance, more_scores
from analytics.what_if import Answer, Criterion, Question, WhatIfRefused, latest_date
from dashboard import reads_student
from dashboard.components import verdict_badge
from dashboard.components.escaping import escaped
from dashboard.components.plain import criterion_words, theme
from dashboard.figures.progress_chart import CONFIG, progress_chart
from dashboard.figures.progress_info import ProgressInfo
from dashboard.figures.sentences import day, number
from dashboard.viewer import Viewer

SCHEDULES = {0.5: "every two weeks", 1.0: "once a week", 2.0: "twice a week"}
CRITERIA = (Criterion("end_level"), Criterion("consecutive", n=3), Criterion("k_of_n", k=4, n=5))
NOTHING_IS_SAVED = "Nothing is saved. The scores so far stay as they are; the verdict is worked out again as if the plan were another."
MORE_PROBES = (
    "Another schedule changes only the scores to come. The growth read from the scores so far stays what it is, so the chance moves only "
    "as far as more or fewer occasions are left to meet the criterion. What changes is how soon the question is settled."
)


def draw(viewer: Viewer, info: ProgressInfo) -> None:
    """The form, and the answer to what was asked last in this session."""
    plan, key = info.plan, f"asked-{info.plan['plan_id']}"
    st.caption(NOTHING_IS_SAVED)
    asked = _form(viewer, plan)
    if asked:
        st.session_state[key] = asked
    if key not in st.session_state:
        return
    try:
        answer = reads_student.what_if(viewer, st.session_state[key])
    except WhatIfRefused as refused:
        st.warning(escaped(str(refused)), icon=":material/info:")
        return
    if answer:
        _answer(answer, info, viewer.today)


def _form(viewer: Viewer, plan: Row) -> Question | None:
    """What is asked, once it is asked."""
    name, rate = plan["plan_id"], plan["probes_per_week"]
    with st.form(f"what-if-{name}", border=False), st.container(horizontal=True, vertical_alignment="bottom"):
        target = st.number_input("Another target", value=_float(plan["target"]), step=1.0, format="%g", width=150, key=f"if-target-{name}")
        first, last = viewer.today + timedelta(days=1), latest_date(plan["start_on"])
        due = st.date_input(
            "Another date",
            value=plan["due_on"],
            min_value=min(first, plan["due_on"]),
            max_value=max(last, plan["due_on"]),
            format="MM/DD/YYYY",
            width=170,
            key=f"if-due-{name}",
        )
        rates = sorted({*SCHEDULES, *([rate] if rate else [])})
        place = rates.index(rate) if rate else rates.index(1.0)
        probes = st.selectbox("Probes", rates, index=place, format_func=_schedule, width=180, key=f"if-probes-{name}")
        criterion = _criterion(plan) if plan["plan_kind"] == "goal" else None
        pressed = st.form_submit_button("Show what would change")
    return Question(plan["student_id"], name, target, due, probes, criterion) if pressed else None


def _criterion(plan: Row) -> Criterion | None:
    now = Criterion(plan["criterion"], plan["criterion_k"], plan["criterion_n"])
    offered = list(dict.fromkeys((now, *CRITERIA)))
    return st.selectbox("Met by", offered, format_func=_met_by, width=330, key=f"if-criterion-{plan['plan_id']}")


def _met_by(criterion: Criterion) -> str:
    return criterion_words({"criterion": criterion.kind, "criterion_k": criterion.k, "criterion_n": criterion.n, "minimum_trials": None})


def _schedule(rate: float) -> str:
    return SCHEDULES.get(rate, f"{number(rate, 2)} a week")


def _float(value: float | None) -> float | None:
    return None if value is None else float(value)


def _answer(answer: Answer, info: ProgressInfo, today: date) -> None:
    if answer.then["probes_per_week"] != answer.now["probes_per_week"]:
        st.caption(MORE_PROBES)
    now, then = (_told(plan, today) for plan in (answer.now, answer.then))
    table = pd.DataFrame({"What": list(now), "As it is": list(now.values()), "What if": list(then.values())})
    st.table(table, hide_index=True, border="horizontal", alt="The plan as it is beside what it would be")
    asked = as_it_would_be(info, answer)
    st.plotly_chart(progress_chart(asked, theme()), theme=None, config=CONFIG, key=f"if-chart-{info.plan['plan_id']}", alt=_alt(asked.plan))


def _told(plan: Row, today: date) -> dict[str, str]:
    """One side of the comparison: what is compared, and what holds."""
    expected = [number(plan[name], 0) for name in ("projected", "projected_lower", "projected_upper")]
    return {
        "Target and date": f"{number(plan['target'])} by {day(plan['due_on'])}",
        "Verdict": verdict_badge.markdown(plan["verdict"]),
        "In a sentence": escaped(sentence(plan, today)),
        "Chance": escaped(chance(plan, today) or "–"),
        "How soon it is settled": escaped(more_scores(plan, today) or "–"),
        "Growth needed a week": number(plan["required_roi"], 2),
        "Expected by the date": "–" if plan["projected"] is None else f"{expected[0]} ({expected[1]} to {expected[2]})",
    }


def as_it_would_be(info: ProgressInfo, answer: Answer) -> ProgressInfo:
    """The chart of the same scores with the lines as they would be, and the aimline as it is lighter beside them."""
    pieces = info.pieces("aimline")
    # Parts are drawn in order, the last one in full strength; below every revision stands what holds now.
    lighter = [row | {"part": 0} for row in pieces[max(pieces)]] if pieces else []
    plan = info.plan | {"target": answer.then["target"], "due_on": answer.then["due_on"]}
    return replace(info, plan=plan, lines=[*lighter, *answer.lines])


def _alt(plan: Row) -> str:
    aimline = f"the aimline to {number(plan['target'])} by {day(plan['due_on'])}; the present aimline lighter"
    return f"The same scores with {aimline}. The table above says what would change."
