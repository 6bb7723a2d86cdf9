"""What every kind of test may use: where things are, and the reference data that may lie beside the project."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return ROOT


@pytest.fixture(scope="session")
def shared() -> Path:
    """Reference data beside the project; tests that need it are skipped where it is absent."""
    folder = ROOT.parent / "shared"
    if not folder.is_dir():
        pytest.skip("the reference data in ../shared is not beside this checkout")
    return folder


@pytest.fixture(scope="session")
def program() -> Callable[..., subprocess.CompletedProcess[str]]:
    """Runs a program of this virtual environment (aimline, ruff, mypy, …) in the checkout; asserts nothing."""

    def run(name: str, *arguments: str | Path, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
        command = [str(Path(sys.executable).parent / name), *map(str, arguments)]
        return subprocess.run(command, cwd=cwd, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=600)

    return run


@pytest.fixture(scope="session")
def rows() -> Callable[[str], list[dict[str, str]]]:
    """Reads a table written with | in a test: the first line names the columns; an empty cell is an empty string."""

    def read(text: str) -> list[dict[str, str]]:
        lines = [[cell.strip() for cell in line.strip().strip("|").split("|")] for line in text.strip().splitlines()]
        header, *body = (line for line in lines if not set("".join(line)) <= set("-"))
        return [dict(zip(header, line, strict=True)) for line in body]

    return read


@pytest.fixture(scope="session")
def judged() -> Callable[..., dict[str, object]]:
    """Judges one plan through a real store: weekly scores (None for a missed week) from `first` on, the plan starting at START.

    Returns the row of verdict_on(today) with the columns of growth beside it. Anything a plan or its sessions hold can be set.
    """
    from datetime import date, timedelta

    from analytics import pipeline, store

    def judge(
        baseline: list[float | None],
        scores: list[float | None],
        *,
        kind: str = "intervention",
        target: float | None = 85,
        stated: float | None = None,
        weeks: int = 30,
        direction: str = "increase",
        error: float | None = 5,
        planned: float | None = None,
        held: int | None = None,
        absent: int = 0,
        criterion: str = "end_level",
        k: int | None = None,
        n: int | None = None,
        trials: int | None = None,
        attempts: int | None = None,
        today: date | None = None,
    ) -> dict[str, object]:
        start = date(2025, 9, 15)
        con = store.open_store(":memory:")
        con.execute("INSERT INTO student (student_id, first_name, last_name) VALUES ('s', 'Sam', 'Test')")
        con.execute(
            "INSERT INTO measure (measure_id, name, area, unit, metric, direction, source) VALUES ('m', 'm', 'reading', "
            "'points', 'other', ?, 'test')",
            [direction],
        )
        con.execute(
            "INSERT INTO series (series_id, student_id, measure_id, grade, probes_per_week, standard_error) VALUES "
            "('x', 's', 'm', '3', 1, ?)",
            [error],
        )
        due = start + timedelta(weeks=weeks)
        if kind == "intervention":
            con.execute(
                "INSERT INTO intervention (intervention_id, series_id, kind, programme, baseline, target, start_on, "
                "due_on, planned_sessions_per_week) "
                "VALUES ('p', 'x', 'instruction', 'Programme', ?, ?, ?, ?, ?)",
                [stated, target, start, due, planned],
            )
        else:
            con.execute(
                "INSERT INTO goal (goal_id, series_id, statement, baseline, target, criterion, criterion_k, criterion_n, minimum_trials, "
                "start_on, due_on, effective_on) VALUES ('p', 'x', 'Goal', ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                [stated, target, criterion, k, n, trials, start, due, start],
            )
        dated = [(start + timedelta(weeks=week - len(baseline)), value) for week, value in enumerate(baseline)]
        dated += [(start + timedelta(weeks=week), value) for week, value in enumerate(scores, start=1)]
        for day, value in dated:
            if value is not None:
                con.execute(
                    "INSERT INTO score (series_id, observed_on, value, attempts, origin) VALUES ('x', ?, ?, ?, 'imported')",
                    [day, value, attempts],
                )
        statuses = ["held"] * (held or 0) + ["student_absent"] * absent
        for number, status in enumerate(statuses):
            con.execute(
                "INSERT INTO intervention_session (intervention_id, held_on, status) VALUES ('p', ?, ?)",
                [start + timedelta(days=number), status],
            )
        pipeline.analyse(con)
        read_on = today or max((day for day, value in dated if value is not None), default=start)
        found = con.execute("SELECT * FROM verdict_on($day)", {"day": read_on}).df().iloc[0].to_dict()
        growth = con.execute("SELECT * FROM growth").df()
        return {**(growth.iloc[0].to_dict() if len(growth) else {}), **found}

    return judge
