"""Integrity and data quality of a store: one SELECT a check, in checks.csv beside its meaning."""

import csv
from dataclasses import dataclass
from pathlib import Path

import duckdb

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Finding:
    """What a check found. severity: broken (the store contradicts itself) or remark (the data deserve a look)."""

    check: str
    severity: str
    title: str
    remedy: str
    count: int
    example: str


def run_checks(con: duckdb.DuckDBPyConnection) -> list[Finding]:
    """Run every check and return what was found, broken first; an empty list is a clean store."""
    with (HERE / "checks.csv").open(encoding="utf-8", newline="") as file:
        checks = list(csv.DictReader(file))
    found = []
    for check in checks:
        rows = con.cursor().execute((HERE / f"{check['check']}.sql").read_text(encoding="utf-8")).fetchall()
        if rows:
            found.append(Finding(check["check"], check["severity"], check["title"], check["remedy"], len(rows), str(rows[0][0])))
    return sorted(found, key=lambda finding: finding.severity)
