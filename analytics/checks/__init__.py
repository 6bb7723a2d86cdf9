"""Integrity and data quality of a store: one SELECT a check, in checks.csv beside its meaning."""

import csv
from dataclasses import dataclass
from pathlib import Path

import duckdb

from analytics.store import today

HERE = Path(__file__).parent
EXAMPLES = 200  # findings of a kind that are told one by one


@dataclass(frozen=True)
class Finding:
    """What a check found, and the first of it by identifiers. severity: broken (the store contradicts itself) or remark (worth a look)."""

    check: str
    severity: str
    title: str
    remedy: str
    count: int
    examples: tuple[str, ...]

    @property
    def example(self) -> str:
        """The first of them."""
        return self.examples[0]


def run_checks(con: duckdb.DuckDBPyConnection) -> list[Finding]:
    """Run every check as of the store's today and return what was found, broken first; an empty list is a clean store.

    A query gives one text a finding and may ask for $today and for $limit, which checks.csv states with its source.
    """
    with (HERE / "checks.csv").open(encoding="utf-8", newline="") as file:
        found = [_run(con, check) for check in csv.DictReader(file)]
    return sorted((finding for finding in found if finding), key=lambda finding: finding.severity)


def _run(con: duckdb.DuckDBPyConnection, check: dict[str, str]) -> Finding | None:
    query = (HERE / f"{check['check']}.sql").read_text(encoding="utf-8")
    values = {"today": today(con), "limit": int(check["limit"] or 0)}
    rows = con.cursor().execute(query, {name: value for name, value in values.items() if f"${name}" in query}).fetchall()
    examples = tuple(str(text) for (text,) in rows[:EXAMPLES])
    return Finding(check["check"], check["severity"], check["title"], check["remedy"], len(rows), examples) if rows else None
