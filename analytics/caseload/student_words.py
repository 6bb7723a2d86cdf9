"""What is known of a plan in words fit to be read aloud: chances, days, rates, scores to come. Pure.

A plan is a row of student_plans with that of student_evidence. Names and titles are not used here; the name of a rule and the advice come
from the store's own closed lists. Pages escape all of it.
"""

import json
import re
from collections.abc import Mapping
from datetime import date, timedelta
from math import floor, log10
from typing import Any

Plan = Mapping[str, Any]

# Probabilities as natural frequencies, by the upper edge of each: never certain, never more exact than a person can use.
FREQUENCIES = (
    (0.05, "fewer than 1 in 20"),
    (0.075, "about 1 in 20"),
    *((tenth / 10 + 0.05, f"about {tenth} in 10") for tenth in range(1, 9)),
    (0.925, "about 9 in 10"),
    (0.95, "about 19 in 20"),
)
MOST_DECIMALS = 4
NEARLY_ALL = "more than 19 in 20"
ALIKE = "students with scores like these"
OPEN = ("too early", "uncertain")
FORETOLD = ("effective", "ineffective", "too early", "on track", "off track", "uncertain")
LAW = re.compile(r" \((\d+ CFR [^ ]+)\)")
SCHEDULES = {0.5: "more score, one every two weeks,", 1.0: "more weekly score", 2.0: "more score at two a week"}


def frequency(probability: float) -> str:
    """A probability (0 to 1) as a natural frequency: about 3 in 10. Never 0 or 10 in 10."""
    return next((words for edge, words in FREQUENCIES if round(probability, 9) < edge), NEARLY_ALL)


def counted(n: float, noun: str) -> str:
    """A number with its noun: 1 score, 2 scores."""
    return f"{n:g} {noun}" if n == 1 else f"{n:g} {noun}s"


def spoken_day(on: date, today: date) -> str:
    """A day as people say it; the year only where it is another one than today's."""
    return f"{on.day} {on:%B}" if on.year == today.year else f"{on.day} {on:%B} {on.year}"


def part_of_month(on: date) -> str:
    """When, roughly: early March, mid March, late March."""
    return f"{'early' if on.day <= 10 else 'mid' if on.day <= 20 else 'late'} {on:%B}"


def level(value: float) -> str:
    """A level in score units, rounded for the ear: whole from 10 on, else one decimal."""
    return (f"{value:.0f}" if abs(value) >= 10 else f"{round(value, 1) + 0.0:g}").replace("-", "−")


def thresholds(plan: Plan) -> dict[str, Any]:
    """The thresholds that the verdict was judged by, by name."""
    found: dict[str, Any] = json.loads(plan["parameters"] or "{}")
    return found


def is_enough(plan: Plan) -> bool:
    """Whether there are the scores and the weeks that any verdict on growth needs."""
    held = thresholds(plan)
    n, weeks = plan["n_scores"] or 0, plan["weeks"] or 0.0
    return bool(n >= held.get("minimum_occasions", 1) and round(weeks, 9) >= held.get("minimum_weeks", 0))


def chance(plan: Plan, today: date) -> str | None:
    """The probability that the plan's own criterion is met, as a sentence; None where it is decided or nothing can be said."""
    probability = plan["probability"]
    if plan["is_finished"] or plan["start_on"] > today or plan["verdict"] not in FORETOLD or probability is None or not is_enough(plan):
        return None
    aim = "meet this goal" if plan["plan_kind"] == "goal" else "reach the target"
    return f"{_capital(frequency(probability))} {ALIKE} would {aim} by {spoken_day(plan['due_on'], today)}."


def more_scores(plan: Plan, today: date) -> str | None:
    """How many more scores should settle an open verdict, and until when; None where it is settled or has too few scores to say.

    Said after the chance, which names the due date; so that day is "then".
    """
    if plan["verdict"] not in OPEN or plan["is_finished"] or plan["required_roi"] is None or not is_enough(plan):
        return None
    n, rate = plan["more_scores"], plan["probes_per_week"]
    due = "then" if chance(plan, today) else spoken_day(plan["due_on"], today)
    if n is None and plan["criterion"] != "end_level":
        return f"It may stay open until {due}."
    if n is None or not rate:
        return f"More scores will probably not settle it before {due}."
    step = timedelta(days=7 / rate)
    settled = min(max(today, plan["last_on"] + step) + (n - 1) * step, plan["due_on"])
    said = SCHEDULES.get(rate, "more score")
    several = said.replace("score", "scores", 1) if n > 1 else said
    return f"About {n:g} {several} should settle it, around {part_of_month(settled)}, if the student goes on as now."


def advice(plan: Plan) -> tuple[str, str | None]:
    """What to consider next, and the law it rests on, which nobody reads aloud."""
    found = LAW.search(plan["advice"] or "")
    return LAW.sub("", plan["advice"] or ""), found.group(1) if found else None


def is_behind(roi: float, required: float) -> bool:
    """Whether growth is below the required rate, compared as the models compare."""
    return round(roi, 9) < round(required, 9)


def what_is_missing(plan: Plan) -> str:
    """Why a plan has no aimline."""
    return f"the plan has no {'target' if plan['target'] is None else 'baseline'}"


def rates(roi: float, required: float) -> tuple[str, str]:
    """Two rates without sign, with as few decimals as tell them apart and as the smaller scale needs."""
    scale = abs(required) or abs(roi) or 1.0
    fewest = 1 if scale >= 1 else min(1 - floor(log10(scale)), MOST_DECIMALS)
    tell = (places for places in range(fewest, MOST_DECIMALS + 1) if round(roi, places) != round(required, places))
    places = next(tell, fewest)
    one, other = (f"{abs(rate):.{places}f}".rstrip("0").rstrip(".") for rate in (roi, required))
    return one, other


def due_sessions(plan: Plan) -> int:
    """Sessions that could have been held so far: those planned without those that the student missed, or as many as are recorded."""
    planned = floor(round((plan["planned_sessions"] or 0) - (plan["student_absent"] or 0), 6))
    return max(planned, (plan["held"] or 0) + (plan["not_held"] or 0), 0)


def _capital(words: str) -> str:
    return words[0].upper() + words[1:]
