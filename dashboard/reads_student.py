"""The door to what stands beside a student's verdicts, and to what they would be if a plan were another. Each read states a viewer."""

from analytics import what_if as topic
from analytics.caseload import student
from analytics.caseload.student import Row
from analytics.what_if import Answer, Question
from dashboard import reads
from dashboard.viewer import Viewer


def plans(viewer: Viewer, student_id: str) -> list[Row]:
    """The student's plans with their verdicts today and what stands beside each verdict."""
    evidence = {row["plan_id"]: row for row in student.evidence(reads.connection(), viewer.staff_id, viewer.today, student_id)}
    return [plan | evidence.get(plan["plan_id"], {}) for plan in reads.plans(viewer, student_id)]


def what_if(viewer: Viewer, question: Question) -> Answer | None:
    """What the verdict would be if the plan were another; stores nothing. Raises WhatIfRefused for what cannot be asked."""
    return topic.what_if(reads.connection(), question, viewer=viewer.staff_id, today=viewer.today)
