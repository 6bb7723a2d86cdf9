"""The rules are data that a lawyer can check: each with its citation, and the page about them says the same."""

import csv
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
PROCESS = ROOT / "analytics" / "process"
CHECKED = {"read": "read", "secondary": "secondary account, not checked against the law", "memory": "not checked"}


def rows(name: str) -> list[dict[str, str]]:
    with (PROCESS / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


RULES = rows("clock_rules.csv")
PAGE = (ROOT / "docs" / "clocks.md").read_text(encoding="utf-8")
# What the project was asked to know: the states of its research, whose clocks differ from the federal ones.
STATES = {
    "US", "AZ", "CA", "CO", "CT", "FL", "GA", "IL", "IN", "KY", "LA", "MA", "MD", "MI", "MN", "NC", "NE", "NH", "NJ", "NY", "OH", "OR",
    "PA", "TX", "VA", "WA", "WI",
}  # fmt: skip


def test_the_page_about_clocks_tells_every_rule_as_it_is() -> None:
    shown = re.findall(r"^\| `(\w+)` \| (.*?) \| (.*) \| (.*?) \| (.*?) \| (.*?) \|$", PAGE, re.MULTILINE)
    expected = [
        (
            row["clock_rule_id"], row["title"], row["rule_text"], row["citation"], CHECKED[row["verification"]],
            " ".join(filter(None, (row["verified_on"], row["verified_how"]))) or "–",
        )
        for row in RULES
    ]  # fmt: skip
    assert sorted(shown) == sorted(expected)


@pytest.mark.parametrize("row", RULES, ids=lambda row: row["clock_rule_id"])
def test_a_rule_says_where_it_stands_and_how_that_was_checked(row: dict[str, str]) -> None:
    assert re.search(r"\d", row["citation"]) and len(row["rule_text"]) > 40
    assert bool(row["verified_on"] and row["verified_how"]) == (row["verification"] != "memory")
    if row["length"] and row["unit"].endswith("_day"):
        assert re.search(rf"\b{row['length']}(th)?\b|five", row["rule_text"]), "the text names the number"


@pytest.mark.parametrize("row", [row for row in RULES if row["verification"] == "read"], ids=lambda row: row["clock_rule_id"])
def test_read_means_that_the_text_was_read(row: dict[str, str]) -> None:
    """A quotation, notes or memory are none; a text of some years ago says that it may be out of date."""
    assert not re.search(r"memory|quot|project notes|data set|proposed|bill", row["verified_how"], re.IGNORECASE)
    if old := re.search(r"\b(archive of|as of) (20[01]\d|202[0-2])\b", row["verified_how"]):
        assert "may be out of date" in row["verified_how"], old[0]


def test_a_rule_speaks_of_events_and_words_that_exist() -> None:
    kinds = {row["event"] for row in rows("event_kinds.csv")}
    effects = {"ends", "lifts", "moves", "pauses", "resumes", "frees"}
    for row in RULES:
        said = [part.split("=") for part in row["exceptions"].split("|")]
        named = [*row["start_event"].split("|"), *row["stop_events"].split("|"), *(part[0] for part in said)]
        named += filter(None, (row["second_start_event"], row["third_start_event"]))
        assert {name.split(":")[0] for name in named} <= kinds, row["clock_rule_id"]
        assert {part[1].split(" after ")[0] for part in said} <= effects, row["clock_rule_id"]


def test_every_state_of_the_research_has_its_evaluation() -> None:
    assert {row["state"] for row in RULES if row["clock"] == "evaluation"} >= STATES


def test_one_rule_a_state_clock_and_category() -> None:
    keys = [(row["state"], row["clock"], row["category"]) for row in RULES]
    assert len(keys) == len(set(keys))
    assert all(row["clock_rule_id"] == "_".join(filter(None, (row["state"], row["clock"], row["category"]))) for row in RULES)
