"""Who the students of the histories are and who works with them: what the events, contacts and concerns are written with."""

import numpy as np
import pandas as pd

from sample_data.calendars import YEARS
from sample_data.people import THIS_YEAR

PARENTS = ("mother", "father", "both parents", "grandmother", "foster parent")
PARENT_SHARE = (0.55, 0.22, 0.13, 0.07, 0.03)
# Who took part, by the word that stands in the scripts.
GROUPS = {
    "team": "{teacher}; {principal}; interventionist",
    "group": "school psychologist; {teacher}; {principal}; {parent}",
    "iep": "{parent}; {teacher}; special education teacher; {principal}; school psychologist",
    "review": "{parent}; {teacher}; {manager}; {principal}",
    "parent": "{parent}; {principal}",
}


def folk(rng: np.random.Generator, tables: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """One row a student, by student_id: born_on, enrolled_on (first day here), left_on, grade, is_new (came this year, past kindergarten),
    teacher_id, principal_id, manager_id (empty without an IEP), and the names that GROUPS asks for."""
    student = tables["student"].set_index("student_id")
    enrolment = tables["enrolment"].sort_values("enrolled_on", kind="stable")
    first, last = enrolment.groupby("student_id")["enrolled_on"].min(), enrolment.drop_duplicates("student_id", keep="last")
    now = last.set_index("student_id").reindex(student.index)
    assigned = tables["staff_assignment"]
    teachers = assigned[(assigned["role"] == "teacher") & (assigned["scope"] == "class")].set_index("scope_id")["staff_id"]
    homeroom = tables["class_member"][tables["class_member"]["class_id"].isin(teachers.index)].drop_duplicates("student_id", keep="last")
    principal = assigned[assigned["role"] == "principal"].set_index("scope_id")["staff_id"]
    manager = assigned[assigned["role"] == "case_manager"].set_index("scope_id")["staff_id"]
    table = student[["born_on"]].assign(
        enrolled_on=first.reindex(student.index),
        left_on=now["left_on"],
        grade=now["grade"],
        teacher_id=homeroom.set_index("student_id")["class_id"].map(teachers).reindex(student.index),
        principal_id=now["school_id"].map(principal),
        manager_id=manager.reindex(student.index),
        parent=np.array(PARENTS, dtype=object)[rng.choice(len(PARENTS), len(student), p=PARENT_SHARE)],
    )
    name = tables["staff"].set_index("staff_id")["name"]
    began = pd.Timestamp(YEARS[THIS_YEAR][0])
    return table.assign(
        is_new=(pd.to_datetime(table["enrolled_on"]) == began) & (table["grade"] != "K"),
        teacher=table["teacher_id"].map(name),
        principal=table["principal_id"].map(name),
        manager=table["manager_id"].map(name).fillna("special education teacher"),
    )


def name_people(rows: pd.DataFrame, people: pd.DataFrame) -> np.ndarray:
    """What stands in the column people: the names of the group, or the text as it is."""
    named = rows["people"].to_numpy(dtype=object, copy=True)
    for group, pattern in GROUPS.items():
        mine = np.flatnonzero(rows["people"].to_numpy(dtype=object) == group)
        of = people.loc[rows["student_id"].iloc[mine], ["teacher", "principal", "parent", "manager"]]
        named[mine] = [pattern.format(**one._asdict()) for one in of.itertuples(index=False)]
    return named
