"""The rules are data that a lawyer can check: each with its citation, and the page about them says the same."""

import csv
import re
from pathlib import Path

import pytest

from analytics import store
from analytics.process.rule_tables import CHECKED, put_into

ROOT = Path(__file__).resolve().parent.parent.parent
PROCESS = ROOT / "analytics" / "process"


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
    assert put_into(PAGE) == PAGE, "run python -m analytics.process.rule_tables docs/clocks.md"
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
    """Notes or memory are none, nor a quotation but the law's own words with their official address and the day they stood there."""
    rest = re.sub(r"quoted from https://\S+ by referencesource\.org on \d+ \w+ 20\d\d\b", "", row["verified_how"])
    assert not re.search(r"memory|quot|project notes|data set|proposed|bill", rest, re.IGNORECASE)
    if old := re.search(r"\b(archive of|as of) (20[01]\d|202[0-2])\b", row["verified_how"]):
        assert "may be out of date" in row["verified_how"], old[0]


# What clock_event.sql makes of a transfer in.
OF_A_TRANSFER = {"former_iep", "former_evaluation", "own_iep", "own_evaluation"}


def test_a_rule_speaks_of_events_and_words_that_exist() -> None:
    kinds = {row["event"] for row in rows("event_kinds.csv")} | OF_A_TRANSFER
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


def test_a_rule_on_evaluations_says_whether_a_later_date_may_be_agreed() -> None:
    for row in RULES:
        said = row["allows_extension"], row["extension_text"]
        if row["clock"] != "evaluation":
            assert said == ("", ""), row["clock_rule_id"]
        else:
            assert said[0] in ("yes", "no", "not checked") and bool(said[1]) == (said[0] != "not checked"), row["clock_rule_id"]
            assert not said[1] or re.search(r"\b(read|not checked) ", said[1]), f"{row['clock_rule_id']}: how it was checked"


# Columns that hold words of a list, which their comment tells; the words of one cell, and what they are called there.
WORDS = {
    ("clock_rules.csv", "clock_rule", "clock"): lambda cell: [cell],
    ("clock_rules.csv", "clock_rule", "unit"): lambda cell: [cell] if cell in ("age_year", "school_year", "reporting_period") else [],
    ("clock_rules.csv", "clock_rule", "leaves_out"): lambda cell: cell.split("|"),
    ("clock_rules.csv", "clock_rule", "absence_rule"): lambda cell: [cell],
    ("clock_rules.csv", "clock_rule", "end_of_year_rule"): lambda cell: [cell],
    ("clock_rules.csv", "clock_rule", "exceptions"): lambda cell: [said.split("=")[1].split(" after ")[0] for said in cell.split("|")],
    ("clock_rules.csv", "clock_rule", "verification"): lambda cell: [cell],
    ("clock_rules.csv", "clock_rule", "allows_extension"): lambda cell: [cell],
    ("event_rules.csv", "event_rule", "kind"): lambda cell: [cell],
    ("event_rules.csv", "event_rule", "effect"): lambda cell: [cell],
    ("event_codes.csv", "event_code", "field"): lambda cell: [cell],
}


@pytest.mark.parametrize(("file", "table", "column"), WORDS)
def test_the_column_s_comment_tells_every_word_that_it_holds(file: str, table: str, column: str) -> None:
    comment = (
        store.open_store(":memory:")
        .execute("SELECT comment FROM duckdb_columns() WHERE table_name = ? AND column_name = ?", [table, column])
        .fetchall()[0][0]
    )
    held = {word for row in rows(file) if row[column] for word in WORDS[file, table, column](row[column])}
    assert {word for word in held if not re.search(rf"\b{re.escape(word)}\b", comment)} == set()
