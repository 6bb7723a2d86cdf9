"""One event as typed, and what the rules say of it: the same statements that judge a file (event_judging.py), over one student's events."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date

import duckdb

from analytics.process.event_judging import FIELDS, arriving_columns, judge_events, newly_broken


@dataclass(frozen=True)
class EventEntry:
    """An event as typed; the fields are the columns of process_event. Which of them a kind of event asks for stands in event_kind."""

    student_id: str
    event: str
    happened_on: date
    source: str | None = None
    outcome: str | None = None
    category: str | None = None
    reason: str | None = None
    agreed_on: date | None = None
    concern_id: str | None = None
    intervention_id: str | None = None
    about: str | None = None
    people: str | None = None
    note: str | None = None
    last_iep_on: date | None = None
    last_evaluation_on: date | None = None


COLUMNS = tuple(field.name for field in fields(EventEntry))


@dataclass(frozen=True)
class Finding:
    """What a rule of event_rule says of an event: effect is refuse or flag.

    `because_of` is the stored event that could no longer stand, where the event itself keeps the rules; `is_general` is true of rules that
    hold for every kind of event.
    """

    rule_id: str
    kind: str
    effect: str
    column_name: str
    message: str
    citation: str | None
    because_of: str | None = None
    is_general: bool = False


def judge_typed(cursor: duckdb.DuckDBPyConnection, entry: EventEntry, event_id: str, today: date) -> list[Finding]:
    """What refuses or flags the event if it were stored now; what is about its own kind comes first.

    `event_id` is that of a stored event for a correction of it.
    """
    _look_into(cursor, entry.student_id)
    columns = ", ".join(f"${name} AS {name}" for name in FIELDS)
    values = {name: getattr(entry, name, None) for name in FIELDS} | {"event_id": event_id}
    cursor.execute(f"INSERT INTO rule_arriving BY NAME SELECT 1 AS entry, {columns}", values)
    judge_events(cursor, today)
    rows = cursor.execute(
        """SELECT r.rule_id, u.kind, 'refuse', r.column_name, r.message, r.citation, r.because_of, r.is_general
           FROM event_refusal r JOIN event_rule u USING (rule_id)
           UNION ALL
           SELECT rule_id, kind, effect, column_name, message, citation, NULL, is_general FROM event_breach
           WHERE effect = 'flag' AND event_id = $event
           ORDER BY ALL""",
        {"event": event_id},
    ).fetchall()
    found = [Finding(*row) for row in rows]
    return sorted(found, key=lambda one: (one.effect == "flag", one.is_general, one.because_of is not None, one.rule_id))


def rests_on(cursor: duckdb.DuckDBPyConnection, student_id: str, event_ids: Sequence[str], today: date) -> list[tuple[str, str, str]]:
    """Stored events that could not stand without these ones: event_id, rule_id, message."""
    _look_into(cursor, student_id)
    cursor.execute("INSERT INTO rule_withdrawn SELECT unnest($ids)", {"ids": list(event_ids)})
    judge_events(cursor, today)
    return newly_broken(cursor)


def _look_into(cursor: duckdb.DuckDBPyConnection, student_id: str) -> None:
    """The tables that the rules read, holding what is stored of one student."""
    stored = f"SELECT {arriving_columns('0')} FROM process_event t WHERE t.student_id = $student AND t.retracted_at IS NULL"
    of_student = {
        "rule_standing": stored,
        "rule_arriving": f"{stored} AND false",
        "rule_student": "SELECT student_id, born_on FROM student WHERE student_id = $student",
        "rule_enrolment": """SELECT e.student_id, e.enrolled_on, e.left_on, s.state
            FROM enrolment e LEFT JOIN school s ON s.school_id = e.school_id WHERE e.student_id = $student""",
        "rule_concern": "SELECT concern_id, student_id FROM concern WHERE student_id = $student AND retracted_at IS NULL",
        "rule_plan": """SELECT i.intervention_id, s.student_id FROM series s JOIN intervention i ON i.series_id = s.series_id
            WHERE s.student_id = $student AND i.retracted_at IS NULL""",
    }
    for name, select in of_student.items():
        cursor.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS {select}", {"student": student_id})
    cursor.execute("CREATE OR REPLACE TEMP TABLE rule_reach AS SELECT min(enrolled_on) AS first_on FROM enrolment")
    cursor.execute("CREATE OR REPLACE TEMP TABLE rule_withdrawn (event_id VARCHAR)")
