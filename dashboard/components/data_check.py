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
            "Kind": MARKS[finding.severity],
            "What": escaped(finding.title),
            "How many": f"{finding.count:,}",
            "What to do": escaped(finding.remedy),
            "The first one": escaped(finding.example),
        }
        for finding in findings
    ]
    st.table(pd.DataFrame(rows), border="horizontal", hide_index=True, alt="What in the data deserves a look")
    _one_by_one(findings)
    st.caption("The same list, for a script: aimline check --store FILE.")


def _one_by_one(findings: list[Finding]) -> None:
    titles = {finding.check: f"{finding.title} ({finding.count:,})" for finding in findings}
    chosen = st.selectbox(
        "Which are they?", list(titles), index=None, format_func=titles.__getitem__, placeholder="Choose a line", key="check_of"
    )
    for finding in (finding for finding in findings if finding.check == chosen):
        st.dataframe(pd.DataFrame({"Which": finding.examples}), hide_index=True, alt=f"{finding.title}, one by one")
        if finding.count > len(finding.examples):
            st.caption(f"The first {len(finding.examples)} are shown.")
