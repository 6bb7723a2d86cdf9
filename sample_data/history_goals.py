"""What follows the IEP of the first goal: amendments, progress reports, the next annual review, and the ends of special education."""

import numpy as np
import pandas as pd

from sample_data.calendars import TODAY, dates
from sample_data.history_script import NEVER, NOW, events
from sample_data.school_years import next_school_day, reporting_period_table

ADDED = "A goal was added."
NOT_YET_SENT = 0.55  # share of the reports of a period that has ended and whose reports are due after today
MISSED = "First quarter 2025-26"
BEFORE_DUE, AFTER_DUE = (3, 14), (9, 22)  # days between an annual review and the day it was due
IEPS = ("iep_agreed", "annual_review_held")
EVALUATIONS = ("eligibility_determined", "reevaluation_completed", "reevaluation_waived")
TOLD_OF_DELAY = "The family could not come; three dates were offered."


def amendments(goals: pd.DataFrame, ieps: pd.DataFrame) -> list[pd.DataFrame]:
    """The IEP is amended where a goal starts after the first, and where the team changed a goal."""
    first = ieps["start"].reindex(goals["student_id"]).to_numpy("datetime64[D]")
    start = dates(goals["start"].to_numpy())
    who = goals["student_id"].to_numpy()
    revised = dates(goals["revised_on"].to_numpy())
    lowered = goals["first_target"] > goals["target"]
    because = np.where(lowered, "lack_of_progress", "other")
    return [
        events(who, "iep_amended", np.where(start > first, start, NEVER), reason="anticipated_needs", people="review", note=ADDED),
        events(who, "iep_amended", revised, reason=because, people="review", note=goals["changed_because"].to_numpy(dtype=object)),
    ]


def latest_reviews(rng: np.random.Generator, ieps: pd.DataFrame) -> list[pd.DataFrame]:
    """The annual review of the first goal where that was due, held in time, late or not at all; exits and revoked consents."""
    ieps = ieps[ieps["due"] < NOW]
    who, path, due = ieps.index.to_numpy(), ieps["path"].to_numpy(), ieps["due"].to_numpy("datetime64[D]")
    late = path == "review was late"
    on = next_school_day(np.where(late, due + rng.integers(*AFTER_DUE, len(who)), due - rng.integers(*BEFORE_DUE, len(who))))
    on = np.where(~late & (on > due), next_school_day(due - 24), on)
    on = np.where(np.isin(path, ["review overdue", "services consent revoked"]), NEVER, on)
    exits = path == "exited"
    outcome = np.select([exits, ieps["was_met"].to_numpy()], ["return_to_general_education", "new_goals"], "revise_goals")
    delay = np.where(late, "parent_delay_with_records", None)
    asked, found = next_school_day(due - 70), next_school_day(due - 21)
    revoked = path == "services consent revoked"
    return [
        events(who, "annual_review_held", on, outcome=outcome, reason=delay, people="review"),
        events(who, "iep_in_effect", np.where(exits, NEVER, on)),
        events(
            who[late], "delay_explained", on[late], about="annual_review", reason="parent_delay_with_records", note=TOLD_OF_DELAY
        ),
        events(who[exits], "reevaluation_consent_received", asked[exits], reason="parent_consent"),
        events(who[exits], "reevaluation_completed", found[exits], outcome="not_eligible", people="group"),
        events(
            who[exits], "exited", next_school_day(found[exits] + 1), category="TRAN", people="review",
            note="Goals met; returns to general education. The teacher watches the scores until summer.",
        ),
        events(
            who[revoked], "services_consent_revoked", next_school_day(due[revoked] - 20),
            note="In writing; services ended that day, after prior written notice.",
        ),
    ]  # fmt: skip


def progress_reports(rng: np.random.Generator, ieps: pd.DataFrame, effect: np.ndarray) -> list[pd.DataFrame]:
    """A report on the goals for each reporting period that has ended since the IEP took effect."""
    rows = []
    for period in reporting_period_table().itertuples():
        ends_on, due_on = np.datetime64(period.ends_on), np.datetime64(period.report_due_on)
        if period.ends_on >= TODAY:
            break
        on = next_school_day(np.maximum(due_on - rng.integers(0, 4, len(ieps)), ends_on))
        if due_on > NOW:
            on = next_school_day(ends_on + rng.integers(1, 5, len(ieps)))
            on = np.where(rng.random(len(ieps)) < NOT_YET_SENT, NEVER, on)
        missed = (ieps["path"] == "report missing").to_numpy() & (period.name == MISSED)
        owed = (ends_on - effect).astype(int) >= 0
        rows.append(events(ieps.index.to_numpy(), "progress_report_sent", np.where(owed & ~missed, on, NEVER), about=period.name))
    return rows


def transfers_in(rows: pd.DataFrame, ieps: pd.DataFrame) -> pd.DataFrame:
    """What a student's former district did is left out, and the transfer stands in its place, with the days on which that district last
    wrote or reviewed the IEP and last evaluated, and services comparable to those before."""
    came = ieps[ieps["is_new"]]
    since = came["enrolled_on"].reindex(rows["student_id"]).to_numpy("datetime64[D]")
    before = rows["happened_on"].to_numpy("datetime64[D]") <= since
    kept = rows[~before]
    first = came["enrolled_on"].to_numpy("datetime64[D]")
    starts_here = came["start"].to_numpy("datetime64[D]") > first
    adopted = np.where(starts_here, NEVER, next_school_day(first + 11))
    note = "Came with an IEP of the former district; comparable services from the first day."
    who = came.index.to_numpy()
    return pd.concat(
        [
            events(
                who, "transferred_in", first, source="same_state", note=note,
                last_iep_on=_latest(rows[before], IEPS, who), last_evaluation_on=_latest(rows[before], EVALUATIONS, who),
            ),
            events(who, "services_started", next_school_day(first + 1)),
            events(who, "iep_in_effect", adopted, note="Adopted as it stood, its goals included."),
            kept,
        ],
        ignore_index=True,
    )  # fmt: skip


def _latest(rows: pd.DataFrame, kinds: tuple[str, ...], who: np.ndarray) -> np.ndarray:
    """The last day of events of these kinds, for each student."""
    return rows[rows["event"].isin(kinds)].groupby("student_id")["happened_on"].max().reindex(who).to_numpy("datetime64[D]")
