"""What the error curves say, in plain sentences."""

from collections.abc import Sequence

import pandas as pd

from dashboard.figures.error_curves import OWN, wide

EARLY, WEEKS, LAST, ONE_LOOK = 8, (6, 10, 14), 20, 10
NOTICED = 0.02  # a difference between two rules that a sentence may speak of: two students in a hundred
SLOWER = "In the first weeks Aimline is slower: by week {week} it has found {own} of them, the {beside} {other}."
PRICE = " That is the price of fewer false alarms."
NO_SLOWER = "In the first weeks Aimline finds them about as soon."


def of_hundred(share: float) -> str:
    """A share as people count: 49 of 100."""
    return f"{round(100 * share)} of 100"


def ever(rates: pd.DataFrame, beside: str, name: str) -> str:
    """What weekly looks add up to, Aimline's rule beside another one, which `name` names in a sentence."""
    alarms, found = wide(rates, "false alarms", once=False), 1 - wide(rates, "misses", once=False)
    by = {rule: _listed([round(100 * found.at[rule, week]) for week in WEEKS]) for rule in (beside, OWN)}
    weeks = _listed(WEEKS)
    calls = f"the {name} calls {of_hundred(alarms.at[beside, LAST])} students who grow exactly as planned"
    fewer = alarms.at[OWN, LAST] < alarms.at[beside, LAST]
    return (
        f"**Weekly looks from week 4 to {LAST}: {calls}; Aimline calls {round(100 * alarms.at[OWN, LAST])}.** Of 100 students who do not "
        f"grow at all, the {name} has found {by[beside]} by weeks {weeks}; Aimline {by[OWN]}. {_first_weeks(found, beside, name, fewer)}"
    )


def _listed(numbers: Sequence[int]) -> str:
    return f"{', '.join(str(number) for number in numbers[:-1])} and {numbers[-1]}"


def _first_weeks(found: pd.DataFrame, beside: str, name: str, fewer: bool) -> str:
    own, other = found.at[OWN, EARLY], found.at[beside, EARLY]
    if other - own < NOTICED:
        return NO_SLOWER
    said = SLOWER.format(week=EARLY, own=round(100 * own), beside=name, other=round(100 * other))
    return said + PRICE if fewer else said


def once(rates: pd.DataFrame, beside: str, name: str) -> str:
    """What one look says, and why it flatters."""
    alarms, missed = wide(rates, "false alarms", once=True)[ONE_LOOK], wide(rates, "misses", once=True)[ONE_LOOK]
    calls = f"the {name} calls {of_hundred(alarms[beside])} students who grow exactly as planned"
    return (
        f"**One single look, in week {ONE_LOOK}: {calls}; Aimline calls {round(100 * alarms[OWN])}.** Of 100 students who do not grow, "
        f"the {name} overlooks {round(100 * missed[beside])}; Aimline {round(100 * missed[OWN])}. But a chart is looked at every week, and "
        "each look is another chance of a false alarm."
    )
