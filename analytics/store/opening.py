"""Open a store: create it from the schema, migrate an older one, refuse a newer one."""

import re
from hashlib import sha256
from pathlib import Path

import duckdb

from analytics.store.errors import StoreHeld, StoreRefused
from analytics.store.seeding import seed

SCHEMA_VERSION = 4
HERE = Path(__file__).parent
# A file of a DuckDB database says so from its ninth byte on.
MARK, MARK_AT = b"DUCK", 8
# The schema's scripts by the first digit of their names: 0 what people and files tell, 2 what the analysis makes of it (and the views over
# that), else views and macros. Only the first holds what cannot be made again, so only that needs migrations.
INPUTS, RESULTS = "0", "2"


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
            _renew(con)
        seed(con)
    except BaseException:
        con.close()
        raise
    return con


def _connect(path: Path | str) -> duckdb.DuckDBPyConnection:
    _refuse_other_files(Path(path))
    settings: dict[str, str | bool | int | float | list[str]] = {"autoinstall_known_extensions": False, "autoload_known_extensions": False}
    try:
        con = duckdb.connect(str(path), config=settings)
        con.execute("SET TimeZone = 'UTC'")
        return con
    except duckdb.IOException as error:
        text = str(error)
        if "lock" in text.lower():
            raise StoreHeld(
                f"{path} is open in another program: the dashboard, another import, or a database tool. "
                "Wait until it is done, or close it, and try again."
            ) from error
        if Path(path).is_dir():
            raise StoreRefused(f"{path} is a folder. Name the store file itself, for example {Path(path) / 'school.duckdb'}.") from error
        if not Path(path).parent.is_dir():
            raise StoreRefused(f"The folder {Path(path).parent} does not exist. Make it first, or choose another place.") from error
        what = text.splitlines()[0].rstrip(".")
        if any(word in what.lower() for word in ("read-only file system", "permission denied", "no space left")):
            raise StoreRefused(
                f"{path} cannot be opened for writing, which Aimline needs even to read: {what}. "
                "Copy it to a disk with room where you may write, or ask for the right to write there."
            ) from error
        raise StoreRefused(f"{path} cannot be opened as an Aimline store: {what}. Check the path, or restore a backup.") from error


def _refuse_other_files(path: Path) -> None:
    """DuckDB reads a CSV, JSON or Parquet file as a database that is gone with the process: what is stored there would be lost."""
    if not path.is_file():
        return
    with path.open("rb") as file:
        start = file.read(MARK_AT + len(MARK))
    if start[MARK_AT:] != MARK:
        raise StoreRefused(f"{path} is not an Aimline store. Nothing was changed. Name the store file, or one that does not exist yet.")


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
    for script in _scripts():
        con.execute(script.read_text(encoding="utf-8"))
    con.execute(
        "INSERT INTO store_info VALUES ('schema_version', ?), ('data_version', '0'), ('is_demo', 'false'), "
        "('definitions', ?), ('results', ?)",
        [str(version), _fingerprint(_views()), _fingerprint(_results())],
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


def _renew(con: duckdb.DuckDBPyConnection) -> None:
    """Replace what can be made again where this program's differs from what the store was last opened with.

    Result tables are made anew and stay empty until the analysis has run: without its fingerprint the store asks for that.
    """
    results, views = _results(), _views()
    is_old = {name: not _has(con, name, _fingerprint(texts)) for name, texts in (("results", results), ("definitions", views))}
    if not any(is_old.values()):
        return
    con.execute("BEGIN")
    if is_old["results"]:
        for table in re.findall(r"^CREATE TABLE (\w+)", "\n".join(results), flags=re.MULTILINE):
            con.execute(f"DROP TABLE IF EXISTS {table}")
        con.execute("DELETE FROM store_info WHERE name = 'analysis' OR name LIKE 'seed:%'")
    for text in (*(results if is_old["results"] else ()), *views):
        con.execute(text)
    for name, texts in (("results", results), ("definitions", views)):
        con.execute("DELETE FROM store_info WHERE name = ?", [name])
        con.execute("INSERT INTO store_info VALUES (?, ?)", [name, _fingerprint(texts)])
    con.execute("COMMIT")


def _has(con: duckdb.DuckDBPyConnection, name: str, value: str) -> bool:
    return con.execute("SELECT value FROM store_info WHERE name = ?", [name]).fetchall() == [(value,)]


def _scripts() -> list[Path]:
    return sorted((HERE / "schema").glob("*.sql"))


def _results() -> list[str]:
    """The scripts of the result tables."""
    return [text for path in _scripts() if path.name[0] == RESULTS and "CREATE TABLE" in (text := path.read_text(encoding="utf-8"))]


def _views() -> list[str]:
    """The scripts of views and macros, which hold no data."""
    texts = [path.read_text(encoding="utf-8") for path in _scripts() if path.name[0] != INPUTS]
    return [text for text in texts if "CREATE TABLE" not in text]


def _fingerprint(texts: list[str]) -> str:
    return sha256("".join(texts).encode()).hexdigest()
