"""The digest: what is overdue or due soon, what its reader put aside and why, and the way back."""

from collections.abc import Sequence
from typing import Any

import streamlit as st

from analytics.process.board import Wanted
from analytics.process.text_limits import longest
from analytics.store.errors import AimlineError
from dashboard import board_writes, reads_board
from dashboard.components import clock_card, clock_cards
from dashboard.components.escaping import escaped
from dashboard.components.plain import full_name
from dashboard.figures.counts import counted
from dashboard.figures.sentences import day
from dashboard.viewer import Viewer

Row = dict[str, Any]
A_PAGE = 20
SAID = "digest_said"
OPEN = "digest_aside"  # the entry whose reason is asked for
EMPTY = "Nothing is overdue or due soon. Time limits appear here by themselves; nothing needs to be set up."
ALL_ASIDE = "All that is overdue or due soon is put aside by you. It stands below, with your reasons."
ABOUT = (
    "Put aside what you have dealt with otherwise, with the reason: it comes back by itself if its due date moves, it stays on every other "
    "page, and others still see it in their own digest."
)
MAIL = (
    "The same list without names, for a mail that a program sends every morning: "
    "`aimline digest --store FILE --viewer STAFF_ID -o digest.txt` (`aimline digest --help` tells the rest)."
)


def draw(who: Viewer, wanted: Wanted) -> None:
    """The list, then what was put aside."""
    if said := st.session_state.pop(SAID, None):
        st.info(escaped(said))
    page = st.session_state.get("digest_page", 1)
    rows = reads_board.digest(who, wanted, "without", A_PAGE, (page - 1) * A_PAGE)
    if not rows and page > 1:
        st.session_state["digest_page"] = 1
        st.rerun()
    aside = reads_board.digest(who, wanted, "only", 200)
    if rows:
        more = f"; {aside[0]['found']} more put aside by you" if aside else ""
        st.subheader(f"In the digest: {clock_cards.pressing(rows[0])}{more}", anchor=False)
    with st.container(key="screen_only_digest" if rows else "digest_empty"):
        st.markdown(ABOUT if rows else ALL_ASIDE if aside else EMPTY)
    for row in rows:
        _entry(who, row)
    if rows and rows[0]["found"] > A_PAGE:
        st.pagination(-(-rows[0]["found"] // A_PAGE), key="digest_page")
    _aside(who, aside)
    st.caption(MAIL)


def _entry(who: Viewer, row: Row) -> None:
    key = _key(row)
    with st.container(horizontal=True, vertical_alignment="center", gap="small", wrap=False):
        clock_cards.name(row)
        st.markdown(f"{clock_cards.words(row)}  \n:small[:gray[{clock_cards.about(row, ('school',), with_code=True)}]]")
        clock_cards.why(who, row, "digest")
        st.button("Put aside", key=f"aside-{key}", type="tertiary", help="", on_click=lambda: st.session_state.update({OPEN: key}))
    if st.session_state.get(OPEN) == key:
        _reason(who, row)


def _reason(who: Viewer, row: Row) -> None:
    """Asks why, under the entry."""
    key = _key(row)
    with st.form(f"aside_form-{key}"):
        reason = st.text_input(
            "Why is this put aside? (required)", max_chars=longest("dismissal", "reason"), key=f"aside_why-{key}",
            placeholder="Meeting is set for Tuesday", autocomplete="off",
        )  # fmt: skip
        with st.container(horizontal=True):
            stored = st.form_submit_button("Put aside")
            st.form_submit_button("Cancel", on_click=lambda: st.session_state.pop(OPEN, None))
    if not stored:
        return
    try:
        board_writes.put_aside(who, row, reason)
    except AimlineError as refused:
        st.error(escaped(str(refused)), icon=":material/error:")
        return
    st.session_state.pop(OPEN, None)
    st.session_state[SAID] = f"Put aside: {clock_card.plain_title(row)} of {full_name(row)}. It stands below, with the reason."
    st.rerun()


def _aside(who: Viewer, rows: Sequence[Row]) -> None:
    if not rows:
        return
    with st.expander(f"Put aside by you ({counted(len(rows), 'entry').replace('entrys', 'entries')})"):
        for row in rows:
            with st.container(horizontal=True, vertical_alignment="center", gap="small", wrap=False):
                clock_cards.name(row)
                because = f":small[:gray[{escaped(row['dismissed_because'])} ({day(row['dismissed_at'])})]]"
                st.markdown(f"{clock_cards.words(row)}  \n{because}")
                st.button("Bring back", key=f"back-{_key(row)}", type="tertiary", help="", on_click=_bring_back, args=(who, row))


def _bring_back(who: Viewer, row: Row) -> None:
    board_writes.bring_back(who, row)
    st.session_state[SAID] = f"Back in the list: {clock_card.plain_title(row)} of {full_name(row)}."


def _key(row: Row) -> str:
    return f"{row['public_key']}-{row['clock']}-{row['round']}"
