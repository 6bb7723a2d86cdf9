"""Scores that name a student and a measure instead of a series: each is put on the student's series, which is started if there is none.

Which series: the one of that student, measure and grade. Where the file states no grade: the student's only series on the
measure; among several the one at the grade in which the student was enrolled on the day; if there is none, a new one at
the grade in which the student was enrolled on the day of the latest score.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from analytics.intake.batch import Batch
from analytics.intake.errors import IntakeRefused

STEPS = Path(__file__).parent


@dataclass(frozen=True)
class LooseOptions:
    """`labels`: what the file calls each column; `measure`: that of all rows, if it is one; `columns`: the score's beside its key."""

    labels: Mapping[str, str]
    measure: str | None
    columns: tuple[str, ...]


def series_of_loose_scores(batch: Batch, options: LooseOptions) -> None:
    """Move loose_score to arriving_score and arriving_series; rows without student, measure or grade become rejections."""
    if options.measure is not None:
        _measure_holds(batch, options.measure)
        batch.run("UPDATE loose_score SET measure_id = ?", [options.measure])
    for script in ("loose_known.sql", "loose_series.sql"):
        labels = {f"{name}_label": options.labels.get(name, name) for name in ("student_id", "measure_id", "grade")}
        _run_script(batch, STEPS / script, labels)
    batch.given["score"] = {name: options.labels.get(name, name) for name in ("series_id", "observed_on", *options.columns)}
    batch.given["series"] = {name: options.labels.get(name, name) for name in ("series_id", "student_id", "measure_id", "grade")}
    names = ", ".join(("series_id", "observed_on", *options.columns))
    batch.run(
        f"INSERT INTO arriving_score (row_id, file_no, line, part, {names}) SELECT row_id, file_no, line, part, {names} FROM placed_score"
    )


def _measure_holds(batch: Batch, measure: str) -> None:
    known = [str(name) for (name,) in batch.run("SELECT measure_id FROM measure UNION SELECT measure_id FROM arriving_measure ORDER BY 1")]
    if measure not in known:
        raise IntakeRefused(
            f"The measure {measure} is not in the store. Known are: {', '.join(known) or 'none'}. Import measure.csv first to add one."
        )


def _run_script(batch: Batch, script: Path, parameters: Mapping[str, str]) -> None:
    """Run a file of statements parted by lines of dashes; each takes those of the parameters that it names."""
    for statement in script.read_text(encoding="utf-8").split("\n----\n"):
        batch.run(statement, {name: value for name, value in parameters.items() if f"${name}" in statement})
