"""What other settings would do to the verdicts, and the button that puts them in force with a reason."""

from collections import Counter
from collections.abc import Sequence

import pandas as pd
import streamlit as st

from analytics.settings_entry import Move, Preview, SettingChange
from analytics.store.errors import AimlineError
from dashboard import reads, reads_settings, writes
from dashboard.components import student_header, unbroken, verdict_badge
from dashboard.components.escaping import escaped
from dashboard.components.primary_button import primary
from dashboard.figures.counts import counted
from dashboard.viewer import Viewer

DONE = "settings_done"
NOTHING = "The verdicts of your students' plans would stay as they are."
NO_PLANS = "There is no plan yet whose verdict could change."


def look(who: Viewer, changes: Sequence[SettingChange]) -> Preview:
    """Judges every plan under the changes, with a bar that shows how far it is; nothing is stored."""
    bar = st.progress(0.0, "Judging every plan with these numbers; nothing is stored…")
    try:
        return reads_settings.preview(who, changes, lambda step, share: bar.progress(min(share, 1.0)))
    finally:
        bar.empty()


def draw(who: Viewer, looked: Preview) -> None:
    """Counts, the plans themselves, and Apply."""
    st.markdown(_answer(looked))
    if looked.version != reads.version():
        st.caption("Scores have come in since this preview. Press Preview to look again.")
    if looked.moves:
        _counts(looked.moves)
        _plans(who, looked.moves)
    if reads_settings.may_change(who):
        _apply(who, looked)


def done() -> None:
    """What the last change did, once."""
    said = st.session_state.pop(DONE, None)
    if said:
        st.success(said, icon=":material/check:")


def _answer(looked: Preview) -> str:
    if not looked.n_running + looked.n_ended:
        return NO_PLANS
    if not looked.moves:
        return f"{NOTHING} {counted(looked.n_running, 'plan')} running and {looked.n_ended} ended were judged anew."
    ended = sum(move.has_ended for move in looked.moves)
    also = f" So would {ended} of the {looked.n_ended} that have ended." if ended else ""
    return f"**{len(looked.moves) - ended} of {counted(looked.n_running, 'running plan')} would read otherwise.**{also}"


def _counts(moves: Sequence[Move]) -> None:
    """How many plans go from which verdict to which."""
    found = Counter((move.plan_kind, move.before, move.after) for move in moves)
    rows = [
        {"Plans": kind.capitalize(), "From": verdict_badge.label(old), "To": verdict_badge.label(new), "How many": n}
        for (kind, old, new), n in sorted(found.items(), key=lambda item: (item[0][0], -item[1]))
    ]
    st.table(pd.DataFrame(rows), border="horizontal", hide_index=True, alt="How many plans would go from which verdict to which")


def _plans(who: Viewer, moves: Sequence[Move]) -> None:
    """Each plan that would move; a press on a student opens the record."""
    reads_settings.log_shown(who, [move.student_id for move in moves])
    shown = pd.DataFrame(
        {
            "Student": [move.student for move in moves],
            "From": [verdict_badge.label(move.before) for move in moves],
            "To": [verdict_badge.label(move.after) for move in moves],
            "Plan": [f"{move.title}{' (ended)' if move.has_ended else ''}" for move in moves],
            "Measure": [move.measure for move in moves],
            "Reason it would give": [move.reason for move in moves],
        }
    )
    column = st.column_config.ButtonColumn(key="settings_open", type="tertiary", alignment="left", help="Opens the student's page")
    st.dataframe(shown, hide_index=True, key="settings_moves", column_config={"Student": column}, alt="Plans whose verdict would change")
    click = st.session_state.get("settings_open")
    if click:
        st.switch_page("views/student.py", query_params={student_header.KEY: moves[click["row"]].public_key})


def _apply(who: Viewer, looked: Preview) -> None:
    reason = st.text_area("Why is this changed? (kept with the change, for whoever asks next year)", key="settings_reason", height=80)
    if not primary("Apply to every plan", icon=":material/check:", key="settings_apply"):
        return
    try:
        with unbroken.bar("Storing, and judging every plan anew…") as show:
            moves = writes.change_settings(who, looked.changes, reason or "", show)
            st.session_state[DONE] = f"In force. {counted(len(moves), 'verdict')} changed. To take it back, look under Earlier changes."
            st.session_state.pop("settings_reason", None)
    except AimlineError as refused:
        st.error(escaped(str(refused)), icon=":material/error:")
        return
    st.rerun()
