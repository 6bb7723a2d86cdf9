"""What in the data deserves a look before anybody trusts a verdict: contradictions of the store, and remarks."""

import pandas as pd
import streamlit as st

from analytics.checks import Finding
from dashboard.components.escaping import escaped

MARKS = {"broken": "✖ broken", "remark": "◆ look"}
ALL_WELL = "Nothing in the data asks for a look: scores, dates, forms, baselines and targets agree with each other."


def draw(findings: list[Finding]) -> None:
    """One line a kind of finding: what it is, how many, what to do, and the first of them by its identifiers."""
    if not findings:
        st.success(ALL_WELL, icon=":material/check:")
        return
    st.markdown("The verdicts are computed all the same. Each line says what may mislead them, and what to do about it.")
    rows = [
        {
            "": MARKS[finding.severity],
            "What": escaped(finding.title),
            "How many": f"{finding.count:,}",
            "What to do": escaped(finding.remedy),
            "The first one": escaped(finding.example),
        }
        for finding in findings
    ]
    st.table(pd.DataFrame(rows), border="horizontal", hide_index=True, alt="What in the data deserves a look")
    st.caption("The same list, for a script: aimline check --store FILE.")
