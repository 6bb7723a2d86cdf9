"""Notes, remarks on scores, and changes within an intervention."""

from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd

from sample_data.calendars import Clock, dates

NOTED_SERIES, CHANGED_PHASE = 0.35, 0.10


@cache
def remarks(about: str) -> np.ndarray:
    """Texts of notes, of remarks on scores, or of phase changes."""
    table = pd.read_csv(Path(__file__).parent / "remarks.csv")
    return table.loc[table["about"] == about, "text"].to_numpy(dtype=object)


def phase_changes(rng: np.random.Generator, plans: pd.DataFrame, series: pd.DataFrame, clock: Clock) -> pd.DataFrame:
    """Rows of phase_change: something changed midway in some interventions that have run for long."""
    long = plans[(plans["kind"] == "instruction") & (np.minimum(plans["stop"], clock.today) - plans["start"] >= 80)]
    chosen = long[rng.random(len(long)) < CHANGED_PHASE].drop_duplicates("series")
    label = remarks("phase")[rng.integers(0, len(remarks("phase")), len(chosen))]
    changed = dates(chosen["start"].to_numpy() + 42)
    return pd.DataFrame({"series_id": series["series_id"].to_numpy()[chosen["series"]], "changed_on": changed, "label": label})


def notes(rng: np.random.Generator, series: pd.DataFrame, clock: Clock, writer: np.ndarray) -> pd.DataFrame:
    """Rows of note: those of the six stories, and one of the monitored time of some other series; writer is each series' staff_id."""
    chosen = np.flatnonzero(
        (rng.random(len(series)) < NOTED_SERIES) & (series["story"] == "") & (series["until_day"] - series["from_day"] > 40)
    )
    first, last = series["from_day"].to_numpy()[chosen], np.minimum(series["until_day"].to_numpy()[chosen], clock.today)
    on = first + (rng.random(len(chosen)) * (last - first)).astype(int)
    drawn = pd.DataFrame(
        {
            "student_id": series["student_id"].to_numpy()[chosen],
            "series_id": series["series_id"].to_numpy()[chosen],
            "on_date": dates(on - np.maximum(on % 7 - 4, 0)),
            "text": remarks("note")[rng.integers(0, len(remarks("note")), len(chosen))],
            "written_by": writer[chosen],
        }
    )
    told = pd.read_csv(Path(__file__).parent / "story_notes.csv", parse_dates=["on_date"])
    told = told.merge(series[["story", "student_id", "series_id"]].assign(written_by=writer), on="story")
    return pd.concat([told.drop(columns="story"), drawn], ignore_index=True)
