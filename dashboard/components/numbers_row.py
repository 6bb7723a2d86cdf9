"""The numbers behind a verdict, in one row."""

import streamlit as st

from analytics.caseload.student import Row
from analytics.caseload.student_words import OPEN, is_enough
from dashboard.figures.sentences import chance, number

UNJUDGED = frozenset({"not delivered", "no data", "no recent data"})


def numbers(plan: Row) -> list[tuple[str, str, str]]:
    """Label, value and explanation of each number of a plan; a number that cannot be known yet is a dash."""
    unit = plan["unit"]
    growth = "–" if plan["roi_per_week"] is None else f"{number(plan['roi_per_week'], 2)} ± {number(plan['roi_se'], 2)}"
    return [
        ("Growth a week", growth, f"Rate of improvement with its standard error, {unit} a week."),
        ("Needed a week", number(plan["required_roi"], 2), f"Slope of the aimline, {unit} a week."),
        ("Expected at due date", _expected(plan), "With its 80% interval: four times in five the median of three scores then lies inside."),
        (
            "Chance to reach it",
            _chance(plan),
            "Probability that the plan's own criterion is met by its date; a dash: not to be judged.",
        ),
    ]


def _chance(plan: Row) -> str:
    """As a share; a dash where the panel says that nothing can be said, so that no number stands against it."""
    unjudged = plan["verdict"] in UNJUDGED or (plan["verdict"] in OPEN and not is_enough(plan))
    return "–" if unjudged else chance(plan["probability"])


def _expected(plan: Row) -> str:
    level, lower, upper = (number(plan[name], 0) for name in ("projected", "projected_lower", "projected_upper"))
    # The lowest or highest possible score is nobody's promise.
    near = "near " if plan["projected"] in (plan["floor"], plan["ceiling"]) else ""
    return "–" if plan["projected"] is None else f"{near}{level} ({lower} to {upper})"


def draw(plan: Row) -> None:
    """The row itself; it wraps on a narrow screen."""
    with st.container(horizontal=True, gap="medium"):
        for name, value, explanation in numbers(plan):
            st.metric(name, value, help=explanation, width="content")
