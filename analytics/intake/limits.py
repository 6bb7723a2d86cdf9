"""How much a file may hold: data with a reason, in limits.csv."""

import csv
from functools import cache
from pathlib import Path

LIMITS = Path(__file__).with_name("limits.csv")


@cache
def _limits() -> dict[str, int]:
    with LIMITS.open(encoding="utf-8", newline="") as file:
        return {row["name"]: int(row["value"]) for row in csv.DictReader(file)}


def limit(name: str) -> int:
    """Value of one limit, in the unit that limits.csv states for it."""
    return _limits()[name]
