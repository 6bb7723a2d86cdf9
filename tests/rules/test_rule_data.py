"""The rules and their thresholds as data: what is named exists, and each carries its source."""

import csv
from pathlib import Path

from plans import Plan, call_rules

import analytics
from analytics.progress import PROGRESS_MODELS

RULES = Path(analytics.__file__).parent / "rules"
NOTES = Path(__file__).parents[2] / "docs" / "methods"


def table(name: str) -> list[dict[str, str]]:
    with (RULES / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_rule_that_is_run_is_described():
    run = {rule for _, rule in call_rules(Plan([50] * 9))}
    assert run <= {row["rule_id"] for row in table("decision_rules.csv")}


def test_every_rule_and_threshold_has_a_source_and_says_what_it_does():
    for row in table("decision_rules.csv"):
        assert row["source"] and row["algorithm"].endswith("."), row["rule_id"]
        assert row["applies_to"] in ("intervention", "goal", "both")
    for row in table("defaults_classic.csv"):
        assert row["source"] and row["meaning"] and row["unit"], row["name"]
        assert float(row["value"]) > 0


def test_every_threshold_of_the_classic_rules_is_read_by_a_model():
    """A setting that nothing reads would promise an administrator a change that does not come."""
    folders = (RULES.glob("*.sql"), (RULES.parent / "progress").glob("*.py"), (RULES.parent / "caseload").glob("*.sql"))
    models = "".join(path.read_text(encoding="utf-8") for folder in folders for path in folder)
    assert [row["name"] for row in table("defaults_classic.csv") if f"threshold['{row['name']}']" not in models] == []


def test_every_methods_note_that_a_model_names_exists():
    assert {model.methods_note for model in PROGRESS_MODELS if model.methods_note} <= {path.stem for path in NOTES.glob("*.md")}
