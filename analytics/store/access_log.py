"""Who opened whose record, when and what for (34 CFR 300.614, 99.32): one line of JSON a reading, in a file of its own beside the store.

The file is only ever added to. It holds identifiers and no names; an analyst reads it with
`SELECT * FROM read_json('school.duckdb.access.jsonl')`.
"""

import json
import os
import threading
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

_lock = threading.Lock()


def path_of(store_path: Path | str) -> Path:
    """The access log that belongs to a store: FILE.access.jsonl beside it."""
    return Path(f"{store_path}.access.jsonl")


def record(store_path: Path | str, *, staff_id: str, student_id: str, purpose: str) -> None:
    """Add one reading: at (UTC), staff_id, student_id, purpose. A store in memory has no log. Raises OSError if it cannot be written."""
    record_all(store_path, staff_id=staff_id, student_ids=(student_id,), purpose=purpose)


def record_all(store_path: Path | str, *, staff_id: str, student_ids: Iterable[str], purpose: str) -> None:
    """Add one reading of each student, in one write; what record says holds."""
    at = datetime.now(UTC).isoformat(timespec="seconds")
    lines = "".join(
        json.dumps({"at": at, "staff_id": staff_id, "student_id": student_id, "purpose": purpose}, ensure_ascii=False) + "\n"
        for student_id in student_ids
    )
    if not lines or str(store_path) == ":memory:":
        return
    with _lock, open(os.open(path_of(store_path), os.O_APPEND | os.O_CREAT | os.O_WRONLY, 0o600), "wb") as log:
        log.write(lines.encode())


def entries(store_path: Path | str) -> list[dict[str, str]]:
    """Every reading so far, oldest first: at, staff_id, student_id, purpose."""
    log = path_of(store_path)
    return [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()] if log.exists() else []
