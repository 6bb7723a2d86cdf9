"""The chart in words: one sentence for everybody, and a longer description for those who cannot see it."""

from datetime import date
from typing import Any

from dashboard.figures.progress_info import ProgressInfo


def number(value: Any, decimals: int = 1) -> str:
    """A number as people write it: at most `decimals` places, no trailing zero, a true minus sign; a dash if it is missing."""
    if value is None or value != value:
        return "–"
    text = f"{value:.{decimals}f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "0") else text.replace("-", "−")


def day(value: date | None) -> str:
    """A day as people write it."""
    return "–" if value is None or value != value else f"{value.day} {value:%b %Y}"


def per_cent(value: Any) -> str:
    """A share of one in per cent; a dash if it is missing."""
    return "–" if value is None or value != value else f"{100 * value:.0f}%"


def chance(value: Any) -> str:
    """A probability in words that do not claim certainty."""
    if value is None or value != value:
        return "–"
    return "under 1%" if value < 0.01 else "over 99%" if value > 0.99 else f"{100 * value:.0f}%"


def summary(info: ProgressInfo) -> str:
    """One sentence: where the student is, where the aimline is, and where the scores are heading."""
    plan, scores = info.plan, info.shown[info.shown["part"] == "plan"]
    if scores.empty:
        return (
            f"No score yet since {day(plan['start_on'])}; the target is {number(plan['target'])} {plan['unit']} by {day(plan['due_on'])}."
        )
    last = scores.iloc[-1]
    said = (
        f"{_count(len(scores), 'score')} since {day(plan['start_on'])}, the last one {number(last['value'])} on {day(last['observed_on'])}"
    )
    aim = aimline_at(info, last["observed_on"].date())
    said += f" where the aimline is at {number(aim, 0)}" if aim is not None else ""
    if not info.projection.empty:
        end = info.projection.iloc[-1]
        said += f"; expected by {day(plan['due_on'])}: {number(end['level'], 0)} ({number(end['lower'], 0)} to {number(end['upper'], 0)})"
    return f"{said}; the target is {number(plan['target'])}."


def aimline_at(info: ProgressInfo, on: date) -> float | None:
    """The level of the aimline in force on a day; None outside it."""
    for line in info.aimlines.to_dict("records"):
        from_on, to_on = line["from_on"].date(), line["to_on"].date()
        if from_on <= on <= to_on:
            return line["from_level"] + (line["to_level"] - line["from_level"]) * (on - from_on).days / (to_on - from_on).days
    return None


def alt_text(info: ProgressInfo) -> str:
    """What the chart shows, for a screen reader: axes, phases, range of the scores, then the summary. A table stands beside it."""
    plan, shown = info.plan, info.shown
    parts = [f"Line chart of {plan['measure']} in {plan['unit']}, {day(info.dates[0])} to {day(info.dates[1])}."]
    before = shown[shown["part"] == "baseline"]["value"]
    if len(before):
        parts.append(f"{_count(len(before), 'baseline score')} from {number(before.min())} to {number(before.max())}.")
    during = shown[shown["part"] == "plan"]["value"]
    if len(during):
        parts.append(f"{_count(len(during), 'score')} of this plan from {number(during.min())} to {number(during.max())}.")
    phases = info.marked("phase")
    parts += [f"{row['label']} from {day(row['on_date'])}." for row in phases.to_dict("records")]
    held = info.marked("session")["label"].value_counts()
    if held.sum():
        parts.append(f"{held.get('held', 0)} of {held.sum()} recorded sessions held.")
    return " ".join([*parts, summary(info)])


def _count(n: int, what: str) -> str:
    return f"{n} {what}" if n == 1 else f"{n} {what}s"
