"""Changes of the calendar: days without school, the ends of a school year, reporting periods. First what would move, then Save and Undo."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, timedelta
from typing import Any

import pandas as pd
import streamlit as st

from analytics.calendar_entry import CalendarChange, DueMove
from analytics.calendar_preview import CalendarPreview
from analytics.store.errors import AimlineError
from dashboard import calendar_writes, reads, reads_calendar
from dashboard.components import clock_cards
from dashboard.components.escaping import escaped
from dashboard.components.primary_button import primary
from dashboard.figures.counts import counted
from dashboard.figures.sentences import day
from dashboard.viewer import Viewer

Row = dict[str, Any]
Rows = list[tuple[Any, ...]]
KINDS = {"calendar_day": "Days", "school_year": "School year", "reporting_period": "Reporting period"}
LOOKED, SAID = "calendar_looked", "calendar_said"
LONGEST = 80
WHY = "Why?"
FORMAT = "MM/DD/YYYY"


def draw(who: Viewer, school_id: str, name: str) -> None:
    """What the last change did, the form, and what it would do."""
    _report(who)
    st.header("Change the calendar", anchor=False)
    st.caption(f"For {escaped(name.lower() if school_id == '*' else name)}. Nothing is stored before you have seen which due dates move.")
    table = st.segmented_control(
        "What changes?", list(KINDS), default="calendar_day", required=True, format_func=KINDS.__getitem__, key="calendar_kind"
    )
    rows, missing = {"calendar_day": _days, "school_year": _year, "reporting_period": _period}[table](who, school_id)
    if missing:
        st.caption(missing)
    asked = st.button("Show what would move", icon=":material/visibility:", key="calendar_preview", disabled=bool(missing))
    if asked:
        with st.spinner("Deriving every time limit with this calendar; nothing is stored…"):
            st.session_state[LOOKED] = reads_calendar.preview(who, table, rows, "")
    looked = st.session_state.get(LOOKED)
    if isinstance(looked, CalendarPreview) and not missing and (looked.table, looked.rows) == (table, tuple(rows)):
        _preview(who, looked)


def _days(who: Viewer, school_id: str) -> tuple[Rows, str]:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = st.date_input("From and to", value=(who.today, who.today), key="calendar_days", format=FORMAT, width=260)
        held = st.segmented_control(
            "On these days", ("No school", "School is held"), default="No school", required=True, key="calendar_held"
        )
        label = st.text_input(
            "Reason, as everyone will read it" if held == "No school" else "Remark (may stay empty)", key="calendar_label",
            max_chars=LONGEST, placeholder="Snow day", width=320, autocomplete="off",
        )  # fmt: skip
    is_held = held == "School is held"
    if not isinstance(chosen, tuple) or len(chosen) != 2:
        return [], "Choose the last day as well; for a single day choose it twice."
    span = [chosen[0] + timedelta(days=n) for n in range((chosen[1] - chosen[0]).days + 1)]
    days = [one for one in span if is_held or one.weekday() < 5 or len(span) == 1]
    words = label.strip() or None
    if not is_held and not words:
        return [], "Say why there is no school: every time limit that it moves will tell it."
    return [(school_id, one, is_held, words) for one in days], ""


def _year(who: Viewer, school_id: str) -> tuple[Rows, str]:
    known = {row["school_year"]: row for row in reads_calendar.years(school_id)}
    choices = sorted({*known, _name(who.today.year), _name(who.today.year - 1)}, reverse=True)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        name = st.selectbox("School year", choices, key="calendar_year_name", width=160)
        begin = int(name[:4])
        row = known.get(name, {"first_day": date(begin, 8, 25), "last_day": date(begin + 1, 6, 10)})
        first = st.date_input("First day of school", value=row["first_day"], key=f"calendar_first_{name}", format=FORMAT, width=180)
        last = st.date_input("Last day of school", value=row["last_day"], key=f"calendar_last_{name}", format=FORMAT, width=180)
    if first >= last:
        return [], "The last day lies before the first. Check both."
    return [(school_id, name, first, last)], ""


def _period(who: Viewer, school_id: str) -> tuple[Rows, str]:
    known = {row["ends_on"]: row for row in reads_calendar.periods(school_id)}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = st.selectbox(
            "Reporting period", [None, *sorted(known, reverse=True)], key="calendar_period", width=280,
            format_func=lambda one: "A new one" if one is None else f"{known[one]['name']}, ends {day(one)}",
        )  # fmt: skip
        row = known.get(chosen, {"name": "", "ends_on": who.today, "report_due_on": who.today + timedelta(days=7)})
        name = st.text_input(
            "Name", value=row["name"], key=f"calendar_period_{chosen}", max_chars=LONGEST, placeholder="First quarter 2025-26", width=220
        )
        ends_on = chosen or st.date_input("Ends on", value=row["ends_on"], key="calendar_ends", format=FORMAT, width=160)
        due = st.date_input("Reports are due on", value=row["report_due_on"], key=f"calendar_due_{chosen}", format=FORMAT, width=180)
    if not name.strip():
        return [], "Give the period a name: reports are recorded under it."
    if due < ends_on:
        return [], "The reports are due before the period ends. Check both days."
    return [(school_id, ends_on, name.strip(), due)], ""


def _name(begin: int) -> str:
    return f"{begin}-{(begin + 1) % 100:02d}"


def _preview(who: Viewer, looked: CalendarPreview) -> None:
    """What would move, and Save."""
    st.subheader("What would move", anchor=False)
    st.markdown(answer(looked))
    if looked.version != reads.version():
        st.caption("The store has changed since. Press “Show what would move” to look again.")
    moves_table(who, looked.moves)
    if not primary("Save the calendar", icon=":material/check:", key="calendar_save"):
        return
    try:
        with st.spinner("Storing, and deriving every time limit anew…"):
            stored = calendar_writes.change(who, looked.table, looked.rows)
    except AimlineError as refused:
        st.error(escaped(str(refused)), icon=":material/error:")
        return
    st.session_state.pop(LOOKED, None)
    st.session_state[SAID] = (who.staff_id, f"Stored. {_moved(stored.moves)}", stored)
    st.rerun()


def answer(looked: CalendarPreview) -> str:
    """How many due dates would move, and whose."""
    n = len(looked.moves)
    if not n + looked.n_others + looked.n_over:
        return "No due date would move."
    parts = [f"**{counted(n, 'due date')} of students whom you may see would move.**"]
    parts += [f"So would {looked.n_others} of students whom you may not see."] if looked.n_others else []
    parts += [f"{counted(looked.n_over, 'time limit')} already met or ended would be told with another date."] if looked.n_over else []
    return " ".join(parts)


def moves_table(who: Viewer, moves: Sequence[DueMove]) -> None:
    """Whose date moves, from when to when; each explains how it is found as the calendar stands now."""
    if not moves:
        return
    rows = [
        {
            "Student": one.student,
            "Time limit": one.title,
            "From": day(one.before),
            "To": day(one.after),
            "Later by": _later(one),
            WHY: WHY,
        }
        for one in moves
    ]
    height = "content" if len(rows) <= 20 else 700
    asks = st.column_config.ButtonColumn(key="calendar_explain", type="tertiary", width=60, help="The rule, its law, what was counted")
    st.dataframe(
        pd.DataFrame(rows), hide_index=True, key="calendar_moves", alt="Due dates that move", height=height, column_config={WHY: asks}
    )
    asked: Any = st.session_state.get("calendar_explain")
    if asked:
        one = moves[asked["row"]]
        clock_cards.explain(who, {**asdict(one), "first_name": one.student, "last_name": ""})


def _later(one: DueMove) -> str:
    if one.before is None or one.after is None:
        return "–"
    n = (one.after - one.before).days
    return counted(n, "day") if n >= 0 else f"−{counted(-n, 'day')}"


def _moved(moves: Sequence[DueMove]) -> str:
    n = sum(not one.is_over for one in moves)
    return f"{counted(n, 'due date')} moved." if n else "No open due date moved."


def _report(who: Viewer) -> None:
    """The last change of this session with its way back."""
    staff_id, words, stored = st.session_state.get(SAID, (None, "", None))
    if staff_id != who.staff_id:
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.success(escaped(words), icon=":material/check:")
        if stored is not None:
            st.button("Undo", icon=":material/undo:", key="calendar_undo", on_click=_undo, args=(who, stored))


def _undo(who: Viewer, stored: CalendarChange) -> None:
    try:
        back = calendar_writes.undo(who, stored)
        words = f"Undone: the calendar is as before. {_moved(back.moves)}"
    except AimlineError as refused:
        words = str(refused)
    st.session_state[SAID] = (who.staff_id, words, None)
