"""Annual goals in the words of an IEP, with their revisions."""

from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd

from sample_data.calendars import dates


@cache
def goal_wording() -> pd.DataFrame:
    """Condition and behaviour of a goal by measure."""
    return pd.read_csv(Path(__file__).parent / "goal_wording.csv").set_index("measure_id")


def goal_table(plans: pd.DataFrame, series: pd.DataFrame, first_name: np.ndarray) -> pd.DataFrame:
    """Rows of goal: revision 1 of each, and revision 2 of those that the team changed (revised_on, first_target, changed_because)."""
    revised = plans["revised_on"] >= 0
    first = plans.assign(
        revision=1,
        target=plans["target"].where(~revised, plans["first_target"]),
        effective=plans["start"],
        because=None,
    )
    second = plans[revised].assign(revision=2, effective=plans["revised_on"], because=plans["changed_because"])
    both = pd.concat([first, second]).sort_values(["plan_id", "revision"], kind="stable").reset_index(drop=True)
    of = series.iloc[both["series"]].reset_index(drop=True)
    return pd.DataFrame(
        {
            "goal_id": both["plan_id"],
            "revision": both["revision"],
            "series_id": of["series_id"],
            "statement": _statements(both, of, first_name),
            "condition": [wording.format(grade=g) for wording, g in zip(_wording(of, "condition"), of["probe_label"], strict=True)],
            "direction": None,
            "baseline": both["baseline"],
            "target": both["target"],
            "criterion": both["criterion"],
            "criterion_k": both["k"].where(both["k"] > 0),
            "criterion_n": both["n"].where(both["n"] > 0),
            "minimum_trials": both["minimum_trials"].where(both["minimum_trials"] > 0),
            "start_on": dates(both["start"].to_numpy()),
            "due_on": dates(both["due"].to_numpy()),
            "effective_on": dates(both["effective"].to_numpy()),
            "changed_because": both["because"],
        }
    )


def _wording(of: pd.DataFrame, part: str) -> np.ndarray:
    return goal_wording()[part].reindex(of["measure_id"]).to_numpy()


def _statements(both: pd.DataFrame, of: pd.DataFrame, first_name: np.ndarray) -> list[str]:
    how = {
        "end_level": "as shown by the median of the last three probes",
        "consecutive": "on {n} probes in a row",
        "k_of_n": "on {k} of {n} probes running",
    }
    due = pd.to_datetime(dates(both["due"].to_numpy()))
    condition, behaviour, names = _wording(of, "condition"), _wording(of, "behaviour"), first_name[of["student"]]
    columns = (both["criterion"], both["k"], both["n"], both["target"], of["probe_label"])
    rows = zip(due, condition, behaviour, names, *columns, strict=True)
    return [
        f"By {when:%B} {when.day}, {when.year}, {condition.format(grade=grade)}, {name} "
        f"{behaviour.format(target=f'{target:g}')} {how[criterion].format(k=int(k), n=int(n))}."
        for when, condition, behaviour, name, criterion, k, n, target, grade in rows
    ]
