"""The door to what the verdict of a student's plan would be if the plan were another. It states a viewer, and stores nothing."""

from analytics import what_if as topic
from analytics.what_if import Answer, Question
from dashboard.reads import connection
from dashboard.viewer import Viewer


def what_if(viewer: Viewer, question: Question) -> Answer | None:
    """What the verdict would be if the plan were another; stores nothing. Raises WhatIfRefused for what cannot be asked."""
    return topic.what_if(connection(), question, viewer=viewer.staff_id, today=viewer.today)
