"""The process: concerns, events and what stands beside them, for every monitored student and some who left.

What is typed is in the .csv files beside: paths and their scripts, the wording of concerns and contacts, the six stories. Dates agree with
the interventions and goals of the district; nothing here changes what is drawn elsewhere.
"""

import numpy as np
import pandas as pd

from sample_data.calendars import dates
from sample_data.history_goals import amendments, latest_reviews, progress_reports, transfers_in
from sample_data.history_ieps import first_iep, iep_students, past_reviews, reevaluations, transition_plans
from sample_data.history_notes import absences, contacts, restricted_notes, staff_permissions
from sample_data.history_people import folk, name_people
from sample_data.history_script import NOW, act, assign, events
from sample_data.history_stories import story_concerns, story_contacts, story_events
from sample_data.history_tried import close, decide_to_refer, pre_referral, raise_concerns
from sample_data.school_years import reporting_period_table, school_year_table
from sample_data.stories import stories

ENDS = ("exited", "services_consent_revoked", "transferred_out")
ABOUT_A_PLAN = ("intervention_started", "intervention_ended")  # several may happen to a student on one day
EVENTLESS = events([], "", np.array([], "datetime64[D]"))
Happened = tuple[list[pd.DataFrame], pd.Series]


def history_tables(
    rng: np.random.Generator, tables: dict[str, pd.DataFrame], monitored: np.ndarray, plans: pd.DataFrame
) -> dict[str, pd.DataFrame]:
    """The tables of the process, and truth_history, by name.

    monitored: student_ids, the six of the README first. plans: all interventions and goals, with student_id and area.
    """
    people = folk(rng, tables)
    others = plans[~plans["student_id"].isin(monitored[: len(stories())])]
    goals = others[others["kind"] == "goal"]
    tried = others[(others["kind"] != "goal") & ~others["student_id"].isin(goals["student_id"])]
    concerns = raise_concerns(rng, tried)
    groups = [_of_tried(rng, tried, concerns, people), _of_ieps(rng, goals, people), _of_left(rng, people, monitored)]
    path = pd.concat([went for _, went in groups])
    rows = _in_order(pd.concat([*(part for happened, _ in groups for part in happened), story_events(monitored)], ignore_index=True))
    drawn = contacts(rng, rows[~rows["student_id"].isin(monitored[: len(stories())])], people, path)
    return {
        "school_year": school_year_table(),
        "reporting_period": reporting_period_table(),
        "absence": absences(rng, tables, _since_consent(rows, path)),
        "concern": _concerns(pd.concat([story_concerns(monitored), concerns], ignore_index=True), people),
        "process_event": _written(rows, people),
        "contact": _contacts(pd.concat([story_contacts(monitored), drawn], ignore_index=True), people),
        "restricted_note": restricted_notes(rng, monitored[len(stories()) :], people),
        "staff_permission": staff_permissions(tables["staff_assignment"]),
        "truth_history": pd.DataFrame({"student_id": path.index, "path": path.to_numpy()}).query("path != ''").sort_values("student_id"),
    }


def _of_tried(rng: np.random.Generator, tried: pd.DataFrame, concerns: pd.DataFrame, people: pd.DataFrame) -> Happened:
    """Students with interventions and no IEP: everyone's pre-referral, and a path for those who were referred."""
    first = tried.sort_values("start", kind="stable").drop_duplicates("student_id").set_index("student_id").sort_index()
    weeks = (NOW - dates(first["start"].to_numpy())).astype(int) // 7
    pool = first[["area"]].assign(weeks=weeks, **people.loc[first.index, ["enrolled_on", "left_on"]])
    came = people.loc[first.index, "is_new"].to_numpy()
    path = assign(rng, "tried new", pool[came], len(pool)).reindex(pool.index, fill_value="")
    path.update(assign(rng, "tried", pool[path == ""], len(pool)))
    referred = _act(rng, path, pool)
    received = referred[referred["event"] == "referral_received"].groupby("student_id")["happened_on"].min()
    parts = [decide_to_refer(rng, referred, tried), referred, *pre_referral(rng, tried, concerns), close(rng, tried, received)]
    return parts, path


def _of_ieps(rng: np.random.Generator, goals: pd.DataFrame, people: pd.DataFrame) -> Happened:
    ieps = iep_students(rng, goals, people)
    begun, effect = first_iep(rng, ieps)
    rows = [*begun, *past_reviews(rng, ieps, effect), *amendments(goals, ieps), *latest_reviews(rng, ieps)]
    rows += [*reevaluations(rng, ieps), *progress_reports(rng, ieps, effect), transition_plans(ieps)]
    return [transfers_in(pd.concat(rows, ignore_index=True), ieps)], ieps["path"].where(~ieps["is_new"], "transferred in with an IEP")


def _of_left(rng: np.random.Generator, people: pd.DataFrame, monitored: np.ndarray) -> Happened:
    """Two of the students who left the district and were not monitored here."""
    left = people[people["left_on"].notna() & ~people.index.isin(monitored) & ~people["grade"].isin(["K", "1"])]
    pool = left[["enrolled_on", "left_on"]].assign(weeks=0, area="reading")
    pool = pool[(left["enrolled_on"] < left["enrolled_on"].max()).to_numpy()] if len(left) > 1 else pool
    path = assign(rng, "left", pool, 1)
    path = path[path != ""]
    return [_act(rng, path, pool)], path


def _act(rng: np.random.Generator, path: pd.Series, pool: pd.DataFrame) -> pd.DataFrame:
    """Events of everyone with a path, in the order of the scripts."""
    who = pool.loc[path.index].rename_axis("student_id").reset_index()
    parts = [act(rng, name, who[(path == name).to_numpy()]) for name in pd.unique(path[path != ""])]
    return pd.concat([EVENTLESS, *(rows for part in parts for rows in part)], ignore_index=True)


def _in_order(rows: pd.DataFrame) -> pd.DataFrame:
    """What has happened by today, by student and day, each event once a day, nothing after the end of special education but a new one."""
    rows = rows[rows["happened_on"].notna() & (rows["happened_on"] <= pd.Timestamp(NOW))]
    ended = rows[rows["event"].isin(ENDS)].groupby("student_id")["happened_on"].max().reindex(rows["student_id"]).to_numpy()
    rows = rows[~((rows["happened_on"].to_numpy() > ended) & ~rows["event"].isin(ENDS).to_numpy())]
    plan = rows["intervention_id"].where(rows["event"].isin(ABOUT_A_PLAN))
    rows = rows[~rows.assign(plan=plan).duplicated(["student_id", "event", "happened_on", "plan"])]
    return rows.sort_values(["student_id", "happened_on"], kind="stable").reset_index(drop=True)


def _since_consent(rows: pd.DataFrame, path: pd.Series) -> pd.Series:
    """Day of the consent of the students who are to be absent often."""
    often = path.index[path == "many absences"]
    consent = rows[(rows["event"] == "consent_received") & rows["student_id"].isin(often)]
    return consent.set_index("student_id")["happened_on"].astype("datetime64[s]")


def _number(prefix: str, rows: pd.DataFrame) -> np.ndarray:
    number = rows.groupby("student_id").cumcount() + 1
    return (prefix + "-" + rows["student_id"] + "-" + number.astype(str).str.zfill(2)).to_numpy()


def _recorder(students: pd.Series, people: pd.DataFrame) -> np.ndarray:
    of = people.loc[students, ["manager_id", "teacher_id"]]
    return of["manager_id"].fillna(of["teacher_id"]).to_numpy()


def _written(rows: pd.DataFrame, people: pd.DataFrame) -> pd.DataFrame:
    named = name_people(rows, people)
    return rows.assign(event_id=_number("ev", rows), people=named, recorded_by=_recorder(rows["student_id"], people))


def _concerns(rows: pd.DataFrame, people: pd.DataFrame) -> pd.DataFrame:
    names = {"math": "mathematics", "communication": "speech"}  # measures and concerns name these areas differently
    rows = rows.assign(area=rows["area"].replace(names), recorded_by=people.loc[rows["student_id"], "teacher_id"].to_numpy())
    return rows.sort_values("concern_id", kind="stable")


def _contacts(rows: pd.DataFrame, people: pd.DataFrame) -> pd.DataFrame:
    rows = rows.sort_values(["student_id", "contacted_on"], kind="stable").reset_index(drop=True)
    return rows.assign(contact_id=_number("ct", rows), recorded_by=_recorder(rows["student_id"], people))
