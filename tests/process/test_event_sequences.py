"""Any sequence of events: typing and importing accept the same, and each student who entered the process stands at exactly one step."""

import csv
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analytics import store
from analytics.event_entry import EventEntry, EventRefused, record_event
from analytics.intake import import_paths
from analytics.model import run_models
from analytics.process import running
from analytics.process.event_judging import judge_events
from analytics.process.typed_event import judge_typed

PROCESS = Path(__file__).parents[2] / "analytics" / "process"
FIRST = date(2025, 1, 6)
TODAY = date(2026, 2, 13)


def _read(name: str) -> list[dict[str, str]]:
    with (PROCESS / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


KINDS = {row["event"]: row for row in _read("event_kinds.csv")}
# What brings in a student who is not in the process yet, whatever its outcome.
BEGINNING = {row["event"] for row in _read("step_moves.csv") if "none" in row["from_steps"].split("|") and not row["outcome"]}
CODES: dict[tuple[str, str], list[str]] = {}
for code in _read("event_codes.csv"):
    CODES.setdefault((code["event"], code["field"]), []).append(code["code"])
TEXT = {"people": "team", "about": "evaluation"}


@st.composite
def one_event(draw: st.DrawFn) -> tuple[str, dict[str, Any]]:
    """A kind of event with what its form would hold, required fields mostly filled."""
    name = draw(st.sampled_from(sorted(KINDS)))
    fields: dict[str, Any] = {}
    for field in KINDS[name]["asks"].split("|"):
        if field in ("source", "outcome", "category", "reason") and (field in KINDS[name]["required"] or draw(st.booleans())):
            fields[field] = draw(st.sampled_from(CODES.get((name, field)) or CODES[("*", field)]))
        elif field in TEXT:
            fields[field] = TEXT[field]
        elif field == "agreed_on":
            fields[field] = FIRST
        elif field == "intervention_id":
            fields[field] = "i-s"
    return name, fields


# A path through the steps, so that late events are reached, with whatever else happens between.
PATH: list[tuple[str, dict[str, Any]]] = [
    ("help_requested", {"source": "teacher"}),
    ("referral_received", {"source": "parent"}),
    ("consent_received", {}),
    ("evaluation_completed", {}),
    ("eligibility_determined", {"outcome": "eligible", "category": "SLD", "people": "team"}),
    ("iep_meeting_held", {"people": "team"}),
    ("iep_agreed", {}),
    ("services_consent_received", {}),
    ("iep_in_effect", {}),
    ("services_started", {}),
    ("annual_review_held", {"outcome": "continue", "people": "team"}),
]


@st.composite
def histories(draw: st.DrawFn) -> list[EventEntry]:
    """Up to twenty events, most in an order that can be, each on a day of its own."""
    chosen = list(PATH[: draw(st.integers(0, len(PATH)))])
    for _ in range(draw(st.integers(1, 8))):
        chosen.insert(draw(st.integers(0, len(chosen))), draw(one_event()))
    if len(chosen) > 2 and draw(st.booleans()):
        a, b = draw(st.integers(0, len(chosen) - 1)), draw(st.integers(0, len(chosen) - 1))
        chosen[a], chosen[b] = chosen[b], chosen[a]
    return [EventEntry("s", name, FIRST + timedelta(days=7 * place), **fields) for place, (name, fields) in enumerate(chosen)]


@pytest.fixture(scope="module")
def stores(process_store: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """A store that is typed into and one that a file comes into."""
    folder = tmp_path_factory.mktemp("sequences")
    found: dict[str, Any] = {"folder": folder}
    for name in ("typed", "imported"):
        path = folder / f"{name}.duckdb"
        path.write_bytes(process_store.read_bytes())
        found[name] = store.open_store(path)
    return found


def _emptied(con: duckdb.DuckDBPyConnection) -> None:
    with store.transaction(con) as cursor:
        cursor.execute("DELETE FROM process_event")
        cursor.execute("DELETE FROM rejected_row")
        running.refresh(cursor, ["s"])


def _typed(con: duckdb.DuckDBPyConnection, history: list[EventEntry]) -> dict[int, str | None]:
    """Place and flags of the events that are accepted when they are typed one after the other."""
    accepted: dict[int, str | None] = {}
    for place, entry in enumerate(history):
        try:
            flags = record_event(con, entry, "T1").flags
        except EventRefused:
            continue
        accepted[place] = "|".join(sorted(one.rule_id for one in flags)) or None
    return accepted


def _imported(con: duckdb.DuckDBPyConnection, history: list[EventEntry], folder: Path) -> dict[int, str | None]:
    """Place and flags of the events that are accepted when a file brings them."""
    names = list(vars(history[0]))
    path = folder / "process_event.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["event_id", *names])
        writer.writerows([str(place), *(getattr(entry, name) for name in names)] for place, entry in enumerate(history))
    import_paths(con, [path])
    return {int(key): flagged for key, flagged in con.execute("SELECT event_id, flagged FROM process_event").fetchall()}


def _insert(cursor: duckdb.DuckDBPyConnection, table: str, key: str, event: EventEntry, **more: Any) -> None:
    values = {"event_id": key} | {name: value for name, value in vars(event).items() if name != "note"} | more
    cursor.execute(f"INSERT INTO {table} BY NAME SELECT {', '.join(f'${name} AS {name}' for name in values)}", values)


def _accepted_by_file(cursor: duckdb.DuckDBPyConnection, history: list[EventEntry]) -> dict[int, str | None]:
    """What the statements that judge a file accept of a history, with its flags."""
    judge_typed(cursor, history[0], "0", TODAY)  # makes the tables that the rules read
    cursor.execute("DELETE FROM rule_arriving")
    for place, entry in enumerate(history):
        _insert(cursor, "rule_arriving", str(place), entry, entry=place)
    judge_events(cursor, TODAY)
    kept = "SELECT event_id FROM rule_arriving ANTI JOIN event_refusal USING (event_id)"
    query = f"SELECT event_id, flagged FROM ({kept}) LEFT JOIN event_flag USING (event_id)"
    return {int(key): flagged for key, flagged in cursor.execute(query).fetchall()}


def _accepted_one_by_one(cursor: duckdb.DuckDBPyConnection, history: list[EventEntry]) -> dict[int, str | None]:
    """What is accepted of a history when each event is judged with those stored before it."""
    accepted: dict[int, str | None] = {}
    for place, entry in enumerate(history):
        findings = judge_typed(cursor, entry, str(place), TODAY)
        if all(one.effect == "flag" for one in findings):
            _insert(cursor, "process_event", str(place), entry)
            accepted[place] = "|".join(sorted(one.rule_id for one in findings)) or None
    return accepted


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=histories())
def test_a_file_is_judged_as_if_it_were_typed_in_order(stores: dict[str, Any], history: list[EventEntry]) -> None:
    cursor = stores["typed"].cursor()
    cursor.execute("BEGIN")
    try:
        cursor.execute("DELETE FROM process_event")
        by_file = _accepted_by_file(cursor, history)
        assert _accepted_one_by_one(cursor, history) == by_file
        run_models(cursor, running.STEP_MODELS)
        _one_step(cursor, {history[place].event for place in by_file})
    finally:
        cursor.execute("ROLLBACK")
        cursor.close()


def _one_step(cursor: duckdb.DuckDBPyConnection, accepted: set[str]) -> None:
    rows = cursor.execute("SELECT step, is_closed, closed_because FROM student_step").fetchall()
    assert len(rows) == (1 if accepted & BEGINNING else len(rows)) <= 1
    assert all(1 <= step <= 7 and closed == bool(why) for step, closed, why in rows)
    assert cursor.execute("SELECT count(*) FROM step_history WHERE to_on IS NULL").fetchall() == [(len(rows),)]
    gaps = "SELECT count(*) FROM (SELECT to_on, lead(from_on) OVER (ORDER BY ordinal) AS next FROM step_history) WHERE to_on <> next"
    assert cursor.execute(gaps).fetchall() == [(0,)]


@settings(max_examples=3, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=histories())
def test_importing_stores_what_typing_stores(stores: dict[str, Any], history: list[EventEntry]) -> None:
    for name in ("typed", "imported"):
        _emptied(stores[name])
    typed = _typed(stores["typed"], history)
    assert _imported(stores["imported"], history, stores["folder"]) == typed
    query = "SELECT ordinal, step, from_on, to_on, is_closed, because FROM step_history ORDER BY ordinal"
    assert stores["typed"].execute(query).fetchall() == stores["imported"].execute(query).fetchall()
