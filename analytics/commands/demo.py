"""The sample store: a synthetic district, loaded through the same intake as any other, with a fixed today that keeps it alive."""

import os
from pathlib import Path

from analytics.commands.refit_priors import refit
from analytics.intake import import_paths
from analytics.pipeline import Progress
from analytics.store import AimlineError, open_store, set_info, transaction


def default_store() -> Path:
    """Where the sample store lives unless another place is named."""
    home = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")
    return home / "aimline" / "demo.duckdb"


def make_demo_store(store: Path, progress: Progress | None = None) -> None:
    """Make the sample store at `store`; it appears whole or not at all."""
    from sample_data import TODAY, district_folder

    store.parent.mkdir(parents=True, exist_ok=True)
    partial = store.with_name(store.name + ".partial")
    for leftover in (partial, partial.with_name(partial.name + ".wal")):
        leftover.unlink(missing_ok=True)
    con = open_store(partial)
    try:
        with transaction(con) as cursor:
            set_info(cursor, "is_demo", "true")
            set_info(cursor, "demo_today", TODAY.isoformat())
        reports = import_paths(con, [district_folder()], progress=progress)
        refused = sum(len(report.rejected) for report in reports)
        if refused:
            raise AimlineError(f"The sample district has {refused} rows that were refused. Reinstall Aimline.")
        refit(con, progress)
        con.execute("CHECKPOINT")
    finally:
        con.close()
    os.replace(partial, store)
