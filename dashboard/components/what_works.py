"""The share of judged interventions that worked, by programme: no ranking, and no share of a few."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from dashboard import reads, reads_school
from dashboard.figures.sentences import number, per_cent
from dashboard.viewer import Viewer

HOW_TO_READ = (
    "Of the interventions that could be judged (effective, target reached or ineffective), the share that worked, with its 95% interval. "
    "Programmes stand in order of name, not of rank: students were not assigned by chance, so a difference between programmes may be one "
    "between students.\n\n"
    "The share is of judged plans alone: those for which it is too early to tell, that were not delivered or have no recent data are "
    "left out. The boundary that judges finds success and failure at different rates and at different times (Methods, Error rates), so the "
    "share is not that of all interventions that work, and is no forecast for the next student."
)


def draw(who: Viewer, school_ids: Sequence[str], since: date) -> None:
    """The table, with how to read it."""
    found = reads_school.effective(who, school_ids, since)
    if found.empty:
        st.info("No intervention ran in this time.")
        return
    fewest = reads.thresholds().set_index("name").at["few_plans_compared", "value"]
    st.markdown(f"{HOW_TO_READ} A share is stated from {number(fewest)} judged plans on.")
    rows = found.to_dict("records")
    shown = pd.DataFrame(
        {
            "Programme": found["programme"],
            "Share that worked": [_share(row) for row in rows],
            "Worked": [f"{row['n_effective']} of {row['n_judged']} judged" for row in rows],
            "Not judged yet": found["n_plans"] - found["n_judged"],
        }
    )
    st.dataframe(shown, hide_index=True, key="what_works", height="content", alt="Share of judged interventions that worked, by programme")


def _share(row: dict[str, Any]) -> str:
    if not row["is_comparable"]:
        return "too few to compare"
    return f"{per_cent(row['share'])} ({per_cent(row['share_lower'])} to {per_cent(row['share_upper'])})"
