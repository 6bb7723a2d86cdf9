"""What the calibration report says, in plain sentences and tables."""

from math import pi

import pandas as pd

from analytics.calibration.measures import Share
from analytics.calibration.replaying import Replayed
from analytics.calibration.report import KindReport
from dashboard.components import verdict_badge
from dashboard.figures import palette
from dashboard.figures.counts import counted
from dashboard.figures.sentences import number, per_cent

HUNDRED = 100  # plans from which "of 100" may be said
FEWEST_POINTS = 5  # of the reliability plot, before a sentence speaks of them
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


def _of(found: Share, whom: str) -> tuple[str, str]:
    """Of whom so many, and what else it could be: of a hundred only where a hundred plans stand behind it."""
    n, value = found.n_plans or 0, found.value or 0.0
    few = n < HUNDRED
    between = f"{hundred(found.lower)} to {hundred(found.upper)} of 100"
    head = f"Of the {n} {whom}, {round(n * value)}" if few else f"Of 100 {whom}, {hundred(value)}"
    return head, f"with so few it could as well be {between}" if few else f"from {n}, so that it could as well be {between}"


def answer(of: KindReport) -> str:
    """How often a call came true, in one bold sentence, or that too few were called."""
    found = of.precision
    if found.value is None:
        few = f"Fewer than {of.fewest} {of.kind}s that are over were called {of.flag} on these days"
        return f"**{few}: too few to say how often it came true.**"
    head, between = _of(found, f"{of.kind}s called {of.flag}")
    return f"**{head} {FAILED[of.kind]}** ({between})."


def more(of: KindReport) -> str:
    """What was found, how early, and who was called all the same."""
    said = []
    if of.recall.value is not None:
        early = f", half of them at least {number(of.weeks_left, 0)} weeks before the end" if of.weeks_left is not None else ""
        head, between = _of(of.recall, f"that {FAILED[of.kind]}")
        said.append(f"{head} had been called at some look{early} ({between}).")
    if of.false_alarm.value is not None:
        head, between = _of(of.false_alarm, f"that {SUCCEEDED[of.kind]}")
        said.append(f"{head} had been called at some look all the same ({between}).")
    return " ".join(said)


def chances(of: KindReport) -> str:
    """Whether a stated chance meant what it said; that there are too few to tell where there are."""
    found = of.chances
    if found is None:
        return f"Chances were stated for fewer than {of.fewest} {of.kind}s: too few to tell whether they meant what they said."
    if len(of.bins) < FEWEST_POINTS:
        made = f"Chances were stated for {counted(found.n_plans, of.kind)}, enough for {counted(len(of.bins), 'point')}"
        return f"{made}: too few to tell whether they meant what they said. That takes {FEWEST_POINTS} points of {of.fewest} {of.kind}s."
    apart = (
        f"Chances and what happened lie {number(100 * found.mean_gap)} points of a hundred apart on average, over {len(of.bins)} points of "
        f"{counted(found.n_plans, of.kind)}; perfect chances of so many would lie about {number(100 * _by_chance(of.bins), 0)} apart"
    )
    score = (
        f"the Brier score is {found.brier:.3f} (0 is perfect), where stating the average every time would get {found.brier_base_rate:.3f}"
    )
    return f"{apart}; {score}."


def _by_chance(bins: pd.DataFrame) -> float:
    """The mean distance from the diagonal of chances that mean what they say: sqrt(2/pi) standard errors of a share of so many plans."""
    errors = (bins["stated"] * (1 - bins["stated"]) / bins["n_plans"]) ** 0.5
    return float((errors * bins["n_looks"]).sum() / bins["n_looks"].sum() * (2 / pi) ** 0.5)


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
        gap = f"{found.mean_gap:.3f}" if len(of.bins) >= FEWEST_POINTS else "too few"
        rows.append({"What": "Mean gap between chance and outcome", "Value": gap, **behind})
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
