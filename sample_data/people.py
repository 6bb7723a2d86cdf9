"""Schools, students, classes and staff of the sample district."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from sample_data.calendars import YEARS
from sample_data.names import DIFFICULT, STAFF_DIFFICULT, draw_names

ENROLLED_PER_MONITORED = 6.25
MONITORED_PER_GROUP = 240  # a group of three schools: two elementary, one middle
SCHOOL_NAMES = ("Maple Street Elementary", "Cedar Hill Elementary", "Lincoln Middle School")
SCHOOL_GRADES = ((0, 5), (0, 5), (6, 8))
SCHOOL_SHARE = (550 / 1500, 550 / 1500, 400 / 1500)
CLASS_SIZE = 24
NEW_THIS_YEAR, LEFT_THIS_YEAR = 0.05, 0.004
LAST_YEAR, THIS_YEAR = YEARS
LEFT_ON = date(2025, 11, 14)
MONITORED_PER_INTERVENTIONIST = 40
STORY_GRADES = (3, 4, 2, 3, 6, 1)  # grades of the six students of the README
STORY_SCHOOLS = (0, 0, 1, 0, 2, 0)


@dataclass(frozen=True)
class People:
    """Tables of the folder by name, and two that other modules need.

    monitored: one row a monitored student, the six of the README first: student_id, first_name, school (number), grade
    (0 is kindergarten), class_id. interventionists: school (number), staff_id.
    """

    tables: dict[str, pd.DataFrame]
    monitored: pd.DataFrame
    interventionists: pd.DataFrame


def make_people(rng: np.random.Generator, monitored: int) -> People:
    """A district with so many monitored students."""
    groups = max(1, round(monitored / MONITORED_PER_GROUP))
    school = _schools(groups)
    student = _students(rng, monitored, groups)
    this_year, last_year = _year(student, "grade", "school", THIS_YEAR), _year(student, "last_grade", "last_school", LAST_YEAR)
    member = pd.concat([last_year, this_year], ignore_index=True)
    classes = _classes(member)
    chosen = student[student["monitored"] >= 0].sort_values("monitored")
    interventionists = _interventionists(chosen, len(school))
    staff, assignment = _staff(rng, classes, interventionists, len(school))
    homeroom = this_year.set_index("student_id")["class_id"]
    enrolment = member[["student_id", "school_id", "grade", "from_on", "to_on"]]
    tables = {
        "school": school,
        "staff": staff,
        "student": student[["student_id", "first_name", "last_name", "born_on"]],
        "enrolment": enrolment.rename(columns={"from_on": "enrolled_on", "to_on": "left_on"}),
        "class": classes[["class_id", "school_id", "name", "grade", "school_year"]],
        "class_member": member[["class_id", "student_id", "from_on", "to_on"]],
        "staff_assignment": assignment,
    }
    monitored_table = chosen[["student_id", "first_name", "school", "grade"]].reset_index(drop=True)
    monitored_table["class_id"] = monitored_table["student_id"].map(homeroom)
    return People(tables, monitored_table, interventionists)


def school_id(number: np.ndarray) -> np.ndarray:
    """Identifiers of schools by their number, counted from 0."""
    return ("S" + pd.Series(np.asarray(number) + 1).astype(str)).to_numpy()


def grade_label(grade: np.ndarray) -> np.ndarray:
    """K for 0, else the number as text."""
    text = pd.Series(np.asarray(grade)).astype(str)
    return text.where(text != "0", "K").to_numpy()


def _schools(groups: int) -> pd.DataFrame:
    names = [name if group == 0 else f"{name} {group + 1}" for group in range(groups) for name in SCHOOL_NAMES]
    ids = school_id(np.arange(len(names)))
    return pd.DataFrame({"school_id": ids, "name": names, "district": "Alder Valley School District", "state": "CO"})


def _students(rng: np.random.Generator, monitored: int, groups: int) -> pd.DataFrame:
    """Every enrolled student, with the number of those who are monitored (-1 for the others)."""
    enrolled = max(round(monitored * ENROLLED_PER_MONITORED), monitored + 40)
    in_group = rng.choice(3, enrolled, p=SCHOOL_SHARE)
    low, high = np.array(SCHOOL_GRADES)[in_group].T
    grade = low + rng.integers(0, 1_000_000, enrolled) % (high - low + 1)
    group = rng.integers(0, groups, enrolled)
    in_group[:6], grade[:6], group[:6] = STORY_SCHOOLS, STORY_GRADES, 0
    number = _monitored_number(rng, grade, monitored)
    first, last = draw_names(rng, enrolled)
    difficult = np.flatnonzero(number >= 6)[: len(DIFFICULT)]
    first[difficult], last[difficult] = (np.array([pair[side] for pair in DIFFICULT], dtype=object)[: len(difficult)] for side in (0, 1))
    birthday = np.datetime64("2019-09-01") - (grade * 365.25 + rng.integers(0, 380, enrolled)).astype(int).astype("timedelta64[D]")
    new = (rng.random(enrolled) < NEW_THIS_YEAR) & (np.arange(enrolled) >= 6) | (grade == 0)
    left = (rng.random(enrolled) < LEFT_THIS_YEAR) & (number < 0)
    elementary = np.where(grade == 6, rng.integers(0, 2, enrolled), in_group)
    return pd.DataFrame(
        {
            "student_id": (100001 + np.arange(enrolled)).astype(str),
            "first_name": first,
            "last_name": last,
            "born_on": birthday,
            "school": group * 3 + in_group,
            "grade": grade,
            "last_school": group * 3 + elementary,
            "last_grade": np.where(new, -1, grade - 1),
            "left": left,
            "monitored": number,
        }
    )


def _monitored_number(rng: np.random.Generator, grade: np.ndarray, monitored: int) -> np.ndarray:
    """0 to 5 for the students of the README, who are the first; the others are drawn, kindergarten least often."""
    weight = np.where(grade == 0, 0.4, 1.0)
    order = np.argsort(rng.exponential(size=len(grade)) / weight)
    order = np.concatenate([np.arange(6), order[order >= 6]])
    number = np.full(len(grade), -1)
    number[order[:monitored]] = np.arange(min(monitored, len(grade)))
    return number


def _year(student: pd.DataFrame, grade: str, school: str, year: str) -> pd.DataFrame:
    """One row a student of that year: the class, and from when to when."""
    rows = student[student[grade] >= 0].copy()
    rows["n"] = rows.groupby([school, grade]).cumcount()
    rows["sections"] = -(-rows.groupby([school, grade])["student_id"].transform("size") // CLASS_SIZE)
    rows["section"] = rows["n"] % rows["sections"]
    letter = np.array(list("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))[rows["section"] % 26]
    label, sid = grade_label(rows[grade].to_numpy()), school_id(rows[school].to_numpy())
    first, last = YEARS[year]
    ended = np.datetime64(last) if year == LAST_YEAR else np.datetime64("NaT")
    to_on = np.where(rows["left"], np.datetime64(LEFT_ON), ended) if year == THIS_YEAR else np.full(len(rows), ended)
    short = year[2:4] + year[5:]
    return pd.DataFrame(
        {
            "class_id": [f"{s}-{short}-{g}{x}" for s, g, x in zip(sid, label, letter, strict=True)],
            "student_id": rows["student_id"].to_numpy(),
            "school": rows[school].to_numpy(),
            "school_id": sid,
            "grade": label,
            "school_year": year,
            "from_on": np.datetime64(first),
            "to_on": to_on,
        }
    )


def _classes(member: pd.DataFrame) -> pd.DataFrame:
    """Classes of both years, each in a room of its school."""
    classes = member.drop_duplicates("class_id").sort_values(["school_year", "school", "class_id"]).reset_index(drop=True)
    classes["room"] = classes.groupby(["school_year", "school"]).cumcount() + 1
    named = np.where(classes["grade"] == "K", "Kindergarten", "Grade " + classes["grade"])
    classes["name"] = named + ", room " + classes["room"].astype(str)
    return classes


def _interventionists(chosen: pd.DataFrame, schools: int) -> pd.DataFrame:
    wanted = np.maximum(1, np.ceil(np.bincount(chosen["school"], minlength=schools) / MONITORED_PER_INTERVENTIONIST)).astype(int)
    school = np.repeat(np.arange(schools), wanted)
    return pd.DataFrame({"school": school, "staff_id": [f"i{n:03d}" for n in range(1, len(school) + 1)]})


def _staff(
    rng: np.random.Generator, classes: pd.DataFrame, interventionists: pd.DataFrame, schools: int
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Teachers by room, interventionists, principals and one person at the district office; case managers come with their students."""
    rooms = classes.drop_duplicates(["school", "room"])[["school", "room"]].sort_values(["school", "room"])
    rooms["staff_id"] = [f"t{n:03d}" for n in range(1, len(rooms) + 1)]
    teaching = classes.merge(rooms, on=["school", "room"])
    retired = teaching.index[(teaching["school_year"] == LAST_YEAR) & (teaching["school"] == 0)][-1:]
    teaching.loc[retired, "staff_id"] = "t000"
    principals = [f"p{n:03d}" for n in range(1, schools + 1)]
    ids = [*sorted(teaching["staff_id"].unique()), *interventionists["staff_id"], *principals, "d001"]
    ended = np.where(teaching["school_year"] == LAST_YEAR, np.datetime64(YEARS[LAST_YEAR][1]), np.datetime64("NaT"))
    begun = teaching["school_year"].map({year: np.datetime64(first) for year, (first, _) in YEARS.items()})
    parts = [
        assignments(teaching["staff_id"], "teacher", "class", teaching["class_id"], begun, ended),
        assignments(principals, "principal", "school", school_id(np.arange(schools)), np.datetime64(YEARS[LAST_YEAR][0])),
        assignments(["d001"], "district", "district", ["*"], np.datetime64(YEARS[LAST_YEAR][0])),
    ]
    return staff_table(rng, ids, STAFF_DIFFICULT), pd.concat(parts, ignore_index=True)


def staff_table(rng: np.random.Generator, ids: list[str], difficult: tuple[str, ...] = ()) -> pd.DataFrame:
    """Names and addresses of staff; the second and following have the difficult names."""
    first, last = draw_names(rng, len(ids))
    names = first + " " + last
    names[1 : 1 + len(difficult)] = difficult[: max(0, len(ids) - 1)]
    return pd.DataFrame({"staff_id": ids, "name": names, "email": [f"{staff_id}@aldervalley.example" for staff_id in ids]})


def assignments(staff_id: object, role: str, scope: str, scope_id: object, from_on: object, to_on: object = None) -> pd.DataFrame:
    """Rows of staff_assignment."""
    to_on = np.datetime64("NaT") if to_on is None else to_on
    rows = {"staff_id": staff_id, "role": role, "scope": scope, "scope_id": scope_id, "from_on": from_on, "to_on": to_on}
    return pd.DataFrame(rows)
