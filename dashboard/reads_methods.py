"""The door to the methods: notes, rules, error rates, thresholds. They concern no student, so no viewer is stated."""

import pandas as pd

from analytics.caseload import methods
from analytics.caseload.methods import Note
from dashboard.reads import connection


def notes(words: str = "") -> list[Note]:
    """The notes that hold every word, in order of title."""
    return [note for note in methods.notes() if note.holds(words)]


def decision_rules() -> pd.DataFrame:
    """The decision rules with their sources. Key: rule_id, rule_version."""
    return methods.decision_rules(connection())


def error_rates() -> pd.DataFrame:
    """Simulated error rates of each rule. Key: rule_id, error_to_growth, probes_per_week, baseline_scores, week."""
    return methods.error_rates(connection())
