"""Files judged by `aimline verdicts` as a person would have them judged."""

from datetime import date

import pandas as pd
import pytest

from analytics.from_files.verdicts import verdicts_from_files


@pytest.fixture
def files(tmp_path):
    """Writes the named files and returns a function that judges them."""

    def judge(
        goals: str, scores: str, *, sessions: str | None = None, calendar: str | None = None, as_of: date | None = None
    ) -> pd.DataFrame:
        paths = {}
        for name, text in (("goals", goals), ("scores", scores), ("sessions", sessions), ("calendar", calendar)):
            if text is not None:
                paths[name] = tmp_path / f"{name}.csv"
                paths[name].write_text(text, encoding="utf-8")
        out = tmp_path / "out.csv"
        beside = {"sessions": paths.get("sessions"), "calendar": paths.get("calendar")}
        verdicts_from_files(paths["scores"], paths["goals"], out, **beside, as_of=as_of)
        return pd.read_csv(out)

    return judge
