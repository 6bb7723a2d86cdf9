"""The chart in words: one sentence for everybody, and a longer description for those who cannot see it."""

from datetime import date
from typing import Any

from dashboard.figures.progress_info import ProgressInfo, level_at


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
    plan, scores = info.plan, [row for row in info.shown if row["part"] == "plan"]
    target = f"the target is {number(plan['target'])}"
    if not scores:
        return f"No score yet since {day(plan['start_on'])}; {target} {plan['unit']} by {day(plan['due_on'])}."
    last = scores[-1]
    said = (
        f"{_count(len(scores), 'score')} since {day(plan['start_on'])}, the last one {number(last['value'])} on {day(last['observed_on'])}"
    )
    aim = aimline_at(info, last["observed_on"])
    said += f" where the aimline is at {number(aim, 0)}" if aim is not None else ""
    if path := info.line("projection"):
        end = path[-1]
        said += f"; expected by {day(plan['due_on'])}: {_at_an_end(plan, end['level'])}{number(end['level'], 0)}"
        said += f" ({number(end['lower'], 0)} to {number(end['upper'], 0)})"
    return f"{said}; {target}."


def _at_an_end(plan: dict[str, Any], level: float) -> str:
    """What stands before a level that is the lowest or the highest possible score, which nobody can promise."""
    return "close to " if level in (plan.get("floor"), plan.get("ceiling")) else ""


def aimline_at(info: ProgressInfo, on: date) -> float | None:
    """The level of the aimline in force on a day; None outside it."""
    for rows in info.pieces("aimline").values():
        if rows[0]["on_date"] <= on <= rows[-1]["on_date"]:
            return level_at(rows, on)
    return None


def alt_text(info: ProgressInfo) -> str:
    """What the chart shows, for a screen reader: axes, phases, range of the scores, then the summary. A table stands beside it."""
    plan = info.plan
    said = [f"Line chart of {plan['measure']} in {plan['unit']}, {day(info.dates[0])} to {day(info.dates[1])}."]
    if before := info.values("baseline"):
        said.append(f"{_count(len(before), 'baseline score')} from {number(min(before))} to {number(max(before))}.")
    if during := info.values("plan"):
        said.append(f"{_count(len(during), 'score')} of this plan from {number(min(during))} to {number(max(during))}.")
    said += [f"{row['label']} from {day(row['on_date'])}." for row in info.marked("phase")]
    if sessions := info.marked("session"):
        held, absent = (sum(row["label"] == status for row in sessions) for status in ("held", "student_absent"))
        missed = f", {absent} more missed by the student" if absent else ""
        said.append(f"{held} of {len(sessions) - absent} recorded sessions held{missed}.")
    return " ".join([*said, summary(info)])


def _count(n: int, what: str) -> str:
    return f"{n} {what}" if n == 1 else f"{n} {what}s"
