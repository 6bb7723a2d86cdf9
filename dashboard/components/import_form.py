"""Files to import, how to read them, what would be stored, and the button that stores it."""

from collections.abc import Sequence
from typing import Any

import streamlit as st

from analytics.intake import UnknownFormat
from analytics.store.errors import AimlineError
from dashboard import reads, reads_import, uploads
from dashboard.components import import_mapping, import_report, unbroken, verdict_moves
from dashboard.components.escaping import escaped
from dashboard.components.primary_button import primary
from dashboard.viewer import Viewer

KEPT = "import_kept"  # the uploaded files as they lie in their folder
TURN = "import_turn"  # counts the imports of this session: a new uploader after each
DONE = "import_done"
LOOKED = "import_looked"  # the last preview and what it was asked
UNKNOWN = "import_unknown"
TYPES = ["csv", "txt", "tsv", "xlsx", "xlsm"]
ORDERS = {None: "as the column shows", "dmy": "13/02/2026", "mdy": "02/13/2026"}


def draw(who: Viewer) -> None:
    """Upload, preview, import, report."""
    turn = st.session_state.setdefault(TURN, 0)
    files = st.file_uploader(
        "CSV or Excel files; or all files of Aimline's own folder at once", TYPES, accept_multiple_files=True, key=f"import_files_{turn}"
    )
    if not files:
        _forget()
        done = st.session_state.get(DONE, [])
        import_report.draw(done)
        verdict_moves.draw(who, [move for report in done for move in report.moves])
        return
    st.session_state.pop(DONE, None)
    kept = _kept(files)
    try:
        request = _request(kept, is_unknown=_is_unknown(who, kept))
        if request.mapping and not set(import_mapping.NEEDED) | {"measure"} <= set(request.mapping):
            st.info("Choose the columns of student number, date, score and measure to see what would be stored.")
            return
        reports = _preview(who, request)
    except AimlineError as refused:
        st.error(escaped(str(refused)), icon=":material/error:")
        return
    import_report.draw(reports)
    if any(report.rows_added + report.rows_corrected + report.rows_retracted + report.rows_conflicting for report in reports):
        if primary("Import now", icon=":material/database_upload:", key="import_now"):
            _commit(who, request)
    else:
        st.info("Nothing of this would change the store.")


def _kept(files: Sequence[Any]) -> dict[str, Any]:
    """The files in a folder of their own; another upload replaces them."""
    ids = tuple(file.file_id for file in files)
    kept = st.session_state.get(KEPT)
    if not kept or kept["ids"] != ids:
        _forget()
        folder, paths = uploads.keep(files)
        kept = st.session_state[KEPT] = {"ids": ids, "folder": folder, "paths": tuple(paths)}
    return dict(kept)


def _forget() -> None:
    kept = st.session_state.pop(KEPT, None)
    for name in (LOOKED, UNKNOWN):
        st.session_state.pop(name, None)
    if kept:
        uploads.drop(kept["folder"])


def _is_unknown(who: Viewer, kept: dict[str, Any]) -> bool:
    """Whether the files are a table that needs a mapping; asked once an upload."""
    if UNKNOWN not in st.session_state:
        try:
            _preview(who, reads_import.Request(kept["paths"]))
            st.session_state[UNKNOWN] = False
        except UnknownFormat:
            st.session_state[UNKNOWN] = True
        except AimlineError:
            st.session_state[UNKNOWN] = False  # the preview of the chosen reading says why
    return bool(st.session_state[UNKNOWN])


def _request(kept: dict[str, Any], *, is_unknown: bool) -> reads_import.Request:
    """How to read the files: which column is which, and what to do with what the store does not know."""
    mapping = import_mapping.draw(kept["paths"], is_unknown=is_unknown)
    with st.expander("More choices"):
        order = st.selectbox("Dates are written", list(ORDERS), format_func=ORDERS.__getitem__, key="import_dates")
        create = st.checkbox("Add students whom a vendor's file names and the store does not know", key="import_create")
        complete = st.checkbox("The files are complete: withdraw imported rows that they no longer hold", key="import_complete")
    return reads_import.Request(kept["paths"], mapping, complete, create, order)


def _preview(who: Viewer, request: reads_import.Request) -> list[Any]:
    """What would happen; asked anew only if the files, the choices or the store have changed."""
    asked = (request, reads.version())
    looked = st.session_state.get(LOOKED)
    if not looked or looked[0] != asked:
        with st.spinner("Reading the files…"):
            looked = st.session_state[LOOKED] = (asked, reads_import.preview(who, request))
    return list(looked[1])


def _commit(who: Viewer, request: reads_import.Request) -> None:
    try:
        with unbroken.bar("Importing…") as show:
            st.session_state[DONE] = reads_import.commit(who, request, show)
            _forget()
            st.session_state[TURN] += 1
    except AimlineError as refused:
        st.error(escaped(str(refused)), icon=":material/error:")
        return
    st.rerun()
