"""Legal time limits of a student: each says how much time is left, and opens to say why: the rule, its law, what was counted, what not."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st

from analytics.process.clocks import FALLS_BACK
from dashboard.components.escaping import escaped
from dashboard.figures.counts import counted
from dashboard.figures.sentences import day

Row = dict[str, Any]


@dataclass(frozen=True)
class Mark:
    """How the standing of a clock looks: a shape beside the word, so that it never rests on colour alone."""

    glyph: str
    word: str
    colour: str


MARKS = {
    "overdue": Mark("▼", "overdue", "red"),
    "due soon": Mark("◆", "due soon", "orange"),
    "running": Mark("●", "running", "blue"),
    "not yet known": Mark("◔", "not yet known", "gray"),
    "met on time": Mark("✔", "met on time", "green"),
    "met late": Mark("◇", "met late", "orange"),
    "lifted": Mark("–", "no longer runs", "gray"),
}
VERIFIED = {
    "read": ":green-badge[✔ verified]",
    "secondary": ":orange-badge[◆ second hand, not verified]",
    "memory": ":orange-badge[? from memory, not verified]",
}
READ = "read"  # of verification: the law or the state's own page itself was read
NOT_VERIFIED = "? rule not verified"  # a cross would read as something that the student lacks
DAYS_A_YEAR, FAR_AHEAD = 365.25, 731
UNITS = {
    "calendar_day": "calendar day",
    "school_day": "school day",
    "business_day": "business day",
    "month": "month",
    "year": "year",
    "school_year": "school year",
    "reporting_period": "reporting period",
}
ADDED = frozenset({"absence", "waiting", "extension", "end_of_year"})
NOTHING = "No time limit runs. The first ones start with a referral or with consent to evaluate."
NOT_ADVICE = "Not legal advice: where the law and this page differ, the law holds."


def badge(clock: Row) -> str:
    """The standing as Markdown."""
    mark = MARKS[clock["standing"]]
    return f":{mark.colour}-badge[{mark.glyph} {mark.word}]"


def title(clock: Row) -> str:
    """What the clock is called, with its period where it has one; ready for Markdown."""
    return escaped(plain_title(clock))


def plain_title(clock: Row) -> str:
    """The same as plain text, for what is escaped as a whole later."""
    return f"{clock['title']}, {clock['period']}" if clock["period"] else str(clock["title"])


def unverified(clock: Row) -> str:
    """What stands beside a date whose rule nobody read in the law itself, ready for Markdown; empty where somebody did."""
    return "" if clock["verification"] == READ else f" :small[:gray[{NOT_VERIFIED}]]"


def due_words(clock: Row) -> str:
    """When it is due and how much time is left: due 28 Jan 2026, 13 days left."""
    due = day(clock["due_on"])
    if clock["standing"] == "lifted":
        return f"ended on {day(clock['lifted_on'])}" if clock["lifted_on"] else "ended"
    if clock["stopped_on"]:
        late = f", {counted(clock['days_late'], 'day')} late" if clock["days_late"] else ""
        return f"met on {day(clock['stopped_on'])}{late}" + (f" (due {due})" if clock["due_on"] else "")
    if clock["is_paused"]:
        return "waits for consent; these days do not count"
    if clock["due_on"] is None:
        if clock["length"]:
            return "the date cannot be told yet"
        return f"open since {day(clock['started_on'])}: as soon as possible; the law gives no number of days"
    if clock["days_late"]:
        return f"was due {due}: {counted(clock['days_late'], 'day')} late"
    return f"due {due}: {left_words(clock['days_left'])}"


def left_words(days: int) -> str:
    """How much time is left: today, 13 days left; and in years what nobody counts in days, 2,434 days left (6.7 years)."""
    if days == 0:
        return "today"
    return counted(days, "day") + " left" if days < FAR_AHEAD else f"{days:,} days left ({days / DAYS_A_YEAR:.1f} years)"


def most_urgent(clocks: Sequence[Row]) -> Row | None:
    """The open clock that presses most; the rows come most urgent first."""
    return next((clock for clock in clocks if clock["is_open"] and clock["due_on"]), None)


def draw(clocks: Sequence[Row]) -> None:
    """The clocks that are open, the most urgent first; those that were met or ended when asked for."""
    if any(clock["falls_back"] for clock in clocks):
        st.warning(escaped(FALLS_BACK), icon=":material/gavel:")
    running = [clock for clock in clocks if clock["is_open"]]
    past = [clock for clock in clocks if not clock["is_open"]]
    if not running:
        st.markdown(f":gray[{NOTHING if not past else 'No time limit runs now.'}]")
    for clock in running:
        _card(clock)
    if past and st.checkbox(f"Also those that were met or ended ({len(past)})", key="clocks_past"):
        for clock in past:
            _card(clock)


def _card(clock: Row) -> None:
    label = f"{badge(clock)} **{title(clock)}** · {due_words(clock)}{unverified(clock)}"
    panel = st.expander(label, key=f"clock-{clock['clock']}-{clock['round']}", on_change="rerun")
    if panel.open:
        with panel:
            st.markdown(f"{escaped(clock['rule_text'])}  \n:small[{escaped(clock['citation'])}]")
            st.markdown("\n".join(f"- {line}" for line in lines(clock)))
            st.markdown(f"{VERIFIED[clock['verification']]} :small[{escaped(clock['verification_words'])} {NOT_ADVICE}]")


def lines(clock: Row) -> list[str]:
    """The count in words, ready for Markdown: what started it, what was counted, what moved the date and why, what met or ended it."""
    return [*_counted(clock), *_moved(clock), *_ended(clock)]


def _counted(clock: Row) -> list[str]:
    told = [f"Started by: {escaped(_low(clock['start_title']))}, {day(clock['started_on'])}."]
    if clock["length"] and clock["unit"] in UNITS:
        told.append(f"The limit: {counted(clock['length'], UNITS[clock['unit']])}.")
    if clock["days_counted"] is not None and clock["due_on"]:
        until = day(clock["due_on"])
        told.append(
            f"Counted: {counted(clock['days_counted'], UNITS.get(clock['unit'], 'day'))} after {day(clock['started_on'])}, to {until}."
        )
    if clock["limited_title"]:
        told.append(f"Of several limits the earliest holds, the one from: {escaped(_low(clock['limited_title']))}.")
    if clock["is_calendar_known"] is False:
        told.append("The count reaches days that no calendar covers yet; Monday to Friday is taken for school there.")
    return told


def _moved(clock: Row) -> list[str]:
    told = [f"{'Added' if one['kind'] in ADDED else 'Left out'}: {escaped(one['why'])}" for one in clock["left_out"]]
    if clock["extended_to"]:
        told.append(f"Extended by written agreement to {day(clock['extended_to'])}.")
    if clock["limit_on"] and clock["due_on"] and clock["limit_on"] != clock["due_on"]:
        told.append(f"Without that it would be due {day(clock['limit_on'])}.")
    if clock["not_before_on"]:
        told.append(f"Not before {day(clock['not_before_on'])}, unless parent and school agree.")
    return told


def _ended(clock: Row) -> list[str]:
    told = []
    if clock["stopped_on"]:
        told.append(f"Met by: {escaped(_low(clock['stop_title']))}, {day(clock['stopped_on'])}.")
    if clock["lifted_on"]:
        told.append(f"Ended by: {escaped(_low(clock['lifted_title']))}, {day(clock['lifted_on'])}.")
    if clock["late_reason_title"]:
        code = f" ({escaped(clock['late_reason_standard'])})" if clock["late_reason_standard"] else ""
        told.append(f"Why it is late, as the team recorded it: {escaped(_low(clock['late_reason_title']))}{code}.")
    elif clock["standing"] in ("overdue", "met late"):
        told.append("No reason for the delay is recorded. “Delay explained” under “Record what happened” takes one.")
    return told


def _low(text: str | None) -> str:
    """A title inside a sentence; abbreviations such as IEP stay as they are."""
    text = text or "an event"
    return text if text[:2].isupper() else text[:1].lower() + text[1:]
