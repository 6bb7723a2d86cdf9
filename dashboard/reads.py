"""The only door from pages to data. Every read states a viewer and returns rows of that viewer's students alone."""

import os

import duckdb
import streamlit as st

from analytics import store


@st.cache_resource(show_spinner="Opening the store…")
def _opened(path: str) -> duckdb.DuckDBPyConnection:
    con = store.open_store(path)
    serve_background = getattr(store, "serve_background", None)
    if serve_background:
        serve_background(con, path)
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
