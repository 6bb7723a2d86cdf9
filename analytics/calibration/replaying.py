"""Past days replayed: what each plan read then, beside what came of it since. Nothing stored changes.

The replay runs on a cursor of its own. Temporary tables that hold only the series of plans whose outcome is known stand there in front of
the inputs, once for all days, so that a score that is typed meanwhile neither waits nor mixes in; they are gone with the cursor.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from importlib.resources import files

import duckdb
import pandas as pd

from analytics.model import run_models
from analytics.pipeline import MODELS, Progress, shadow_known, shadow_known_priors

# A criterion that is met already is no forecast any more.
SETTLED = ("attained",)
_SERIES = "SELECT unnest($series)"
_NARROWED = {
    "series": f"SELECT * FROM series WHERE series_id IN ({_SERIES})",
    "score": f"SELECT * EXCLUDE (note, origin, import_id, recorded_by, recorded_at) FROM score WHERE series_id IN ({_SERIES})",
    "goal": f"SELECT * FROM goal WHERE series_id IN ({_SERIES})",
    "phase_change": f"SELECT * FROM phase_change WHERE series_id IN ({_SERIES})",
    "intervention": f"SELECT * FROM intervention WHERE series_id IN ({_SERIES})",
    "intervention_session": "SELECT * EXCLUDE (reason, recorded_at) FROM intervention_session "
    f"WHERE intervention_id IN (SELECT intervention_id FROM intervention WHERE series_id IN ({_SERIES}))",
}
_RUNNING = "CREATE OR REPLACE TEMP TABLE series_now AS SELECT * FROM series WHERE series_id IN (SELECT unnest($series))"


@dataclass(frozen=True)
class Replayed:
    """What plans read on past days, and what came of them.

    looks: one row a plan and day (key plan_id, on_date): plan_kind, verdict, probability of success (0 to 1; empty where none was stated,
    or where it spoke of a due date before which the plan was ended), end_on, met. The others count what was left out: plans over without an
    outcome, and looks before the plan's aim was changed.
    """

    days: tuple[date, ...]
    looks: pd.DataFrame
    n_plans_unmeasured: int
    n_looks_of_another_aim: int


def past_days(today: date, months: int, weeks_apart: int) -> tuple[date, ...]:
    """Days to look back at, ascending: every so many weeks before today, over so many months."""
    first = (pd.Timestamp(today) - pd.DateOffset(months=months)).date()
    number = (today - first).days // (7 * weeks_apart)
    return tuple(today - timedelta(weeks=weeks_apart * back) for back in range(number, 0, -1))


def replay_past(
    con: duckdb.DuckDBPyConnection, days: Sequence[date], *, today: date, viewer: str | None = None, progress: Progress | None = None
) -> Replayed:
    """Replay the days for plans that are over by today, of the students whom the viewer (a staff_id; None for everyone) may see.

    progress is told a text and a share of 1 before each step, and may raise to end the replay: nothing is left behind.
    """
    outcomes = _outcomes(con, today, viewer)
    known = outcomes[outcomes["met"].notna()]
    cursor = con.cursor()
    try:
        _narrow(cursor, known["series_id"])
        looked = [_looks(cursor, day, known, _told(progress, number, days)) for number, day in enumerate(days)]
    finally:
        cursor.close()
    if progress:
        progress("done", 1.0)
    looks = pd.concat(looked, ignore_index=True) if looked else _joined(known, _NO_LOOKS)
    same = looks["aim"] == looks["aim_then"]
    forecasts = looks[same & ~looks["verdict"].isin(SETTLED)].astype({"met": bool, "probability": float})
    forecasts["probability"] = forecasts["probability"].where(forecasts["ran_its_time"].astype(bool))
    columns = ["plan_id", "plan_kind", "on_date", "end_on", "verdict", "probability", "met"]
    return Replayed(
        tuple(days),
        forecasts[columns].reset_index(drop=True),
        int(outcomes["met"].isna().sum()),
        int((~same).sum()),
    )


_NO_LOOKS = pd.DataFrame({name: pd.Series(dtype=object) for name in ("plan_id", "on_date", "verdict", "probability", "aim")})


def _outcomes(con: duckdb.DuckDBPyConnection, today: date, viewer: str | None) -> pd.DataFrame:
    found = con.cursor().execute(_text("outcome"), {"today": today, "viewer": viewer}).df()
    return found.assign(**{name: pd.to_datetime(found[name]).dt.date for name in ("start_on", "end_on")})


def _narrow(cursor: duckdb.DuckDBPyConnection, series: pd.Series) -> None:
    for name, select in _NARROWED.items():
        cursor.execute(f"CREATE TEMP TABLE {name} AS {select}", {"series": sorted(set(series))})


def _told(progress: Progress | None, number: int, days: Sequence[date]) -> Callable[[float], None]:
    if progress is None:
        return lambda share: None
    text = f"{days[number]:%d %b %Y} ({number + 1} of {len(days)})"
    return lambda share: progress(text, (number + share) / len(days))


def _looks(cursor: duckdb.DuckDBPyConnection, day: date, known: pd.DataFrame, told: Callable[[float], None]) -> pd.DataFrame:
    """What the plans that ran on a day read then, before their last day."""
    running = known[(known["start_on"] <= day) & (known["end_on"] > day)]
    told(0.0)
    if running.empty:
        return _joined(running, _NO_LOOKS)
    cursor.execute(_RUNNING, {"series": sorted(set(running["series_id"]))})
    shadow_known(cursor, day)
    shadow_known_priors(cursor, day)
    for done, model in enumerate(MODELS):
        told(done / len(MODELS))
        run_models(cursor, (model,))
    return _joined(running, cursor.execute(_text("looks"), {"day": day}).df())


def _joined(outcomes: pd.DataFrame, looks: pd.DataFrame) -> pd.DataFrame:
    return outcomes.merge(looks.rename(columns={"aim": "aim_then"}), on="plan_id")


def _text(name: str) -> str:
    return files("analytics.calibration").joinpath(f"{name}.sql").read_text(encoding="utf-8")
