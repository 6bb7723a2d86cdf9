"""Generate a district of any size."""

from pathlib import Path

import numpy as np
import pandas as pd

from sample_data.calendars import Clock, calendar_table, make_clock
from sample_data.delivery import hold_sessions
from sample_data.folder import write_folder
from sample_data.goal_tables import goal_table
from sample_data.groups import case_managers, form_groups
from sample_data.growing import grow
from sample_data.histories import history_tables
from sample_data.monitoring import choose_series, series_of_last_year
from sample_data.people import People, make_people
from sample_data.planting import (
    plant_goals,
    plant_interventions,
    plant_last_year,
    plant_next,
    plant_within_goals,
    revise_goals,
    students_with_goals,
)
from sample_data.remarks import notes, phase_changes
from sample_data.scores import Probes
from sample_data.stories import Grown, grow_stories, stories
from sample_data.tables import intervention_table, name_plans, name_series, score_table, series_table, truth_table
from sample_data.windows import first_day_on, monitor, monitor_for, spoil_some

STREAMS = ("people", "series", "plans", "scores", "sessions", "remarks", "staff", "histories")  # so that one part can change alone
SMALLEST = 12
FOLLOWED_BY_ANOTHER = 0.25
WITH_LAST_YEAR = 0.5


def generate(students: int, seed: int, out: Path, series_per_student: int | None = None, weeks: int | None = None) -> None:
    """Write a district with so many monitored students to the folder out: one CSV a table, and truth.csv.

    About six times as many are enrolled. The first six monitored are the students of sample_data/README.md. The same
    arguments give the same bytes (with the numpy of requirements.lock). series_per_student and weeks fix how many
    series each student has and over how many school weeks each is scored; without them both vary as in a real district.
    """
    if students < SMALLEST:
        raise ValueError(f"A district has at least {SMALLEST} monitored students; {students} were asked for.")
    children = np.random.SeedSequence(seed).spawn(len(STREAMS))
    streams = {name: np.random.default_rng(child) for name, child in zip(STREAMS, children, strict=True)}
    people = make_people(streams["people"], students)
    _name_stories(people)
    clock = make_clock(len(people.tables["school"]))
    grown = [*grow_stories(people.monitored, clock), _grow_others(streams, people.monitored, clock, series_per_student, weeks)]
    write_folder(_tables(streams, people, clock, *_together(grown)), out)


def _name_stories(people: People) -> None:
    student = people.tables["student"]
    for number, story in stories().iterrows():
        mine = student["student_id"] == people.monitored["student_id"][number]
        student.loc[mine, ["first_name", "last_name"]] = story["first_name"], story["last_name"]
        people.monitored.loc[number, "first_name"] = story["first_name"]


def _grow_others(
    streams: dict[str, np.random.Generator], monitored: pd.DataFrame, clock: Clock, series_per_student: int | None, weeks: int | None
) -> Grown:
    others = monitored.iloc[len(stories()) :]
    series = choose_series(streams["series"], others, series_per_student)
    rng = streams["plans"]
    has_goal = students_with_goals(rng, len(others))[series["student"]]
    goals, tried = plant_goals(rng, series[has_goal]), plant_interventions(rng, series[~has_goal])
    if weeks is not None:
        plans = pd.concat([tried, goals], ignore_index=True)
        series, plans = monitor_for(series, plans, clock, weeks)
    else:
        tried = plant_next(rng, tried, series, FOLLOWED_BY_ANOTHER)
        within = plant_within_goals(rng, goals, series)
        series = series_of_last_year(streams["series"], series, ~has_goal, WITH_LAST_YEAR)
        before = plant_last_year(rng, series[series["last_year"]])
        plans = pd.concat([tried, goals, within, before], ignore_index=True)
        series, plans = spoil_some(monitor(rng, series, plans, clock), plans, clock)
    plans["start"] = first_day_on(clock, series["school"].to_numpy()[plans["series"]], plans["start"].to_numpy())
    grown, probes, values = grow(streams["scores"], series, plans, clock)
    return series.assign(student=series["student"] + len(stories()), story=""), revise_goals(rng, grown, clock), probes, values


def _together(grown: list[Grown]) -> Grown:
    offsets = np.cumsum([0, *(len(series) for series, _, _, _ in grown)])
    series = pd.concat([part[0] for part in grown], ignore_index=True)
    plans = pd.concat([part[1].assign(series=part[1]["series"] + n) for part, n in zip(grown, offsets, strict=False)], ignore_index=True)
    probes = Probes(
        np.concatenate([part[2].series + n for part, n in zip(grown, offsets, strict=False)]),
        *(
            np.concatenate([getattr(part[2], name) for part in grown])
            for name in ("day", "form", "absent", "residual", "trial", "attempts", "luck")
        ),
    )
    return series, plans, probes, np.concatenate([part[3] for part in grown])


def _tables(
    streams: dict[str, np.random.Generator],
    people: People,
    clock: Clock,
    series: pd.DataFrame,
    plans: pd.DataFrame,
    probes: Probes,
    values: np.ndarray,
) -> dict[str, pd.DataFrame]:
    series = name_series(series, people.monitored["student_id"].to_numpy())
    plans = name_plans(plans, series).sort_values("plan_id", kind="stable").reset_index(drop=True)
    tried, goals = plans[plans["kind"] != "goal"].reset_index(drop=True), plans[plans["kind"] == "goal"].reset_index(drop=True)
    provider, added = form_groups(people, series, tried)
    managed = case_managers(streams["staff"], people, series["student"].to_numpy()[goals["series"]])
    managers = managed["staff_assignment"].set_index("scope_id")["staff_id"]
    writer = pd.Series(provider.to_numpy(), index=tried["series"]).groupby(level=0).first().reindex(series.index)
    writer = writer.fillna(series["student_id"].map(managers))
    school = series["school"].to_numpy()[tried["series"]]
    tables = {name: pd.concat([table, *(part[name] for part in (added, managed) if name in part)]) for name, table in people.tables.items()}
    remark_rng = streams["remarks"]
    written = {
        "school": tables.pop("school"),
        "calendar_day": calendar_table(list(people.tables["school"]["school_id"])),
        **tables,
        "series": series_table(series),
        "intervention": intervention_table(tried, series, provider.to_numpy()),
        "intervention_session": hold_sessions(streams["sessions"], tried, school, clock),
        "goal": goal_table(goals, series, people.monitored["first_name"].to_numpy()),
        "phase_change": phase_changes(remark_rng, tried, series, clock),
        "score": score_table(remark_rng, series, probes, values),
        "note": notes(remark_rng, series, clock, writer.to_numpy(dtype=object)),
        "truth": truth_table(plans, series, clock),
    }
    of = series[["student_id", "area"]].iloc[plans["series"]].set_index(plans.index)
    return written | history_tables(streams["histories"], written, people.monitored["student_id"].to_numpy(), plans.join(of))
