"""Small files of groups of cases: written, run through `aimline statistics --groups`, read back."""

import csv

from analytics.progress.extra.group_file import write_group_statistics

HEADER = "dataset,case,phase,session_number,outcome\n"


def table(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def written(path, out):
    write_group_statistics(path, out)
    return {(row["dataset"], row["statistic"]): row for row in table(out)}


def estimates(tmp_path, text):
    """Cells of one group, by statistic; None where empty."""
    (tmp_path / "groups.csv").write_text(HEADER + text, encoding="utf-8")
    rows = written(tmp_path / "groups.csv", tmp_path / "out.csv")
    return {name: float(row["value"]) if row["value"] else None for (_, name), row in rows.items()}


def lines(*cases):
    """Rows of dataset g: each case a list of (phase, scores)."""
    text = ""
    for name, phases in enumerate(cases):
        session = 0
        for phase, scores in phases:
            for score in scores:
                session += 1
                text += f"g,case {name},{phase},{session},{'' if score is None else score}\n"
    return text


BASE = lines(
    [("A", [3, 5, 4, 4]), ("B", [8, 9, 7, 9])], [("A", [6, 7, 5, 8, 6]), ("B", [12, 10, 11])], [("A", [2, 4, 3, 5, 2, 3]), ("B", [9, 6])]
)
