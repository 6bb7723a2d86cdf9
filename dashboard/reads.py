"""The only door from pages to data. Every read states a viewer and returns rows of that viewer's students alone."""

import inspect
import os
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

import duckdb
import pandas as pd
import streamlit as st

from analytics import pipeline, store
from analytics.caseload import student, today, viewers
from analytics.caseload.student import Record, Row
from analytics.caseload.today import Wanted
from analytics.commands.serve import serve_background
from analytics.model import Model, select_of
from analytics.store import access_log
from dashboard.viewer import Viewer


@st.cache_resource(show_spinner="Opening the store. After an update of Aimline its verdicts are made anew, which can take a minute…")
def _opened(path: str) -> duckdb.DuckDBPyConnection:
    con = store.open_store(path)
    pipeline.bring_up_to_date(con)
    serve_background(con, Path(path))
    return con


def store_path() -> str:
    """The store that `aimline serve` opened."""
    return os.environ["AIMLINE_STORE"]


def connection() -> duckdb.DuckDBPyConnection:
    """The one connection of this process; every read takes a cursor of its own from it."""
    return _opened(store_path())


def version() -> int:
    """Changes with each committed write, in any session."""
    return store.data_version(connection())


def people(day: date) -> list[Row]:
    """Who works in a sample district, for "view as": staff_id, name, role, students. They concern no student."""
    return _people(store_path(), version(), day)


@st.cache_data(show_spinner=False, max_entries=4)
def _people(path: str, version: int, day: date) -> list[Row]:
    return viewers.people(connection(), day)


def student_of(viewer: Viewer, key: str, purpose: str) -> Row | None:
    """The student behind a public key with the reason to see them, noted in the access log; None if unknown or not permitted."""
    found = student.find(connection(), viewer.staff_id, viewer.today, key)
    if found:
        log_access(viewer, found["student_id"], purpose)
    return found


def log_access(viewer: Viewer, student_id: str, purpose: str) -> None:
    """Note a reading of a record, once per session, student and purpose. Not cached: a cache would swallow readings."""
    log_reads(viewer, (student_id,), purpose)


def log_reads(viewer: Viewer, student_ids: Iterable[str], purpose: str) -> None:
    """Note that a page showed these students, in one write; what log_access says holds."""
    noted: set[tuple[str, str, str]] = st.session_state.setdefault("access_noted", set())
    new = [student_id for student_id in dict.fromkeys(student_ids) if (viewer.staff_id, student_id, purpose) not in noted]
    access_log.record_all(store_path(), staff_id=viewer.staff_id, student_ids=new, purpose=purpose)
    noted.update((viewer.staff_id, student_id, purpose) for student_id in new)


def log_export(viewer: Viewer, student_ids: Iterable[str], what: str) -> None:
    """Note an export of each of these students; each export counts. Called while the browser downloads, outside any session."""
    once = dict.fromkeys(student_ids)
    access_log.record_all(store_path(), staff_id=viewer.staff_id, student_ids=once, purpose=f"export of {what}")


def student_choices(viewer: Viewer, search: str, most: int, by: Literal["urgency", "name"]) -> tuple[list[Row], int]:
    """The viewer's students whose name holds the text, with their worst verdict, in the order asked for; and how many.

    Without a text those with a plan or of whom something of the process is recorded.
    """
    found, in_all = student.choices(connection(), viewer.staff_id, viewer.today, search, most, by)
    log_reads(viewer, (row["student_id"] for row in found), "student list")
    return found, in_all


def record(viewer: Viewer, student_id: str) -> Record:
    """The student's plans with their verdicts today, what stands beside each, and what their charts draw."""
    return student.record(connection(), viewer.staff_id, viewer.today, student_id)


def effects(viewer: Viewer, student_id: str) -> pd.DataFrame:
    """Effect sizes of the student's plans."""
    return student.effects(connection(), viewer.staff_id, viewer.today, student_id)


def rules(viewer: Viewer, student_id: str) -> pd.DataFrame:
    """What each decision rule says of the student's plans."""
    return student.rules(connection(), viewer.staff_id, viewer.today, student_id)


def scores(viewer: Viewer, student_id: str) -> pd.DataFrame:
    """The scores that the verdicts rest on."""
    return student.scores(connection(), viewer.staff_id, viewer.today, student_id)


def priors(viewer: Viewer, student_id: str) -> pd.DataFrame:
    """What each plan's verdict borrowed from classmates or published norms."""
    return student.priors(connection(), viewer.staff_id, viewer.today, student_id)


def meanings(table_name: str) -> dict[str, str]:
    """What the columns of a table of the store mean; they concern no student."""
    return student.meanings(connection(), table_name)


def thresholds() -> pd.DataFrame:
    """The thresholds in force; they concern no student."""
    return student.thresholds(connection())


@dataclass(frozen=True)
class ModelText:
    """One step of the analysis as it is written."""

    name: str
    text: str
    language: str
    note: str | None


def model_texts() -> list[ModelText]:
    """The steps of the analysis in the order in which they run, as SQL or as the Python of a numpy step. They concern no student."""
    return [_written(model) for model in pipeline.MODELS]


def _written(model: Model) -> ModelText:
    if isinstance(model.source, str):
        return ModelText(model.name, select_of(model.source), "sql", model.methods_note)
    return ModelText(model.name, inspect.getsource(sys.modules[model.source.__module__]), "python", model.methods_note)


def asking(viewer: Viewer) -> pd.DataFrame:
    """How many of the viewer's plans ask for what today. Counts alone are kept, until the store moves on."""
    return _counts(store_path(), version(), viewer.staff_id, viewer.today)


@st.cache_data(show_spinner=False, max_entries=100)
def _counts(path: str, version: int, staff_id: str, day: date) -> pd.DataFrame:
    return today.counts(connection(), staff_id, day)


def most_urgent(viewer: Viewer, wanted: Wanted, most: int) -> tuple[list[str], int]:
    """The most urgent plans that are wanted, and how many there are in all."""
    return today.page(connection(), viewer.staff_id, viewer.today, wanted, most)


def cards(viewer: Viewer, plan_ids: Sequence[str]) -> list[Row]:
    """What the cards of some plans say."""
    found = today.cards(connection(), viewer.staff_id, viewer.today, plan_ids)
    log_reads(viewer, (row["student_id"] for row in found), "today page")
    return found


def sparklines(viewer: Viewer, plan_ids: Sequence[str]) -> pd.DataFrame:
    """The occasions of some plans for small charts, in one read."""
    return today.sparklines(connection(), viewer.staff_id, viewer.today, plan_ids)
