"""A second, plain implementation: it walks from day to day and counts. The SQL must give the same due dates on random calendars."""

from datetime import date, timedelta
from typing import Any

import holidays
from clock_store import close, new_store, record, run
from hypothesis import given, settings
from hypothesis import strategies as st

DAY = timedelta(days=1)
# state, unit, length, breaks of so many weekdays (None: they count), how far they reach, summer left out, absences
RULES = [
    ("US", "calendar", 60, None, "weekdays", False, None),
    ("PA", "calendar", 60, None, "weekdays", True, None),
    ("GA", "calendar", 60, 5, "weekends", True, None),
    ("CA", "calendar", 60, 6, "until return", True, None),
    ("FL", "calendar", 60, 1, "weekdays", True, ("beyond", 8)),
    ("WA", "school", 40, None, "weekdays", False, None),
    ("NE", "school", 45, None, "weekdays", False, None),
    ("LA", "business", 60, None, "weekdays", False, None),
    ("NV", "school", 45, None, "weekdays", False, None),
    ("TX", "school", 45, None, "weekdays", False, ("all_once_reached", 3)),
]
YEARS = [(date(2025, 8, 25), date(2026, 6, 5)), (date(2026, 8, 24), date(2027, 6, 4))]
FIRST = date(2025, 9, 1)


def is_summer(day: date) -> bool:
    return YEARS[0][1] < day < YEARS[1][0]


def is_school(day: date, closed: set[date]) -> bool:
    return day.isoweekday() <= 5 and day not in closed and not is_summer(day)


def is_left_out(day: date, closed: set[date], least: int | None, reach: str) -> bool:
    """Whether the day lies in a break of at least so many weekdays."""
    if least is None or is_school(day, closed):
        return False
    first = day
    while not is_school(first - DAY, closed):
        first -= DAY
    last = day
    while not is_school(last + DAY, closed):
        last += DAY
    missed = [first + n * DAY for n in range((last - first).days + 1)]
    missed = [one for one in missed if one.isoweekday() <= 5]
    if len(missed) < least:
        return False
    begins, ends = first if reach == "weekends" else missed[0], missed[-1] if reach == "weekdays" else last
    return begins <= day <= ends


def counts(day: date, rule: tuple[Any, ...], closed: set[date], free: Any) -> bool:
    _, unit, _, least, reach, no_summer, _ = rule
    if unit == "school":
        return is_school(day, closed)
    if unit == "business":
        return day.isoweekday() <= 5 and day not in free
    return not (no_summer and is_summer(day)) and not is_left_out(day, closed, least, reach)


def walk(start: date, length: int, rule: tuple[Any, ...], closed: set[date], free: Any) -> date:
    day, counted = start, 0
    while counted < length:
        day += DAY
        counted += counts(day, rule, closed, free)
    return day


def due_by_hand(start: date, rule: tuple[Any, ...], closed: set[date], absent: set[date], free: Any) -> date:
    limit = walk(start, rule[2], rule, closed, free)
    left = sum(is_school(start + n * DAY, closed) for n in range(1, (YEARS[0][1] - start).days + 1)) if start <= YEARS[0][1] else 0
    missed = sum(1 for day in absent if start < day <= limit and is_school(day, closed))
    added = 0
    if rule[6] and rule[6][0] == "beyond":
        added = max(missed - rule[6][1], 0)
    elif rule[6] and missed >= rule[6][1]:
        added = missed
    if rule[0] == "TX" and not added and 35 <= left <= 44:
        return date(2026, 6, 30)
    return walk(start, rule[2] + added, rule, closed, free)


def _run_of_days(first: int, length: int) -> set[date]:
    return {day for n in range(length) if (day := FIRST + (first + n) * DAY).isoweekday() <= 5}


breaks = st.lists(st.tuples(st.integers(0, 260), st.integers(1, 18)), max_size=8)
starts = st.lists(st.integers(0, 270), min_size=len(RULES), max_size=len(RULES))
away = st.lists(st.integers(0, 270), max_size=40)


@settings(max_examples=12, deadline=None)
@given(breaks, starts, away)
def test_the_models_count_as_somebody_who_walks_through_the_days(breaks: list[tuple[int, int]], starts: list[int], away: list[int]) -> None:
    closed = {day for span in breaks for day in _run_of_days(*span)}
    absent = {FIRST + n * DAY for n in away}
    con = new_store("US", students=(), closed="")
    close(con, "\n".join(f"{day} No school" for day in sorted(closed)))
    expected = {}
    for (state, *_), days, rule in zip(RULES, starts, RULES, strict=True):
        start = FIRST + days * DAY
        con.execute("INSERT INTO school VALUES (?, ?, 'D', ?)", [state, state, state])
        con.execute("INSERT INTO student (student_id, first_name, last_name) VALUES (?, 'S', 'T')", [state])
        con.execute("INSERT INTO enrolment VALUES (?, ?, '4', DATE '2024-08-26', NULL)", [state, state])
        con.execute(
            "INSERT INTO process_event (event_id, student_id, event, happened_on) VALUES (?, ?, 'consent_received', ?)",
            [state, state, start],
        )
        con.execute("INSERT INTO absence (student_id, on_date) SELECT ?, unnest(?::DATE[])", [state, sorted(absent)])
        free = holidays.country_holidays("US", subdiv=None if state == "US" else state, years=[2025, 2026, 2027])
        federal = holidays.country_holidays("US", years=[2025, 2026, 2027])
        expected[state] = due_by_hand(start, rule, closed, absent, {*free, *federal})
    run(con)
    rows = con.execute(
        "SELECT student_id, due_on, days_counted, days_left_out, started_on FROM student_clock WHERE clock = 'evaluation'"
    ).fetchall()
    con.close()
    assert {state: due for state, due, *_ in rows} == expected
    for state, due, counted, left_out, start in rows:
        assert counted + left_out == (due - start).days, f"{state}: every day is counted or left out"


ENDS = {"referral_declined", "consent_refused", "consent_revoked"}
asked = st.lists(
    st.tuples(st.integers(0, 150), st.sampled_from(["referral_received", "referral_received", *sorted(ENDS)])),
    max_size=6,
    unique_by=lambda e: e[0],
)


def maryland_by_hand(before: list[tuple[int, str]], consent: int) -> date:
    """60 days from consent and 90 from the referral that opened what is running when it comes (COMAR 13A.05.01.06(A)(1))."""
    opened, is_open = None, False
    for day, event in sorted(before):
        if event == "referral_received" and day <= consent:
            opened, is_open = (opened if is_open else day), True
        elif event in ENDS and day < consent:
            is_open = False
    limits = [FIRST + (consent + 60) * DAY] + ([FIRST + (opened + 90) * DAY] if opened is not None else [])
    return min(limits)


@settings(max_examples=4, deadline=None)
@given(st.lists(st.tuples(asked, st.integers(0, 160)), min_size=12, max_size=12))
def test_maryland_counts_from_the_first_referral_of_what_is_running(cases: list[tuple[list[tuple[int, str]], int]]) -> None:
    con = new_store("MD", students=[str(n) for n in range(len(cases))], closed="")
    expected = {}
    for number, (before, consent) in enumerate(cases):
        before = [one for one in before if one[0] < consent]
        expected[str(number)] = maryland_by_hand(before, consent)
        for day, event in [*before, (consent, "consent_received")]:
            record(con, f"{FIRST + day * DAY} {event}", str(number))
    run(con)
    rows = con.execute("SELECT student_id, due_on FROM student_clock WHERE clock = 'evaluation' AND start_event_id IS NOT NULL").fetchall()
    con.close()
    assert dict(rows) == expected
