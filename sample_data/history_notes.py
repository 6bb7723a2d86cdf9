"""What stands beside the events: contacts with families, restricted notes and who may read them, days of absence."""

from pathlib import Path

import numpy as np
import pandas as pd

from sample_data.history_script import NOW
from sample_data.school_years import next_school_day

HERE = Path(__file__).parent
LOGGED_SINCE = np.datetime64("2025-08-01")  # the log of contacts is kept in Aimline from then on
WITH_RESTRICTED_NOTE = 0.05
PERMITTED_FROM, PERMITTED_TO = np.datetime64("2024-08-26"), np.datetime64("2025-06-11")
MANY_ABSENCES = 12


def contacts(rng: np.random.Generator, rows: pd.DataFrame, people: pd.DataFrame, path: pd.Series) -> pd.DataFrame:
    """Rows of contact, drawn for the events of this school year as history_contacts.csv says."""
    recent = rows[rows["happened_on"] >= pd.Timestamp(LOGGED_SINCE)]
    went = path.reindex(recent["student_id"]).to_numpy()
    drawn = []
    for line in pd.read_csv(HERE / "history_contacts.csv", dtype={"path": str}).itertuples():
        of = recent[(recent["event"] == line.event) & (pd.isna(line.path) | (went == line.path))]
        of = of[rng.random(len(of)) < line.share]
        on = next_school_day(of["happened_on"].to_numpy("datetime64[D]") + rng.integers(line.low, line.high + 1, len(of)))
        told = {"how": line.how, "was_reached": line.was_reached, "about": line.about, "contacted_on": on}
        drawn.append(pd.DataFrame({"student_id": of["student_id"].to_numpy(), **told}))
    table = pd.concat(drawn, ignore_index=True)
    table = table[table["contacted_on"] <= pd.Timestamp(NOW)]
    return table.assign(with_whom=people["parent"].reindex(table["student_id"]).to_numpy())


def restricted_notes(rng: np.random.Generator, students: np.ndarray, people: pd.DataFrame) -> pd.DataFrame:
    """Rows of restricted_note: one for a few of the students given, and for one of them at least."""
    texts = (HERE / "restricted_wording.txt").read_text(encoding="utf-8").splitlines()
    chosen = np.sort(rng.permutation(students)[: max(1, round(len(students) * WITH_RESTRICTED_NOTE))])
    on = next_school_day(NOW - rng.integers(10, 120, len(chosen)))
    written = pd.DataFrame(
        {"student_id": chosen, "on_date": on, "text": np.array(texts, dtype=object)[rng.integers(0, len(texts), len(chosen))]}
    )
    of = people.loc[chosen]
    return written.assign(
        restricted_note_id=[f"rn-{student}" for student in chosen], recorded_by=of["manager_id"].fillna(of["principal_id"]).to_numpy()
    )


def staff_permissions(assigned: pd.DataFrame) -> pd.DataFrame:
    """Rows of staff_permission: restricted notes are open to principals, the district office and every other case manager; one lost it."""
    staff = assigned[["staff_id", "role"]].drop_duplicates().sort_values("staff_id")
    managers = staff[staff["role"] == "case_manager"]["staff_id"]
    permitted = [*staff[staff["role"].isin(["principal", "district"])]["staff_id"], *managers[::2]]
    ended = managers[1:2]
    table = pd.DataFrame({"staff_id": [*permitted, *ended], "permission": "restricted_notes", "from_on": PERMITTED_FROM})
    return table.assign(to_on=np.where(table["staff_id"].isin(ended), PERMITTED_TO, np.datetime64("NaT")))


def absences(rng: np.random.Generator, tables: dict[str, pd.DataFrame], often: pd.Series) -> pd.DataFrame:
    """Rows of absence: days on which probes and sessions say so and nothing says the contrary, and many more for some students.

    often: from which day on, by student_id.
    """
    owner = tables["series"].set_index("series_id")["student_id"]
    score, session = tables["score"], tables["intervention_session"]
    plan = tables["intervention"].set_index("intervention_id")["series_id"].map(owner)
    told = pd.concat(
        [
            pd.DataFrame({"student_id": score["series_id"].map(owner), "on_date": score["observed_on"], "absent": score["absent"]}),
            pd.DataFrame(
                {
                    "student_id": session["intervention_id"].map(plan),
                    "on_date": session["held_on"],
                    "absent": session["status"].map({"held": False, "student_absent": True}),
                }
            ).dropna(subset="absent"),
        ],
        ignore_index=True,
    )
    absent = told.astype({"absent": bool}).groupby(["student_id", "on_date"])["absent"].all()
    seen = absent[~absent].index
    present = pd.Series(seen.get_level_values("on_date"), index=seen.get_level_values("student_id"))
    more = [_many(rng, student, since, present[present.index == student].to_numpy()) for student, since in often.items()]
    days = pd.MultiIndex.from_frame(pd.concat([absent[absent].index.to_frame(index=False), *more], ignore_index=True))
    return days.drop_duplicates().sortlevel()[0].to_frame(index=False)


def _many(rng: np.random.Generator, student: str, since: np.datetime64, present: np.ndarray) -> pd.DataFrame:
    days = next_school_day(np.arange(np.datetime64(since, "D") + 1, NOW))
    free = np.setdiff1d(days[days < NOW], present.astype("datetime64[D]"))
    chosen = rng.permutation(free)[:MANY_ABSENCES]
    return pd.DataFrame({"student_id": student, "on_date": chosen.astype("datetime64[s]")})
