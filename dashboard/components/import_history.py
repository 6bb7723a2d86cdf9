"""Earlier imports, and what each refused."""

from typing import Any

import streamlit as st

from dashboard import reads_import
from dashboard.components import import_report
from dashboard.components.import_report import COUNTS
from dashboard.viewer import Viewer


def draw(who: Viewer) -> None:
    """The imports, newest first; one that refused rows shows them."""
    found = reads_import.history(who)
    if found.empty:
        st.info("Nothing has been imported yet.")
        return
    names = {"file_name": "File", "format": "Recognised as", "imported_at": "When (UTC)", "imported_by": "By", **COUNTS}
    shown = found[list(names)].rename(columns=names)
    when = st.column_config.DatetimeColumn(format="D MMM YYYY, HH:mm")
    st.dataframe(shown, hide_index=True, key="import_history", column_config={"When (UTC)": when}, alt="Imports, newest first")
    refused = found[found["rows_rejected"] > 0]
    if refused.empty:
        st.markdown("No row was rejected.")
        return
    labels = {row["import_id"]: _label(row) for row in refused.to_dict("records")}
    chosen = st.selectbox("Rejected rows of", list(labels), format_func=labels.__getitem__, key="import_history_of")
    import_report.rejections(reads_import.rejections(who, chosen), "import_history")


def _label(row: dict[str, Any]) -> str:
    return f"{row['file_name']}, {row['imported_at']:%-d %b %Y %H:%M}: {row['rows_rejected']:,} rejected"
