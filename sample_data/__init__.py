"""A made-up school district whose truth is known: the committed small one, and the means to make one of any size."""

from pathlib import Path

from sample_data.calendars import TODAY
from sample_data.generation import generate

STUDENTS, SEED = 240, 2026  # of the committed district


def district_folder() -> Path:
    """The folder of the committed district's CSV files."""
    return Path(__file__).parent / "district"


__all__ = ["SEED", "STUDENTS", "TODAY", "district_folder", "generate"]
