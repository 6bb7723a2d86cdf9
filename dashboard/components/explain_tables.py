"""The small tables of the explain panel, ready to be read: numbers as people write them, nothing computed."""

import json

import pandas as pd

from analytics.caseload.student import Row
from dashboard.components import threshold_names
from dashboard.components.escaping import escaped
from dashboard.figures.progress_info import ProgressInfo
from dashboard.figures.sentences import aimline_at, day, number, per_cent

NAMES = {
    "NAP": "NAP: share of pairs in which the later score is better",
    "Tau": "Tau: NAP on a scale from −1 to 1",
    "PND": "PND: share of scores beyond the best baseline score",
    "PEM": "PEM: share of scores beyond the baseline's median",
    "SMD": "SMD: difference of means in baseline standard deviations",
    "LRRi": "Log response ratio (increase is better)",
    "LRRd": "Log response ratio (decrease is better)",
    "level change": "Jump of level at the start",
    "trend change": "Change of growth a week",
}
AGAINST = {"initial": "the baseline", "previous": "the phase before"}


def score_table(scores: pd.DataFrame, info: ProgressInfo) -> pd.DataFrame:
    """The chart's table twin: date, score, aimline and remark of each score of the series, newest first."""
    plan = info.plan
    rows = scores[scores["series_id"] == plan["series_id"]].sort_values(["observed_on", "form"], ascending=False).to_dict("records")
    days = [row["observed_on"].date() for row in rows]
    return pd.DataFrame(
        {
            "Date": [day(on) for on in days],
            plan["unit"].capitalize(): ["absent" if row["absent"] else number(row["value"]) for row in rows],
            "Aimline": [number(aimline_at(info, on)) for on in days],
            "Phase": ["before the start" if on < plan["start_on"] else "since the start" for on in days],
            "Form": [escaped(row["form"]) for row in rows],
            "Remark": [escaped(row["note"]) if isinstance(row["note"], str) else "" for row in rows],
        }
    )


def event_table(info: ProgressInfo) -> pd.DataFrame:
    """What else is marked on the chart: phases, goal changes, notes and breaks, by date."""
    shown = [mark for kind in ("phase", "goal change", "note", "break") for mark in info.marked(kind)]
    rows = sorted(shown, key=lambda row: row["on_date"])
    return pd.DataFrame(
        {
            "Date": [day(row["on_date"]) for row in rows],
            "What": [row["kind"] for row in rows],
            "Text": [escaped(row["label"] or "no school") for row in rows],
        }
    )


def effect_table(effects: pd.DataFrame, plan: Row) -> pd.DataFrame:
    """Each effect size of a plan with its 95% interval, where one exists."""
    rows = effects[(effects["plan_id"] == plan["plan_id"]) & effects["value"].notna()]
    return pd.DataFrame(
        {
            "Effect size": [NAMES.get(statistic, statistic) for statistic in rows["statistic"]],
            "Compared with": [AGAINST.get(against, against) for against in rows["against"]],
            "Estimate": [number(value, 2) for value in rows["value"]],
            "95% interval": [_interval(low, high) for low, high in zip(rows["ci_lower"], rows["ci_upper"], strict=True)],
        }
    )


def _interval(low: float, high: float) -> str:
    return f"{number(low, 2)} to {number(high, 2)}" if low == low and high == high else "none is known"


def threshold_table(thresholds: pd.DataFrame, plan: Row) -> pd.DataFrame:
    """The thresholds that the verdict carries, with what each decides and where it comes from; all of them if the verdict names none."""
    used = parameters(plan)
    rows = [row for row in thresholds.to_dict("records") if row["name"] in used or not used]
    return pd.DataFrame(
        {
            "Threshold": [threshold_names.words(row["name"]) for row in rows],
            "Value": [f"{number(used.get(row['name'], row['value']), 3)} {row['unit']}" for row in rows],
            "What it decides, and its source": [escaped(f"{row['meaning']}. {row['source']}.") for row in rows],
        }
    )


def evidence_table(meanings: dict[str, str], plan: Row) -> pd.DataFrame:
    """The numbers that the verdict weighed against its thresholds, with their meaning from the data dictionary."""
    weighed = {name: value for name, value in parameters(plan).items() if name in meanings}
    return pd.DataFrame(
        {"Evidence": [escaped(meanings[name]) for name in weighed], "Value": [number(value, 2) for value in weighed.values()]},
    )


def parameters(plan: Row) -> dict[str, float]:
    """What the verdict row carries: thresholds and evidence by name."""
    carried: dict[str, float] = json.loads(plan["parameters"] or "{}")
    return carried


def prior_table(prior: pd.DataFrame) -> pd.DataFrame:
    """The prior row as name and value."""
    row = prior.iloc[0]
    shown = {
        "Students that growth and level rest on": number(row["n_series"], 0),
        "Students that the scatter rests on": number(row["spread_n_series"], 0),
        "Mean growth a week at the start": _with("standard deviation", row["roi_mean"], row["roi_sd"], 2),
        "Mean level at the start": _with("standard deviation", row["level_mean"], row["level_sd"], 1),
        "Growth after 36 weeks, of that at the start": per_cent(1 - row["slowing"]) if row["slowing"] == row["slowing"] else "not known",
        "Scatter of one score": _with("degrees of freedom it is worth", row["residual_sd"], row["residual_df"], 1),
        "Autocorrelation at one week": number(row["autocorrelation"], 2),
        "Outliers": _outliers(row["tail_df"]),
        "Source": escaped(row["source"]),
    }
    return pd.DataFrame({"What": list(shown), "Value": list(shown.values())})


def _outliers(tail_df: float) -> str:
    """How often scores lie far off, from the degrees of freedom of the t distribution that they follow."""
    if tail_df != tail_df:
        return "not known"
    return "no more than usual" if tail_df >= 10 else f"more than usual (t distribution, {number(tail_df, 1)} degrees of freedom)"


def _with(what: str, value: float, second: float, decimals: int) -> str:
    return "not known" if value != value else f"{number(value, decimals)} ({what}: {number(second, decimals)})"
