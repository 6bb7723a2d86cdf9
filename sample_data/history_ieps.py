"""Students with an IEP: from the referral, perhaps years ago, over annual reviews and reevaluations to the goals of goal.csv.

The IEP in force takes effect on the day on which the student's first goal starts, and its annual review is due when that goal is due;
goals that start later are amendments. Reviews before it lie at most a year apart, and so do, by three years, looks at eligibility.
"""

import numpy as np
import pandas as pd

from sample_data.calendars import dates
from sample_data.history_script import NOW, assign, category, events
from sample_data.school_years import next_school_day

FIRST_IEP, YOUNGEST, LONGEST_AGO = 0.2, 3.1, 5.5  # share with a first IEP; age in years; years since eligibility
DEVELOPMENTAL_DELAY, TOO_OLD = 0.6, 8.0  # how often it is found in children below that age
YEAR, THREE_YEARS = 365.25, 1095
BETWEEN_REVIEWS, LATEST_REVIEW, TOO_SOON = (352, 361), 363, 60  # days
WAIVED = 0.2
BEFORE_THE_MOVE = 21  # days
TRANSITION_AGE = 15  # in Colorado; federal law says 16, which no grade of the district reaches
MAX_REVIEWS = 8
NOT_DONE = ("reevaluation overdue", "reevaluation due soon", "reevaluation running")
WAIVER = "Parent and school agree that the data at hand are enough."
LATE_SERVICES = "No special education teacher for the group until then."


def iep_students(rng: np.random.Generator, goals: pd.DataFrame, people: pd.DataFrame) -> pd.DataFrame:
    """One row a student with goals, by student_id: the meeting and the first day of the IEP of the first goal, its due day, whether it
    is over and no other goal runs, the day of the first eligibility, the category, and the path."""
    in_order = goals.sort_values(["student_id", "start", "due", "plan_id"], kind="stable")
    first = in_order.drop_duplicates("student_id").set_index("student_id")
    last_due = dates(goals.groupby("student_id")["due"].max().reindex(first.index).to_numpy())
    start, due = dates(first["start"].to_numpy()), dates(first["due"].to_numpy())
    meeting = due - 364
    born = people["born_on"].reindex(first.index).to_numpy("datetime64[D]")
    most = np.minimum((meeting - born).astype(int) / YEAR - YOUNGEST, LONGEST_AGO)
    years = 0.9 + rng.random(len(first)) * np.maximum(most - 0.9, 0)
    is_first = ((rng.random(len(first)) < FIRST_IEP) | (most < 0.95)) & (next_school_day(meeting) == meeting)
    found = np.where(is_first, meeting - rng.integers(14, 28, len(first)), meeting - (years * YEAR).astype(int))
    table = pd.DataFrame(
        {
            "meeting": meeting, "start": start, "due": due, "is_over": last_due < NOW, "is_first": is_first, "area": first["area"],
            "found": next_school_day(found), "born": born, "was_met": first["planted"].isin(["goal_was_met", "goal_will_be_met"]),
            "weeks": 0, "is_new": people["is_new"].reindex(first.index), "enrolled_on": people["enrolled_on"].reindex(first.index),
        },
        index=first.index,
    )  # fmt: skip
    return _choose_paths(rng, table)


def _choose_paths(rng: np.random.Generator, ieps: pd.DataFrame) -> pd.DataFrame:
    path = pd.Series("", index=ieps.index, dtype=object)
    long = ~ieps["is_first"] & ~ieps["is_new"]
    grown = ieps["born"] + pd.DateOffset(years=TRANSITION_AGE)
    pools = {
        "iep turning": long & (grown > pd.Timestamp(NOW - 150)) & (grown <= pd.Timestamp(NOW)),
        "iep ended": ieps["is_over"] & long,
        "iep due": (ieps["due"] < NOW) & ~ieps["is_over"] & long,
        "iep first": ieps["is_first"],
        "iep": (ieps["due"] > NOW) & long & ((NOW - ieps["born"].to_numpy()).astype(int) > 7 * YEAR),
    }
    for who, pool in pools.items():
        path.update(assign(rng, who, ieps[pool & (path == "")], len(ieps) * 3))
    ago = {"reevaluation overdue": (8, 30), "reevaluation due soon": (-9, -4), "reevaluation running": (-40, -20)}
    for name, (low, high) in ago.items():
        mine = (path == name).to_numpy()
        ieps.loc[mine, "found"] = next_school_day(NOW - THREE_YEARS - rng.integers(low, high, mine.sum()))
    mine = (path == "early reevaluation").to_numpy()
    ieps.loc[mine, "found"] = next_school_day(NOW - THREE_YEARS - rng.integers(180, 260, mine.sum()))
    age = (ieps["found"].to_numpy("datetime64[D]") - ieps["born"].to_numpy("datetime64[D]")).astype(int) / YEAR
    delayed = (rng.random(len(ieps)) < DEVELOPMENTAL_DELAY) & (age < TOO_OLD)
    return ieps.assign(path=path, age=age, category=np.where(delayed, "DD", category(rng, ieps["area"])))


def first_iep(rng: np.random.Generator, ieps: pd.DataFrame) -> tuple[list[pd.DataFrame], np.ndarray]:
    """Referral to first services, and the day the first IEP took effect."""
    n, who = len(ieps), ieps.index.to_numpy()
    found = ieps["found"].to_numpy("datetime64[D]")
    is_first = ieps["is_first"].to_numpy()
    meeting = np.where(is_first, ieps["meeting"].to_numpy("datetime64[D]"), next_school_day(found + rng.integers(10, 25, n)))
    meeting = np.minimum(meeting, np.where(is_first, meeting, found + 29))
    done = next_school_day(found - rng.integers(4, 9, n))
    consent = next_school_day(done - rng.integers(44, 58, n))
    asked = next_school_day(consent - rng.integers(2, 7, n))
    effect = np.where(is_first, ieps["start"].to_numpy("datetime64[D]"), next_school_day(meeting + rng.integers(0, 4, n)))
    late = (ieps["path"] == "services started late").to_numpy()
    served = next_school_day(effect + np.where(late, rng.integers(24, 33, n), rng.integers(1, 5, n)))
    source = np.where(ieps["age"] < 5, rng.choice(["parent", "physician", "public_health_nurse", "day_care"], n), "teacher")
    return [
        events(who, "referral_received", next_school_day(asked - rng.integers(3, 9, n)), source=source),
        events(who, "consent_requested", asked),
        events(who, "consent_received", consent),
        events(who, "evaluation_started", np.minimum(next_school_day(consent + rng.integers(4, 11, n)), done)),
        events(who, "evaluation_completed", done),
        events(who, "eligibility_determined", found, outcome="eligible", category=ieps["category"].to_numpy(), people="group"),
        events(who, "iep_meeting_held", meeting, people="iep"),
        events(who, "iep_agreed", meeting, people="iep"),
        events(who, "services_consent_received", meeting),
        events(who, "iep_in_effect", effect),
        events(who, "services_started", served, reason=np.where(late, "other", None), note=np.where(late, LATE_SERVICES, None)),
        events(who[late], "delay_explained", served[late], about="services", reason="other", note="The position is filled now."),
    ], effect


def transition_plans(ieps: pd.DataFrame) -> pd.DataFrame:
    """The transition plan, in the IEP of the first goal, of those who have come of the age for it since."""
    grown = ieps["born"] + pd.DateOffset(years=TRANSITION_AGE)
    mine = ieps[(grown <= pd.Timestamp(NOW)) & (ieps["path"] != "transition plan missing")]
    return events(mine.index.to_numpy(), "transition_plan_agreed", mine["start"].to_numpy(), people="review")


def past_reviews(rng: np.random.Generator, ieps: pd.DataFrame, effect: np.ndarray) -> list[pd.DataFrame]:
    """Annual reviews from the first IEP to the one that wrote the first goal, that one included."""
    on = ieps["meeting"].to_numpy("datetime64[D]")
    in_effect = ieps["start"].to_numpy("datetime64[D]")
    running = ~ieps["is_first"].to_numpy()
    rows = []
    for _ in range(MAX_REVIEWS):
        who = ieps.index.to_numpy()[running]
        outcome = np.array(["new_goals", "revise_goals", "continue"])[rng.choice(3, len(who), p=(0.6, 0.3, 0.1))]
        rows.append(events(who, "annual_review_held", on[running], outcome=outcome, people="review"))
        rows.append(events(who, "iep_in_effect", in_effect[running]))
        before = next_school_day(on - rng.integers(*BETWEEN_REVIEWS, len(on)))
        halfway = next_school_day(effect + (on - effect) // 2)
        earlier = np.where((before - effect).astype(int) < TOO_SOON, next_school_day(np.minimum(halfway, before + TOO_SOON)), before)
        running = running & ((on - effect).astype(int) > LATEST_REVIEW)
        on = in_effect = np.where(running, earlier, on)
        if not running.any():
            break
    return rows


def reevaluations(rng: np.random.Generator, ieps: pd.DataFrame) -> list[pd.DataFrame]:
    """Looks at eligibility every three years: completed, waived, running, or overdue."""
    who, path = ieps.index.to_numpy(), ieps["path"].to_numpy()
    is_new, came = ieps["is_new"].to_numpy(bool), ieps["enrolled_on"].to_numpy("datetime64[D]")
    last_look_before_exit = ieps["due"].to_numpy("datetime64[D]") - 400  # the one that ends it may not come within a year of another
    last, kind = ieps["found"].to_numpy("datetime64[D]"), ieps["category"].to_numpy(dtype=object)
    rows = []
    for _ in range(2):
        on = next_school_day(last + THREE_YEARS - rng.integers(8, 60, len(who)))
        on = np.where(on > last + THREE_YEARS, next_school_day(last + THREE_YEARS - 110), on)
        asked = next_school_day(on - rng.integers(40, 56, len(who)))
        on = np.where(is_new & (asked <= came) & (on > came), came - BEFORE_THE_MOVE, on)  # begun there, so completed there
        done = (on < NOW) & ~np.isin(path, NOT_DONE) & ~((path == "exited") & (on > last_look_before_exit))
        waived = done & (rng.random(len(who)) < WAIVED) & (kind != "DD")
        age = (on - ieps["born"].to_numpy("datetime64[D]")).astype(int) / YEAR
        kind = np.where((kind == "DD") & (age >= TOO_OLD), category(rng, ieps["area"]), kind)
        full = done & ~waived
        rows += [
            events(who[full], "reevaluation_consent_received", asked[full], reason="parent_consent"),
            events(who[full], "reevaluation_completed", on[full], outcome="eligible", category=kind[full], people="group"),
            events(who[waived], "reevaluation_waived", on[waived], agreed_on=on[waived], people="parent", note=WAIVER),
        ]
        last = np.where(done, on, last)
    again, running = path == "early reevaluation", path == "reevaluation running"
    agreed = next_school_day(NOW - rng.integers(20, 35, len(who)))
    asked_first = next_school_day(agreed - rng.integers(5, 9, len(who)))
    asked = next_school_day(NOW - rng.integers(8, 25, len(who)))
    return [
        *rows,
        events(who[running], "reevaluation_consent_received", asked[running], reason="parent_consent"),
        events(who[again], "reevaluation_requested", asked_first[again], source="parent", note="New results from the clinic."),
        events(who[again], "early_reevaluation_agreed", agreed[again], people="parent"),
        events(who[again], "reevaluation_consent_received", next_school_day(agreed[again] + 5), reason="parent_consent"),
    ]
