"""Reference data and default settings, put into a store where they are missing."""

from hashlib import sha256
from pathlib import Path

import duckdb

ANALYTICS = Path(__file__).parent.parent

ERROR_RATE_KEY = (
    "rule_id", "boundary_false_alarm", "error_to_growth", "autocorrelation", "probes_per_week", "baseline_scores", "week",
)  # fmt: skip
# Table, its file, and the columns that tell whether a row is there already.
SEEDS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("measure", "reference/measure.csv", ("measure_id",)),
    ("growth_norm", "reference/growth_norm.csv", ("measure_id", "grade", "season", "percentile")),
    ("benchmark", "reference/benchmark.csv", ("measure_id", "grade", "season", "label")),
    ("setting", "rules/defaults.csv", ("name",)),
    ("setting", "rules/defaults_classic.csv", ("name",)),
    ("sequential_boundary", "rules/boundary.csv", ("false_alarm", "week")),
    ("decision_rule", "rules/decision_rules.csv", ("rule_id", "rule_version")),
    ("rule_error_rate", "rules/error_rates.csv", ERROR_RATE_KEY),
    ("event_kind", "process/event_kinds.csv", ("event",)),
    ("event_code", "process/event_codes.csv", ("event", "field", "code")),
    ("event_rule", "process/event_rules.csv", ("rule_id",)),
    ("clock_rule", "process/clock_rules.csv", ("clock_rule_id",)),
    ("process_step", "process/steps.csv", ("step",)),
    ("step_move", "process/step_moves.csv", ("event", "outcome")),
    ("next_word", "process/next_words.csv", ("step", "is_closed", "after_event", "outcome")),
)

# What simulation made, and the vocabulary and the rules of the process, is the program's alone: a store takes all of the present file.
PROGRAMS_OWN = {
    "sequential_boundary", "rule_error_rate", "event_kind", "event_code", "event_rule", "clock_rule", "process_step", "step_move",
    "next_word",
}  # fmt: skip


def seed(con: duckdb.DuckDBPyConnection) -> None:
    """Add each reference row whose key the store does not have; rows that people changed stay as they are."""
    con.execute("BEGIN")
    for table, file, key in SEEDS:
        path = ANALYTICS / file
        if path.exists() and (table not in PROGRAMS_OWN or _emptied_if_another(con, table, path)):
            _add_missing(con, table, path, key)
    if con.execute("SELECT count(*) FROM prior").fetchall()[0][0] == 0:
        con.execute((ANALYTICS / "progress" / "published_prior.sql").read_text(encoding="utf-8"))
    con.execute("COMMIT")


def _emptied_if_another(con: duckdb.DuckDBPyConnection, table: str, path: Path) -> bool:
    """Empty the table if it was filled from another file than this one; says whether it was."""
    name, now = f"seed:{table}", sha256(path.read_bytes()).hexdigest()
    if con.execute("SELECT value FROM store_info WHERE name = $name", {"name": name}).fetchall() == [(now,)]:
        return False
    con.execute(f"DELETE FROM {table}")
    con.execute("INSERT OR REPLACE INTO store_info VALUES ($name, $now)", {"name": name, "now": now})
    return True


def _add_missing(con: duckdb.DuckDBPyConnection, table: str, path: Path, key: tuple[str, ...]) -> None:
    # Table and key names are our own constants above, never input; values only pass through bound parameters.
    same = " AND ".join(f"t.{column}::VARCHAR IS NOT DISTINCT FROM s.{column}_key" for column in key)
    keys = ", ".join(f"{column}::{_type(con, table, column)}::VARCHAR AS {column}_key" for column in key)
    excluded = ", ".join(f"{column}_key" for column in key)
    con.execute(
        f"INSERT INTO {table} BY NAME SELECT * EXCLUDE ({excluded}) FROM (SELECT *, {keys} FROM read_csv($path, "
        "all_varchar = true, header = true)) s "
        f"WHERE NOT EXISTS (SELECT 1 FROM {table} t WHERE {same})",
        {"path": str(path)},
    )


def _type(con: duckdb.DuckDBPyConnection, table: str, column: str) -> str:
    query = "SELECT data_type FROM duckdb_columns() WHERE table_name = $table AND column_name = $column"
    return str(con.execute(query, {"table": table, "column": column}).fetchall()[0][0])
