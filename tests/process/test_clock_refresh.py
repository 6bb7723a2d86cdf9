"""Clocks are kept true: touched students alone or all, a calendar changed on a page, the digest, and the feed for calendars."""

from collections.abc import Iterator
from datetime import date, datetime

import duckdb
import pandas as pd
import pytest
from clock_store import absent, clock, new_store, record, run

from analytics import calendar_entry, clock_dismissal, pipeline, store
from analytics.process import clocks, icalendar, running

TODAY = date(2026, 1, 20)
AT = datetime(2026, 1, 20, 18, 30)
STUDENTS = [f"s{n}" for n in range(12)]
IEP = "2025-10-20 eligibility_determined outcome=eligible category=SLD\n2025-11-10 iep_agreed\n2025-11-17 services_started"


@pytest.fixture
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    """A district in Texas with two schools, twelve students at different steps, a district administrator, a principal and a teacher."""
    con = new_store("TX", students=STUDENTS)
    con.execute("UPDATE store_info SET value = 'true' WHERE name = 'is_demo'")
    con.execute("INSERT INTO store_info VALUES ('demo_today', ?)", [TODAY.isoformat()])
    con.execute("INSERT INTO school VALUES ('B', 'Birch School', 'D', 'MD')")
    con.execute("UPDATE enrolment SET school_id = 'B' WHERE student_id IN ('s10', 's11')")
    con.execute("INSERT INTO staff VALUES ('d', 'D', NULL), ('p', 'P', NULL), ('t', 'T', NULL)")
    con.execute(
        "INSERT INTO staff_assignment (staff_id, role, scope, scope_id, from_on) VALUES ('d', 'district', 'district', '*', '2025-08-01'), "
        "('p', 'principal', 'school', 'A', '2025-08-01'), ('t', 'teacher', 'student', 's1', '2025-08-01')"
    )
    con.execute("INSERT INTO reporting_period (school_id, name, ends_on, report_due_on) VALUES ('*', 'Q2', '2026-01-23', '2026-01-30')")
    for number, student in enumerate(STUDENTS):
        record(con, f"2025-10-{number + 1:02} referral_received source=parent\n2025-11-{number + 3:02} consent_received", student)
        if number % 3 == 0:
            record(con, IEP.replace("2025-10-20", f"2026-01-{number + 1:02}").replace("2025-11", "2026-01"), student)
        absent(con, "2025-12-01 2025-12-02 2025-12-03" if number % 4 == 0 else "", student)
    run(con)
    yield con
    con.close()


def results(con: duckdb.DuckDBPyConnection) -> list[pd.DataFrame]:
    return [con.execute(f"FROM {name} ORDER BY ALL").df() for name in running.KEPT]


def test_the_sum_of_refreshes_is_the_full_run(con: duckdb.DuckDBPyConnection) -> None:
    full = results(con)
    con.execute("UPDATE student_clock SET due_on = NULL")
    for student in STUDENTS[:6]:
        run(con, [student])
    run(con, STUDENTS[6:])
    for before, after in zip(full, results(con), strict=True):
        pd.testing.assert_frame_equal(before, after)


def test_a_refresh_touches_nobody_else_and_leaves_nothing_behind(con: duckdb.DuckDBPyConnection) -> None:
    con.execute("UPDATE student_clock SET due_on = DATE '1999-01-01'")
    with store.transaction(con) as cursor:
        running.refresh(cursor, ["s1"])
        assert cursor.execute("SELECT count(*) FROM duckdb_tables() WHERE temporary").fetchall() == [(0,)]
    assert con.execute("SELECT count(*) FROM student_clock WHERE due_on > DATE '2000-01-01' AND student_id <> 's1'").fetchall() == [(0,)]
    assert str(clock(con, "evaluation", student="s1")["due_on"]) > "2000"


def test_a_full_analysis_brings_the_clocks_along(con: duckdb.DuckDBPyConnection) -> None:
    full = results(con)
    con.execute("DELETE FROM student_clock")
    pipeline.analyse(con)
    for before, after in zip(full, results(con), strict=True):
        pd.testing.assert_frame_equal(before, after)


def test_a_snow_day_moves_the_due_dates_and_can_be_taken_back(con: duckdb.DuckDBPyConnection) -> None:
    before = results(con)
    change = calendar_entry.mark_days(con, school_id="*", days=[date(2026, 1, 22)], is_school_day=False, label="Snow day", staff_id="d")
    moved = {move.student_id: (str(move.before), str(move.after), move.why) for move in change.moves if move.clock == "evaluation"}
    assert moved["s1"] == ("2026-01-28", "2026-01-29", "Snow day")  # consent 4 Nov: the 45th school day
    assert "s10" not in moved, "calendar days of Maryland do not move"
    assert [
        why for (why,) in con.execute("SELECT why FROM clock_left_out WHERE student_id = 's1' AND from_on = '2026-01-22'").fetchall()
    ] == ["Snow day, 22 January 2026: 1 day not counted"]
    calendar_entry.undo(con, change, "d")
    for old, new in zip(before, results(con), strict=True):
        pd.testing.assert_frame_equal(old, new)
    assert con.execute("SELECT action FROM audit_event WHERE table_name = 'calendar_day' ORDER BY happened_at").fetchall() == [
        ("add",),
        ("undo",),
    ]


def test_who_may_change_the_calendar(con: duckdb.DuckDBPyConnection) -> None:
    given = {"days": [date(2026, 1, 22)], "is_school_day": False, "label": "Snow day"}
    assert calendar_entry.mark_days(con, school_id="A", staff_id="p", **given).moves
    for school, staff in (("*", "p"), ("B", "p"), ("A", "t"), ("A", "nobody"), ("C", "d")):
        with pytest.raises(calendar_entry.CalendarRefused):
            calendar_entry.mark_days(con, school_id=school, staff_id=staff, **given)
    with pytest.raises(calendar_entry.CalendarRefused, match="why"):
        calendar_entry.mark_days(con, school_id="*", staff_id="d", **(given | {"label": " "}))


def test_a_calendar_changed_by_another_is_not_taken_back(con: duckdb.DuckDBPyConnection) -> None:
    first = calendar_entry.mark_days(con, school_id="*", days=[date(2026, 1, 22)], is_school_day=False, label="Snow day", staff_id="d")
    calendar_entry.mark_days(con, school_id="*", days=[date(2026, 1, 22)], is_school_day=True, label=None, staff_id="d")
    with pytest.raises(calendar_entry.CalendarRefused, match="since"):
        calendar_entry.undo(con, first, "d")


def test_the_school_year_and_the_reporting_periods_can_be_set(con: duckdb.DuckDBPyConnection) -> None:
    year = calendar_entry.set_school_year(
        con, school_id="*", school_year="2026-27", first_day=date(2026, 8, 17), last_day=date(2027, 6, 4), staff_id="d"
    )
    assert {(move.clock, str(move.after)) for move in year.moves} >= {("iep_in_effect", "2026-08-17")} or not year.moves
    period = calendar_entry.set_reporting_period(
        con, school_id="*", name="Q2", ends_on=date(2026, 1, 23), report_due_on=date(2026, 2, 6), staff_id="d"
    )
    assert {(move.clock, str(move.before), str(move.after)) for move in period.moves} == {("progress_report", "2026-01-30", "2026-02-06")}


def test_a_reader_sees_the_clocks_of_their_own_students_alone(con: duckdb.DuckDBPyConnection) -> None:
    assert {row["student_id"] for row in clocks.due(con, "t", TODAY, 30)} == {"s1"}
    assert clocks.due(con, "nobody", TODAY, 30) == [] and clocks.clocks_of_student(con, "t", TODAY, "s2") == []
    assert next(row["clock"] for row in clocks.clocks_of_student(con, "t", TODAY, "s1")) == "evaluation"


def test_what_is_overdue_comes_first_and_tells_why(con: duckdb.DuckDBPyConnection) -> None:
    rows = clocks.due(con, "d", date(2026, 2, 3), 30)
    assert [row["standing"] for row in rows] == sorted((row["standing"] for row in rows), key=clocks.STANDINGS.index)
    row = clocks.clocks_of_student(con, "d", TODAY, "s4")[0]
    assert (row["start_title"], row["citation"][:10], row["verification"]) == ("Consent to evaluate received", "Tex. Educ.", "read")
    assert any("days added" in one["why"] for one in row["left_out"]) and any(one["kind"] == "weekends" for one in row["left_out"])


def test_an_entry_put_aside_comes_back_when_its_due_date_moves(con: duckdb.DuckDBPyConnection) -> None:
    entry = {"student_id": "s1", "clock": "evaluation", "due_on": date(2026, 1, 28)}
    clock_dismissal.dismiss(con, staff_id="d", reason="Waiting for the audiologist", **entry)
    assert "s1" not in {row["student_id"] for row in clocks.due(con, "d", TODAY, 10)}
    assert "s1" in {row["student_id"] for row in clocks.due(con, "t", TODAY, 10)}, "only for the reader who put it aside"
    kept = [row for row in clocks.due(con, "d", TODAY, 10, with_dismissed=True) if row["student_id"] == "s1"]
    assert kept[0]["dismissed_because"] == "Waiting for the audiologist"
    clock_dismissal.bring_back(con, staff_id="d", **entry)
    assert "s1" in {row["student_id"] for row in clocks.due(con, "d", TODAY, 10)}
    clock_dismissal.dismiss(con, staff_id="d", reason="Waiting for the audiologist", **entry)
    calendar_entry.mark_days(con, school_id="*", days=[date(2026, 1, 22)], is_school_day=False, label="Snow day", staff_id="d")
    assert "s1" in {row["student_id"] for row in clocks.due(con, "d", TODAY, 10)}


@pytest.mark.parametrize("wrong", [{"reason": " "}, {"student_id": "s2"}, {"due_on": date(2026, 1, 1)}])
def test_what_cannot_be_put_aside(con: duckdb.DuckDBPyConnection, wrong: dict[str, object]) -> None:
    entry = {"student_id": "s1", "clock": "evaluation", "due_on": date(2026, 1, 28), "reason": "Waiting for the audiologist"} | wrong
    with pytest.raises(clock_dismissal.DismissalRefused):
        clock_dismissal.dismiss(con, staff_id="t", **entry)  # type: ignore[arg-type]


def unfolded(text: str) -> list[tuple[str, str]]:
    """RFC 5545 read strictly: CRLF, no line over 75 octets, name and value of each line."""
    assert text.endswith("\r\n") and "\n" not in text.replace("\r\n", "") and "\r" not in text.replace("\r\n", "")
    lines = text.split("\r\n")[:-1]
    assert all(len(line.encode()) <= 75 for line in lines)
    whole: list[str] = []
    for line in lines:
        if line.startswith(" "):
            whole[-1] += line[1:]
        else:
            whole.append(line)
    return [(line.split(":", 1)[0], line.split(":", 1)[1]) for line in whole]


def test_the_feed_is_a_calendar_without_names(con: duckdb.DuckDBPyConnection) -> None:
    rows = clocks.due(con, "d", TODAY, 400)
    text = icalendar.feed(rows, AT, 7)
    lines = unfolded(text)
    assert lines[0] == ("BEGIN", "VCALENDAR") and lines[-1] == ("END", "VCALENDAR") and ("VERSION", "2.0") in lines
    assert sum(line == ("BEGIN", "VEVENT") for line in lines) == len(rows) == sum(line == ("END", "VEVENT") for line in lines)
    uids = [value for name, value in lines if name == "UID"]
    assert len(set(uids)) == len(rows)
    for row in rows:
        assert row["first_name"] + " " not in text and row["student_id"] + " " not in text and row["public_key"] not in text
    moved = [row | {"due_on": date(2026, 3, 1)} for row in rows]
    assert [value for name, value in unfolded(icalendar.feed(moved, AT, 8)) if name == "UID"] == uids, "a moved date keeps its entry"


def test_a_later_file_holds_the_later_word(con: duckdb.DuckDBPyConnection) -> None:
    row = clocks.due(con, "d", TODAY, 400)[0]
    first, version = dict(unfolded(icalendar.feed([row], AT, store.data_version(con)))), store.data_version(con)
    assert first["DTSTAMP"] == first["LAST-MODIFIED"] == "20260120T183000Z" and first["SEQUENCE"] == str(version)
    record(con, "2026-01-19 help_requested source=teacher", "s9")
    run(con, ["s9"])
    later = dict(unfolded(icalendar.feed([row], AT, store.data_version(con))))
    assert later["UID"] == first["UID"] and int(later["SEQUENCE"]) > int(first["SEQUENCE"])
    assert dict(unfolded(icalendar.feed([row], AT, 2**40)))["SEQUENCE"] == str(2**31 - 1), "RFC 5545, 3.3.8"


def test_the_feed_escapes_and_folds_any_text() -> None:
    row = {
        "public_key": "k",
        "clock": "c",
        "round": 1,
        "title": "Überprüfung, " * 12 + "a;b\\c",
        "period": None,
        "due_on": TODAY,
        "citation": "x\ny",
        "verification": "read",
    }
    lines = dict(unfolded(icalendar.feed([row], AT, 7)))
    assert lines["SUMMARY"].startswith("Überprüfung\\, " * 12 + "a\\;b\\\\c due (") and lines["DESCRIPTION"] == "x\\ny"
    doubted = dict(unfolded(icalendar.feed([row | {"verification": "memory"}], AT, 7)))
    assert "not verified" in doubted["DESCRIPTION"]
    assert unfolded(icalendar.feed([], AT, 7))[-1] == ("END", "VCALENDAR")


def test_holidays_come_with_the_years_and_states_that_are_needed(con: duckdb.DuckDBPyConnection) -> None:
    years = "SELECT DISTINCT state, year(on_date) FROM holiday ORDER BY ALL"
    first = con.execute(years).fetchall()
    assert {state for state, _ in first} == {"US", "TX", "MD"} and ("US", 2030) in first
    assert con.execute("SELECT name FROM holiday WHERE state = 'US' AND on_date = '2026-07-03'").fetchall() == [
        ("Independence Day (observed)",)
    ]
    record(con, "2033-01-03 referral_received", "s2")
    run(con, ["s2"])
    assert ("MD", 2037) in con.execute(years).fetchall()
    assert con.execute("SELECT count(*) - count(DISTINCT (state, on_date)) FROM holiday").fetchall() == [(0,)]
