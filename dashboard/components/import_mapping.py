"""Which column holds what: guessed from the header, chosen by the person."""

from collections.abc import Sequence
from pathlib import Path

import streamlit as st

from analytics.store.errors import AimlineError
from dashboard import reads_import, uploads

NEEDED = {"student": "Student number", "date": "Date", "score": "Score"}
OPTIONAL = {"grade": "Grade", "form": "Form", "errors": "Errors", "attempts": "Trials", "absent": "Absent", "note": "Note"}
GUESSES = {
    "student": ("student_id", "student", "studentid", "id", "student number", "sis id"),
    "date": ("date", "observed_on", "test date", "admin date", "day"),
    "score": ("score", "value", "wcpm", "result", "raw score"),
    "measure": ("measure", "measure_id", "assessment", "test"),
}
NONE = "–"


def draw(paths: Sequence[Path], *, is_unknown: bool) -> dict[str, str]:
    """The mapping, empty where the file is to be recognised by its own columns. Asked for where they are of no known format."""
    columns = _columns(paths)
    if not columns:
        return {}
    if is_unknown:
        st.markdown("Aimline does not know this table by its columns. **Say which column is which:**")
    elif not st.checkbox("Say which column is which", key="import_by_hand", help="For a table of scores whose columns are read wrongly"):
        return {}
    of_these = f"{hash(tuple(columns))}"  # a choice is of these columns, never of another file's
    measures = reads_import.measures()
    fields = st.columns(4)
    mapping = {
        part: fields[place].selectbox(label, columns, index=_guess(part, columns), key=f"import_map_{part}|{of_these}")
        for place, (part, label) in enumerate(NEEDED.items())
    }
    choices = {
        **{f"={measure_id}": f"all rows: {name}" for measure_id, name in measures.items()},
        **{name: f"column {name}" for name in columns},
    }
    guess = _guess("measure", columns)
    start = list(choices).index(columns[guess]) if guess is not None else None
    mapping["measure"] = fields[3].selectbox(
        "Measure", list(choices), index=start, format_func=choices.__getitem__, key=f"import_map_measure|{of_these}"
    )
    with st.expander("Further columns"):
        places = st.columns(3)
        for place, (part, label) in enumerate(OPTIONAL.items()):
            mapping[part] = places[place % 3].selectbox(label, [NONE, *columns], key=f"import_map_{part}|{of_these}")
    return {part: column for part, column in mapping.items() if column and column != NONE}


def _columns(paths: Sequence[Path]) -> list[str]:
    try:
        return [name for name in uploads.header(paths) if name]
    except AimlineError:
        return []  # the preview says what is wrong with the file


def _guess(part: str, columns: Sequence[str]) -> int | None:
    """The column whose name people give to this part."""
    names = [name.lower().replace("_", " ") for name in columns]
    found = [names.index(guess.replace("_", " ")) for guess in GUESSES[part] if guess.replace("_", " ") in names]
    return found[0] if found else None
