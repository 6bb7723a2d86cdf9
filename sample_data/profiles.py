"""What is typical of the sample district's monitored students on each measure, and what is tried with them.

measure_profiles.csv: grade and probe_grade (0 is kindergarten), weight (how often the measure is chosen), level_low
and level_high (where a monitored student stands in the fall), growth (a week of ordinary instruction), required (what
an intervention's target asks for a week), residual_sd (of one score around the student's own line). Oral reading
levels in grades 2 to 6 are the 10th to 25th percentile of Hasbrouck & Tindal 2017; the rest is made up, of a
plausible size, and is no norm. programmes.csv: how often each programme is planted with each outcome.
"""

from functools import cache
from importlib.resources import files
from pathlib import Path

import pandas as pd

HERE = Path(__file__).parent
OUTCOMES = ("effective", "on_pace", "slow", "ineffective", "undelivered")


@cache
def measures() -> pd.DataFrame:
    """The measures of the reference data, indexed by measure_id, with sign (1 where more is better, else -1)."""
    table = pd.read_csv(str(files("analytics") / "reference" / "measure.csv")).set_index("measure_id")
    table["sign"] = table["direction"].map({"increase": 1.0, "decrease": -1.0})
    return table


@cache
def measure_profiles() -> pd.DataFrame:
    """One row a measure and student grade, with the measure's area, sign, floor and ceiling."""
    table = pd.read_csv(HERE / "measure_profiles.csv")
    return table.join(measures()[["name", "area", "sign", "floor", "ceiling"]], on="measure_id")


@cache
def programmes() -> pd.DataFrame:
    """One row a programme; the outcome columns are shares that add up to 1."""
    table = pd.read_csv(HERE / "programmes.csv")
    table[list(OUTCOMES)] = table[list(OUTCOMES)].div(table[list(OUTCOMES)].sum(axis=1), axis=0)
    return table
