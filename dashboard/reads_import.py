"""The door to imports: preview, commit, history, review list. Only for viewers with a reason to see every student."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd

from analytics import intake
from analytics.caseload import imports
from analytics.checks import Finding, run_checks
from analytics.intake import ImportReport, IntakeRefused
from dashboard.reads import connection, log_export, log_reads
from dashboard.viewer import Viewer

NOT_YOURS = "Files can be imported only by those who may see every student, since a file may hold any. Ask your district office."


@dataclass(frozen=True)
class Request:
    """What is to be imported and how to read it."""

    paths: tuple[Path, ...]
    mapping: Mapping[str, str] = field(default_factory=dict)
    complete: bool = False
    create_students: bool = False
    date_format: str | None = None


def may_import(who: Viewer) -> bool:
    """Whether the viewer may import files and read what imports refused."""
    return imports.may_import(connection(), who.staff_id, who.today)


def preview(who: Viewer, request: Request) -> list[ImportReport]:
    """What the import would do; nothing is stored. Raises IntakeRefused."""
    _only_if_allowed(who)
    return intake.preview(
        connection(),
        request.paths,
        request.mapping,
        complete=request.complete,
        create_students=request.create_students,
        date_format=request.date_format,
    )


def commit(who: Viewer, request: Request, progress: Callable[[str, float], None]) -> list[ImportReport]:
    """Imports the files, all accepted rows or none. Raises IntakeRefused."""
    _only_if_allowed(who)
    return intake.import_paths(
        connection(),
        request.paths,
        mapping=request.mapping,
        complete=request.complete,
        staff_id=who.staff_id,
        progress=progress,
        create_students=request.create_students,
        date_format=request.date_format,
    )


def moved_plans(who: Viewer, plan_ids: Sequence[str], most: int) -> list[dict[str, Any]]:
    """Plans whose verdict an import moved and whose students the viewer may see, the most urgent first. Key: plan_id."""
    found = imports.moved_plans(connection(), who.staff_id, who.today, plan_ids, most)
    log_reads(who, (row["student_id"] for row in found), "import report")
    return found


def history(who: Viewer) -> pd.DataFrame:
    """The newest imports with their counts. Key: import_id."""
    _only_if_allowed(who)
    return imports.history(connection())


def rejections(who: Viewer, import_id: str) -> pd.DataFrame:
    """The rows that one import refused. Key: line, column_name."""
    _only_if_allowed(who)
    return imports.rejections(connection(), import_id)


def log_rejections_export(who: Viewer) -> None:
    """Notes in the access log that rejected rows left the program as a file. They may name any student or none, so '*' stands for whom."""
    log_export(who, ("*",), "rejected rows")


def conflicts(who: Viewer) -> list[dict[str, Any]]:
    """The review list of the students whom the viewer may see. Key: conflict_id."""
    return imports.conflicts(connection(), who.staff_id, who.today)


def log_review(who: Viewer, student_ids: Sequence[str]) -> None:
    """Notes in the access log whose differences a page of the review list showed."""
    log_reads(who, student_ids, "review list")


def resolve(who: Viewer, conflict_id: str, keep: str) -> None:
    """Settles one difference for 'typed' or 'imported'. Raises IntakeRefused."""
    if conflict_id not in {row["conflict_id"] for row in conflicts(who)}:
        raise IntakeRefused("This difference is settled already, or it is not one of your students. Reload the page.")
    intake.resolve_conflict(connection(), conflict_id, keep, who.staff_id)


def findings(who: Viewer) -> list[Finding]:
    """What in the data of the store deserves a look today, broken first. Key: check."""
    _only_if_allowed(who)
    return run_checks(connection())


def measures() -> dict[str, str]:
    """The measures of the store by measure_id; they concern no student."""
    return imports.measures(connection())


def _only_if_allowed(who: Viewer) -> None:
    if not may_import(who):
        raise IntakeRefused(NOT_YOURS)
