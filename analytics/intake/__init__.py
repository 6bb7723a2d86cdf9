"""Files in: recognised, checked row by row, and loaded together; every rejected row named."""

from analytics.intake.conflicts import resolve_conflict
from analytics.intake.errors import IntakeRefused, UnknownFormat
from analytics.intake.importing import import_paths, preview
from analytics.intake.inbox import drop, load_pending, wait_for_report
from analytics.intake.reports import ImportReport, RejectedRow

__all__ = [
    "ImportReport",
    "IntakeRefused",
    "RejectedRow",
    "UnknownFormat",
    "drop",
    "import_paths",
    "load_pending",
    "preview",
    "resolve_conflict",
    "wait_for_report",
]
