"""Earlier changes of settings: who, when, why, and the way back."""

import pandas as pd
import streamlit as st

from dashboard import reads_settings
from dashboard.components import settings_form
from dashboard.components.escaping import escaped
from dashboard.figures.sentences import day

A_PAGE = 20


def draw(history: pd.DataFrame) -> None:
    """One card a change, newest first; those made together stand together."""
    if history.empty:
        st.info("Nobody has changed a setting yet: every one stands at its default.")
        return
    st.markdown("Put back fills in the numbers from before a change. You then see what that would do, as with any other change.")
    together = [rows for _, rows in history.groupby("recorded_at", sort=False)]
    pages = -(-len(together) // A_PAGE)
    page = st.pagination(pages, key="settings_page") if pages > 1 else 1
    for place, rows in enumerate(together[(page - 1) * A_PAGE : page * A_PAGE]):
        _card(rows, place)


def _card(rows: pd.DataFrame, place: int) -> None:
    known = {setting.name: setting for setting in reads_settings.settings()}
    first = rows.iloc[0]
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        lines = [
            f"**{escaped(known[row['name']].label)}**: {known[row['name']].words(row['before'])} → {known[row['name']].words(row['after'])}"
            for row in rows.to_dict("records")
            if row["name"] in known
        ]
        about = f":small[:gray[{day(first['recorded_at'])} · {escaped(first['changed_by'])}: {escaped(first['reason'])}]]"
        st.markdown("  \n".join([*lines, about]), width="stretch")
        before = {row["name"]: row["before"] for row in rows.to_dict("records")}
        held = all(name in known and known[name].value == value for name, value in before.items())
        st.button("Put back", key=f"settings_back_{place}", disabled=held, on_click=settings_form.put_back, args=(before,))
