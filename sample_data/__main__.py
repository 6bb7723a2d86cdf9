"""The command line: `python -m sample_data --help`."""

import argparse
from pathlib import Path

from sample_data import SEED, STUDENTS, generate
from sample_data.generation import SMALLEST


def main(arguments: list[str] | None = None) -> None:
    """Write a district."""
    parser = argparse.ArgumentParser(
        prog="python -m sample_data",
        description="Write a made-up district as a folder of CSV files that `aimline import` reads, with truth.csv beside them.",
        epilog=f"Example (the committed district): python -m sample_data --students {STUDENTS} --seed {SEED} -o sample_data/district",
    )
    parser.add_argument("--students", type=int, default=STUDENTS, help="monitored students; about six times as many are enrolled")
    parser.add_argument("--seed", type=int, default=SEED, help="the same seed gives the same files")
    parser.add_argument("-o", "--out", type=Path, required=True, help="folder to write to")
    parser.add_argument("--series-per-student", type=int, choices=range(1, 7), help="fixed number of series; default: 1 to 3")
    parser.add_argument("--weeks", type=int, help="fixed number of school weeks of scores; default: varies")
    told = parser.parse_args(arguments)
    if told.students < SMALLEST:
        parser.error(f"--students: a district has at least {SMALLEST} monitored students")
    generate(told.students, told.seed, told.out, told.series_per_student, told.weeks)


if __name__ == "__main__":
    main()
