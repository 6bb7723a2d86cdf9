"""The door to a school: verdict counts and the students behind them. Only schools whose every student the viewer may see."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import pandas as pd

from analytics.caseload import school
from dashboard import reads
from dashboard.reads import connection, log_reads
from dashboard.viewer import Viewer


def open_schools(who: Viewer) -> list[dict[str, Any]]:
    """Schools whose every enrolled student the viewer may see: school_id, name, n_students. Key: school_id."""
    return school.open_schools(connection(), who.staff_id, who.today)


def counts(who: Viewer, school_ids: Sequence[str], since: date) -> pd.DataFrame:
    """Plans that ran from since to today, by verdict. Key: plan_kind, dimension, value, verdict; columns n_plans, n_students."""
    return school.counts(connection(), who.staff_id, who.today, school_ids, since)


def effective(who: Viewer, school_ids: Sequence[str], since: date) -> pd.DataFrame:
    """Share of judged plans that were effective, by programme, with its interval; empty where too few were judged. Key: programme."""
    return school.effective(connection(), who.staff_id, who.today, school_ids, since)


def students(
    who: Viewer, school_ids: Sequence[str], since: date, *, plan_kind: str, dimension: str, value: str, verdict: str
) -> pd.DataFrame:
    """The plans behind one number of counts (verdict '' for any). Key: plan_id."""
    found = school.students(
        connection(), who.staff_id, who.today, school_ids, since, plan_kind=plan_kind, dimension=dimension, value=value, verdict=verdict
    )
    log_reads(who, found["student_id"], "school list")
    return found


def log_export(who: Viewer, student_ids: Sequence[str]) -> None:
    """Notes in the access log that a list of students left the program as a file; each export counts."""
    reads.log_export(who, student_ids, "school list")
