"""Measures whether the probability of a goal means what it says, and writes the section of docs/decision-quality.md.

`python tests/benchmarks/goal_calibration.py` takes some twenty minutes on two cores; `--only NAME …` measures some conditions and prints
them, `--students N` other numbers of plans a district. Each condition: DISTRICTS districts, each with a finished year of FINISHED students
from which its priors are fitted, and a new year of PLANS goals, each looked at on LOOKS random days.
"""

import argparse
import re
import sys
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pandas as pd

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent / "goals"))

from goal_looks import coverage, gap, judged  # noqa: E402

from sample_data.goal_districts import Condition  # noqa: E402

PAGE = HERE.parents[1] / "docs" / "decision-quality.md"
BEGIN, END = "<!-- goals: written by tests/benchmarks/goal_calibration.py -->", "<!-- end of goals -->"
DISTRICTS, FINISHED, PLANS, LOOKS = 10, 200, 500, 5

READING = Condition()
ALIKE = replace(READING, alike=True)
LEARNT = {
    "oral reading, error 10, weekly, autocorrelation .2": READING,
    "error 5": replace(READING, error=0.5),
    "error 15": replace(READING, error=1.5),
    "twice a week": replace(READING, probes_per_week=2.0),
    "every other week": replace(READING, probes_per_week=0.5),
    "late starts": replace(READING, late=True),
    "autocorrelation 0": replace(READING, autocorrelation=0.0),
    "autocorrelation .4": replace(READING, autocorrelation=0.4),
    "autocorrelation .4, twice a week": replace(READING, autocorrelation=0.4, probes_per_week=2.0),
    "t(3) tails": replace(READING, tails=3.0),
    "growth slows by a quarter": replace(READING, slowing=0.25),
    "growth stands still in breaks": replace(READING, still=True),
    "goals across a summer": replace(READING, summer=True),
    "late, slowing, t(3), autocorrelation .4": replace(READING, late=True, slowing=0.25, tails=3.0, autocorrelation=0.4),
    "late, slowing, t(3), autocorrelation .4, error 15": replace(
        READING, late=True, slowing=0.25, tails=3.0, autocorrelation=0.4, error=1.5
    ),
    "students alike": ALIKE,
    "students alike, autocorrelation .4": replace(ALIKE, autocorrelation=0.4),
    "students alike, t(3) tails": replace(ALIKE, tails=3.0),
    "students alike, slowing, late": replace(ALIKE, slowing=0.25, late=True),
    "students alike, slowing, error 5": replace(ALIKE, slowing=0.25, error=0.5),
    "a count to decrease (talk-outs)": Condition("talk-outs"),
    "a count to decrease, autocorrelation .4, slowing": Condition("talk-outs", autocorrelation=0.4, slowing=0.25),
    "a count to decrease, students alike": Condition("talk-outs", alike=True),
    "a percentage of intervals (on task)": Condition("on task"),
    "a percentage of intervals, t(3), slowing, late": Condition("on task", tails=3.0, slowing=0.25, late=True),
    "a percentage of 10 trials": Condition("trials"),
    "a percentage of 10 trials, autocorrelation .4, slowing": Condition("trials", autocorrelation=0.4, slowing=0.25),
    "a rubric of five levels": Condition("rubric"),
    "a rubric of five levels, autocorrelation .4, slowing": Condition("rubric", autocorrelation=0.4, slowing=0.25),
    "a duration to decrease (minutes)": Condition("tantrum minutes"),
    "a duration to decrease, late, twice a week": Condition("tantrum minutes", late=True, probes_per_week=2.0),
}
COUNTED = {
    "oral reading, 3 in a row": replace(READING, criterion="consecutive", n=3),
    "oral reading, 3 in a row, autocorrelation .4": replace(READING, criterion="consecutive", n=3, autocorrelation=0.4),
    "oral reading, 4 of 5, t(3) tails, slowing": replace(READING, criterion="k_of_n", k=4, n=5, tails=3.0, slowing=0.25),
    "a count to decrease, 3 in a row": Condition("talk-outs", criterion="consecutive", n=3),
    "a percentage of intervals, 4 of 5": Condition("on task", criterion="k_of_n", k=4, n=5),
    "a percentage of 10 trials, 8 of 10": Condition("trials", criterion="k_of_n", k=8, n=10),
    "a rubric of five levels, 3 in a row": Condition("rubric", criterion="consecutive", n=3),
}
NEW_STORE = {
    "oral reading, error 10, weekly, autocorrelation .2": READING,
    "error 5": replace(READING, error=0.5),
    "error 15": replace(READING, error=1.5),
    "autocorrelation .4": replace(READING, autocorrelation=0.4),
    "t(3) tails": replace(READING, tails=3.0),
    "growth slows by a quarter": replace(READING, slowing=0.25),
    "students alike, slowing, late": replace(ALIKE, slowing=0.25, late=True),
    "a count to decrease (talk-outs)": Condition("talk-outs"),
    "a percentage of intervals (on task)": Condition("on task"),
    "a rubric of five levels": Condition("rubric"),
}
SMALL = {
    "oral reading, error 10, weekly, autocorrelation .2": READING,
    "growth slows by a quarter": replace(READING, slowing=0.25),
    "students alike, slowing, late": replace(ALIKE, slowing=0.25, late=True),
    "a count to decrease (talk-outs)": Condition("talk-outs"),
}


@dataclass(frozen=True)
class Table:
    """One table of the section: its conditions, and how many students finished a year before."""

    heading: str
    text: str
    conditions: dict[str, Condition]
    finished: int


TABLES = (
    Table("Level by the due date, after one finished year", "", LEARNT, FINISHED),
    Table("Criteria that count occasions, after one finished year", "", COUNTED, FINISHED),
    Table("A finished year of few students", "35 students instead: enough for a fit of their own, but what it says is rough.", SMALL, 35),
    Table(
        "A new store",
        "Nothing fitted yet: for oral reading the published growth of the grade and the published error, for the others the student's own "
        "scores alone. These are published, not promised.",
        NEW_STORE,
        0,
    ),
)


def looks_of(condition: Condition, finished: int, plans: int, gap_in_errors: float | None = None) -> pd.DataFrame:
    """The looks of all districts under one condition."""
    seeds = range(1, DISTRICTS + 1)
    return pd.concat(
        [judged(condition, plans, LOOKS, seed, finished=finished, gap_in_errors=gap_in_errors) for seed in seeds], ignore_index=True
    )


def row(name: str, condition: Condition, finished: int, plans: int) -> str:
    """One line of a table."""
    looks = looks_of(condition, finished, plans)
    on_track = looks[looks["probability"] >= 0.8]
    cells = [name, f"{len(looks):,}", f"{looks['met'].mean():.0%}", f"{gap(looks):.3f}", "–"]
    cells += [f"{on_track['met'].mean():.0%} of {len(on_track):,}", "–", "–"]
    if condition.criterion == "end_level":
        below = looks_of(condition, finished, plans // 2, gap_in_errors=1.0)
        attained = below.drop_duplicates(["district", "plan_id"])["met"].mean()
        cells[4] = f"{coverage(looks):.1%}"
        cells[6:] = [f"{(below['probability'] >= 0.8).mean():.1%}", f"{attained:.1%}"]
    line = "| " + " | ".join(cells) + " |"
    sys.stderr.write(line + "\n")
    return line


def attained_by_chance(correlation: float, step: float = 0.0, draws: int = 1_000_000) -> float:
    """Share of medians of three scores, correlated from one to the next, that lie one standard error above the true level.

    step: what scores are rounded to, in standard errors (0: not at all); true levels lie anywhere between two of them.
    """
    random = np.random.default_rng(1)
    errors = random.standard_normal((draws, 3))
    for i in (1, 2):
        errors[:, i] = correlation * errors[:, i - 1] + np.sqrt(1 - correlation**2) * errors[:, i]
    level = random.uniform(0, step, (draws, 1))
    scores = np.round((level + errors) / step) * step if step else errors
    return float((np.median(scores, axis=1) >= level[:, 0] + 1).mean())


def chance_words() -> str:
    """attained_by_chance for the autocorrelations of the conditions, in words."""
    weekly = [f"{attained_by_chance(r):.1%} at an autocorrelation of {r:g}" for r in (0.0, 0.2, 0.4)]
    rubric = f"{attained_by_chance(0.4, step=2.0):.1%} on a rubric of whole levels and an error of half a level at .4: rounding adds to it"
    return ", ".join(weekly) + f", {attained_by_chance(0.4**0.5):.1%} at .4 with two scores a week, and {rubric}"


HEAD = (
    "| condition | N | met | gap | 90% interval holds | called on track: met | one error below: called on track | attained |\n"
    "| --- | --- | --- | --- | --- | --- | --- | --- |"
)


def section(only: list[str], plans: int) -> str:
    """The text of the section, every table measured anew."""
    parts = [(HERE / "goal_calibration_template.txt").read_text(encoding="utf-8").format(
        districts=DISTRICTS, finished=FINISHED, plans=plans, looks=LOOKS, chance=chance_words()
    )]  # fmt: skip
    for table in TABLES:
        chosen = {name: condition for name, condition in table.conditions.items() if not only or name in only}
        if chosen:
            rows = "\n".join(row(name, condition, table.finished, plans) for name, condition in chosen.items())
            parts.append("\n\n".join(part for part in (f"### {table.heading}", table.text, f"{HEAD}\n{rows}") if part))
    return "\n\n".join(part.strip() for part in parts)


def main() -> None:
    """Put the section in the page, in the place of the one that stands there."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", nargs="+", default=[], metavar="NAME", help="conditions to measure; nothing is written")
    parser.add_argument("--plans", type=int, default=PLANS, help="goals a district; nothing is written with another number")
    asked = parser.parse_args()
    made = section(asked.only, asked.plans)
    if asked.only or asked.plans != PLANS:
        sys.stdout.write(made + "\n")
        return
    page = PAGE.read_text(encoding="utf-8")
    PAGE.write_text(
        re.sub(f"{re.escape(BEGIN)}.*{re.escape(END)}", lambda _: f"{BEGIN}\n{made}\n{END}", page, flags=re.DOTALL), encoding="utf-8"
    )


if __name__ == "__main__":
    main()
