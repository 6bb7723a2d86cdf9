"""Tables of how often the rules are wrong, on many simulated students; each function returns one in Markdown."""

from collections.abc import Iterable
from dataclasses import replace

import numpy as np
from scipy import special

from analytics.rules import error_rates
from analytics.rules.error_rates import OWN_RULE
from analytics.rules.simulation import Array, Belief, Schedule, Students, at_weekly_looks, default_thresholds, planted
from analytics.rules.simulation_claims import aimline, evidence, ineffective, says_changed, says_yes
from analytics.rules.simulation_rules import nap_interval_above_half

N, ROI, SEED = 20_000, 1.5, 20260301
LOOKS = np.arange(4, 21)
CORRELATIONS = (0.0, 0.2, 0.4)
# What is planted: words, growth a week before and after the start, step at the start.
CHANGES = (
    ("no effect, growth 0", 0.0, 0.0),
    ("no effect, growth .1 SD a week", 1.0, 0.0),
    ("no effect, growth .2 SD a week", 2.0, 0.0),
    ("step of 2 SD", 0.0, 20.0),
    ("step of 2 SD, growth .1 SD a week", 1.0, 20.0),
    ("step of 1 SD", 0.0, 10.0),
)
PUBLISHED = Belief(residual_df=10.0, autocorrelation=0.2)


def called(students: Students, total: float = 0.1, baseline: int = 3, belief: Belief | None = None) -> tuple[Array, Array]:
    """Share called ineffective by each weekly look from week 4 to 20, and the share at week 20 in each quarter by true error."""
    schedule = Schedule(baseline, 1.0, 20)
    scores, error = planted(students, schedule, N, np.random.default_rng(SEED))
    known = belief or Belief(autocorrelation=students.autocorrelation)
    found = evidence(schedule, scores, known, aimline(schedule, scores, ROI))
    ever = np.maximum.accumulate(at_weekly_looks(ineffective(found, total), found.weeks, LOOKS), axis=1)
    quarter = np.digitize(error, np.quantile(error, [0.25, 0.5, 0.75]))
    return ever.mean(axis=0), np.array([ever[quarter == one, -1].mean() if (quarter == one).any() else np.nan for one in range(4)])


def at(by_week: Array, week: int) -> float:
    return float(by_week[week - LOOKS[0]])


def table(header: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    lines = [list(header), *([str(cell) for cell in row] for row in rows)]
    lines.insert(1, ["---"] * len(lines[0]))
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def percent(share: float) -> str:
    return "–" if np.isnan(share) else f"{100 * share:.1f}%"


def targets() -> str:
    flat, half = called(Students(roi=0.0))[0], called(Students(roi=ROI / 2))[0]
    pace = {rho: at(called(Students(ROI, autocorrelation=rho))[0], 20) for rho in CORRELATIONS}
    rows = [(f"on pace, ever called, autocorrelation {rho:g}", "at most 10%", percent(share)) for rho, share in pace.items()]
    rows += [
        ("no growth, found by week 10", "at least 45%", percent(at(flat, 10))),
        ("no growth, found by week 14", "at least 80%", percent(at(flat, 14))),
        ("half the required growth, found by week 20", "at least 65%", percent(at(half, 20))),
    ]
    return table(("target", "asked", "measured"), rows)


def quarters() -> str:
    rows = []
    for words, students, df in (
        ("error variances differ with 10 degrees of freedom", Students(ROI, error_df=10.0), 10.0),
        ("error variances differ with 20 degrees of freedom", Students(ROI, error_df=20.0), 20.0),
        ("errors log-normal, standard deviation of the log 0.25", Students(ROI, log_error_sd=0.25), 10.0),
    ):
        for rho in CORRELATIONS:
            known = Belief(autocorrelation=rho, residual_df=df)
            ever, by_quarter = called(replace(students, autocorrelation=rho), belief=known)
            flat, _ = called(replace(students, roi=0.0, autocorrelation=rho), belief=known)
            rows.append((words, f"{rho:g}", percent(at(ever, 20)), *map(percent, by_quarter), percent(at(flat, 10)), percent(at(flat, 14))))
    header = ("students", "autocorrelation", "ever called", "quietest quarter", "second", "third", "noisiest quarter")
    return table((*header, "no growth, week 10", "week 14"), rows)


def bounds() -> str:
    """No rule that errs in one of ten at a single look finds more at it (Neyman & Pearson), the error known."""
    rows = []
    for week, slow, words in ((10, 0.0, "no growth"), (14, 0.0, "no growth"), (20, ROI / 2, "half the required growth")):
        cells = []
        for rho in CORRELATIONS:
            weeks = np.concatenate([np.arange(-3.0, 0), np.arange(1.0, week + 1)])
            covariance = np.linalg.inv(rho ** np.abs(np.subtract.outer(weeks, weeks)) if rho else np.eye(len(weeks)))
            design = np.column_stack([np.ones_like(weeks), np.maximum(weeks, 0)])
            error = 10 * np.sqrt(np.linalg.inv(design.T @ covariance @ design)[1, 1])
            measured = at(called(Students(slow, autocorrelation=rho))[0], week)
            cells.append(f"{percent(measured)} of {percent(float(special.ndtr((ROI - slow) / error + special.ndtri(0.1))))}")
        rows.append((words, week, *cells))
    return table(("students", "week", "autocorrelation 0", "0.2", "0.4"), rows)


def new_store() -> str:
    rows = []
    for rho in CORRELATIONS:
        pace, flat, half = (called(Students(roi, autocorrelation=rho), belief=PUBLISHED)[0] for roi in (ROI, 0.0, ROI / 2))
        rows.append((f"{rho:g}", percent(at(pace, 20)), percent(at(flat, 10)), percent(at(flat, 14)), percent(at(half, 20))))
    return table(("true autocorrelation", "on pace, ever called", "no growth, week 10", "week 14", "half the growth, week 20"), rows)


def rules() -> tuple[str, str]:
    """Every rule at the setting of the targets, and the totals against the four-point rule by week."""
    rates = error_rates.rates(error_rates.Cell(), N)
    detection = error_rates.weeks_to_detection(rates).set_index(["rule_id", "boundary_false_alarm"])
    rows, by_week, weeks = [], [], range(6, 21)
    for (rule, total), one in rates.groupby(["rule_id", "boundary_false_alarm"], dropna=False, sort=False):
        by, when = one.set_index("week"), detection.loc[rule].loc[[total]].iloc[0]
        name = rule if np.isnan(total) else f"{rule}, {100 * total:g}%"
        found = {week: percent(1 - by.loc[week, "miss_ever"]) for week in weeks}
        shares = (by.loc[14, "false_alarm_once"], by.loc[20, "false_alarm_ever"], 1 - by.loc[14, "miss_once"])
        last = (percent(1 - by.loc[20, "miss_half_ever"]), f"{when['median_weeks']:.0f}", percent(when["never_found"]))
        rows.append((name, *map(percent, shares), found[10], found[14], *last))
        if rule in ("four_point", OWN_RULE):
            by_week.append((name, percent(by.loc[20, "false_alarm_ever"]), *found.values()))
    header = ("rule", "on pace, called at week 14", "ever called by week 20", "no growth, called at week 14", "found by week 10")
    header += ("by week 14", "half the growth, found by week 20", "median weeks to detection", "never found")
    return table(header, rows), table(("rule", "on pace, ever called", *(f"week {week}" for week in weeks)), by_week)


def change() -> str:
    rows, success = [], default_thresholds()["success_false_claim"]
    norms = (Belief(), Belief(maturation_mean=1.08, maturation_sd=0.52))
    for words, natural, step in CHANGES:
        for rho in CORRELATIONS:
            students, schedule, cells = Students(natural, natural, step, autocorrelation=rho), Schedule(6, 1.0, 20), []
            scores, _ = planted(students, schedule, N, np.random.default_rng(SEED))
            for known in norms:
                found = evidence(schedule, scores, replace(known, autocorrelation=rho), aimline(schedule, scores, ROI))
                said = says_changed(found, success)
                cells += [percent(said[:, 11].mean()), percent(said.any(axis=1).mean())]
            nap = nap_interval_above_half(Schedule(6, 1.0, 12), scores[:, :18])
            rows.append((words, f"{rho:g}", *cells, percent(nap.mean())))
    each = ("after 12 scores", "ever by week 20")
    header = ("students", "autocorrelation", *(f"no norm: {when}" for when in each), *(f"norm 1.08 ± 0.52: {when}" for when in each))
    return table((*header, "interval of NAP above one half"), rows)


def on_pace() -> str:
    """Students with the same growth before the start as after it come last: their baseline already rises, and so does their level."""
    half, rows = "half the required growth", []
    kinds = (
        ("on pace", ROI, 0.0, 3),
        (half, ROI / 2, 0.0, 3),
        (f"{half}, six baseline scores", ROI / 2, 0.0, 6),
        ("no growth", 0.0, 0.0, 3),
    )
    kinds += (
        (f"{half}, before the start too", ROI / 2, ROI / 2, 3),
        (f"{half}, before the start too, six baseline scores", ROI / 2, ROI / 2, 6),
    )
    for words, roi, before, baseline in kinds:
        cells, schedule = [], Schedule(baseline)
        for rho in CORRELATIONS:
            scores, _ = planted(Students(roi, before, autocorrelation=rho), schedule, N, np.random.default_rng(SEED))
            found = evidence(schedule, scores, Belief(autocorrelation=rho), aimline(schedule, scores, ROI))
            cells.append(percent(says_yes(found, 0.1, default_thresholds()["success_false_claim"]).any(axis=1).mean()))
        rows.append((words, *cells))
    return table(("students", "autocorrelation 0", "0.2", "0.4"), rows)


def beyond() -> str:
    """Students on pace who are called where the promise ends: after a drop on the first day, with looks after every probe."""
    rows = []
    for words, step in (("drop of half an error on the first day", -5.0), ("drop of one error on the first day", -10.0)):
        cells = [percent(at(called(Students(ROI, step=step, autocorrelation=rho))[0], 20)) for rho in CORRELATIONS]
        rows.append((words, *cells))
    for baseline, words in ((3, ""), (6, ", six baseline scores")):
        schedule, by_looks = Schedule(baseline, 2.0, 20), {"every week": [], "after every probe": []}
        for rho in CORRELATIONS:
            scores, _ = planted(Students(ROI, autocorrelation=rho), schedule, N, np.random.default_rng(SEED))
            found = evidence(schedule, scores, Belief(autocorrelation=rho), aimline(schedule, scores, ROI))
            calls = ineffective(found, 0.1)
            by_looks["every week"].append(percent(at_weekly_looks(calls, found.weeks, LOOKS).any(axis=1).mean()))
            by_looks["after every probe"].append(percent(calls.any(axis=1).mean()))
        rows += [(f"two probes a week, looked at {looks}{words}", *cells) for looks, cells in by_looks.items()]
    return table(("students on pace, ever called", "autocorrelation 0", "0.2", "0.4"), rows)
