"""The workroom of one import: a database in memory, beside the store, that a writing cursor can read from as well.

Files are staged and checked here without holding the write lock. The workroom's tables come before the store's on
the batch's own cursor, so `score` still means the store's table and `arriving_score` the batch's.
"""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import duckdb

from analytics import store
from analytics.intake.tables import TABLES, Table

# What may surround a value in a cell: spaces, tabs, line ends, the no-break space and the byte order mark.
MACROS = r"""
CREATE TEMP MACRO cell(x) AS nullif(trim(x, ' ' || chr(9) || chr(10) || chr(13) || chr(160) || chr(65279)), '');
CREATE TEMP MACRO number_in(x) AS
    CASE WHEN regexp_full_match(x, '[+-]?([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][+-]?[0-9]+)?') AND isfinite(try_cast(x AS DOUBLE))
    THEN try_cast(x AS DOUBLE) END;
CREATE TEMP MACRO whole_in(x) AS
    CASE WHEN regexp_full_match(x, '[+-]?[0-9]{1,9}([.]0*)?') THEN try_cast(try_cast(x AS DOUBLE) AS INTEGER) END;
CREATE TEMP MACRO date_in(x) AS
    CASE WHEN regexp_full_match(x, '[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}([ T]00:00(:00([.]0*)?)?)?')
    THEN try_cast(regexp_extract(x, '^[0-9-]+') AS DATE) END;
CREATE TEMP MACRO no_such_day(y, m, d) AS
    CASE WHEN m BETWEEN 1 AND 12 AND d BETWEEN 1 AND 31 AND try_cast(printf('%04d-%02d-%02d', y, m, d) AS DATE) IS NULL
    THEN printf('%d %s %d', d, monthname(make_date(2000, m, 1)), y) END;
CREATE TEMP MACRO number_at(x, place) AS try_cast(str_split_regex(split_part(x, ' ', 1), '[/.-]')[place] AS INTEGER);
CREATE TEMP MACRO day_meant(x) AS
    CASE WHEN regexp_full_match(x, '[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}( .*)?')
         THEN no_such_day(number_at(x, 1), number_at(x, 2), number_at(x, 3))
         WHEN NOT regexp_full_match(x, '[0-9]{1,2}[/.-][0-9]{1,2}[/.-][0-9]{4}( .*)?') THEN NULL
         WHEN number_at(x, 2) > 12 THEN no_such_day(number_at(x, 3), number_at(x, 1), number_at(x, 2))
         WHEN number_at(x, 1) > 12 THEN no_such_day(number_at(x, 3), number_at(x, 2), number_at(x, 1)) END;
CREATE TEMP MACRO yes_no_in(x) AS
    CASE WHEN lower(x) IN ('true', 't', 'yes', 'y', '1') THEN true WHEN lower(x) IN ('false', 'f', 'no', 'n', '0') THEN false END;
CREATE TEMP MACRO grade_in(x) AS
    CASE WHEN upper(x) IN ('K', 'KG', 'KINDERGARTEN', '0', '00') THEN 'K' WHEN upper(x) IN ('PK', 'PREK', 'PRE-K', '-1') THEN 'PK'
         WHEN regexp_full_match(x, '0?[1-9]|1[0-2]') THEN ltrim(x, '0') END;
"""

ROOMS = """
CREATE OR REPLACE TABLE rejection AS SELECT * FROM malformed;
CREATE OR REPLACE TABLE loose_score (
    row_id BIGINT DEFAULT nextval('next_row'), file_no INTEGER, line BIGINT, part VARCHAR,
    student_id VARCHAR, measure_id VARCHAR, grade VARCHAR, observed_on VARCHAR, value VARCHAR,
    form VARCHAR, errors VARCHAR, attempts VARCHAR, absent VARCHAR, note VARCHAR
);
"""

# Rows that are no rows: they are found while a file is staged.
MALFORMED = """
CREATE SEQUENCE next_row;
CREATE TABLE malformed (
    table_name VARCHAR, file_no INTEGER, row_id BIGINT, line BIGINT, column_name VARCHAR, value VARCHAR, reason VARCHAR, remedy VARCHAR
);
"""


@dataclass
class Batch:
    """One import at work: `given` holds, for each table, the columns that files bring and how the files call them."""

    con: duckdb.DuckDBPyConnection
    cur: duckdb.DuckDBPyConnection
    name: str
    today: date
    given: dict[str, dict[str, str]] = field(default_factory=dict)

    def run(self, query: str, parameters: object = None) -> list[tuple[Any, ...]]:
        """Run one statement on the batch's own cursor."""
        return self.cur.execute(query, parameters).fetchall()

    def count(self, query: str, parameters: object = None) -> int:
        """The one number that a query gives."""
        return int(self.cur.execute(query, parameters).fetchall()[0][0])

    def clear(self) -> None:
        """Empty the workroom but for the staged files, so that they can be judged against the store as it is now."""
        self.given.clear()
        self.cur.execute(ROOMS)
        for table in TABLES.values():
            self.cur.execute(arriving(table))

    def brings(self, table: Table) -> bool:
        """Whether any file of the batch brings rows for this table."""
        return table.name in self.given


@contextmanager
def open_batch(con: duckdb.DuckDBPyConnection) -> Iterator[Batch]:
    """A batch with an empty workroom, which is gone afterwards whatever happens."""
    name = f"intake_{uuid.uuid4().hex}"
    cur = con.cursor()
    main = str(cur.execute("SELECT current_database()").fetchall()[0][0]).replace('"', '""').replace("'", "''")
    cur.execute(f"ATTACH ':memory:' AS {name}")  # the name is our own, never input
    try:
        cur.execute(f"SET search_path = '{name}.main,\"{main}\".main'")
        cur.execute(MACROS + MALFORMED)
        yield Batch(con, cur, name, store.today(con))
    finally:
        cur.close()
        with suppress(duckdb.Error):
            con.cursor().execute(f"DETACH {name}")


def arriving(table: Table) -> str:
    """The table in which rows for one table arrive, every value as text; is_made marks a row that Aimline adds by itself."""
    columns = ", ".join(f'"{column}" VARCHAR' for column in table.names)
    return (
        f"CREATE OR REPLACE TABLE arriving_{table.name} (row_id BIGINT DEFAULT nextval('next_row'), file_no INTEGER, line BIGINT, "
        f"part VARCHAR, is_made BOOLEAN DEFAULT false, {columns})"
    )
