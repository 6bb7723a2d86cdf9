"""The door to the methods: notes, rules, error rates, thresholds, which concern no student, and the replay of past verdicts, which does."""

from collections.abc import Callable

import pandas as pd
import streamlit as st

from analytics.calibration.replaying import Replayed, past_days, replay_past
from analytics.calibration.report import KindReport, fewest_plans, report
from analytics.caseload import error_curves, methods, settings
from analytics.caseload.error_curves import Situation, Usual
from analytics.caseload.methods import Note
from dashboard.reads import connection
from dashboard.viewer import Viewer


def notes(words: str = "") -> list[Note]:
    """The notes that hold every word, in order of title."""
    return [note for note in methods.notes() if note.holds(words)]


def decision_rules() -> pd.DataFrame:
    """The decision rules with their sources. Key: rule_id, rule_version."""
    return methods.decision_rules(connection())


def error_rates() -> pd.DataFrame:
    """Simulated error rates of each rule. Key: rule_id, error_to_growth, probes_per_week, baseline_scores, week."""
    return methods.error_rates(connection())


def usual(who: Viewer) -> Usual:
    """The measure, error, growth and schedule that are usual among the viewer's students."""
    return error_curves.usual(connection(), who.staff_id, who.today)


def shipped_rates(situation: Situation) -> pd.DataFrame | None:
    """Error rates from the shipped table, None where it does not hold them; they concern no student."""
    return error_curves.shipped(connection(), situation)


def simulated_rates(situation: Situation) -> pd.DataFrame:
    """Error rates of students simulated now with the thresholds in force; they concern no student, so they are kept."""
    return _simulated(situation, tuple(sorted(error_curves.in_force(connection()).items())))


@st.cache_data(show_spinner="Simulating students…", max_entries=50)
def _simulated(situation: Situation, thresholds: tuple[tuple[str, float], ...]) -> pd.DataFrame:
    return error_curves.simulated(situation, dict(thresholds))


def primary_rule() -> int:
    """The number of the rule that calls an intervention ineffective; 0 is Aimline's own."""
    return int(error_curves.in_force(connection()).get("primary_rule", 0))


def may_replay(who: Viewer) -> bool:
    """Whether the viewer is an administrator with a reason to see every student, as a change of settings asks too."""
    return settings.may_change(connection(), who.staff_id, who.today)


def replay(who: Viewer, months: int, weeks_apart: int, progress: Callable[[str, float], None]) -> tuple[Replayed, tuple[KindReport, ...]]:
    """Past verdicts on the viewer's students against what happened, on goals and on interventions. Nothing for who may not replay."""
    con = connection()
    days = past_days(who.today, months, weeks_apart) if may_replay(who) else ()
    replayed = replay_past(con, days, today=who.today, viewer=who.staff_id, progress=progress)
    return replayed, report(replayed, fewest_plans(con))
