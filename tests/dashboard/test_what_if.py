"""What if the plan were another: the models' own answer, nothing stored, refused where it cannot be, and behind the viewer's door."""

import re
from datetime import date, timedelta
from math import nan

import duckdb
import pytest
from conftest import DUE, START, TODAY, fill

from analytics import pipeline, store
from analytics.caseload import student
from analytics.what_if import UNCHANGED, Answer, Criterion, Question, WhatIfRefused, latest_date, what_if

LATER = DUE + timedelta(weeks=8)


@pytest.fixture(scope="module")
def con() -> duckdb.DuckDBPyConnection:
    """The small store of the pages, analysed."""
    found = store.open_store(":memory:")
    fill(found)
    pipeline.analyse(found)
    return found


def ask(con: duckdb.DuckDBPyConnection, plan_id: str = "G1", viewer: str = "T1", **asked: object) -> Answer | None:
    """The answer about a plan of S1, unless another student's is named."""
    return what_if(con, Question(f"S{plan_id[-1]}", plan_id, **asked), viewer=viewer, today=TODAY)


def answered(con: duckdb.DuckDBPyConnection, plan_id: str = "G1", **asked: object) -> Answer:
    found = ask(con, plan_id, viewer="D1", **asked)
    assert found is not None
    return found


def stored(con: duckdb.DuckDBPyConnection) -> dict[str, object]:
    """A fingerprint of every row of every table, and which tables, views and versions there are."""
    cursor = con.cursor()
    tables = [name for (name,) in cursor.execute("SELECT table_name FROM duckdb_tables() WHERE NOT temporary ORDER BY 1").fetchall()]
    found: dict[str, object] = {name: cursor.execute(f'SELECT count(*), bit_xor(hash(t)) FROM "{name}" t').fetchall()[0] for name in tables}
    catalogue = cursor.execute("SELECT count(*) FROM duckdb_views()").fetchall()
    return found | {"views": catalogue, "version": store.data_version(con), "settings": cursor.execute("FROM duckdb_settings()").fetchall()}


def changed_for_good(plan_id: str, **columns: object) -> duckdb.DuckDBPyConnection:
    """A store in which the plan is another, analysed as a whole."""
    con = store.open_store(":memory:")
    fill(con)
    table, key = ("goal", "goal_id") if plan_id.startswith("G") else ("intervention", "intervention_id")
    for name, value in columns.items():
        con.execute(f"UPDATE {table} SET {name} = $value WHERE {key} = $plan", {"value": value, "plan": plan_id})
    pipeline.analyse(con)
    return con


def test_nothing_is_stored(con: duckdb.DuckDBPyConnection) -> None:
    before = stored(con)
    answered(con, target=60.0)
    answered(con, "I2", due_on=LATER, probes_per_week=2.0)
    with pytest.raises(WhatIfRefused):
        ask(con, target=1.0)
    assert stored(con) == before
    assert con.cursor().execute("SELECT count(*) FROM duckdb_tables() WHERE temporary").fetchall() == [(0,)]


@pytest.mark.parametrize(
    ("plan_id", "asked"),
    [
        ("G6", {"target": 110.0}),
        ("G6", {"due_on": LATER}),
        ("G5", {"target": 12.0, "due_on": LATER}),
        ("I2", {"target": 60.0}),
        ("I3", {"target": 70.0, "due_on": LATER}),
        ("I1", {"due_on": LATER}),
    ],
)
def test_the_answer_is_what_the_analysis_says_of_such_a_plan(con: duckdb.DuckDBPyConnection, plan_id: str, asked: dict) -> None:
    then = answered(con, plan_id, **asked).then
    real = changed_for_good(plan_id, **asked)
    judged = next(plan for plan in student.record(real, "D1", TODAY, then["student_id"]).plans if plan["plan_id"] == plan_id)
    for name, value in judged.items():
        assert then[name] == (pytest.approx(value, rel=1e-9, abs=1e-12) if isinstance(value, float) else value), name


def test_the_plan_as_it_is_stands_beside_it(con: duckdb.DuckDBPyConnection) -> None:
    answer = answered(con, "G6", target=200.0)
    assert (answer.now["target"], answer.then["target"]) == (95.0, 200.0)
    assert answer.then["verdict"] == "off track" != answer.now["verdict"]
    assert answer.now["probability"] > 0.2 > answer.then["probability"]


def test_another_schedule_leaves_the_scores_so_far_as_they_are(con: duckdb.DuckDBPyConnection) -> None:
    answer = answered(con, "I3", probes_per_week=2.0)
    same = ("verdict", "n_scores", "roi_per_week", "roi_se", "missed_occasions", "recent_missed", "probability_on_pace", "required_roi")
    assert [answer.then[name] for name in same] == [answer.now[name] for name in same]
    assert answer.then["probes_per_week"] == 2.0 and answer.now["probes_per_week"] == 1.0


def test_more_probes_settle_an_open_question_sooner() -> None:
    con = store.open_store(":memory:")
    fill(con)
    con.execute("UPDATE intervention SET target = 60 WHERE intervention_id = 'I1'")
    con.execute("DELETE FROM score WHERE series_id = 'S1-orf' AND observed_on > $day", {"day": START + timedelta(weeks=5)})
    pipeline.analyse(con)
    found = what_if(con, Question("S1", "I1", probes_per_week=2.0), viewer="D1", today=START + timedelta(weeks=5, days=2))
    assert found is not None and found.now["verdict"] == found.then["verdict"] == "too early"
    scores = [row["more_scores"] for row in (found.now, found.then)]
    assert scores[0] < scores[1] < 2 * scores[0]  # more scores, in less time


def test_another_criterion_is_judged_by_its_own_rule(con: duckdb.DuckDBPyConnection) -> None:
    answer = answered(con, "G6", target=70.0, criterion=Criterion("consecutive", n=3))
    assert answer.then["verdict"] == "attained" and answer.then["criterion_met_on"] == date(2026, 1, 19)  # 70, 71, 72


def test_the_chart_s_lines_are_those_of_the_plan_as_asked(con: duckdb.DuckDBPyConnection) -> None:
    lines = answered(con, target=80.0, due_on=LATER).lines
    aimline = [line for line in lines if line["line"] == "aimline"]
    assert {line["part"] for line in aimline} == {1, 2}
    last = max(aimline, key=lambda line: line["on_date"])
    assert (last["on_date"], last["level"], last["part"]) == (LATER, 80.0, 2)
    earlier = [line["level"] for line in aimline if line["part"] == 1]
    assert earlier == [
        line["level"]
        for line in student.record(con, "D1", TODAY, "S1").chart("G1")["lines"]
        if line["part"] == 1 and line["line"] == "aimline"
    ]
    assert max(line["on_date"] for line in lines if line["line"] == "projection") == LATER


REFUSED = """
    | plan | what is asked                | because |
    | G1   | target=30                    | A target of 30 is on the wrong side of the baseline, 42. Choose one above it. |
    | G1   | target=42                    | A target of 42 is on the wrong side of the baseline, 42. Choose one above it. |
    | G5   | target=25                    | A target of 25 is on the wrong side of the baseline, 20. Choose one below it. |
    | G1   | target=-1                    | A target of -1 cannot be reached: a score is at least 0 and at most 300. |
    | G1   | target=-1e300                | A target of -1e+300 is no score of any measure. |
    | G1   | target=nan                   | The target is no number. Type one. |
    | G1   | due_on=2025-11-03            | The date has to come after the start of the plan, 3 November 2025. |
    | G1   | due_on=2025-01-01            | The date has to come after the start of the plan, 3 November 2025. |
    | G1   | due_on=2026-02-27            | The date has to lie ahead: today is 2 March 2026. |
    | G1   | due_on=2031-01-01            | The date may lie at most 3 years after the start, 3 November 2025. |
    | G1   | probes_per_week=0            | Probes can be planned between once in four weeks and five times a week. |
    | G1   | probes_per_week=50           | Probes can be planned between once in four weeks and five times a week. |
    | I1   | criterion=consecutive 3      | Only a goal has a criterion of its own; an intervention is judged by its growth. |
    | G1   | criterion=consecutive 0      | A criterion counts 1 to 12 scores, and no more at the target than it counts. |
    | G1   | criterion=whatever 3         | A criterion counts 1 to 12 scores, and no more at the target than it counts. |
    | G1   | target=30, due_on=2025-01-01 | A target of 30 is on the wrong side of the baseline, 42. Choose one above it. The date has to come after the start of the plan, 3 November 2025. |
"""  # noqa: E501 - a table is read across


def read(asked: str) -> dict[str, object]:
    """A question as the table writes it."""
    found: dict[str, object] = {}
    for name, value in (part.strip().split("=") for part in asked.split(",")):
        if name == "criterion":
            kind, n = value.split()
            found[name] = Criterion(kind, n=int(n))
        else:
            found[name] = date.fromisoformat(value) if re.match(r"\d{4}-", value) else nan if value == "nan" else float(value)
    return found


def test_what_cannot_be_is_refused_with_a_sentence(con: duckdb.DuckDBPyConnection, rows) -> None:
    for row in rows(REFUSED):
        with pytest.raises(WhatIfRefused) as refused:
            answered(con, row["plan"], **read(row["what is asked"]))
        assert str(refused.value) == row["because"], row


def test_a_question_that_changes_nothing_is_refused(con: duckdb.DuckDBPyConnection) -> None:
    as_it_is = {"target": 75.0, "due_on": DUE, "probes_per_week": 1.0, "criterion": Criterion("end_level")}
    for asked in ({}, as_it_is):
        with pytest.raises(WhatIfRefused, match=UNCHANGED[:30]):
            answered(con, "G1", **asked)


def test_a_stranger_gets_no_answer_and_no_refusal(con: duckdb.DuckDBPyConnection) -> None:
    assert ask(con, "G1", viewer="T1", target=80.0) is not None
    for viewer in ("T2", "M1", "NOBODY"):
        assert ask(con, "G1", viewer=viewer, target=80.0) is None
        assert ask(con, "G1", viewer=viewer, target=1.0) is None


def test_a_plan_of_another_student_is_not_asked_about(con: duckdb.DuckDBPyConnection) -> None:
    assert what_if(con, Question("S1", "G6", target=80.0), viewer="T1", today=TODAY) is None
    assert what_if(con, Question("S1", "no such plan", target=80.0), viewer="T1", today=TODAY) is None


def test_three_years_are_counted_from_the_day_of_the_start(con: duckdb.DuckDBPyConnection) -> None:
    assert latest_date(date(2024, 2, 29)) == date(2027, 2, 28)
    last = latest_date(START)
    assert last == date(START.year + 3, START.month, START.day)
    assert answered(con, due_on=last).then["due_on"] == last
    with pytest.raises(WhatIfRefused, match="at most 3 years after the start"):
        ask(con, due_on=last + timedelta(days=1))
