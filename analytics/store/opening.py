"""Open a store: create it from the schema, migrate an older one, refuse a newer one."""

from hashlib import sha256
from pathlib import Path

import duckdb

from analytics.store.errors import StoreRefused
from analytics.store.seeding import seed

SCHEMA_VERSION = 3
HERE = Path(__file__).parent
# Views and macros hold no data: a store made by an older program gets today's, without a migration.
REDEFINED = ("10_now.sql", "15_words.sql", "25_verdict.sql", "30_today.sql", "35_clock_on.sql", "40_visibility.sql")


def open_store(path: Path | str, *, migrations: Path = HERE / "migrations", version: int = SCHEMA_VERSION) -> duckdb.DuckDBPyConnection:
    """Open or create the store at path (":memory:" for one that is gone with the process).

    Returns the process's one connection; take `con.cursor()` for each call. A new store has the schema, the
    reference data and the default settings. An older store is migrated; a newer one, a file that is not a
    store, and one that another program holds are refused with StoreRefused.
    """
    con = _connect(path)
    try:
        found = _found_version(con, path)
        if found is None:
            _create(con, version)
        elif found > version:
            raise StoreRefused(
                f"{path} was written by a newer Aimline (store version {found}; this program knows {version}). "
                "Nothing was changed. Update Aimline, or open a backup made with this version."
            )
        else:
            _migrate(con, found, version, migrations)
            _redefine(con)
        seed(con)
    except BaseException:
        con.close()
        raise
    return con


def _connect(path: Path | str) -> duckdb.DuckDBPyConnection:
    settings: dict[str, str | bool | int | float | list[str]] = {"autoinstall_known_extensions": False, "autoload_known_extensions": False}
    try:
        con = duckdb.connect(str(path), config=settings)
        con.execute("SET TimeZone = 'UTC'")
        return con
    except duckdb.IOException as error:
        text = str(error)
        if "lock" in text.lower():
            raise StoreRefused(
                f"{path} is open in another program: the dashboard, another import, or a database tool. "
                "Wait until it is done, or close it, and try again."
            ) from error
        if Path(path).is_dir():
            raise StoreRefused(f"{path} is a folder. Name the store file itself, for example {Path(path) / 'school.duckdb'}.") from error
        if not Path(path).parent.is_dir():
            raise StoreRefused(f"The folder {Path(path).parent} does not exist. Make it first, or choose another place.") from error
        raise StoreRefused(
            f"{path} cannot be opened as an Aimline store: {text.splitlines()[0]} Check the path, or restore a backup."
        ) from error


def _found_version(con: duckdb.DuckDBPyConnection, path: Path | str) -> int | None:
    tables = {name for (name,) in con.execute("SELECT table_name FROM duckdb_tables() WHERE NOT internal").fetchall()}
    if not tables:
        return None
    if "store_info" not in tables:
        raise StoreRefused(f"{path} is a DuckDB file, but not an Aimline store. Name another file.")
    rows = con.execute("SELECT value FROM store_info WHERE name = 'schema_version'").fetchall()
    return int(rows[0][0])


def _create(con: duckdb.DuckDBPyConnection, version: int) -> None:
    con.execute("BEGIN")
    for script in sorted((HERE / "schema").glob("*.sql")):
        con.execute(script.read_text(encoding="utf-8"))
    con.execute(
        "INSERT INTO store_info VALUES ('schema_version', ?), ('data_version', '0'), ('is_demo', 'false'), ('definitions', ?)",
        [str(version), _definitions()[1]],
    )
    con.execute("COMMIT")


def _migrate(con: duckdb.DuckDBPyConnection, found: int, version: int, migrations: Path) -> None:
    """Apply NNNN_topic.sql for each version after the one found; each in a transaction of its own."""
    for number in range(found + 1, version + 1):
        scripts = sorted(migrations.glob(f"{number:04d}_*.sql"))
        if not scripts:
            raise StoreRefused(f"This program lacks the migration to store version {number}. Reinstall Aimline; nothing was changed.")
        con.execute("BEGIN")
        try:
            for script in scripts:
                con.execute(script.read_text(encoding="utf-8"))
            con.execute("UPDATE store_info SET value = ? WHERE name = 'schema_version'", [str(number)])
            con.execute("COMMIT")
        except duckdb.Error as error:
            con.execute("ROLLBACK")
            raise StoreRefused(f"The migration to store version {number} failed and was undone: {error}") from error


def _redefine(con: duckdb.DuckDBPyConnection) -> None:
    """Replace views and macros where this program's differ from those the store was last opened with."""
    texts, fingerprint = _definitions()
    if con.execute("SELECT value FROM store_info WHERE name = 'definitions'").fetchall() == [(fingerprint,)]:
        return
    con.execute("BEGIN")
    for text in texts:
        con.execute(text)
    con.execute("DELETE FROM store_info WHERE name = 'definitions'")
    con.execute("INSERT INTO store_info VALUES ('definitions', ?)", [fingerprint])
    con.execute("COMMIT")


def _definitions() -> tuple[list[str], str]:
    texts = [(HERE / "schema" / name).read_text(encoding="utf-8") for name in REDEFINED]
    return texts, sha256("".join(texts).encode()).hexdigest()
