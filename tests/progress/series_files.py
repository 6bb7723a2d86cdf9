"""Small series files: written, run through `aimline statistics`, read back."""

import csv
from pathlib import Path
from tempfile import TemporaryDirectory

from analytics.progress.statistics_file import write_statistics

CELLS = ("value", "se", "ci_lower", "ci_upper")
HEADER = "dataset,case,phase,session_number,outcome,direction,metric\n"


def lines_of(case: str, a, b, direction="increase", metric="other", sessions=None) -> str:
    """Rows of one series; None is a missed session."""
    scores = [("A", score) for score in a] + [("B", score) for score in b]
    sessions = sessions or range(1, len(scores) + 1)
    return "".join(
        f"d,{case},{phase},{session},{'' if score is None else score},{direction},{metric}\n"
        for session, (phase, score) in zip(sessions, scores, strict=True)
    )


def statistics_of(*series: str, goals: str | None = None, as_r: bool = False) -> dict[tuple[str, str], tuple[str, ...]]:
    """Cells as written, by case and statistic."""
    with TemporaryDirectory() as scratch:
        folder = Path(scratch)
        (folder / "series.csv").write_text(HEADER + "".join(series), encoding="utf-8")
        if goals is not None:
            (folder / "goals.csv").write_text("dataset,case,goal\n" + goals, encoding="utf-8")
        write_statistics(folder / "series.csv", folder / "goals.csv" if goals else None, folder / "out.csv", as_r=as_r)
        with (folder / "out.csv").open(encoding="utf-8", newline="") as file:
            return {(row["case"], row["statistic"]): tuple(row[cell] for cell in CELLS) for row in csv.DictReader(file)}


def statistics(a, b, **about) -> dict[str, tuple[str, ...]]:
    """Cells of one series as written, by statistic."""
    goals, as_r = about.pop("goals", None), about.pop("as_r", False)
    return {name: cells for (_, name), cells in statistics_of(lines_of("c", a, b, **about), goals=goals, as_r=as_r).items()}
