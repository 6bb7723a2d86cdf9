"""The rules of what may follow what, judged for one typed event and for a file of a hundred thousand by the same statements.

The caller makes `rule_arriving` and `rule_standing` (`arriving_columns` says how) and the small tables that the rules look into, and
reads `event_refusal` and `event_flag`. All are temporary tables of the cursor given.
"""

from datetime import date
from functools import cache
from pathlib import Path

import duckdb

HERE = Path(__file__).parent
# The columns of an event that rules look at.
FIELDS = ("event_id", "student_id", "event", "happened_on", "source", "outcome", "category", "reason", "agreed_on", "concern_id",
          "intervention_id", "about", "people", "last_iep_on", "last_evaluation_on")  # fmt: skip
ROUNDS = 100  # contradictions among the rows of one student are settled one after the other; after so many all that is left is refused
# Where an event lies: its day, and on one day the order of event_kind.
MOMENT = "date_diff('day', DATE '1900-01-01', happened_on) * 1000 + coalesce(k.sort_order, 999)"


def arriving_columns(entry: str) -> str:
    """The select list of rule_arriving and rule_standing over a table t of events; `entry` is the row's number in its file, 0 if stored."""
    return f"{entry} AS entry, " + ", ".join(f"t.{name}" for name in FIELDS)


def judge_events(cursor: duckdb.DuckDBPyConnection, today: date) -> None:
    """Make event_refusal (key event_id, rule_id, because_of) and event_flag (key event_id).

    event_refusal: event_id of an arriving event, rule_id that refuses it, column_name, message, citation, is_general, and because_of: the
    stored event that could no longer stand, empty where the event itself breaks the rule. event_flag: event_id, flagged (names of the
    rules that call an accepted event odd, separated by |). A row of rule_arriving with the event_id of one of rule_standing corrects it;
    rule_withdrawn holds the event_ids to be taken back.
    """
    cursor.execute("CREATE OR REPLACE TEMP TABLE event_refusal AS SELECT * FROM (" + _EMPTY_REFUSAL + ") WHERE false")
    cursor.execute("CREATE OR REPLACE TEMP TABLE breach_before (event_id VARCHAR, rule_id VARCHAR)")
    for number in range(1, ROUNDS + 2):
        _judge_once(cursor, today)
        if number == 1 and _stored_ones_break_rules(cursor):
            _remember_old_breaches(cursor, today)
            _judge_once(cursor, today)
        choosing = f"CREATE OR REPLACE TEMP TABLE chosen AS {_text('event_choosing.sql')}"
        cursor.execute(choosing, {"at_once": number > ROUNDS})
        cursor.execute("INSERT INTO event_refusal BY NAME SELECT * FROM chosen")
        if not cursor.execute("SELECT count(*) FROM chosen").fetchall()[0][0]:
            break
    cursor.execute(
        """CREATE OR REPLACE TEMP TABLE event_flag AS SELECT event_id, string_agg(rule_id, '|' ORDER BY rule_id) AS flagged
           FROM event_breach SEMI JOIN rule_arriving USING (event_id) ANTI JOIN event_refusal USING (event_id)
           WHERE effect = 'flag' GROUP BY event_id"""
    )


def newly_broken(cursor: duckdb.DuckDBPyConnection) -> list[tuple[str, str, str]]:
    """After judge_events: stored events that break a rule only since rows were withdrawn, as event_id, rule_id, message."""
    return cursor.execute(
        """SELECT event_id, rule_id, message FROM event_breach b WHERE effect = 'refuse' AND NOT EXISTS (SELECT 1 FROM breach_before o
           WHERE o.event_id = b.event_id AND o.rule_id = b.rule_id) AND event_id NOT IN (SELECT event_id FROM rule_arriving) ORDER BY ALL"""
    ).fetchall()


_EMPTY_REFUSAL = """SELECT ''::VARCHAR AS event_id, ''::VARCHAR AS rule_id, ''::VARCHAR AS column_name, ''::VARCHAR AS message,
    ''::VARCHAR AS citation, ''::VARCHAR AS because_of, false AS is_general"""
# What would be stored if everything not refused so far came in; a correction that is refused leaves the row it would have replaced.
_UNDER_JUDGEMENT = """
    SELECT *, true AS is_arriving FROM rule_arriving WHERE event_id NOT IN (SELECT event_id FROM event_refusal)
    UNION ALL
    SELECT *, false FROM rule_standing WHERE event_id NOT IN (SELECT event_id FROM rule_withdrawn)
    AND event_id NOT IN (SELECT event_id FROM rule_arriving WHERE event_id NOT IN (SELECT event_id FROM event_refusal))"""


def _judge_once(cursor: duckdb.DuckDBPyConnection, today: date) -> None:
    _line_up(cursor, _UNDER_JUDGEMENT)
    _find_breaches(cursor, today)


def _stored_ones_break_rules(cursor: duckdb.DuckDBPyConnection) -> bool:
    query = "SELECT count(*) FROM event_breach WHERE effect = 'refuse' AND event_id NOT IN (SELECT event_id FROM rule_arriving)"
    return bool(cursor.execute(query).fetchall()[0][0])


def _remember_old_breaches(cursor: duckdb.DuckDBPyConnection, today: date) -> None:
    """What was stored under other rules may break today's; only what breaks one since the new events came is held against these."""
    _line_up(cursor, "SELECT *, false AS is_arriving FROM rule_standing")
    _find_breaches(cursor, today)
    cursor.execute("INSERT INTO breach_before SELECT event_id, rule_id FROM event_breach WHERE effect = 'refuse'")


def _line_up(cursor: duckdb.DuckDBPyConnection, events: str) -> None:
    """Make rule_event, with each event's moment and its place among those of its student."""
    cursor.execute(
        f"""CREATE OR REPLACE TEMP TABLE rule_event AS
            SELECT e.*, {MOMENT} AS moment, row_number() OVER (PARTITION BY e.student_id ORDER BY {MOMENT}, e.entry, e.event_id) AS place
            FROM ({events}) e LEFT JOIN event_kind k ON k.event = e.event"""
    )


def _find_breaches(cursor: duckdb.DuckDBPyConnection, today: date) -> None:
    cursor.execute(f"CREATE OR REPLACE TEMP TABLE event_breach AS {_text('event_breach.sql')}", {"today": today})


@cache
def _text(name: str) -> str:
    return (HERE / name).read_text(encoding="utf-8")
