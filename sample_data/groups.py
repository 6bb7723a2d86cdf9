"""Who gives what to whom: intervention groups with their interventionists, and case managers with their students."""

import numpy as np
import pandas as pd

from sample_data.calendars import YEARS, dates, day
from sample_data.people import THIS_YEAR, People, assignments, school_id, staff_table

GROUP_SIZE = 5
BAND_STARTS, BANDS = (0, 2, 4, 6), ("K–1", "2–3", "4–5", "6–8")
CASELOAD = 14
YEAR_START = YEARS[THIS_YEAR][0]


def form_groups(people: People, series: pd.DataFrame, plans: pd.DataFrame) -> tuple[pd.Series, dict[str, pd.DataFrame]]:
    """The provider of each intervention, and the rows that groups add to class, class_member and staff_assignment.

    Students of one school and neighbouring grades who get instruction in one area meet in groups of at most five;
    accommodations and behaviour supports are given by the homeroom teacher.
    """
    of = series.loc[plans["series"], ["student", "school", "grade", "area"]].reset_index(drop=True)
    table = pd.concat([plans.reset_index(drop=True)[["kind", "start", "stop", "due", "per_week"]], of], axis=1)
    grouped = table[(table["kind"] == "instruction") & (table["start"] >= day(YEAR_START)) & (table["per_week"] > 0)].copy()
    grouped["band"] = np.searchsorted(BAND_STARTS, grouped["grade"], side="right") - 1
    keys = ["school", "band", "area"]
    grouped["chunk"] = grouped.groupby(keys).cumcount() // GROUP_SIZE
    grouped["group"] = grouped.groupby([*keys, "chunk"]).ngroup()
    groups = grouped.groupby("group").agg({**dict.fromkeys(keys, "first"), "start": "min"})
    groups["number"] = groups.groupby("school").cumcount() + 1
    staff = _share_out(people.interventionists, groups["school"].to_numpy(), groups["number"].to_numpy())
    groups["staff_id"] = staff
    provider = _provider(people, table)
    provider[grouped.index] = groups["staff_id"].to_numpy()[grouped["group"]]
    return provider, _group_tables(people, groups, grouped)


def _share_out(interventionists: pd.DataFrame, school: np.ndarray, number: np.ndarray) -> np.ndarray:
    """An interventionist of the school for each number, in turn."""
    first = interventionists.groupby("school")["staff_id"].agg(list)
    return np.array([first[s][n % len(first[s])] for s, n in zip(school, number, strict=True)], dtype=object)


def _provider(people: People, table: pd.DataFrame) -> pd.Series:
    assigned = people.tables["staff_assignment"]
    current = assigned[(assigned["scope"] == "class") & assigned["to_on"].isna()]
    teacher = people.monitored["class_id"].map(current.set_index("scope_id")["staff_id"])
    interventionist = _share_out(people.interventionists, table["school"].to_numpy(), table["student"].to_numpy())
    return pd.Series(np.where(table["kind"] == "instruction", interventionist, teacher.to_numpy()[table["student"]]))


def _group_tables(people: People, groups: pd.DataFrame, grouped: pd.DataFrame) -> dict[str, pd.DataFrame]:
    sid, band = school_id(groups["school"].to_numpy()), np.array(BANDS)[groups["band"]]
    class_id = np.array([f"{s}-G{n:03d}" for s, n in zip(sid, groups["number"], strict=True)], dtype=object)
    name = [f"{area.capitalize()} group {n}, grades {b}" for area, n, b in zip(groups["area"], groups["number"], band, strict=True)]
    member = pd.DataFrame(
        {
            "class_id": class_id[grouped["group"]],
            "student_id": people.monitored["student_id"].to_numpy()[grouped["student"]],
            "from_on": dates(grouped["start"].to_numpy()),
            "to_on": dates(np.where(grouped["stop"] < grouped["due"], grouped["stop"], -1)),
        }
    )
    return {
        "class": pd.DataFrame({"class_id": class_id, "school_id": sid, "name": name, "grade": None, "school_year": THIS_YEAR}),
        "class_member": member.sort_values("from_on", kind="stable").drop_duplicates(["class_id", "student_id"]).sort_index(),
        "staff_assignment": assignments(groups["staff_id"].to_numpy(), "interventionist", "class", class_id, np.datetime64(YEAR_START)),
    }


def case_managers(rng: np.random.Generator, people: People, with_goals: np.ndarray) -> dict[str, pd.DataFrame]:
    """Rows of staff and staff_assignment: students with goals (rows of people.monitored) shared out school by school."""
    chosen = people.monitored.iloc[np.unique(with_goals)]
    load = chosen["school"].astype(str) + "-" + (chosen.groupby("school").cumcount() // CASELOAD).astype(str)
    number = pd.factorize(load)[0] + 1
    staff_id = np.array([f"c{n:03d}" for n in number], dtype=object)
    rows = assignments(staff_id, "case_manager", "student", chosen["student_id"].to_numpy(), np.datetime64(YEAR_START))
    return {"staff": staff_table(rng, sorted(set(staff_id))), "staff_assignment": rows}
