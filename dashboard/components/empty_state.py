"""What a page says when there is nothing to show: why, and what to do next."""

import streamlit as st


def nobody() -> None:
    """Nobody is looking whom the store knows."""
    st.title("Aimline")
    st.info(
        "This store knows nobody by the name it was opened for, so nothing is shown. Start it with "
        "`aimline serve --store FILE --viewer STAFF_ID`, where STAFF_ID has a running assignment in the store."
    )


def first_import() -> None:
    """Nobody is on file yet."""
    st.info(
        "This store is empty. Begin with who is who: school.csv, staff.csv, student.csv, enrolment.csv, class.csv, class_member.csv and "
        "staff_assignment.csv, all at once. Give yourself an assignment in the last one, or nobody may look. Scores and plans come next."
    )


def not_available() -> None:
    """One calm page for a key that does not exist and for a student whom the viewer may not see; it tells neither apart."""
    st.title("Not available")
    st.info("There is no such student, or you have no current reason to see this record. Your students are on the Today page.")
    st.page_link("views/today.py", label="Back to Today", icon=":material/arrow_back:")


def no_students() -> None:
    """The viewer has no student with a plan on file."""
    st.info("No students with a plan yet. Import a roster, scores, and interventions or goals: the students you work with appear here.")


def nobody_found(words: str | None) -> None:
    """No student of the viewer's has a plan, or none bears that name."""
    if not words:
        no_students()
        return
    st.info("None of your students has such a name.")


def no_plans() -> None:
    """A student without an intervention or goal."""
    st.info(
        "No intervention and no goal is on file for this student, so there is nothing to judge. "
        "Import intervention.csv or goal.csv, and the verdicts appear here. Events and time limits stand under Process."
    )


def nothing_found() -> None:
    """The filters leave nothing."""
    st.info("No plan matches these filters.")
