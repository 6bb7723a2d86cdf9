"""The concern that starts it all: what is seen, where, when, how often and since when, and what the child does well."""

from typing import Any

from dashboard import process_writes
from dashboard.components import plain_form
from dashboard.components.plain_form import Field
from dashboard.components.recording import Recording
from dashboard.figures.sentences import day
from dashboard.viewer import Viewer

RAISED_BY = {"teacher": "Teacher", "parent": "Parent", "student": "The student", "another": "Another person"}
AREAS = {
    "reading": "Reading",
    "mathematics": "Mathematics",
    "writing": "Writing",
    "behaviour": "Behaviour",
    "speech": "Speech and language",
    "attention": "Attention",
    "other": "Something else",
}
FIELDS = (
    Field("raised_on", "Day it was raised", "day", is_required=True),
    Field("raised_by", "Who raised it", options=RAISED_BY, is_required=True),
    Field("area", "Area of need", options=AREAS),
    Field("what", "What do you see?", "text", "Reads slowly and guesses at long words; gives up after a few lines.", is_required=True),
    Field("where_seen", "Where?", example="In class, when reading aloud; not in mathematics"),
    Field("when_seen", "When?", example="Mostly in the first lesson"),
    Field("how_often", "How often?", example="Every day"),
    Field("since_when", "Since when?", example="Since the start of the year"),
    Field("strengths", "What does the child do well?", example="Tells stories with a rich vocabulary"),
    Field("how_learns", "How does the child learn best?", example="In a small group, with pictures"),
)


def draw(who: Viewer, open_now: Recording) -> None:
    """The form."""

    def store(values: dict[str, Any]) -> tuple[str, str]:
        if open_now.correcting:
            process_writes.correct_concern(who, open_now.student_id, open_now.correcting, values)
            return open_now.correcting, f"Corrected: the concern raised on {day(values['raised_on'])}."
        stored = process_writes.record_concern(who, open_now.student_id, values)
        return stored, f"Recorded: the concern raised on {day(values['raised_on'])}."

    plain_form.draw(who, open_now, FIELDS, store)
