"""Steps 1 and 2 of students without an IEP: concern, request for help, interventions, the team's decisions, and who is referred."""

from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd

from sample_data.calendars import YEARS, dates, day
from sample_data.history_script import NEVER, NOW, events
from sample_data.people import THIS_YEAR
from sample_data.school_years import next_school_day

RAISED_BY = (("teacher", "parent"), (0.85, 0.15))
REVIEWED, REVIEW_AFTER = 0.6, (42, 49)  # share of long interventions that the team looked at midway, and after how many days
YEAR_STARTED = day(YEARS[THIS_YEAR][0])
# What the team decides when an intervention ends, and why it ended, by what was planted.
DECIDED = {
    "effective": ("fade", "target_reached", "target_reached"),
    "on_pace": ("fade", "on_pace", "plan_over"),
    "slow": ("change", "not_on_pace", "ineffective"),
    "ineffective": ("change", "not_on_pace", "ineffective"),
    "undelivered": ("change", "not_delivered", "other"),
}


@cache
def _wording() -> dict[str, pd.DataFrame]:
    table = pd.read_csv(Path(__file__).parent / "concern_wording.csv")
    return {str(area): rows for area, rows in table.groupby("area")}


def raise_concerns(rng: np.random.Generator, tried: pd.DataFrame) -> pd.DataFrame:
    """One concern a student, area and school year of the plans (student_id, area, start, plan_id): rows of concern, with started_on.

    raised_on lies a week or two before the first of the plans that answer it.
    """
    tried = tried.assign(year=tried["start"] >= YEAR_STARTED)
    first = tried.sort_values(["start", "plan_id"], kind="stable").drop_duplicates(["student_id", "area", "year"])
    first = first.sort_values(["student_id", "start", "plan_id"], kind="stable")[["student_id", "area", "year", "start"]]
    first = first.reset_index(drop=True)
    picked = [
        _wording()[area].iloc[n % len(_wording()[area])] for area, n in zip(first["area"], rng.integers(0, 6, len(first)), strict=True)
    ]
    told = pd.DataFrame(picked).drop(columns="area").reset_index(drop=True)
    started = dates(first["start"].to_numpy())
    number = (first.groupby("student_id").cumcount() + 1).astype(str)
    return first.assign(
        concern_id="con-" + first["student_id"] + "-" + number,
        raised_on=next_school_day(started - rng.integers(14, 18, len(first))),
        raised_by=np.array(RAISED_BY[0])[rng.choice(2, len(first), p=RAISED_BY[1])],
        started_on=started,
        **told,
    )


def pre_referral(rng: np.random.Generator, tried: pd.DataFrame, concerns: pd.DataFrame) -> list[pd.DataFrame]:
    """Events of step 1 for the plans (rows of intervention with student_id, area, start, stop, planted)."""
    mine = tried.assign(year=tried["start"] >= YEAR_STARTED)
    mine = mine.merge(concerns[["student_id", "area", "year", "concern_id"]], on=["student_id", "area", "year"])
    who, about = mine["student_id"].to_numpy(), mine["plan_id"].to_numpy()
    start, stop = dates(mine["start"].to_numpy()), dates(mine["stop"].to_numpy())
    decided = pd.DataFrame([DECIDED[name] for name in mine["planted"]], columns=["outcome", "reason", "ended"])
    ended = np.where(mine["end"].to_numpy() >= 0, "replaced", decided["ended"])
    over = np.where(stop < NOW, stop, NEVER)
    midway = next_school_day(start + rng.integers(*REVIEW_AFTER, len(mine)))
    looked = (rng.random(len(mine)) < REVIEWED) & (midway < np.minimum(stop, NOW) - 14)
    reason = np.where(mine["planted"].isin(["effective", "on_pace"]), "on_pace", "need_more_data")
    # The meeting that ends an intervention which another replaces is held before the next one starts.
    meeting = np.where(mine["end"].to_numpy() >= 0, stop, next_school_day(stop + rng.integers(1, 6, len(mine))))
    return [
        _asked_for_help(rng, concerns),
        events(who, "intervention_started", start, intervention_id=about),
        events(
            who, "team_decision", np.where(looked, midway, NEVER), outcome="continue", reason=reason, intervention_id=about,
            people="team",
        ),
        events(who, "intervention_ended", over, reason=ended, intervention_id=about),
        events(
            who, "team_decision", np.where(np.isnat(over), over, meeting), outcome=decided["outcome"].to_numpy(),
            reason=decided["reason"].to_numpy(), intervention_id=about, people="team",
        ),
    ]  # fmt: skip


def _asked_for_help(rng: np.random.Generator, concerns: pd.DataFrame) -> pd.DataFrame:
    asked = next_school_day(concerns["raised_on"].to_numpy("datetime64[D]") + rng.integers(0, 5, len(concerns)))
    asked = np.minimum(asked, concerns["started_on"].to_numpy("datetime64[D]"))
    source = concerns["raised_by"].to_numpy()
    return events(concerns["student_id"].to_numpy(), "help_requested", asked, source=source, concern_id=concerns["concern_id"].to_numpy())


def close(rng: np.random.Generator, tried: pd.DataFrame, referred_on: pd.Series) -> pd.DataFrame:
    """The pre-referral is closed where everything tried in a school year is over, the last of it worked and nobody has been referred."""
    last = tried.assign(year=tried["start"] >= YEAR_STARTED).sort_values(["student_id", "stop", "plan_id"], kind="stable")
    last = last.drop_duplicates(["student_id", "year"], keep="last")
    last = last[last["planted"].isin(["effective", "on_pace"])]
    on = next_school_day(dates(last["stop"].to_numpy()) + 6 + rng.integers(0, 4, len(last)))
    reason = np.where(last["planted"] == "effective", "concern_resolved", "classroom_support")
    on = np.where(referred_on.reindex(last["student_id"]).to_numpy("datetime64[D]") <= on, NEVER, on)
    return events(last["student_id"].to_numpy(), "pre_referral_closed", on, reason=reason, people="team")


def decide_to_refer(rng: np.random.Generator, referrals: pd.DataFrame, tried: pd.DataFrame) -> pd.DataFrame:
    """The team's decision before each referral by a teacher (rows of process_event), about the latest intervention that had begun."""
    ours = referrals[(referrals["event"] == "referral_received") & (referrals["source"] == "teacher")]
    ours = ours.sort_values(["happened_on", "student_id"])
    begun = tried.assign(happened_on=pd.to_datetime(dates(tried["start"].to_numpy()))).astype({"student_id": object})
    begun = begun.sort_values(["happened_on", "plan_id"])
    ours = ours[["student_id", "happened_on"]].astype({"student_id": object, "happened_on": begun["happened_on"].dtype})
    about = pd.merge_asof(ours, begun[["student_id", "happened_on", "plan_id"]], on="happened_on", by="student_id")
    on = next_school_day(about["happened_on"].to_numpy("datetime64[D]") - rng.integers(0, 4, len(about)))
    plan = about["plan_id"].astype(object).where(about["plan_id"].notna(), None).to_numpy()
    who = about["student_id"].to_numpy()
    return events(who, "team_decision", on, outcome="refer", reason="suspected_disability", intervention_id=plan, people="team")
