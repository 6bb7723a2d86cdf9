"""The six named students in the process: story_events.csv, story_concerns.csv and story_contacts.csv, as they stand."""

from pathlib import Path

import numpy as np
import pandas as pd

from sample_data.history_script import CODES, events
from sample_data.stories import stories

HERE = Path(__file__).parent


def _told(name: str, students: np.ndarray, *days: str) -> pd.DataFrame:
    """Rows of a file of the stories with the student_id of each."""
    table = pd.read_csv(HERE / f"{name}.csv", parse_dates=list(days))
    of = dict(zip(stories()["story"], students, strict=False))
    return table.assign(student_id=table["story"].map(of)).drop(columns="story")


def story_concerns(students: np.ndarray) -> pd.DataFrame:
    """Rows of concern of the six; students are the identifiers of the monitored, the six first."""
    table = _told("story_concerns", students, "raised_on")
    area = {"orf": "reading", "math_cbm": "mathematics", "talk_outs": "behaviour"}
    measure = dict(zip(students, stories()["measure_id"], strict=False))
    return table.assign(concern_id="con-" + table["student_id"] + "-1", area=table["student_id"].map(measure).map(area))


def story_events(students: np.ndarray) -> pd.DataFrame:
    """Rows of process_event of the six."""
    told = _told("story_events", students, "on_date")
    of = told["student_id"]
    codes = {name: told[name].astype(object).where(told[name].notna(), None).to_numpy() for name in CODES}
    return events(
        of.to_numpy(),
        "",
        told["on_date"].to_numpy(),
        concern_id=np.where(told["event"] == "help_requested", "con-" + of + "-1", None),
        intervention_id=np.where(told["its_intervention"] == "yes", "int-" + of + "-1", None),
        **codes,
    ).assign(event=told["event"].to_numpy())


def story_contacts(students: np.ndarray) -> pd.DataFrame:
    """Rows of contact of the six."""
    return _told("story_contacts", students, "contacted_on")
