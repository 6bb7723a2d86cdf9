"""How often each rule is wrong, beside the choice of the one that calls an intervention ineffective."""

import pandas as pd
import streamlit as st

from analytics.rules.simulation_classmates import RULE as AMONG_CLASSMATES
from dashboard import reads_methods
from dashboard.components.escaping import escaped
from dashboard.components.methods_rules import START
from dashboard.figures.sentences import per_cent

LAST, EARLY, LATE = 20, 10, 14  # weeks
ABOUT = (
    "Of a hundred simulated students, looked at every week: weekly probes, three baseline scores, an error of 10 where 1.5 a week is "
    "asked for, no correlation of one week's error with the next (autocorrelation 0). Other schedules and correlations stand on the "
    "Methods page."
)


def draw() -> None:
    """One row a rule: students on pace whom it calls all the same, and students without growth whom it finds in time."""
    rates = reads_methods.error_rates()
    rates = rates[rates["rule_id"] != AMONG_CLASSMATES]  # it cannot be chosen: it judges a student by others
    for column, value in START.items():
        rates = rates[rates[column] == value]
    if rates.empty:
        return
    by_week = rates.pivot_table(index="rule", columns="week", values=["false_alarm_ever", "miss_ever"])
    by_week = by_week.sort_values(("false_alarm_ever", LAST))
    shown = pd.DataFrame(
        {
            f"On pace, yet called by week {LAST}": by_week["false_alarm_ever"][LAST].map(per_cent),
            f"No growth, found by week {EARLY}": (1 - by_week["miss_ever"][EARLY]).map(per_cent),
            f"No growth, found by week {LATE}": (1 - by_week["miss_ever"][LATE]).map(per_cent),
        }
    )
    shown.index = pd.Index([escaped(rule) for rule in shown.index], name="Rule")
    st.table(shown, border="horizontal", alt="How often each decision rule is wrong, and how soon it finds a student without growth")
    st.caption(ABOUT)
