"""Events of the process in a file pass the rules of event_rule, as a typed one does: what they refuse is a rejected row like any other."""

from analytics.intake.batch import Batch
from analytics.intake.comparing import compared
from analytics.intake.tables import TABLES
from analytics.process.event_judging import arriving_columns, judge_events

TABLE = TABLES["process_event"]

# What the rules look into, as the store will be once the batch's other files are in.
LOOKED_INTO = """
CREATE OR REPLACE TEMP TABLE rule_arriving AS
    SELECT {arriving} FROM change_process_event t WHERE t.action IN ('add', 'correct');
CREATE OR REPLACE TEMP TABLE rule_standing AS
    SELECT {standing} FROM process_event t WHERE t.retracted_at IS NULL AND t.student_id IN (SELECT student_id FROM rule_arriving);
CREATE OR REPLACE TEMP TABLE rule_withdrawn AS SELECT event_id FROM change_process_event WHERE action = 'retract';
CREATE OR REPLACE TEMP TABLE rule_student AS SELECT student_id, born_on FROM known_student;
CREATE OR REPLACE TEMP TABLE rule_plan AS
    SELECT i.intervention_id, s.student_id FROM known_intervention i JOIN known_series s USING (series_id);
CREATE OR REPLACE TEMP TABLE rule_concern AS SELECT concern_id, student_id FROM known_concern;
CREATE OR REPLACE TEMP TABLE rule_enrolment AS
    SELECT e.student_id, e.enrolled_on, e.left_on, s.state FROM (FROM enrolment{not_changed}) e LEFT JOIN known_school s USING (school_id);
"""

# Of several refusals of one row the one about its kind of event is told rather than one about every event.
FIRST = "PARTITION BY event_id ORDER BY is_general, rule_id, because_of"
SHOWN = """CASE r.column_name WHEN 'event' THEN a.event WHEN 'happened_on' THEN a.happened_on::VARCHAR WHEN 'source' THEN a.source
    WHEN 'outcome' THEN a.outcome WHEN 'category' THEN a.category WHEN 'reason' THEN a.reason WHEN 'concern_id' THEN a.concern_id
    WHEN 'intervention_id' THEN a.intervention_id WHEN 'last_iep_on' THEN a.last_iep_on::VARCHAR
    WHEN 'last_evaluation_on' THEN a.last_evaluation_on::VARCHAR END"""
# The message of a rule says first what is wrong, then what to do. Who shows a rejection puts the full stop between the two.
REASON = "rtrim(split_part(r.message, '. ', 1), '.')"
REMEDY = "CASE WHEN contains(r.message, '. ') THEN substr(r.message, strpos(r.message, '. ') + 2) ELSE 'Check the row.' END"
STORED = "coalesce('. It would stand so for ' || s.event || ' of ' || s.happened_on || ', which is stored', '')"


def judge_event_rows(batch: Batch) -> None:
    """Move what the rules refuse from accepted_ and change_process_event to rejection, and add `flagged` to change_process_event."""
    _keep_what_people_settled(batch)
    not_changed = " ANTI JOIN change_enrolment USING (student_id, school_id, enrolled_on)" if batch.brings(TABLES["enrolment"]) else ""
    texts = {"arriving": arriving_columns("t.row_id"), "standing": arriving_columns("0"), "not_changed": not_changed}
    batch.cur.execute(LOOKED_INTO.format(**texts))
    if not_changed:
        batch.run(
            """INSERT INTO rule_enrolment SELECT e.student_id, e.enrolled_on, e.left_on, s.state
               FROM change_enrolment e LEFT JOIN known_school s USING (school_id) WHERE e.action <> 'retract'"""
        )
    batch.run("CREATE OR REPLACE TEMP TABLE rule_reach AS SELECT min(enrolled_on) AS first_on FROM rule_enrolment")
    judge_events(batch.cur, batch.today)
    _reject(batch)
    batch.run("ALTER TABLE change_process_event ADD COLUMN flagged VARCHAR")
    batch.run("UPDATE change_process_event c SET flagged = f.flagged FROM event_flag f WHERE f.event_id = c.event_id")


def _keep_what_people_settled(batch: Batch) -> None:
    """A row that a person took back or corrected on a page does not return with the next import of the same file."""
    equal = " AND ".join(f't."{name}" IS NOT DISTINCT FROM c."{name}"' for name in compared(batch, TABLE)) or "true"
    batch.run(
        f"""UPDATE change_process_event c SET action = 'unchanged' WHERE action IN ('add', 'correct') AND EXISTS (
            SELECT 1 FROM process_event t WHERE t.event_id = c.event_id AND t.retracted_because IS NOT NULL AND {equal})"""
    )


def _reject(batch: Batch) -> None:
    """One rejection a row: the rule about this kind of event goes before one for every event."""
    label = "CASE r.column_name " + " ".join("WHEN ? THEN ?" for _ in batch.given[TABLE.name]) + " ELSE r.column_name END"
    labels = [text for pair in batch.given[TABLE.name].items() for text in pair]
    batch.run(
        f"""INSERT INTO rejection
            SELECT 'process_event', a.file_no, a.row_id, a.line, {label}, {SHOWN},
                'breaks the rule ' || r.rule_id || coalesce(' (' || r.citation || ')', '') || ': ' || {REASON} || {STORED}, {REMEDY}
            FROM (SELECT * FROM event_refusal QUALIFY row_number() OVER ({FIRST}) = 1) r
            JOIN accepted_process_event a ON a.event_id = r.event_id
            LEFT JOIN rule_standing s ON s.event_id = r.because_of""",
        labels,
    )
    for name in ("accepted", "change"):
        batch.run(f"DELETE FROM {name}_process_event WHERE event_id IN (SELECT event_id FROM event_refusal)")
