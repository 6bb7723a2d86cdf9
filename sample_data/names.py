"""Made-up people. Given and family names are drawn apart, so that no real person is meant."""

from pathlib import Path

import numpy as np

HERE = Path(__file__).parent
GIVEN = (HERE / "given_names.txt").read_text(encoding="utf-8").split()
FAMILY = (HERE / "family_names.txt").read_text(encoding="utf-8").split()

# Names that careless programs break on: quotes, markup, other scripts, words that look like missing values or queries.
DIFFICULT = (
    ("娜", "李"),
    ("Ana <María>", "García"),
    ('José "Pepe"', "Núñez"),
    ("Seán", "O'Brien"),
    ("Łukasz", "Wiśniewski-D'Angelo"),
    ("Ánh", "Nguyễn Thị"),
    ("محمد", "العلي"),
    ("Владимир", "Петров"),
    ("Jennifer", "Null"),
    ("Nan", "True"),
    ("Robert'); DROP TABLE student;--", "Tables"),
    ("<script>alert(1)</script>", "Markup"),
    ("A, B", "Comma & Sons"),
    ("*Bold*", "_Under_ [Link](x)"),
    ("Wolfeschlegelsteinhausenbergerdorff-Featherstonehaugh", "Van der Westhuizen-Papadimitriou"),
)
STAFF_DIFFICULT = ("Siobhán O'Reilly", "王芳", 'Maria "Mia" Costa & Daughter')


def draw_names(rng: np.random.Generator, n: int) -> tuple[np.ndarray, np.ndarray]:
    """Given and family names of n people."""
    return np.array(GIVEN, dtype=object)[rng.integers(0, len(GIVEN), n)], np.array(FAMILY, dtype=object)[rng.integers(0, len(FAMILY), n)]
