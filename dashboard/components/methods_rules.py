"""The decision rules with their sources, and the thresholds in force."""

import pandas as pd
import streamlit as st

from dashboard import reads, reads_methods
from dashboard.components import threshold_names
from dashboard.components.escaping import escaped
from dashboard.figures.sentences import number

# Error 10, required growth 1.5 a week, weekly probes, errors that do not last: the setting of the totals in decision-quality.md.
START = {"error_to_growth": 6.67, "autocorrelation": 0.0, "probes_per_week": 1.0, "baseline_scores": 3}


def rules() -> None:
    """What each rule does and where it comes from."""
    for row in reads_methods.decision_rules().to_dict("records"):
        name, applies_to, algorithm, source = (escaped(row[part]) for part in ("name", "applies_to", "algorithm", "source"))
        st.markdown(f"**{name}** ({applies_to})  \n{algorithm}  \n:small[:gray[{source}]]")


def thresholds() -> None:
    """Every threshold of the analysis with its meaning and source."""
    found = reads.thresholds()
    values = [f"{number(value, 3)} {unit}" for value, unit in zip(found["value"], found["unit"], strict=True)]
    names = found["name"].map(threshold_names.words)
    shown = pd.DataFrame({"Threshold": names, "Value": values, "What it decides": found["meaning"], "Source": found["source"]})
    st.table(shown.set_index("Threshold").map(escaped), border="horizontal", alt="Thresholds of the analysis")
