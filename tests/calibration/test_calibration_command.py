"""`aimline calibration`: the report of a store as rows for programs and as a table for people."""

import csv
import io

from finished_plans import finished_plans


def test_the_report_of_a_store(program, tmp_path):
    finished_plans(tmp_path / "s.duckdb").close()
    asked = ("calibration", "--store", tmp_path / "s.duckdb", "--months", "8")
    done = program("aimline", *asked, "--format", "csv")
    assert done.returncode == 0, done.stderr
    rows = {(row["plan_kind"], row["item"]): row for row in csv.DictReader(io.StringIO(done.stdout))}
    assert float(rows["goal", "recall"]["value"]) == 1 and float(rows["goal", "precision"]["value"]) > 0.8
    assert float(rows["intervention", "recall"]["value"]) == 1 and rows["intervention", "recall"]["n_plans"] == "12"
    printed = program("aimline", *asked).stdout
    assert "called off track" in printed and "median weeks left at the first call" in printed


def test_refusals_and_the_example(program, tmp_path):
    refused = program("aimline", "calibration", "--store", tmp_path / "none.duckdb")
    assert refused.returncode == 1 and "does not exist" in refused.stderr
    assert program("aimline", "calibration", "--store", tmp_path, "--months", "0").returncode == 2
    assert "Example: aimline calibration" in " ".join(program("aimline", "calibration", "--help").stdout.split())
