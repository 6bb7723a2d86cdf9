"""The DuckDB file: opening, writing in one transaction, typed scores, snapshot."""

from analytics.store.errors import AimlineError, EventRefused, ScoreRefused, StoreHeld, StoreRefused
from analytics.store.opening import SCHEMA_VERSION, open_store
from analytics.store.writing import audit, data_version, info, set_info, stamp, today, transaction

__all__ = [
    "SCHEMA_VERSION",
    "AimlineError",
    "EventRefused",
    "ScoreRefused",
    "StoreHeld",
    "StoreRefused",
    "audit",
    "data_version",
    "info",
    "open_store",
    "set_info",
    "stamp",
    "today",
    "transaction",
]
