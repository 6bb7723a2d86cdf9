"""The measurements, each run by bench.py in a process of its own: `python tests/benchmarks/measure.py NAME STORE` prints JSON."""

import itertools
import json
import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import by_hand
import duckdb

from analytics import pipeline, store
from analytics.progress import STATISTIC_MODELS
from analytics.score_entry import record_score

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
SAMPLE_PLANS = 400
TYPED_SCORES = 50
PAGE_RUNS = 15
IMPORTED_SCORES = 1_000_000
SCORES_A_SERIES = 36

Figures = dict[str, Any]


@contextmanager
def timed() -> Iterator[list[float]]:
    """Seconds of the block, in a list that is filled when it ends."""
    seconds: list[float] = []
    start = time.perf_counter()
    yield seconds
    seconds.append(time.perf_counter() - start)


def peak_gib() -> float:
    """Largest resident memory of this process so far, GiB."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (2**30 if sys.platform == "darwin" else 2**20)


def percentile(values: list[float], share: float) -> float:
    return sorted(values)[min(int(share * len(values)), len(values) - 1)]


def make(path: Path, students: int) -> Figures:
    """A store with an analysed district of this size."""
    with timed() as seconds:
        con = store.open_store(path)
        con.execute((HERE / "district.sql").read_text(encoding="utf-8").replace("$students", str(students)))
        pipeline.analyse(con)
        con.close()
    return {"made_s": seconds[0]}


def analysis(path: Path) -> Figures:
    """Full analysis of the store, its memory, and the same statistics by hand and by one bare GROUP BY on the same series."""
    con = store.open_store(path)
    n_scores, n_series = con.execute("SELECT count(*), count(DISTINCT series_id) FROM score_now").fetchall()[0]
    n_plans = con.execute("SELECT count(*) FROM plan").fetchall()[0][0]
    began: list[tuple[str, float]] = []
    with timed() as full:
        pipeline.analyse(con, lambda name, share: began.append((name, time.perf_counter())))
    spent = {name: after - start for (name, start), (_, after) in itertools.pairwise(began)}
    statistics_s = sum(spent[model.name] for model in STATISTIC_MODELS)
    peak = peak_gib()
    bare = "SELECT series_id, regr_slope(value, (observed_on - DATE '2025-09-01') / 7.0) FROM score_now GROUP BY series_id"
    with timed() as grouped:
        con.execute(bare).fetchall()
    scores = sample_scores(con, drawn(con, "plan", "plan_id", SAMPLE_PLANS))
    with timed() as hand:
        table = by_hand.compute(scores)
    a_plan = hand[0] / len(table) * n_plans
    return {
        "scores": n_scores, "series": n_series, "plans": n_plans, "full_s": full[0], "peak_gib": peak, "group_by_s": grouped[0],
        "hand_plans": len(table), "hand_s": hand[0], "hand_ratio": a_plan / full[0],
        "statistics_s": statistics_s, "statistics_ratio": a_plan / statistics_s, "spent": spent,
        "group_by_ratio": full[0] / grouped[0], "largest_difference": largest_difference(con, table),
    }  # fmt: skip


def drawn(con: duckdb.DuckDBPyConnection, table: str, key: str, n: int) -> list[str]:
    """Keys of n rows, the same ones in every run."""
    return [row[0] for row in con.execute(f"SELECT {key} FROM {table} ORDER BY hash({key}) LIMIT {n}").fetchall()]


def sample_scores(con: duckdb.DuckDBPyConnection, plan_ids: list[str]) -> Any:
    """The occasions of some plans as by_hand wants them; loading them is not timed."""
    query = """
        SELECT p.plan_id, CASE WHEN s.observed_on < p.start_on THEN 'A' ELSE 'B' END AS part,
            (s.observed_on - p.start_on) / 7.0 AS weeks, s.value * p.sign AS value
        FROM plan p JOIN score_now s USING (series_id) WHERE p.plan_id IN (SELECT unnest($plan_ids))"""
    return con.execute(query, {"plan_ids": plan_ids}).df()


def largest_difference(con: duckdb.DuckDBPyConnection, table: Any) -> float:
    """By how much the two ways differ at most in NAP, SMD, LRR, both slopes and the trend change, so that equal work is compared."""
    con.register("by_hand", table)
    query = """
        SELECT max(greatest(
            abs(h.nap - e.nap), abs(h.smd - e.smd), abs(h.lrr - e.lrr), abs(h.ols_slope_b - t.ols_slope),
            abs(h.theil_sen_slope_b - t.theil_sen_slope), abs(h.trend_change - w.trend_change)))
        FROM by_hand h
        JOIN (
            SELECT plan_id, max(value) FILTER (WHERE statistic = 'NAP') AS nap, max(value) FILTER (WHERE statistic = 'SMD') AS smd,
                max(value) FILTER (WHERE statistic = 'LRRi') AS lrr
            FROM effect_size WHERE against = 'initial' GROUP BY plan_id
        ) e USING (plan_id)
        JOIN (SELECT * FROM phase_trend WHERE against = 'initial' AND part = 'B') t USING (plan_id)
        JOIN (SELECT * FROM piecewise WHERE against = 'initial') w USING (plan_id)"""
    return float(con.execute(query).fetchall()[0][0])


def typed(path: Path) -> Figures:
    """One typed score to its new verdict, as the Class page stores it."""
    con = store.open_store(path)
    day = store.today(con)
    spent = []
    for series_id in drawn(con, "series", "series_id", TYPED_SCORES + 5):
        with timed() as seconds:
            record_score(con, series_id=series_id, observed_on=day, value=41, staff_id="D")
            con.cursor().execute("SELECT verdict, reason FROM verdict WHERE series_id = $series_id", {"series_id": series_id}).fetchall()
        spent.append(seconds[0])
    warm = spent[5:]
    return {"typed_median_ms": statistics.median(warm) * 1000, "typed_p95_ms": percentile(warm, 0.95) * 1000}


def imported(path: Path) -> Figures:
    """A file of a million scores through `aimline import`, analysis included. `path` is a store without a score in it."""
    con = store.open_store(path)
    students = IMPORTED_SCORES // SCORES_A_SERIES // 5 + 1
    con.execute((HERE / "district.sql").read_text(encoding="utf-8").replace("$students", str(students)))
    file = path.with_name("score.csv")
    con.execute(f"COPY (SELECT series_id, observed_on, value FROM score LIMIT {IMPORTED_SCORES}) TO '{file}' (HEADER)")
    con.execute("DELETE FROM score")
    con.execute("UPDATE store_info SET value = 'false' WHERE name = 'is_demo'")
    con.close()
    command = [str(Path(sys.executable).parent / "aimline"), "import", str(file), "--store", str(path)]
    with timed() as seconds:
        done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(done.stderr)
    con = store.open_store(path)
    stored, judged = con.execute("SELECT (SELECT count(*) FROM score_now), (SELECT count(*) FROM verdict)").fetchall()[0]
    children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 2**20
    return {"import_s": seconds[0], "import_stored": stored, "import_verdicts": judged, "import_peak_gib": children}


PAGES = {
    "Today": ("views/today.py", "TC3"),
    "Student": ("views/student.py", "TC3"),
    "Class": ("views/class_page.py", "TC3"),
    "School": ("views/school.py", "PSCH1"),
    "Import": ("views/import_page.py", "D"),
    "Methods": ("views/methods.py", "TC3"),
}


def pages(path: Path) -> Figures:
    """Server time of each page, warm: the whole script from the viewer to the last element, without the browser."""
    os.environ["AIMLINE_STORE"] = str(path)
    from streamlit.testing.v1 import AppTest

    found = {}
    for name, (file, viewer) in PAGES.items():
        os.environ["AIMLINE_VIEWER"] = viewer
        app = AppTest.from_file(str(ROOT / "dashboard" / "app.py"), default_timeout=60)
        app.run()
        found[name] = page_seconds(lambda app=app, file=file: app.switch_page(file).run())
        if app.exception or app.error:
            raise RuntimeError(f"{name}: {app.exception or app.error}")
    return {"pages_ms": found}


def page_seconds(run: Callable[[], object]) -> dict[str, float]:
    spent = []
    for _ in range(PAGE_RUNS + 3):
        with timed() as seconds:
            run()
        spent.append(seconds[0] * 1000)
    return {"median": statistics.median(spent[3:]), "p95": percentile(spent[3:], 0.95)}


if __name__ == "__main__":
    name, path = sys.argv[1], Path(sys.argv[2])
    measurement: Callable[..., Figures] = {"make": make, "analysis": analysis, "typed": typed, "imported": imported, "pages": pages}[name]
    json.dump(measurement(path, *map(int, sys.argv[3:])), sys.stdout)
