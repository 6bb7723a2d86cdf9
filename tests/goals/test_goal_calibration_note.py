"""The methods note on the calibration of goals says what the measured page says: the wheel carries the note, not the page."""

import re
from pathlib import Path

NAMES = ("gap", "holds", "called on track: met", "called", "attained")


def measured(page: str) -> dict[str, dict[str, tuple[float, float]]]:
    """By table of the page: the least and the most of each column."""
    found = {}
    for part in re.split(r"^### ", page[page.index("## Probability of goals") :], flags=re.MULTILINE)[1:]:
        rows = [
            [cell.strip() for cell in line.strip("|").split("|")] for line in part.splitlines() if re.match(r"\| (?!---|condition)", line)
        ]
        columns = {
            name: [float(re.match(r"[\d.]+", row[3 + i]).group()) for row in rows if row[3 + i] != "–"] for i, name in enumerate(NAMES)
        }
        found[part.splitlines()[0]] = {name: (min(values), max(values)) for name, values in columns.items() if values}
    return found


def between(least: float, most: float) -> str:
    return f"{least:.0f} to {most:.0f}"


def gap(least: float, most: float) -> str:
    return f"{least:.3f} to {most:.3f}".replace("0.", ".")


def test_the_note_holds_the_measured_numbers(root: Path) -> None:
    note = " ".join((root / "docs/methods/goal-calibration.md").read_text(encoding="utf-8").split())
    by = measured((root / "docs/decision-quality.md").read_text(encoding="utf-8"))
    level, counts, few, new = (
        next(found for name, found in by.items() if name.startswith(start)) for start in ("Level", "Criteria", "A finished", "A new")
    )
    both = min(level["gap"][0], counts["gap"][0]), max(level["gap"][1], counts["gap"][1])
    track = "called on track: met"
    for said in (
        f"| {gap(*both)}, in each of 31 conditions",
        f"| {between(min(level[track][0], counts[track][0]), max(level[track][1], counts[track][1]))} of 100",
        f"| {between(*level['holds'])} of 100",
        f"| at most {level['called'][1]:g} of 100 looks",
        f"| {between(*level['attained'])} of 100, since",
        f"{gap(*few['gap'])} apart, and {between(*few[track])} of 100",
        f"the distance is {gap(*new['gap'])}, ",
        f"holds {between(*new['holds'])} of 100. Of goals called *on track* {between(*new[track])} of 100",
        f"{new['called'][1]:g} of 100 looks at students",
    ):
        assert said in note, said
