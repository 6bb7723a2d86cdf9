"""Who opened whose record, when and what for (34 CFR 300.614, 99.32): one line of JSON a reading, in a file of its own beside the store.

The file is only ever added to. It holds identifiers and no names; an analyst reads it with
`SELECT * FROM read_json('school.duckdb.access.jsonl')`.
"""

import json
import os
import threading
from datetime import UTC, datetime
from pathlib import Path

_lock = threading.Lock()


def path_of(store_path: Path | str) -> Path:
    """The access log that belongs to a store: FILE.access.jsonl beside it."""
    return Path(f"{store_path}.access.jsonl")


def record(store_path: Path | str, *, staff_id: str, student_id: str, purpose: str) -> None:
    """Add one reading: at (UTC), staff_id, student_id, purpose. A store in memory has no log. Raises OSError if it cannot be written."""
    if str(store_path) == ":memory:":
        return
    at = datetime.now(UTC).isoformat(timespec="seconds")
    line = json.dumps({"at": at, "staff_id": staff_id, "student_id": student_id, "purpose": purpose}, ensure_ascii=False) + "\n"
    with _lock:
        handle = os.open(path_of(store_path), os.O_APPEND | os.O_CREAT | os.O_WRONLY, 0o600)
        try:
            os.write(handle, line.encode())
        finally:
            os.close(handle)


def entries(store_path: Path | str) -> list[dict[str, str]]:
    """Every reading so far, oldest first: at, staff_id, student_id, purpose."""
    log = path_of(store_path)
    return [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()] if log.exists() else []
