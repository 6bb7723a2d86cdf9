"""Dual discrepancy: level and growth against monitored classmates, read from a store through the viewer's door."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from statistics import mean

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from plans import default_thresholds

from analytics import pipeline, store
from analytics.caseload import query, student
from analytics.rules.simulation_classmates import dual_discrepancy

TODAY, LAST = date(2026, 3, 2), date(2026, 2, 27)
ASSIGNED = "INSERT INTO staff_assignment (staff_id, role, scope, scope_id, from_on) VALUES ('T', 'teacher', 'student', 'S', '2025-08-20')"


@dataclass(frozen=True)
class Monitored:
    """One plan as the analysis left it; the student looked at is S."""

    level: float
    growth: float
    student: str = "S"
    school: str | None = "A"
    measure: str = "orf"
    grade: str = "3"
    sign: float = 1.0
    n: int = 20
    weeks_ago: int = 0
    starts: int = 0

    def rows(self, plan_id: str) -> tuple[list, list]:
        start = date(2025, 9, 15) + timedelta(weeks=self.starts)
        plan = [plan_id, self.student, self.measure, self.grade, self.sign, self.school, start]
        return plan, [plan_id, self.n, LAST - timedelta(weeks=self.weeks_ago), self.sign * self.level, self.growth]


SHIPPED = {"level_cut": 0.25, "growth_cut": 0.25, "classmates": 12, "minimum_occasions": 8, "window_weeks": 6}
HERE = SHIPPED | {"classmates": 20}  # so that one classmate is a share of a twentieth
PLAN = "INSERT INTO plan (plan_id, student_id, measure_id, grade, sign, school_id, start_on) VALUES (?, ?, ?, ?, ?, ?, ?)"
GROWTH = "INSERT INTO growth (plan_id, n_scores, last_on, last_three_median, roi_per_week) VALUES (?, ?, ?, ?, ?)"


@pytest.fixture(scope="module")
def compare():
    """Puts plans into the result tables of a store and returns S's first comparison; thresholds as in HERE but for those given."""
    con = store.open_store(":memory:")
    con.execute("INSERT INTO school VALUES ('A', 'Cedar', 'Sample', 'NY'), ('B', 'Birch', 'Sample', 'NY')")
    con.execute("INSERT INTO student (student_id, first_name, last_name) SELECT unnest(['S', 'Mate']), 'Ada', 'Secretname'")
    con.execute(ASSIGNED)

    def read(*plans: Monitored, viewer: str = "T", **thresholds: float) -> dict:
        con.execute("DELETE FROM plan; DELETE FROM growth")
        rows = [plan.rows(f"p{number:03d}") for number, plan in enumerate(plans)]
        con.executemany(PLAN, [plan for plan, _ in rows])
        con.executemany(GROWTH, [growth for _, growth in rows])
        for name, value in (HERE | thresholds).items():
            con.execute("UPDATE setting SET value = ? WHERE name = ?", [value, f"dual_discrepancy_{name}"])
        found = query.rows(con, "dual_discrepancy", viewer=viewer, today=TODAY, student="S")
        return found[0] if found else {}

    yield read
    con.close()


def test_the_numbers_here_are_the_shipped_ones():
    shipped = default_thresholds()
    assert {name: shipped[f"dual_discrepancy_{name}"] for name in SHIPPED} == SHIPPED


def mates(count: int = 20, called: str = "M", **other) -> list[Monitored]:
    """Classmates 1 to count, at level 100 + i with growth i / 10."""
    return [Monitored(100 + i, i / 10, student=f"{called}{i}", **other) for i in range(1, count + 1)]


CALLS = """
| level | growth | call   | level_share | growth_share | why
| 103.5 | 0.35   | change | 0.15        | 0.15         | low and slow
| 103.5 | 1.95   | keep   | 0.15        | 0.95         | low, and catching up
| 118.5 | 0.35   | keep   | 0.9         | 0.15         | slow, and far ahead
| 118.5 | 1.95   | keep   | 0.9         | 0.95         | neither
| 105   | 0.5    | change | 0.225       | 0.225        | as the fifth: four are worse and one counts one half
| 105.5 | 0.35   | keep   | 0.25        | 0.15         | a quarter is not fewer than a quarter
| 103.5 | 0.55   | keep   | 0.15        | 0.25         | nor is it for growth
| 90    | -1     | change | 0           | 0            | behind everybody
"""


def test_only_low_and_slow_together_call(rows, compare):
    for row in rows(CALLS):
        found = compare(Monitored(float(row["level"]), float(row["growth"])), *mates())
        shares = (pytest.approx(float(row["level_share"])), pytest.approx(float(row["growth_share"])))
        assert (found["call"], (found["level_share"], found["statistic"])) == (row["call"], shares), row["why"]


def test_fewer_talk_outs_are_better(compare):
    falling = [replace(mate, sign=-1.0, level=-mate.level) for mate in mates()]
    few = compare(Monitored(-101.5, 1.95, sign=-1.0), *falling)
    many = compare(Monitored(-121, 0.05, sign=-1.0), *falling)
    assert (few["call"], many["call"], many["level_share"]) == ("keep", "change", 0.0)


LOW = Monitored(103.5, 0.35)


def test_below_the_least_number_of_classmates_it_does_not_tell_how_many_there_are(compare):
    said = {compare(LOW, *mates(n))["reason"] for n in (0, 1, 4, 19)}
    assert said == {"Fewer than 20 classmates are monitored on this measure at the same time."}
    short = compare(LOW, *mates(19))
    assert (short["call"], short["n_classmates"], short["statistic"]) == ("not enough data", 19, None)


def test_the_district_is_asked_where_the_school_has_too_few(compare):
    away = mates(30, "B", school="B")
    assert compare(LOW, *mates(20), *away)["reason"] == (
        "Of 20 monitored classmates in this school, 15% have a worse level and 15% improve less; both are below 25%."
    )
    assert compare(LOW, *mates(10), *away)["reason"] == (
        "Of 40 monitored classmates in the district, 15% have a worse level and 15% improve less; both are below 25%."
    )
    homeless = compare(replace(LOW, school=None), *away)
    assert homeless["n_classmates"] == 30


OTHERS = {
    "another measure": {"measure": "math_cbm"},
    "another probe level": {"grade": "4"},
    "another direction": {"sign": -1.0},
    "too few occasions": {"n": 7},
    "a last score long before": {"weeks_ago": 7},
    "a last score long after": {"weeks_ago": -7},
}


@pytest.mark.parametrize("what", OTHERS)
def test_who_is_no_classmate_to_compare_with(compare, what):
    assert compare(LOW, *mates(), *mates(30, "other", **OTHERS[what]))["n_classmates"] == 20
    assert compare(LOW, *mates(19), *mates(30, "other", **OTHERS[what]))["call"] == "not enough data"


def test_a_classmate_counts_once_with_the_latest_plan(compare):
    older = [replace(mate, level=0.0, growth=-9.0, weeks_ago=3) for mate in mates()]
    earlier = [replace(mate, level=0.0, growth=-9.0, starts=-5) for mate in mates()]
    found = compare(LOW, *older, *mates(), *earlier)
    assert (found["n_classmates"], found["level_share"]) == (20, pytest.approx(0.15))


def test_the_student_s_own_other_plans_are_no_classmates(compare):
    assert compare(LOW, *[replace(LOW, starts=week) for week in range(5)], *mates(19))["n_classmates"] == 19


def test_a_student_with_few_scores_or_none_waits(compare):
    assert compare(replace(LOW, n=5), *mates())["reason"] == "5 of the 8 scores that the rule needs."
    assert compare(replace(LOW, n=0), *mates())["call"] == "not enough data"


def test_cuts_numbers_and_window_are_settings(compare):
    assert compare(LOW, *mates(), level_cut=0.1)["call"] == "keep"
    assert compare(LOW, *mates(), level_cut=0.1)["reason"].endswith("the rule calls if both are below 10% and 25%.")
    assert compare(LOW, *mates(4), level_cut=0.8, growth_cut=0.8, classmates=4)["call"] == "change"
    assert compare(LOW, *mates(20, n=7), minimum_occasions=7)["n_classmates"] == 20
    assert compare(LOW, *mates(20, weeks_ago=7), window_weeks=7)["n_classmates"] == 20


def test_who_may_not_see_the_student_reads_nothing(compare):
    assert compare(LOW, *mates(), viewer="U") == {}


def test_no_classmate_leaves_the_comparison(compare):
    told = str(compare(LOW, *[replace(mate, student="Mate" if mate.level == 101 else mate.student) for mate in mates()]))
    assert [word for word in ("Mate", "Secretname", "M2", "p001") if word in told] == []


one = st.builds(
    Monitored,
    level=st.integers(0, 6).map(float),
    growth=st.integers(0, 4).map(float),
    n=st.sampled_from([7, 8, 20]),
    school=st.sampled_from(["A", "B", None]),
    weeks_ago=st.sampled_from([0, 6, 7]),
    grade=st.sampled_from(["3", "3", "4"]),
)


@settings(max_examples=60, deadline=None)
@given(mine=one.map(lambda plan: replace(plan, n=20, grade="3", weeks_ago=0)), others=st.lists(one, max_size=14))
def test_agrees_with_a_plain_count(compare, mine, others):
    others = [replace(plan, student=f"M{number}") for number, plan in enumerate(others)]
    like = [plan for plan in others if plan.grade == "3" and plan.n >= 8 and plan.weeks_ago <= 6]
    near = [plan for plan in like if plan.school == mine.school and plan.school]
    group = near if len(near) >= 3 else like
    found = compare(mine, *others, classmates=3, level_cut=0.5, growth_cut=0.4)
    assert found["n_classmates"] == len(group)
    if len(group) < 3:
        assert found["call"] == "not enough data"
        return
    level = mean((mine.level > other.level) + (mine.level == other.level) / 2 for other in group)
    growth = mean((mine.growth > other.growth) + (mine.growth == other.growth) / 2 for other in group)
    assert (found["level_share"], found["statistic"]) == (pytest.approx(level), pytest.approx(growth))
    assert found["call"] == ("change" if level < 0.5 and growth < 0.4 else "keep")


def test_the_simulator_calls_whom_the_query_calls(compare):
    """Thirteen students, each among the other twelve, with levels and growths that often are equal."""
    rng, called = np.random.default_rng(7), set()
    for occasions in (7, 8, 12):
        level, growth = rng.integers(0, 6, (2, 13, occasions)).astype(float)
        simulated = dual_discrepancy(level, growth, level, growth, default_thresholds())[:, -1]
        group = [Monitored(level[i, -1], growth[i, -1], student=f"M{i}", n=occasions) for i in range(13)]
        for i, one in enumerate(group):
            found = compare(replace(one, student="S"), *group[:i], *group[i + 1 :], **SHIPPED)
            assert (found["call"] == "change") == simulated[i], (occasions, i, found)
            called.add((found["call"], occasions))
    assert called == {("not enough data", 7), *((call, n) for call in ("change", "keep") for n in (8, 12))}


def test_from_scores_to_the_list_of_rules(tmp_path):
    """Twenty-one students with straight scores, through the whole analysis: the slowest and lowest of them is called."""
    con = store.open_store(tmp_path / "store.duckdb")
    con.execute(ASSIGNED)
    con.execute("INSERT INTO school VALUES ('A', 'Cedar', 'Sample', 'NY')")
    names = ["S", *(f"A{number}" for number in range(1, 21))]
    scores = pd.DataFrame(
        [
            (name, LAST - timedelta(weeks=11 - week), 40.0 + 3 * number + number / 10 * week)
            for number, name in enumerate(names)
            for week in range(12)
        ],
        columns=["student", "day", "value"],
    )
    con.register("scores", scores)
    for statement in LOADED:
        con.execute(statement)
    pipeline.analyse(con)
    rules = student.rules(con, "T", TODAY, "S").set_index("rule_id")
    con.close()
    assert rules.index[0] == "aimline_sequential" and rules.index[-1] == "dual_discrepancy" and len(rules) == 9
    assert rules.loc["dual_discrepancy", ["plan_id", "rule", "call", "n_classmates"]].tolist() == ["S", "Dual discrepancy", "change", 20]
    assert rules.loc["dual_discrepancy", "reason"].startswith("Of 20 monitored classmates in this school, 0% have a worse level")


LOADED = (
    "INSERT INTO student (student_id, first_name, last_name) SELECT DISTINCT student, student, '' FROM scores",
    "INSERT INTO enrolment SELECT student_id, 'A', '3', '2025-08-20', NULL FROM student",
    "INSERT INTO series (series_id, student_id, measure_id, grade) SELECT student_id, student_id, 'orf', '3' FROM student",
    "INSERT INTO score (series_id, observed_on, value, origin) SELECT student, day, value, 'imported' FROM scores",
    "INSERT INTO intervention (intervention_id, series_id, kind, programme, target, start_on, due_on) "
    "SELECT student_id, student_id, 'instruction', 'Programme', 200, '2025-12-08', '2026-06-01' FROM student",
)
