"""The measurements, each run by bench.py in a process of its own: `python tests/benchmarks/measure.py NAME STORE` prints JSON."""

import itertools
import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import by_hand
import clocks
import duckdb
import numpy as np

from analytics import pipeline, store
from analytics.commands.refit_priors import refit
from analytics.intake import import_paths
from analytics.model import run_models
from analytics.progress import STATISTIC_MODELS
from analytics.score_entry import record_score
from sample_data import TODAY

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
SAMPLE = 400
TYPED_SCORES = 50
PAGE_RUNS = 15
IMPORTED_SCORES = 1_000_000
STUDENTS_OF_A_MILLION = 5_900  # with five series and 36 weeks of scores each

Figures = dict[str, Any]


@contextmanager
def timed() -> Iterator[list[float]]:
    """Seconds of the block in a list that is filled when it ends: on the clock, and of all processors together."""
    seconds: list[float] = []
    start, busy = time.perf_counter(), time.process_time()
    yield seconds
    seconds += [time.perf_counter() - start, time.process_time() - busy]


def peak_gib() -> float:
    """Largest resident memory of this process so far, GiB."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (2**30 if sys.platform == "darwin" else 2**20)


def percentile(values: list[float], share: float) -> float:
    return sorted(values)[min(int(share * len(values)), len(values) - 1)]


def generate(folder: Path, students: int) -> None:
    """The files of a synthetic district: five series a student, 36 school weeks of scores, sessions, notes and everybody else enrolled."""
    size = ["--students", str(students), "--series-per-student", "5", "--weeks", "36", "--seed", "1"]
    subprocess.run([sys.executable, "-m", "sample_data", *size, "-o", str(folder)], cwd=ROOT, check=True, stdout=sys.stderr)


def make(path: Path, students: int) -> Figures:
    """A demonstration store with this district, imported and analysed as `aimline demo` does it."""
    files = path.with_suffix(".files")
    generate(files, students)
    con = store.open_store(path)
    with store.transaction(con) as cursor:
        store.set_info(cursor, "is_demo", "true")
        store.set_info(cursor, "demo_today", TODAY.isoformat())
    with timed() as seconds:
        import_paths(con, [files])
    with timed() as fitted:
        refit(con)
    con.close()
    shutil.rmtree(files)
    return {"make_s": seconds[0], "refit_s": fitted[0], "make_peak_gib": peak_gib()}


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
    bare = "SELECT series_id, regr_slope(value, (observed_on - DATE '2024-09-01') / 7.0) FROM score_now GROUP BY series_id"
    with timed() as grouped:
        con.execute(bare).fetchall()
    scores, n_comparisons = sample_scores(con)
    with timed() as hand:
        table = by_hand.compute(scores)
    all_by_hand = hand[0] / len(table) * n_comparisons
    return {
        "scores": n_scores, "series": n_series, "plans": n_plans, "full_s": full[0], "peak_gib": peak, "group_by_s": grouped[0],
        "comparisons": n_comparisons,
        "hand_n": len(table), "hand_s": hand[0], "full_cpu_s": full[1], "hand_all_s": all_by_hand, "hand_ratio": all_by_hand / full[0],
        "statistics_s": statistics_s, "statistics_ratio": all_by_hand / statistics_s, "spent": spent,
        "group_by_ratio": full[0] / grouped[0], "largest_difference": largest_difference(con, table),
    }  # fmt: skip


def drawn(con: duckdb.DuckDBPyConnection, table: str, key: str, n: int) -> list[str]:
    """Keys of n rows, the same ones in every run."""
    return [row[0] for row in con.execute(f"SELECT {key} FROM {table} ORDER BY hash({key}) LIMIT {n}").fetchall()]


def sample_scores(con: duckdb.DuckDBPyConnection) -> tuple[Any, int]:
    """The occasions of some comparisons as by_hand wants them, and how many comparisons there are; loading them is not timed."""
    cursor = con.cursor()
    run_models(cursor, itertools.takewhile(lambda model: model.name != "comparison_part", pipeline.MODELS))
    query = f"""
        SELECT plan_id || ' ' || against AS comparison, part, weeks, value * sign AS value FROM comparison_score
        QUALIFY dense_rank() OVER (ORDER BY hash(plan_id, against)) <= {SAMPLE}"""
    n_comparisons = cursor.execute("SELECT count(DISTINCT (plan_id, against)) FROM comparison_score").fetchall()[0][0]
    return cursor.execute(query).df(), n_comparisons


def largest_difference(con: duckdb.DuckDBPyConnection, table: Any) -> float:
    """By how much the two ways differ at most in NAP, SMD and both slopes, so that equal work is compared.

    Phases with several probes a day are left out of the slopes: there Aimline uses every probe, and by_hand the median of the day.
    """
    con.register("by_hand", table)
    query = """
        SELECT h.nap - e.nap, h.smd - e.smd, h.ols_slope_b - t.ols_slope, h.theil_sen_slope_b - t.theil_sen_slope
        FROM by_hand h
        JOIN (
            SELECT plan_id || ' ' || against AS comparison, max(value) FILTER (WHERE statistic = 'NAP') AS nap,
                max(value) FILTER (WHERE statistic = 'SMD') AS smd
            FROM effect_size GROUP BY ALL
        ) e USING (comparison)
        JOIN (SELECT *, plan_id || ' ' || against AS comparison FROM phase_trend WHERE part = 'B' AND n = n_probes) t USING (comparison)"""
    return float(np.nanmax(np.abs(con.execute(query).df().to_numpy(dtype=float))))


def typed(path: Path) -> Figures:
    """One typed score to its new verdict, as the Class page stores it."""
    con = store.open_store(path)
    day = store.today(con)
    district = con.execute(DISTRICT, {"today": day}).fetchall()[0][0]
    spent = []
    for series_id in drawn(con, "series", "series_id", TYPED_SCORES + 5):
        with timed() as seconds:
            record_score(con, series_id=series_id, observed_on=day, value=41, staff_id=district)
            con.cursor().execute("SELECT verdict, reason FROM verdict WHERE series_id = $series_id", {"series_id": series_id}).fetchall()
        spent.append(seconds)
    return {f"typed_{name}_ms": value for name, value in milliseconds(spent[5:]).items()}


def imported(path: Path) -> Figures:
    """A file of a million scores through `aimline import`, verdicts included, into a store that has everything else of their students."""
    files = path.with_suffix(".files")
    generate(files, STUDENTS_OF_A_MILLION)
    scores = path.with_name("score.csv")
    with (files / "score.csv").open(encoding="utf-8") as source, scores.open("w", encoding="utf-8") as target:
        target.writelines(itertools.islice(source, IMPORTED_SCORES + 1))
    (files / "score.csv").unlink()
    con = store.open_store(path)
    import_paths(con, [files])
    con.close()
    command = [str(Path(sys.executable).parent / "aimline"), "import", str(scores), "--store", str(path)]
    with timed() as seconds:
        done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(done.stderr)
    con = store.open_store(path)
    stored, judged = con.execute("SELECT (SELECT count(*) FROM score), (SELECT count(*) FROM verdict)").fetchall()[0]
    con.close()
    shutil.rmtree(files)
    children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 2**20
    return {"import_s": seconds[0], "import_stored": stored, "import_verdicts": judged, "import_peak_gib": children}


# Who looks: somebody with an ordinary number of students, the same in a small district and in a large one.
TEACHER = """
    SELECT a.staff_id FROM staff_assignment a
    JOIN class_member m ON m.class_id = a.scope_id AND m.from_on <= $today AND coalesce(m.to_on, $today) >= $today
    WHERE a.role = 'teacher' AND a.scope = 'class' AND a.from_on <= $today AND coalesce(a.to_on, $today) >= $today
        AND m.student_id IN (SELECT student_id FROM series)
    GROUP BY a.staff_id ORDER BY abs(count(DISTINCT m.student_id) - 5), a.staff_id LIMIT 1"""
PRINCIPAL = """
    SELECT a.staff_id FROM staff_assignment a JOIN enrolment e ON e.school_id = a.scope_id
    WHERE a.role = 'principal' AND a.from_on <= $today AND coalesce(a.to_on, $today) >= $today
        AND e.student_id IN (SELECT student_id FROM series)
    GROUP BY a.staff_id ORDER BY abs(count(DISTINCT e.student_id) - 80), a.staff_id LIMIT 1"""
DISTRICT = "SELECT staff_id FROM staff_assignment WHERE role = 'district' AND $today IS NOT NULL ORDER BY staff_id LIMIT 1"
CASE_MANAGER = """
    SELECT staff_id FROM staff_assignment
    WHERE role = 'case_manager' AND scope = 'student' AND from_on <= $today AND coalesce(to_on, $today) >= $today
    GROUP BY staff_id ORDER BY abs(count(DISTINCT scope_id) - 15), staff_id LIMIT 1"""
STUDENT = """
    SELECT s.public_key FROM visible_students($viewer, $today) v JOIN student s USING (student_id) JOIN series USING (student_id)
    JOIN plan USING (series_id) GROUP BY s.public_key, s.student_id ORDER BY abs(count(DISTINCT plan_id) - 3), s.student_id LIMIT 1"""

PAGES = {
    "Today": ("views/today.py", TEACHER),
    "Today, whole district": ("views/today.py", DISTRICT),
    "Process": ("views/process.py", CASE_MANAGER),
    "Process, whole district": ("views/process.py", DISTRICT),
    "Process as a table, whole district": ("views/process.py", DISTRICT),
    "Process as a calendar, whole district": ("views/process.py", DISTRICT),
    "Process as a digest, whole district": ("views/process.py", DISTRICT),
    "Student": ("views/student.py", TEACHER),
    "Class": ("views/class_page.py", TEACHER),
    "School": ("views/school.py", PRINCIPAL),
    "Import": ("views/import_page.py", DISTRICT),
    "Calendar": ("views/school_calendar.py", PRINCIPAL),
    "Methods": ("views/methods.py", TEACHER),
}
BOARD_VIEWS = {f"Process as a {view.lower()}, whole district": view for view in ("Table", "Calendar", "Digest")}


def pages(path: Path) -> Figures:
    """Server time of each page, warm: the whole script from the viewer to the last element, without the browser."""
    os.environ["AIMLINE_STORE"] = str(path)
    from streamlit.testing.v1 import AppTest

    from dashboard import reads

    con = reads.connection()  # the pages of this process use the same one
    # As in a school: the box "view as" of a demonstration offers every member of staff, thousands here, on every page.
    con.execute("UPDATE store_info SET value = 'false' WHERE name = 'is_demo'")
    today = store.today(con)
    found = {}
    for name, (file, query) in PAGES.items():
        viewer = con.cursor().execute(query, {"today": today}).fetchall()[0][0]
        os.environ["AIMLINE_VIEWER"] = viewer
        app = AppTest.from_file(str(ROOT / "dashboard" / "app.py"), default_timeout=120)
        app.run()
        if name == "Student":
            app.query_params["student"] = con.cursor().execute(STUDENT, {"viewer": viewer, "today": today}).fetchall()[0][0]
        app.switch_page(file)
        if name in BOARD_VIEWS:
            app.run()
            app.session_state["board_view"] = BOARD_VIEWS[name]
        found[name] = page_milliseconds(app.run)
        if app.exception or app.error:
            raise RuntimeError(f"{name}: {app.exception or app.error}")
    return {"pages_ms": found}


def page_milliseconds(run: Callable[[], object]) -> dict[str, float]:
    spent = []
    for _ in range(PAGE_RUNS + 3):
        with timed() as seconds:
            run()
        spent.append(seconds)
    return milliseconds(spent[3:])


def milliseconds(spent: list[list[float]]) -> dict[str, float]:
    """Median and 95th percentile on the clock, and the median of processor time, which other work on the machine disturbs less."""
    clock, busy = [seconds[0] * 1000 for seconds in spent], [seconds[1] * 1000 for seconds in spent]
    return {"median": statistics.median(clock), "p95": percentile(clock, 0.95), "cpu": statistics.median(busy)}


if __name__ == "__main__":
    name, path = sys.argv[1], Path(sys.argv[2])
    measurements = {"make": make, "analysis": analysis, "typed": typed, "imported": imported, "pages": pages, "clocks": clocks.clocks}
    measurement: Callable[..., Figures] = measurements[name]
    json.dump(measurement(path, *map(int, sys.argv[3:])), sys.stdout)
