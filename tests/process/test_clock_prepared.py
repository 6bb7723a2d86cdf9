"""A typed event runs plans that were made once: they must read what the store holds now, in any order, as a full run would."""

import random
from collections.abc import Iterator
from datetime import date, timedelta

import duckdb
import pandas as pd
import pytest
from clock_store import absent, clock, close, new_store, record, run

from analytics import calendar_entry, store
from analytics.event_entry import EventEntry, correct_event, record_event, retract_event
from analytics.process import prepared_clocks, running
from analytics.store import EventRefused

STUDENTS = [f"s{n}" for n in range(8)] + ["o'n"]
STATES = ("TX", "CA", "IL", "OH", "FL", "VA", "PA", "XX", None)
# What most students go through, with what may come between; the rules of what may follow what refuse some of it.
WAY = (
    ("referral_received", {"source": "parent"}),
    ("consent_requested", {}),
    ("consent_received", {}),
    ("extension_agreed", {"agreed_on": date(2026, 3, 30), "reason": "initial_sld_evaluation"}),
    ("child_not_produced", {}),
    ("evaluation_completed", {}),
    ("eligibility_determined", {"outcome": "eligible", "category": "SLD"}),
    ("delay_explained", {"about": "evaluation", "reason": "other"}),
    ("iep_meeting_held", {}),
    ("iep_agreed", {}),
    ("services_consent_received", {}),
    ("iep_in_effect", {}),
    ("services_started", {}),
    ("progress_report_sent", {}),
    ("annual_review_held", {"outcome": "continue"}),
)


# How far each student has come before anything is typed, a step every nine days.
START, DAY = (0, 2, 4, 6, 9, 12, 13, 0, 0), date(2025, 9, 1)


@pytest.fixture
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    """Nine students at different steps in schools of nine states, one of them no state and one not told; absences; reporting periods."""
    con = new_store("TX", students=STUDENTS)
    con.execute("INSERT INTO store_info VALUES ('demo_today', '2026-06-30')")
    con.execute("DELETE FROM school")
    for number, (student, state) in enumerate(zip(STUDENTS, STATES, strict=True)):
        con.execute("INSERT INTO school VALUES (?, ?, 'D', ?)", [student, student, state])
        con.execute("UPDATE enrolment SET school_id = student_id WHERE student_id = ?", [student])
        absent(con, "2026-01-12 2026-01-13 2026-01-14 2026-01-15", student)
        for place, (event, more) in enumerate(WAY[: START[number]]):
            words = " ".join(f"{name}={value}" for name, value in more.items())
            record(con, f"{DAY + timedelta(days=9 * place)} {event} {words}".strip(), student)
    close(con, "2026-02-02 Snow day", "s0")
    con.execute(
        "INSERT INTO reporting_period (school_id, name, ends_on, report_due_on) VALUES "
        "('*', 'Q2', '2026-01-23', '2026-01-30'), ('*', 'Q3', '2026-04-03', '2026-04-10')"
    )
    run(con)
    yield con
    con.close()


def results(con: duckdb.DuckDBPyConnection) -> list[pd.DataFrame]:
    return [con.execute(f"FROM {name} ORDER BY ALL").df() for name in running.KEPT]


def assert_as_in_full(con: duckdb.DuckDBPyConnection) -> None:
    typed = results(con)
    assert all(len(table) for table in typed[:3])
    run(con)
    for one, full in zip(typed, results(con), strict=True):
        pd.testing.assert_frame_equal(one, full)


def type_at_random(con: duckdb.DuckDBPyConnection, seed: int, times: int = 25) -> None:
    """Events of all students, a step or two further each time; some corrected, some taken back."""
    rng = random.Random(seed)
    reached = {
        student: (start, DAY + timedelta(days=9 * start + rng.randrange(60))) for student, start in zip(STUDENTS, START, strict=True)
    }
    typed: list[tuple[str, EventEntry]] = []
    for _ in range(times):
        student = rng.choice(STUDENTS)
        place, day = reached[student]
        event, more = WAY[place % len(WAY)]
        entry = EventEntry(student, event, day, **more)
        reached[student] = (place + rng.choice((1, 1, 1, 2)), min(day + timedelta(days=rng.randrange(25)), date(2026, 6, 30)))
        try:
            typed.append((record_event(con, entry, None).event_id, entry))
            if rng.random() < 0.15:
                retract_event(con, typed.pop(rng.randrange(len(typed)))[0], None, "typed twice")
            elif rng.random() < 0.2:
                event_id, old = rng.choice(typed)
                correct_event(
                    con, event_id, EventEntry(**vars(old) | {"happened_on": old.happened_on - timedelta(days=1)}), None, "wrong day"
                )
        except EventRefused:
            continue


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_events_typed_in_any_order_give_what_a_full_run_gives(con: duckdb.DuckDBPyConnection, seed: int) -> None:
    type_at_random(con, seed)
    assert_as_in_full(con)


def test_a_calendar_and_a_school_changed_after_the_plans_were_made_are_read(con: duckdb.DuckDBPyConnection) -> None:
    type_at_random(con, 4, times=10)
    calendar_entry.mark_days(con, school_id="*", days=[date(2026, 1, 21)], is_school_day=False, label="Snow day", staff_id=None)
    with store.transaction(con) as cursor:
        cursor.execute("UPDATE school SET state = 'TX' WHERE school_id = 's7'")
        running.refresh(cursor, None)
    record(con, "2025-11-03 consent_received", "s7")
    with store.transaction(con) as cursor:
        prepared_clocks.refresh_student(con, cursor, "s7")
    assert (
        str(clock(con, "evaluation", student="s7")["due_on"]) == "2026-02-03"
    )  # the 45th school day but for the snow is 28 January, and four absences
    assert_as_in_full(con)


def test_an_event_of_a_year_without_holidays_brings_them(con: duckdb.DuckDBPyConnection) -> None:
    type_at_random(con, 5, times=5)
    last = "SELECT max(year(on_date)) FROM holiday WHERE state = 'VA'"
    before = con.execute(last).fetchall()[0][0]
    with store.transaction(con) as cursor:
        cursor.execute(
            "INSERT INTO process_event (event_id, student_id, event, happened_on) VALUES ('z', 's5', 'referral_received', '2032-03-01')"
        )
        prepared_clocks.refresh_student(con, cursor, "s5")
    assert con.execute(last).fetchall()[0][0] == 2037 > before
    assert_as_in_full(con)


def test_a_student_without_events_has_no_rows_left(con: duckdb.DuckDBPyConnection) -> None:
    event = record_event(con, EventEntry("o'n", "referral_received", date(2026, 1, 5), source="parent"), None)
    assert con.execute("SELECT count(*) > 0 FROM student_clock WHERE student_id = 'o''n'").fetchall() == [(True,)]
    retract_event(con, event.event_id, None, "typed by mistake")
    assert [table["student_id"].tolist().count("o'n") for table in results(con)] == [0, 0, 0, 0]


def test_a_refused_event_leaves_the_plans_usable_and_nothing_stored(con: duckdb.DuckDBPyConnection) -> None:
    type_at_random(con, 6, times=12)
    before = results(con)
    with pytest.raises(RuntimeError, match="stop"), store.transaction(con) as cursor:
        cursor.execute("INSERT INTO process_event (event_id, student_id, event, happened_on) VALUES ('z', 's1', 'exited', '2026-06-01')")
        prepared_clocks.refresh_student(con, cursor, "s1")
        raise RuntimeError("stop")
    for old, new in zip(before, results(con), strict=True):
        pd.testing.assert_frame_equal(old, new)
    type_at_random(con, 7, times=12)
    assert_as_in_full(con)


def test_the_plans_are_made_anew_after_many_uses(con: duckdb.DuckDBPyConnection, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prepared_clocks, "USES_AT_MOST", 2)
    type_at_random(con, 8, times=9)
    assert_as_in_full(con)


def test_the_histories_above_reach_far(con: duckdb.DuckDBPyConnection) -> None:
    """Else the comparisons with a full run would compare little."""
    type_at_random(con, 1)
    steps = [step for (step,) in con.execute("SELECT DISTINCT step FROM step_history ORDER BY step").fetchall()]
    assert len(steps) >= 5
    assert {kind for (kind,) in con.execute("SELECT DISTINCT kind FROM clock_left_out").fetchall()} >= {"no_school", "weekends"}
