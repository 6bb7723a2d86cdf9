"""What an import would do or has done, file by file, with each rejected row, its reason and its remedy."""

from collections.abc import Sequence
from typing import Any

import pandas as pd
import streamlit as st

from dashboard import reads_import, viewer
from dashboard.components import export
from dashboard.components.escaping import escaped

COUNTS = {
    "rows_read": "Read",
    "rows_added": "New",
    "rows_corrected": "Corrected",
    "rows_unchanged": "Unchanged",
    "rows_retracted": "Withdrawn",
    "rows_conflicting": "To review",
    "rows_rejected": "Rejected",
}
COLUMNS = {"line": "Line", "column_name": "Column", "value": "Value", "reason": "Reason", "remedy": "Remedy", "file_name": "File"}
A_FEW = 25  # rejected rows whose reasons are shown in full; more go into a table that scrolls


def draw(reports: Sequence[Any]) -> None:
    """The reports of one import or preview."""
    if not reports:
        return
    is_done = any(report.import_id for report in reports)
    for report in reports:
        text, icon = escaped(report.message), ":material/check:" if is_done else ":material/visibility:"
        (st.warning if report.rows_rejected else st.success if is_done else st.info)(text, icon=icon)
    st.dataframe(
        pd.DataFrame([{"File": report.file_name, "Recognised as": report.format, **_counts(report)} for report in reports]),
        hide_index=True,
        height="content",
        alt="Rows of each file by what becomes of them",
    )
    rejected = pd.DataFrame([{name: getattr(row, name) for name in COLUMNS} for report in reports for row in report.rejected])
    if len(rejected):
        rejections(rejected, "import_report")


def rejections(rows: pd.DataFrame, key: str) -> None:
    """Rejected rows as a table and as a file, so that they can be mended and imported again. A few are shown with their whole text."""
    shown = rows[list(COLUMNS)].rename(columns=COLUMNS)
    alt = "Rejected rows with reason and remedy"
    if len(shown) <= A_FEW:
        st.table(shown.fillna("").map(escaped), border="horizontal", hide_index=True, alt=alt)
    else:
        st.dataframe(shown, hide_index=True, key=f"{key}_rejected", alt=alt, placeholder="")
    who = viewer.looking()
    export.button(
        "Download the rejected rows",
        lambda: shown,
        "rejected-rows.csv",
        note=lambda: reads_import.log_rejections_export(who),
        key=f"{key}_download",
    )


def _counts(report: Any) -> dict[str, int]:
    return {label: getattr(report, name) for name, label in COUNTS.items()}
