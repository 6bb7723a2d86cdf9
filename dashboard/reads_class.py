"""The door to a class: its plans, what is due, what is stored for a day. Each read states a viewer."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from analytics.caseload import classes
from dashboard.reads import connection, log_export, log_reads, store_path, version
from dashboard.viewer import Viewer


def classes_of(who: Viewer) -> list[dict[str, Any]]:
    """Classes with a student whom the viewer may see: class_id, name, school, n_students, is_own. Key: class_id.

    No student is named in them; they are kept until the store moves on, as it does when somebody's work with a class ends.
    """
    return _classes(store_path(), version(), who.staff_id, who.today)


@st.cache_data(show_spinner=False, max_entries=100)
def _classes(path: str, version: int, staff_id: str, day: date) -> list[dict[str, Any]]:
    return classes.classes(connection(), staff_id, day)


def of_class(who: Viewer, class_id: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Every series of the class (range, last score, next probe due; key: series_id), and its running plans with their verdicts, most
    urgent first (key: plan_id)."""
    series, plans = classes.of_class(connection(), who.staff_id, who.today, class_id)
    log_reads(who, series["student_id"], "class page")
    return series, plans


def log_class_export(who: Viewer, student_ids: Sequence[str]) -> None:
    """Notes in the access log that the class left the program as a file; each export counts."""
    log_export(who, student_ids, "class")


def occasions(who: Viewer, plan_ids: Sequence[str]) -> pd.DataFrame:
    """Occasions of some plans: plan_id, observed_on, value, is_baseline. Key: plan_id, observed_on."""
    return classes.occasions(connection(), who.staff_id, who.today, plan_ids)


def stored(who: Viewer, series_ids: Sequence[str], on: date) -> list[dict[str, Any]]:
    """What is stored for some series on one day: series_id, form, value, absent, errors, attempts, origin. Key: series_id, form."""
    return classes.stored(connection(), who.staff_id, who.today, series_ids, on)


def previous(who: Viewer, series_ids: Sequence[str], on: date) -> list[dict[str, Any]]:
    """The last score of some series before a day, and the change from it on which a score is asked about. Key: series_id."""
    return classes.previous(connection(), who.staff_id, who.today, series_ids, on)
