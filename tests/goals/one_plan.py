"""A single plan in a real store, with the prior it borrows from stated by the test."""

from collections.abc import Sequence
from datetime import date, timedelta

from analytics import pipeline, store

START = date(2025, 9, 15)
NORMAL = {"residual_df": 200.0, "autocorrelation": 0.0, "n_series": 100, "spread_n_series": 100, "source": "test", "fitted_on": START}


def projected(
    dated: Sequence[tuple[float, float]],
    *,
    prior: dict[str, object] | None = None,
    target: float = 70,
    weeks: int = 30,
    direction: str = "increase",
    floor: float | None = None,
    ceiling: float | None = None,
    error: float | None = None,
    probes_per_week: float = 1,
    criterion: str = "end_level",
    k: int | None = None,
    n: int | None = None,
    trials: int | None = None,
    attempts: Sequence[int | None] | None = None,
    closed: tuple[float, float] | None = None,
) -> dict[str, float]:
    """Judges one goal whose scores are (weeks since the start, score), and returns its row of projection with criterion_met.

    prior: columns of the table prior; without it nothing is borrowed but the stated error. Anything a goal or its measure holds can be set.
    closed: weeks since the start between which there is no school.
    """
    con = store.open_store(":memory:")
    con.execute("INSERT INTO student (student_id, first_name, last_name) VALUES ('s', 'Sam', 'Test')")
    con.execute(
        "INSERT INTO measure (measure_id, name, area, unit, metric, direction, floor, ceiling, source) "
        "VALUES ('m', 'm', 'reading', 'points', 'other', ?, ?, ?, 'test')",
        [direction, floor, ceiling],
    )
    con.execute(
        "INSERT INTO series (series_id, student_id, measure_id, grade, probes_per_week, standard_error) VALUES ('x', 's', 'm', '3', ?, ?)",
        [probes_per_week, error],
    )
    con.execute(
        "INSERT INTO goal (goal_id, series_id, statement, target, criterion, criterion_k, criterion_n, minimum_trials, start_on, due_on, "
        "effective_on) VALUES ('p', 'x', 'Goal', ?, ?, ?, ?, ?, ?, ?, ?)",
        [target, criterion, k, n, trials, START, START + timedelta(weeks=weeks), START],
    )
    for number, (week, value) in enumerate(dated):
        con.execute(
            "INSERT INTO score (series_id, observed_on, value, attempts, origin) VALUES ('x', ?, ?, ?, 'imported')",
            [START + timedelta(days=round(7 * week)), value, attempts[number] if attempts else None],
        )
    if closed is not None:
        for day in range(round(7 * closed[0]), round(7 * closed[1])):
            con.execute(
                "INSERT INTO calendar_day (school_id, on_date, is_school_day) VALUES ('*', ?, false)", [START + timedelta(days=day)]
            )
    if prior is not None:
        row = NORMAL | {"prior_version": "test", "measure_id": "m", "grade": "3"} | prior
        names, marks = ", ".join(row), ", ".join("?" * len(row))
        con.execute(f"INSERT INTO prior ({names}) VALUES ({marks})", list(row.values()))
    pipeline.analyse(con)
    found = con.execute("SELECT j.*, g.criterion_met FROM projection j JOIN goal_verdict g USING (plan_id)").df()
    con.close()
    return dict(found.iloc[0]) if len(found) else {}
