"""Which rows stand: accepted_<table> holds one row a key, without the rejected ones and with identical repetitions folded."""

from analytics.intake.batch import Batch
from analytics.intake.tables import Table


def accept_rows(batch: Batch, table: Table) -> None:
    """Reject rows of one key with different values, fold identical ones, and make accepted_<table> and folded_<table>."""
    clean = f"SELECT * FROM typed_{table.name} t WHERE NOT EXISTS (SELECT 1 FROM rejection r WHERE r.row_id = t.row_id)"
    key = ", ".join(f'"{name}"' for name in table.key)
    values = ", ".join(f'"{name}"' for name in table.names)
    batch.run(
        f"""CREATE OR REPLACE TABLE repeated_{table.name} AS
            SELECT {key}, min(row_id) AS first_row, count(*) AS times, count(DISTINCT hash({values})) AS versions
            FROM ({clean}) GROUP BY {key} HAVING count(*) > 1"""
    )
    if batch.count(f"SELECT count(*) FROM repeated_{table.name}"):
        _reject_different(batch, table)
    same = " AND ".join(f'r."{name}" IS NOT DISTINCT FROM t."{name}"' for name in table.key)
    batch.run(
        f"""CREATE OR REPLACE TABLE folded_{table.name} AS
            SELECT t.row_id, t.file_no FROM ({clean}) t JOIN repeated_{table.name} r ON {same} WHERE t.row_id <> r.first_row"""
    )
    batch.run(f"CREATE OR REPLACE TABLE accepted_{table.name} AS {clean} AND t.row_id NOT IN (SELECT row_id FROM folded_{table.name})")


def _reject_different(batch: Batch, table: Table) -> None:
    same = " AND ".join(f'r."{name}" IS NOT DISTINCT FROM t."{name}"' for name in table.key)
    shown = " || ' | ' || ".join(f"coalesce(t.\"{name}\"::VARCHAR, '')" for name in table.key)
    remedy = "Keep the right one. Several probes of one day need a form each (1, 2, 3)." if table.name == "score" else "Keep the right one."
    batch.run(
        f"""INSERT INTO rejection
            SELECT $table, t.file_no, t.row_id, t.line, NULL, {shown},
                'stands ' || r.times || ' times in these files with different values', $remedy
            FROM typed_{table.name} t JOIN repeated_{table.name} r ON {same}
            WHERE r.versions > 1 AND NOT EXISTS (SELECT 1 FROM rejection j WHERE j.row_id = t.row_id)""",
        {"table": table.name, "remedy": remedy},
    )
