"""The table of docs/bad-input.md, walked: each case comes in on each way and has the outcome that the table states."""

import csv
import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pytest

from analytics.caseload import typed_score
from analytics.checks import run_checks
from analytics.from_files.verdicts import verdicts_from_files
from analytics.intake import import_paths
from analytics.score_entry import record_score
from analytics.store import AimlineError

ROOT = Path(__file__).resolve().parents[2]
START = date(2025, 9, 15)
PLAN = {"baseline": "40", "target": "85", "start_on": "2025-09-15", "due_on": "2026-04-13", "direction": "increase", "series_id": "a"}
PLAN |= {"criterion": "end_level", "criterion_k": "", "criterion_n": "", "minimum_trials": ""}
K_OF_N = {"criterion": "k_of_n", "criterion_k": "3", "criterion_n": "4"}
# 20 weekly scores from the start on, up to the week before the store's day, 13 February 2026.
USUAL = tuple({"observed_on": str(START + timedelta(weeks=week)), "value": str(41 + week)} for week in range(1, 22))
SHORT = USUAL[:10]  # until November


@dataclass(frozen=True)
class Case:
    """What is bad: columns of the goal, scores beside the usual ones, or whole files of the folder."""

    plan: dict[str, str] = field(default_factory=dict)
    scores: tuple[dict[str, str], ...] = ()
    usual: tuple[dict[str, str], ...] = USUAL
    folder: dict[str, str] = field(default_factory=dict)
    measure: str = "orf"
    series: str = "a"
    as_of: date | None = None  # of the verdicts from files, whose last day it else is


def one(on: str, value: str = "45", **more: str) -> tuple[dict[str, str], ...]:
    return ({"observed_on": on, "value": value, **more},)


CASES = {
    "target on the wrong side of the baseline": Case({"target": "30"}),
    "target equal to the baseline": Case({"target": "40"}),
    "target on the wrong side of the baseline, after the due date": Case(
        {"target": "30", "due_on": "2025-12-15"}, usual=USUAL[:13], as_of=date(2026, 2, 13)
    ),
    "target on the wrong side of the baseline, not met by the due date": Case(
        {"target": "45", "direction": "decrease", "due_on": "2025-12-15"}, usual=USUAL[:13], as_of=date(2026, 2, 13)
    ),
    "target on the wrong side of the baseline, no recent score": Case({"target": "30"}, usual=SHORT, as_of=date(2026, 2, 13)),
    "due before the start": Case({"due_on": "2025-09-01"}),
    "due on the day of the start": Case({"due_on": "2025-09-15"}),
    "target above the highest possible score": Case({"target": "320"}),
    "target below the lowest possible score": Case({"target": "-5", "direction": "decrease"}),
    "baseline out of range": Case({"baseline": "-1"}),
    "target that is no number": Case({"target": "NaN"}),
    "target missing": Case({"target": ""}),
    "direction unknown": Case({"direction": "up"}),
    "unknown measure": Case(
        scores=one("2025-09-03"), measure="zzz", folder={"series.csv": "series_id,student_id,measure_id,grade\na,001,zzz,3\n"}
    ),
    "unknown series": Case({"series_id": "nowhere"}, scores=one("2025-09-03"), series="nowhere"),
    "k zero": Case(K_OF_N | {"criterion_k": "0"}),
    "k negative": Case(K_OF_N | {"criterion_k": "-2"}),
    "n zero": Case(K_OF_N | {"criterion_n": "0"}),
    "n above 12": Case(K_OF_N | {"criterion_n": "13"}),
    "k above n": Case(K_OF_N | {"criterion_k": "5"}),
    "k missing": Case(K_OF_N | {"criterion_k": ""}),
    "n missing": Case({"criterion": "consecutive"}),
    "trials asked for, none stated": Case({"minimum_trials": "5"}),
    "trials zero": Case({"minimum_trials": "0"}),
    "trials of a score negative": Case(scores=one("2025-09-03", attempts="-3")),
    "no score since the start": Case(usual=one("2025-09-03", "41"), as_of=date(2026, 2, 13)),
    "no baseline, stated or scored": Case({"baseline": ""}),
    "phase change without a score": Case(
        usual=SHORT, folder={"phase_change.csv": "series_id,changed_on,label\na,2025-12-01,Smaller group\n"}
    ),
    "score before the start": Case(scores=one("2025-09-03")),
    "score before the start, marked intervention": Case(scores=one("2025-09-03", phase="intervention")),
    "score after the due date": Case({"due_on": "2025-12-15"}, scores=one("2026-02-11"), usual=USUAL[:13]),
    "score in the future": Case(scores=one("2027-03-01")),
    "score before 1990": Case(scores=one("1988-03-01")),
    "score on a day without school": Case(scores=one("2025-09-06")),
    "score above the highest possible": Case(scores=one("2025-09-03", "700")),
    "score that is no number": Case(scores=one("2025-09-03", "4o")),
    "score infinite": Case(scores=one("2025-09-03", "inf")),
    "score missing": Case(scores=one("2025-09-03", "")),
    "score beside absent": Case(scores=one("2025-09-03", "45", absent="true")),
    "two scores for one probe": Case(scores=(*one("2025-09-03", "45", form="1"), *one("2025-09-03", "54", form="1"))),
}
WAYS = ("folder import", "mapped import", "verdicts from files", "typed")


def told() -> dict[str, dict[str, str]]:
    """The table of the document: case -> way -> outcome."""
    lines = [line for line in (ROOT / "docs" / "bad-input.md").read_text(encoding="utf-8").splitlines() if line.startswith("|")]
    header, _, *body = ([cell.strip() for cell in line.strip("|").split("|")] for line in lines)
    assert tuple(header[1:]) == WAYS
    return {row[0]: dict(zip(WAYS, row[1:], strict=True)) for row in body}


@dataclass(frozen=True)
class Outcome:
    """What happened: the column and reason of a refusal, or the checks that look up and the reason of the verdict."""

    refused: tuple[tuple[str, str], ...] = ()
    checks: frozenset[str] = frozenset()
    reason: str = ""


def table(rows: list[dict[str, str]]) -> str:
    out = io.StringIO()
    columns = list(dict.fromkeys(name for row in rows for name in row))
    writer = csv.DictWriter(out, columns, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def goal(case: Case, series: str) -> dict[str, str]:
    made = {"goal_id": "g", "statement": "Read", "effective_on": "2025-09-15", **PLAN, "series_id": series, **case.plan}
    return made


def judged(con: duckdb.DuckDBPyConnection) -> Outcome:
    reasons = con.execute("SELECT reason FROM verdict_on(DATE '2026-02-13')").fetchall()
    return Outcome(checks=frozenset(finding.check for finding in run_checks(con)), reason=" ".join(reason for (reason,) in reasons))


def rejections(con: duckdb.DuckDBPyConnection) -> tuple[tuple[str, str], ...]:
    rows = con.execute("SELECT column_name, reason, file_name, line, remedy FROM rejected_row").fetchall()
    assert all(name and line and remedy for _, _, name, line, remedy in rows)
    return tuple((column, reason) for column, reason, *_ in rows)


def by_folder(case: Case, con: duckdb.DuckDBPyConnection, tmp_path: Path) -> Outcome:
    files = {"goal.csv": table([goal(case, "z" if case.folder.get("series.csv") else "a")])}
    files["score.csv"] = table(
        [{"series_id": case.series, **row} for row in case.scores] + [{"series_id": "a", **row} for row in case.usual]
    )
    files |= {name: text.replace("\na,", "\nz,") if name == "series.csv" else text for name, text in case.folder.items()}
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    import_paths(con, [tmp_path])
    refused = rejections(con)
    return Outcome(refused) if refused else judged(con)


def standing_plan(case: Case, con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    """The plan and the usual scores as they stand before a score comes by a mapping or is typed."""
    folder = tmp_path / "before"
    folder.mkdir()
    (folder / "goal.csv").write_text(table([goal(case, "a") | {"series_id": "a"}]), encoding="utf-8")
    (folder / "score.csv").write_text(table([{"series_id": "a", **row} for row in case.usual]), encoding="utf-8")
    import_paths(con, [folder])
    assert rejections(con) == ()


def by_mapping(case: Case, con: duckdb.DuckDBPyConnection, tmp_path: Path) -> Outcome:
    standing_plan(case, con, tmp_path)
    names = {"observed_on": "Day", "value": "WCPM", "attempts": "Trials", "absent": "Away", "form": "Form"}
    rows = [{"Student": "001", "Test": case.measure, **{names[name]: cell for name, cell in row.items()}} for row in case.scores]
    path = tmp_path / "mapped.csv"
    path.write_text(table(rows), encoding="utf-8")
    parts = {"observed_on": "date", "value": "score", "attempts": "attempts", "absent": "absent", "form": "form"}
    mapping = {"student": "Student", "measure": "Test", **{parts[name]: names[name] for name in case.scores[0]}}
    import_paths(con, [path], mapping=mapping)
    refused = rejections(con)
    return Outcome(refused) if refused else judged(con)


def by_files(case: Case, con: duckdb.DuckDBPyConnection, tmp_path: Path) -> Outcome:
    renamed = {"goal_id": "plan_id", "criterion_k": "k", "criterion_n": "n"}
    plan = {renamed.get(name, name): cell for name, cell in goal(case, "a").items() if name not in ("statement", "effective_on")}
    goals, scores, out = tmp_path / "goals.csv", tmp_path / "scores.csv", tmp_path / "out.csv"
    goals.write_text(table([{**plan, "kind": "goal", "measure": case.measure, "grade": "3"}]), encoding="utf-8")
    rows = [
        {"series_id": "a", "observed_on": row["observed_on"], "score": row["value"], **_rest(row)} for row in (*case.scores, *case.usual)
    ]
    scores.write_text(table(rows), encoding="utf-8")
    try:
        verdicts_from_files(scores, goals, out, as_of=case.as_of)
    except AimlineError as refused:
        found = re.fullmatch(r"(goals|scores)\.csv, line \d+, column (\w+): (?:\".*\"|the cell) (.*)", str(refused))
        assert found, str(refused)
        return Outcome(((found[2], found[3]),))
    return Outcome(reason=pd.read_csv(out)["reason"][0])


def _rest(row: dict[str, str]) -> dict[str, str]:
    return {name: cell for name, cell in row.items() if name in ("phase", "form", "attempts")}


def by_hand(case: Case, con: duckdb.DuckDBPyConnection, tmp_path: Path) -> Outcome:
    standing_plan(case, con, tmp_path)
    (row,) = case.scores
    read = typed_score.read(row["value"], "absent" in row, metric="rate", floor=None, ceiling=None)
    assert read is not None
    if read.problem:
        return Outcome((("", read.problem),))
    try:
        on = date.fromisoformat(row["observed_on"])
        record_score(con, series_id=case.series, observed_on=on, value=read.value, absent=read.absent, staff_id=None)
    except AimlineError as refused:
        return Outcome((("", str(refused)),))
    return judged(con)


BRING: dict[str, Callable[[Case, Any, Path], Outcome]] = dict(zip(WAYS, (by_folder, by_mapping, by_files, by_hand), strict=True))


def cells() -> Iterator[tuple[str, str]]:
    for case, row in told().items():
        yield from ((case, way) for way, outcome in row.items() if outcome != "–")


def test_the_table_tells_of_every_case_and_no_other() -> None:
    assert list(told()) == list(CASES)


def test_a_dash_stands_only_where_the_way_brings_no_such_thing() -> None:
    for case, row in told().items():
        only_plan = not CASES[case].scores
        assert row["folder import"] != "–", case
        assert (row["mapped import"] == "–") == (only_plan or "phase" in CASES[case].scores[0] or case == "unknown series"), case


@pytest.mark.parametrize(("case", "way"), list(cells()))
def test_the_outcome_is_the_one_that_the_table_states(con: duckdb.DuckDBPyConnection, tmp_path: Path, case: str, way: str) -> None:
    stated = told()[case][way]
    bring = tmp_path / "in"
    bring.mkdir()
    happened = BRING[way](CASES[case], con, bring)
    if stated.startswith("refused"):
        column, reason = re.fullmatch(r"refused(?: at `(\w+)`)?: (.*)", stated).groups()
        assert any((place or "") == (column or "") and reason in why for place, why in happened.refused), happened
        return
    assert happened.refused == ()
    assert happened.checks == frozenset(re.findall(r"check `(\w+)`", stated)), "what a check finds is told, and nothing else"
    assert happened.reason, "there is a verdict, and it has a reason"
    for words in re.findall("“(.*?)”", stated):
        assert words in happened.reason
