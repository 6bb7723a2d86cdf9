"""Measures how often the rules are wrong, and writes the section "Rules" of docs/decision-quality.md.

`python tests/benchmarks/decision_quality.py` takes some five minutes; with `--no-gate`, which leaves out the part through files, one.
"""

import argparse
import re
import tempfile
from pathlib import Path

import decision_quality_tables as tables
import numpy as np
import pandas as pd
from decision_quality_tables import N, percent

from analytics.from_files.verdicts import verdicts_from_files
from sample_data.gate import FIRST_LOOK, LAST_LOOK, look_on, operating_characteristics, write_gate

HERE = Path(__file__).parent
PAGE = HERE.parents[1] / "docs" / "decision-quality.md"
BEGIN, END = "<!-- rules: written by tests/benchmarks/decision_quality.py -->", "<!-- end of rules -->"
GATE_STUDENTS, GATE_SEEDS = 5000, (1, 2)
GATE = {
    "on_pace_ever_ineffective": "on pace, ever ineffective",
    "flat_ineffective_by_week_14": "no growth, ineffective by week 14",
    "flat_ever_effective": "no growth, ever effective",
    "effective_effective_at_last_look": "twice the growth, effective at week 20",
    "undelivered_not_delivered": "undelivered, called so",
}


def gate() -> str:
    """Plans of `python -m sample_data.gate` through the command that judges files, as of every week."""
    rows = []
    for seed in GATE_SEEDS:
        with tempfile.TemporaryDirectory() as name:
            folder, looks = Path(name), []
            write_gate(GATE_STUDENTS, seed, folder)
            for week in range(FIRST_LOOK, LAST_LOOK + 1):
                out = folder / "verdicts.csv"
                verdicts_from_files(folder / "scores.csv", folder / "goals.csv", out, sessions=folder / "sessions.csv", as_of=look_on(week))
                looks.append(pd.read_csv(out, usecols=["plan_id", "verdict"]).assign(week=week))
            found = operating_characteristics(pd.concat(looks), pd.read_csv(folder / "truth.csv"))
        rows.append((seed, *(f"{percent(found[key])} ± {100 * found[f'{key}_se']:.1f}" for key in GATE)))
    return tables.table(("seed", *GATE.values()), rows)


def section(with_gate: bool) -> str:
    """The text of the section, every table measured anew."""
    every, by_week = tables.rules()
    made = {name: getattr(tables, name)() for name in ("targets", "quarters", "bounds", "new_store", "change", "on_pace", "beyond")}
    made |= {"rules": every, "by_week": by_week, "gate": gate() if with_gate else "Not measured in this run."}
    template = (HERE / "decision_quality_template.txt").read_text(encoding="utf-8")
    return template.format(n=N, se_10=30 / np.sqrt(N), se_50=50 / np.sqrt(N), gate_n=GATE_STUDENTS, **made)


def main() -> None:
    """Put the section in the page, in the place of the one that stands there."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--no-gate", action="store_true", help="leave out the part that goes through files")
    text = f"{BEGIN}\n{section(not parser.parse_args().no_gate).strip()}\n{END}"
    page = PAGE.read_text(encoding="utf-8")
    PAGE.write_text(re.sub(f"{re.escape(BEGIN)}.*{re.escape(END)}", lambda _: text, page, flags=re.DOTALL), encoding="utf-8")


if __name__ == "__main__":
    main()
