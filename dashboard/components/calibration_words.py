"""What the calibration report says, in plain sentences and tables."""

import pandas as pd

from analytics.calibration.measures import Share
from analytics.calibration.replaying import Replayed
from analytics.calibration.report import KindReport
from dashboard.components import verdict_badge
from dashboard.figures import palette
from dashboard.figures.counts import counted
from dashboard.figures.sentences import number, per_cent

FAILED = {"goal": "were not met", "intervention": "ended below their aimline"}
SUCCEEDED = {"goal": "were met", "intervention": "ended on or over their aimline"}
ENDED_WELL = {
    "goal": "A goal succeeded if its own criterion was met by its date.",
    "intervention": (
        "An intervention succeeded if it ended on or over its aimline: at least two of its last three scores on the better side of it, or "
        "on it. The report is only as good as that definition. Chances speak of the due date, so they count only where it ran so long."
    ),
}


def hundred(share: float | None) -> int:
    """A share as so many of a hundred."""
    return round(100 * (share or 0.0))


def answer(of: KindReport) -> str:
    """How often a call came true, in one bold sentence, or that too few were called."""
    found = of.precision
    if found.value is None:
        few = f"Fewer than {of.fewest} {of.kind}s that are over were called {of.flag} on these days"
        return f"**{few}: too few to say how often it came true.**"
    between = f"{found.n_plans} were called; with so many it could as well be {hundred(found.lower)} to {hundred(found.upper)}"
    return f"**Of 100 {of.kind}s called {of.flag}, {hundred(found.value)} {FAILED[of.kind]}** ({between})."


def more(of: KindReport) -> str:
    """What was found, how early, and who was called all the same."""
    said = []
    if of.recall.value is not None:
        early = f", half of them at least {number(of.weeks_left, 0)} weeks before the end" if of.weeks_left is not None else ""
        said.append(f"Of 100 that {FAILED[of.kind]}, {hundred(of.recall.value)} had been called at some look{early}.")
    if of.false_alarm.value is not None:
        said.append(f"Of 100 that {SUCCEEDED[of.kind]}, {hundred(of.false_alarm.value)} had been called at some look all the same.")
    return " ".join(said)


def chances(of: KindReport) -> str:
    """Whether a stated chance meant what it said."""
    found = of.chances
    if found is None:
        return f"Chances were stated for fewer than {of.fewest} {of.kind}s: too few to tell whether they meant what they said."
    apart = f"Chances and what happened lie {number(100 * found.mean_gap)} points of a hundred apart on average"
    score = (
        f"the Brier score is {found.brier:.3f} (0 is perfect), where stating the average every time would get {found.brier_base_rate:.3f}"
    )
    return f"{apart}; {score}."


def based_on(of: KindReport, replayed: Replayed) -> str:
    """How much stands behind it, and what was left out."""
    plans = f"looks at fewer than {of.fewest} {of.kind}s"
    if of.n_plans is not None and of.n_looks is not None:
        plans = f"{counted(of.n_looks, 'look')} at {counted(of.n_plans, of.kind)}"
    unmeasured, changed = replayed.n_plans_unmeasured, replayed.n_looks_of_another_aim
    left = [f"{counted(unmeasured, 'plan')} not measured to the end"] if unmeasured else []
    left += [f"{counted(changed, 'look')} before a plan's target or date was changed"] if changed else []
    without = f" Left out of both kinds: {' and '.join(left)}." if left else ""
    return f"From {plans} on {counted(len(replayed.days), 'past day')}. {ENDED_WELL[of.kind]}{without}"


def numbers(of: KindReport) -> pd.DataFrame:
    """Every number of the report with its interval and how much it rests on."""
    rows = [
        _row(f"Precision: share of the {of.kind}s called {of.flag} that {FAILED[of.kind]}", of.precision),
        _row(f"Recall: share of those that {FAILED[of.kind]} that had been called", of.recall),
        _row(f"False alarms: share of those that {SUCCEEDED[of.kind]} that had been called all the same", of.false_alarm),
        _row("Precision by look", of.look_precision),
        _row("Recall by look", of.look_recall),
    ]
    found = of.chances
    if found:
        behind = {"95% interval": "–", "Plans": str(found.n_plans), "Looks": str(found.n_looks)}
        for name, value in (("Brier score", found.brier), ("Brier score of the base rate", found.brier_base_rate)):
            rows.append({"What": name, "Value": f"{value:.3f}", **behind})
        rows.append({"What": "Skill: share of the base rate's score saved", "Value": per_cent(found.skill), **behind})
        rows.append({"What": "Mean gap between chance and outcome", "Value": f"{found.mean_gap:.3f}", **behind})
    return pd.DataFrame(rows)


def bins(of: KindReport) -> pd.DataFrame:
    """The points of the reliability plot."""
    return pd.DataFrame([_row(per_cent(row.stated), _share(row, row.happened)) for row in of.bins.itertuples()]).rename(
        columns={"What": "Chance stated, on average", "Value": "Succeeded"}
    )


def verdicts(of: KindReport) -> pd.DataFrame:
    """What became of plans that read each verdict."""
    order = {word: place for place, word in enumerate(palette.MARKS)}
    by = of.verdicts.sort_values("verdict", key=lambda words: words.map(order), kind="stable")
    rows = [_row(verdict_badge.label(row.verdict), _share(row, row.value)) for row in by.itertuples()]
    return pd.DataFrame(rows).rename(columns={"What": "Read on the day", "Value": "Succeeded"})


def _share(row: object, value: float | None) -> Share:
    found = {name: getattr(row, name) for name in ("lower", "upper", "n_plans", "n_looks")}
    if value is None or pd.isna(value):
        return Share()
    return Share(value, found["lower"], found["upper"], int(found["n_plans"]), int(found["n_looks"]))


def _row(what: str, found: Share) -> dict[str, str]:
    if found.value is None:
        return {"What": what, "Value": "too few", "95% interval": "–", "Plans": "–", "Looks": "–"}
    behind = {"Plans": str(found.n_plans), "Looks": str(found.n_looks)}
    return {"What": what, "Value": per_cent(found.value), "95% interval": f"{per_cent(found.lower)} to {per_cent(found.upper)}", **behind}
