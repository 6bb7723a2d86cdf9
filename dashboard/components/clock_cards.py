"""Time limits of several students in lines: whose, which, how much time is left; each can explain itself. Also the part of Today."""

from collections.abc import Collection, Sequence
from typing import Any

import streamlit as st

from dashboard import reads, reads_board, reads_process
from dashboard.components import clock_card, student_header
from dashboard.components.escaping import escaped
from dashboard.components.plain import full_name
from dashboard.figures.counts import counted
from dashboard.figures.sentences import day
from dashboard.viewer import Viewer

Row = dict[str, Any]
ON_TODAY = 4  # students
BOARD = "views/process.py"
OWN, EVERYONE = "Mine", "All I may see"  # whose students the board shows
NO_CLOCK = ":gray[no time limit runs]"
LEFT = ":orange-badge[⚑ left school] on {day}, no exit recorded: record the exit"
NAME = 170  # pixels: a long double name takes two lines, and the words beside it keep room on a small screen


def line(who: Viewer, row: Row, place: str, *, about: str = "") -> None:
    """One student's time limit: the link to the student, the clock in words, and why. `place` keeps the keys of buttons apart."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small", wrap=False):
        name(row)
        st.markdown(f"{words(row)}{f'  {chr(10)}:small[:gray[{about}]]' if about else ''}")
        if row["clock"]:
            why(who, row, place)


def name(row: Row) -> None:
    """The link to the student."""
    label = f"**{escaped(full_name(row))}**"
    st.page_link(student_header.PAGE, label=label, query_params={student_header.KEY: row["public_key"]}, help="", icon="", width=NAME)


def words(row: Row) -> str:
    """Standing, title and date, and whether the rule is unverified, ready for Markdown."""
    if not row["clock"]:
        return LEFT.format(day=day(row["left_on"])) if row["left_on"] else NO_CLOCK
    return f"{clock_card.badge(row)} **{clock_card.title(row)}**, {clock_card.due_words(row)}{clock_card.unverified(row)}"


def why(who: Viewer, row: Row, place: str) -> None:
    """The button that opens the explanation."""
    key = f"why-{place}-{row['public_key']}-{row['clock']}-{row['round']}"
    if st.button("Why?", key=key, type="tertiary", help=""):
        explain(who, row)


@st.dialog("Why this date?", width="medium")
def explain(who: Viewer, row: Row) -> None:
    """The same explanation as on the student's page: the rule, its law, what was counted and what was not."""
    reads.log_access(who, row["student_id"], "time limit explained")
    clocks = reads_process.standing(who, row["student_id"]).clocks
    found = next((one for one in clocks if (one["clock"], one["round"]) == (row["clock"], row["round"])), None)
    if found is None:
        st.info("This time limit has just changed. Close this window and look again.")
        return
    st.markdown(f"**{escaped(full_name(row).strip())}** · {words(found)}")
    if found["falls_back"]:
        st.warning(escaped(clock_card.FALLS_BACK), icon=":material/gavel:")
    st.markdown(f"{escaped(found['rule_text'])}  \n:small[{escaped(found['citation'])}]")
    st.markdown("\n".join(f"- {one}" for one in clock_card.lines(found)))
    checked = f"{escaped(found['verification_words'])} {clock_card.NOT_ADVICE}"
    st.markdown(f"{clock_card.VERIFIED[found['verification']]} :small[{checked}]")
    st.page_link(
        student_header.PAGE, label="Open the student's page", query_params={student_header.KEY: row["public_key"]}, icon=":material/person:"
    )


def due_by_law(who: Viewer, only_mine: bool) -> None:
    """What the law makes due, on Today: a line a student, the most urgent first; nothing at all where nothing is due."""
    rows = reads_board.urgent(who, only_mine, ON_TODAY)
    if not rows:
        return
    found = rows[0]["found"]
    with st.container(border=True, key="due_by_law", gap="xsmall"):
        st.subheader(f"Due by law: {pressing(rows[0])}", anchor=False)
        for row in rows:
            others = row["clocks"] - 1
            line(who, row, "today", about=f"and {others} more of this student" if others else "")
        label = f"Show all {found} in the digest" if found > len(rows) else "Show them in the digest"
        if st.button(label, key="due_all", type="tertiary", icon=":material/arrow_forward:", help=""):
            st.session_state.update(board_view="Digest", board_whose=OWN if only_mine else EVERYONE)
            st.switch_page(BOARD)


def pressing(counts: Row) -> str:
    """How many time limits press, and of how many students: 5 time limits overdue, 3 due soon, of 4 students."""
    late, soon = counts["overdue"], counts["found"] - counts["overdue"]
    if not late:
        told = f"{counted(soon, 'time limit')} due soon"
    else:
        told = f"{counted(late, 'time limit')} overdue" + (f", {soon} due soon" if soon else "")
    return f"{told}, of {counted(counts['students'], 'student')}"


def several(who: Viewer, rows: Sequence[Row], place: str, *, with_code: bool = False) -> None:
    """Lines one below the other; school and case manager are told where they differ, the code of calendar files where asked for."""
    told = {name for name in ("school", "managers") if len({row[name] for row in rows}) > 1}
    for row in rows:
        line(who, row, place, about=about(row, told, with_code=with_code))


def about(row: Row, told: Collection[str], *, with_code: bool = False) -> str:
    """Grade, school, case manager, code of a row, ready for Markdown."""
    parts = [f"Grade {row['grade']}" if row["grade"] else "", *(row[name] for name in ("school", "managers") if name in told)]
    parts += [f"code {reads_board.code(row)}"] if with_code else []
    return " · ".join(escaped(part) for part in parts if part)
