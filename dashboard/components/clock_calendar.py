"""A month of due dates over the days of school: a table to read, a list of what is due, and the same dates for other calendars."""

from calendar import Calendar
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlsplit

import streamlit as st

from analytics.process.board import Wanted
from dashboard import reads_board, reads_calendar
from dashboard.components import clock_cards
from dashboard.components.escaping import escaped
from dashboard.figures.counts import counted
from dashboard.figures.sentences import day
from dashboard.viewer import Viewer

Row = dict[str, Any]
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")  # whole names break in two where the page is narrow
MOST = 100
LOOK = (
    ".st-key-month table { table-layout: fixed; width: 100%; } .st-key-month :is(th, td) { padding: 0.3rem 0.4rem; }"
    ".st-key-month td { height: 4.2rem; vertical-align: top; overflow-wrap: anywhere; }"
)
MONTH = "board_month"
NOTHING = "Nothing is due in this month."
FEED = (
    "The file holds each due date of the coming year and what is overdue: the name of the time limit and a code of six signs, no name of a "
    "child. The same code stands beside each student in the list on this page. In Outlook, Apple Calendar and Google Calendar use Import "
    "(or open the file).\n\n"
    "It is a file, as things stand now: your calendar does not follow by itself. A newer file moves the entries whose dates moved, without "
    "doubling them; those that were met since stay in your calendar until you delete them.\n\n"
    "A calendar that follows by itself needs a program that writes the file every night, `aimline digest --store FILE --viewer STAFF_ID "
    "--format ics -o due_dates.ics`, and a place of your district that serves it to you alone."
)


def draw(who: Viewer, wanted: Wanted) -> None:
    """The month with its buttons, the list under it, and the file."""
    first = st.session_state.setdefault(MONTH, who.today.replace(day=1))
    _turn(first, who.today)
    last = _last(first)
    due = reads_board.due_days(who, wanted, first, last)
    school_id = wanted.school_ids[0] if len(wanted.school_ids) == 1 else "*"
    st.html(f"<style>{LOOK}</style>")
    with st.container(key="month"):
        st.markdown(grid(first, due, reads_calendar.days(school_id, first, last), who.today))
    st.caption(_legend(len(wanted.school_ids) == 1))
    _list(who, wanted, first, last, due)
    _file(who, wanted)


def _turn(first: date, today: date) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button("Previous month", icon=":material/chevron_left:", key="board_month_back", on_click=_go, args=(first - timedelta(days=1),))
        st.button(
            "Next month", icon=":material/chevron_right:", key="board_month_next", on_click=_go, args=(_last(first) + timedelta(days=1),)
        )
        if first != today.replace(day=1):
            st.button("This month", key="board_month_now", type="tertiary", on_click=_go, args=(today,))
        st.subheader(f"{first:%B %Y}", anchor=False)


def _go(to: date) -> None:
    st.session_state[MONTH] = to.replace(day=1)
    st.session_state.pop("board_day", None)


def _last(first: date) -> date:
    return (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def grid(first: date, due: Mapping[date, int], days: Sequence[Row], today: date) -> str:
    """The month as a Markdown table, which a screen reader reads as one: a row a week, Monday first."""
    told = {row["on_date"]: row for row in days}
    lines = ["| " + " | ".join(WEEKDAYS) + " |", "|" + "---|" * 7]
    for week in Calendar().monthdatescalendar(first.year, first.month):
        cells = [cell(one, due.get(one, 0), told[one], today) if one.month == first.month else "" for one in week]
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)


def cell(one: date, due: int, told: Row, today: date) -> str:
    """One day: its number, what is due in shape and word, and why no school is held."""
    number = f"**{one.day}**" if told["is_school_day"] else f":gray[{one.day}]"
    parts = [f"{number} :blue-badge[today]" if one == today else number]
    if due:
        parts.append(f":red-badge[▼ {due} overdue]" if one < today else f":orange-badge[◆ {due} due]")
    if words := day_words(told):
        parts.append(f":small[:gray[{escaped(words)}]]")
    return " ".join(parts)


def day_words(told: Row) -> str:
    """What the calendar says of a day: a break, a holiday, the first or last day of school."""
    if told["is_first"] or told["is_last"]:
        return "first day of school" if told["is_first"] else "last day of school"
    if told["label"]:
        return told["label"]
    return told["holiday"] or ""


def _legend(of_school: bool) -> str:
    whose = "of the school chosen above" if of_school else "that the district keeps for all schools; choose one school to see its own"
    return f"Bold days are days of school. Breaks and days without school are those {whose}."


def _list(who: Viewer, wanted: Wanted, first: date, last: date, due: Mapping[date, int]) -> None:
    """What is due, of one day or of the whole month."""
    if not due:
        st.info(NOTHING)
        return
    chosen = st.pills("Due on", sorted(due), format_func=lambda one: f"{one:%a} {one.day} ({due.get(one, 0)})", key="board_day", wrap=True)
    rows = reads_board.due_on(who, wanted, chosen or first, chosen or last, MOST)
    for one in sorted({row["due_on"] for row in rows}):
        st.markdown(f"**{one:%A} {day(one)}**")
        clock_cards.several(who, [row for row in rows if row["due_on"] == one], "calendar", with_code=True)
    if rows and rows[0]["found"] > len(rows):
        st.caption(f"{len(rows)} of {counted(rows[0]['found'], 'time limit')} shown. Choose a day, or narrow the filters.")


def _file(who: Viewer, wanted: Wanted) -> None:
    page = student_page(st.context.url)
    with st.expander("These dates in your own calendar"):
        st.markdown(FEED)
        st.download_button(
            "Download as iCalendar",
            data=lambda: reads_board.feed(who, wanted, page).encode(),
            file_name="aimline_due_dates.ics",
            mime="text/calendar",
            icon=":material/download:",
            key="board_ics",
            on_click="ignore",
        )


def student_page(here: str | None) -> str | None:
    """The address of the student page, from that of this page; without anything that follows it."""
    if not here:
        return None
    parts = urlsplit(here)
    return f"{parts.scheme}://{parts.netloc}/student"
